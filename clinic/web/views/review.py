"""The review of one recording: judge findings, add one, write a note, finish."""

import uuid
from typing import Final

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from clinic import access, recognizer, selectors
from clinic.models import Analysis, Exercise, Finding, Message, Recording, User, Verdict
from clinic.selectors import EffectiveResult
from clinic.services import audit, reviews
from clinic.services.errors import Refused
from clinic.web.forms import ChangeForm, FindingForm, NoteForm
from clinic.web.presentation import (
    comments,
    findings,
    footage,
    measures,
    player,
    results,
    rows,
    told,
    words,
)
from clinic.web.roles import for_therapists
from clinic.web.views.therapist import recordings_of
from clinic.web.visitors import signed_in

_LAST_SESSIONS: Final = 3


@require_safe
@for_therapists
def review_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a recording with everything a therapist needs to judge it."""
    recording = _recording(request, public_id)
    audit.viewed(by=signed_in(request), recording=recording, now=timezone.now())
    return _page(request, recording)


@require_safe
@for_therapists
def review_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer a poll; when the analysis has ended the page loads anew."""
    recording = _recording(request, public_id)
    if recording.analyses.filter(status__in=["queued", "running"]).exists():
        return HttpResponse(status=204)
    return HttpResponse(
        status=HttpResponseStopPolling.status_code, headers={"HX-Refresh": "true"}
    )


