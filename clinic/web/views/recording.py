"""Pages of one recording, as its patient sees it: waiting, failed, or looked at."""

import uuid
from typing import Any

from django.contrib import messages as messages_to_show
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from clinic import access, selectors
from clinic.models import Analysis, Recording, User
from clinic.selectors import EffectiveResult
from clinic.selectors.earlier import last_before
from clinic.services import analyses, audit, failures, notices, recordings
from clinic.services.errors import Refused
from clinic.web.presentation import (
    footage,
    last_time,
    player,
    results,
    self_reports,
    stages,
)
from clinic.web.presentation.last_time import LastTime
from clinic.web.roles import for_patients
from clinic.web.visitors import signed_in


@require_safe
@for_patients
def recording_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one recording: its progress, why it failed, or what was found."""
    user = signed_in(request)
    recording = _recording(user, public_id)
    audit.viewed(by=user, recording=recording, now=timezone.now())
    result = selectors.effective_result(recording, viewer=user)
    state = _state(result)
    if state != "pending":
        notices.seen(by=user, recording=recording)
    context = {
        "place": "today",
        "recording": recording,
        "analysis": result.analysis,
        "state": state,
        "footage": footage.of(result),
        **_waiting(user, result.analysis),
        "result": results.result_of(result),
        "last_time": _last_time(result, user),
        "facts": player.facts(result, for_therapist=False),
        "reference": player.reference(result),
        "report_video": player.size(result.report),
        "review": result.review,
        **self_reports.asked_after(recording),
        "may_retry": result.analysis is not None
        and failures.is_passing(result.analysis.failure_code),
    }
    return render(request, "patient/recording.html", context)


@require_safe
@for_patients
def recording_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer a poll of the progress; the last answer stops it and shows the result."""
    user = signed_in(request)
    recording = _recording(user, public_id)
    analysis = recording.analyses.current().defer("report").first()
    if analysis is not None and not analysis.is_pending:
        return HttpResponse(
            status=HttpResponseStopPolling.status_code, headers={"HX-Refresh": "true"}
        )
    context = {
        "recording": recording,
        "analysis": analysis,
        **_waiting(user, analysis),
    }
    return render(request, "patient/_progress.html", context)


@require_POST
@for_patients
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Delete a recording; the next page offers to undo it."""
    user = signed_in(request)
    recording = _recording(user, public_id)
    recordings.delete(by=user, recording=recording, now=timezone.now())
    address = redirect("patient:today")
    address["Location"] += f"?deleted={recording.public_id}"
    return address


@require_POST
@for_patients
def restore(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Undo the deletion of a recording."""
    user = signed_in(request)
    own = Recording.objects.filter(patient=user, deleted_at__isnull=False)
    recording = get_object_or_404(own, public_id=public_id)
    try:
        recordings.restore(by=user, recording=recording, now=timezone.now())
    except Refused as refused:
        messages_to_show.warning(request, refused.message)
        return redirect("patient:today")
    messages_to_show.success(request, _("The recording is back."))
    return redirect("patient:recording", public_id)


@require_POST
@for_patients
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have a recording looked at again after a failure that may pass."""
    user = signed_in(request)
    recording = _recording(user, public_id)
    analysis = get_object_or_404(recording.analyses.current())
    analyses.retry(by=user, analysis=analysis, now=timezone.now())
    return redirect("patient:recording", public_id)


@require_POST
@for_patients
def ask_therapist(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send a recording to the therapist: it comes up in the queue."""
    user = signed_in(request)
    recording = _recording(user, public_id)
    recordings.ask_therapist(by=user, recording=recording, now=timezone.now())
    return redirect("patient:recording", public_id)


def _recording(user: User, public_id: uuid.UUID) -> Recording:
    visible = Recording.objects.visible_to(user).select_related(
        "exercise", "prescription__exercise", "patient"
    )
    recording = get_object_or_404(visible, public_id=public_id)
    access.require(access.can_view_recording(user, recording))
    return recording


def _waiting(user: User, analysis: Analysis | None) -> dict[str, Any]:
    """Return what the waiting page says."""
    return {
        "stages": stages.stages(analysis) if analysis else [],
        "queue": stages.queue_words(analysis) if analysis else "",
        "told": stages.told_words(user),
    }


def _last_time(result: EffectiveResult, user: User) -> LastTime | None:
    if not (result.is_done and result.shows_findings) or result.not_prescribed:
        return None
    return last_time.compared(result, last_before(result, viewer=user))


def _state(result: EffectiveResult) -> str:
    if result.analysis is None or result.analysis.is_pending:
        return "pending"
    if not result.is_done:
        return "failed"
    return "done" if result.shows_findings else "held_back"