@require_POST
@for_therapists
def finding_verdict(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Confirm or dismiss a finding, or take that back."""
    user = signed_in(request)
    visible = Finding.objects.visible_to(user)
    finding = get_object_or_404(
        visible.select_related(
            "repetition__analysis__recording__patient",
            "repetition__analysis__recording__exercise",
        ),
        public_id=public_id,
    )
    try:
        _judge(user, finding, request.POST)
    except Refused as refused:
        return HttpResponse(refused.message, status=422)
    recording = finding.repetition.analysis.recording
    if not getattr(request, "htmx", False):
        return redirect("therapist:review", recording.public_id)
    result = selectors.effective_result(recording, viewer=user)
    judged = next(
        found
        for item in result.repetitions
        for found in item.findings
        if found.finding.pk == finding.pk
    )
    context = {
        "finding": findings.card(judged),
        "mistakes": recording.exercise.mistakes,
        "severities": Finding.Severity.choices,
        "result": results.result_of(result),
        "swapped": True,
    }
    return render(request, "therapist/_finding.html", context)


@require_POST
@for_therapists
def add_finding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a mistake that the recognizer missed."""
    user = signed_in(request)
    recording = _recording(request, public_id)
    result = selectors.effective_result(recording, viewer=user)
    form = _finding_form(result, request.POST)
    if form.is_valid():
        try:
            reviews.add_finding(by=user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            notices.success(request, _("The finding is added."))
            return redirect("therapist:review", public_id)
    return _page(request, recording, form=form, status=422)


@require_POST
@for_therapists
def note(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Replace the note to the patient."""
    recording = _recording(request, public_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors["note"].as_text(), status=422)
    review = reviews.write_note(
        by=signed_in(request),
        recording=recording,
        note=form.cleaned_data["note"],
        now=timezone.now(),
    )
    if not getattr(request, "htmx", False):
        return redirect("therapist:review", public_id)
    return render(request, "therapist/_note_state.html", {"review": review})


@require_POST
@for_therapists
def mark_reviewed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Finish the review, or open it again."""
    user = signed_in(request)
    recording = _recording(request, public_id)
    if request.POST.get("reviewed") == "no":
        reviews.reopen(by=user, recording=recording, now=timezone.now())
        return redirect("therapist:review", public_id)
    reviews.mark_reviewed(by=user, recording=recording, now=timezone.now())
    notices.success(
        request, _("Reviewed: %(name)s.") % {"name": recording.patient.full_name}
    )
    return redirect(_next(user, recording) or reverse("therapist:caseload"))


def _judge(user: User, finding: Finding, said: QueryDict) -> None:
    """Do what the button said; an unknown word changes nothing."""
    now = timezone.now()
    match said.get("decision", ""):
        case Verdict.Decision.CONFIRMED:
            reviews.confirm(by=user, finding=finding, now=now)
        case Verdict.Decision.DISMISSED:
            reviews.dismiss(by=user, finding=finding, now=now)
        case Verdict.Decision.NOT_VISIBLE:
            reviews.cannot_see(by=user, finding=finding, now=now)
        case Verdict.Decision.CHANGED:
            form = ChangeForm(
                said, exercise=finding.repetition.analysis.recording.exercise
            )
            if form.is_valid():
                reviews.change(by=user, finding=finding, now=now, **form.cleaned_data)
        case "undo":
            reviews.undo(by=user, finding=finding, now=now)


def _recording(request: HttpRequest, public_id: uuid.UUID) -> Recording:
    user = signed_in(request)
    recording = get_object_or_404(recordings_of(user), public_id=public_id)
    access.require(access.can_review_recording(user, recording))
    return recording


def _finding_form(
    result: EffectiveResult, said: QueryDict | None = None
) -> FindingForm:
    return FindingForm(
        said,
        repetitions=[item.repetition for item in result.repetitions],
        exercise=result.recording.exercise,
    )


def _page(
    request: HttpRequest,
    recording: Recording,
    *,
    form: FindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    result = selectors.effective_result(recording, viewer=user)
    context = {
        "place": "queue",
        "recording": recording,
        "patient": recording.patient,
        "analysis": result.analysis,
        "state": _state(result),
        "footage": footage.of(result),
        "result": results.result_of(result),
        "facts": player.facts(result, for_therapist=True),
        "report_video": player.size(result.report),
        "strip": player.strip(result),
        "reference": player.reference(result),
        "reference_tolerance": player.REFERENCE_TOLERANCE_DEG,
        "mistakes": recording.exercise.mistakes,
        "severities": Finding.Severity.choices,
        "claim": selectors.claim_on(recording, now=timezone.now()),
        "groups": findings.groups(result.repetitions),
        "measures": measures.table(result),
        "review": result.review,
        "context": _context(user, recording),
        **_corrections(user, result),
        "add_form": form or _finding_form(result),
        "next_url": _next(user, recording),
    }
    return render(request, "therapist/review.html", context, status=status)


def _state(result: EffectiveResult) -> str:
    if result.analysis is None or result.analysis.is_pending:
        return "pending"
    return "done" if result.is_done else "failed"


def _corrections(user: User, result: EffectiveResult) -> dict[str, object]:
    """Return what a therapist can correct here, and what was corrected already."""
    recording = result.recording
    analyses = recording.analyses.defer("report")
    offered = Exercise.objects.visible_to(user).offered()
    return {
        "corrected": result.corrections,
        "not_prescribed": result.not_prescribed,
        "exercises": offered.exclude(pk=recording.exercise_id).order_by("name"),
        "again": analyses.filter(
            is_current=False, status__in=["queued", "running"]
        ).first(),
        "failed_again": _failed_again(result),
        "versions": analyses.count(),
        "is_older": result.analysis is not None
        and result.analysis.pipeline_version != recognizer.VERSION,
        "comments": comments.listed(recording),
        "phrases": comments.phrases(user, recording.exercise_id),
    }


def _failed_again(result: EffectiveResult) -> Analysis | None:
    """Return the last analysis if it failed after the one that counts was done."""
    current = result.analysis
    if current is None or current.finished_at is None:
        return None
    later = result.recording.analyses.filter(
        is_current=False, finished_at__gt=current.finished_at
    )
    last = later.defer("report").order_by("-finished_at").first()
    return last if last is not None and last.status == last.Status.FAILED else None


def _context(user: User, recording: Recording) -> dict[str, object]:
    """Return what the therapist should know of the patient beside the video."""
    earlier = (
        recordings_of(user)
        .filter(patient=recording.patient, recorded_at__lt=recording.recorded_at)
        .order_by("-recorded_at", "-pk")[:_LAST_SESSIONS]
    )
    prescription = recording.prescription
    return {
        "prescription": prescription,
        "dose": words.dose(prescription) if prescription else "",
        "days": words.days(prescription) if prescription else "",
        "told": told.newest(user, recording.patient, number=_LAST_SESSIONS),
        "last_message": Message.objects.visible_to(user)
        .filter(patient=recording.patient)
        .select_related("sender")
        .order_by("-sent_at", "-pk")
        .first(),
        "sessions": [rows.listed_row(item) for item in selectors.listed(earlier)],
    }


def _next(user: User, recording: Recording) -> str | None:
    """Return the address of the most urgent other recording that nobody looks at."""
    following = selectors.next_to_review(user, now=timezone.now(), after=recording)
    if following is None:
        return None
    return reverse("therapist:review", args=[following.public_id])
