"""Corrections of a recording, comments at its moments, and its older versions."""

import json
import uuid
from collections.abc import Callable

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic import access, selectors
from clinic.models import Analysis, Comment, Phrase, Recording, User
from clinic.services import analyses, comments, corrections
from clinic.services.corrections import Cut
from clinic.services.errors import Refused
from clinic.web.forms import CommentForm, PointForm
from clinic.web.presentation import versions
from clinic.web.roles import for_therapists
from clinic.web.views.therapist import recordings_of
from clinic.web.visitors import safe_next, signed_in


@require_POST
@for_therapists
def recut(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Replace the repetitions by those the therapist drew."""
    user, recording = _asked(request, public_id)
    cuts = _cuts(request.POST.get("cuts", ""))
    if cuts is None:
        return HttpResponse(_("The repetitions could not be read."), status=422)
    return _do(
        request,
        lambda: corrections.recut(
            by=user, recording=recording, cuts=cuts, now=timezone.now()
        ),
        _("The repetitions are corrected. What was found is kept beneath."),
        recording,
    )


@require_POST
@for_therapists
def name_exercise(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say which exercise the recording shows."""
    user, recording = _asked(request, public_id)
    code = request.POST.get("exercise", "")
    return _do(
        request,
        lambda: corrections.name_exercise(
            by=user, recording=recording, exercise=code, now=timezone.now()
        ),
        _("Noted. It no longer counts for this exercise."),
        recording,
    )


@require_POST
@for_therapists
def follow(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have the recording analyzed again with the person that was clicked on."""
    user, recording = _asked(request, public_id)
    form = PointForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Click on the patient in the picture."), status=422)
    return _do(
        request,
        lambda: corrections.follow(
            by=user, recording=recording, now=timezone.now(), **form.cleaned_data
        ),
        _("It is being analyzed again with this person."),
        recording,
    )


@require_POST
@for_therapists
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back the newest correction of a kind."""
    user, recording = _asked(request, public_id)
    kind = request.POST.get("kind", "")
    if corrections.undo(by=user, recording=recording, kind=kind, now=timezone.now()):
        notices.success(request, _("The correction is undone."))
    return redirect("therapist:review", public_id)


@require_POST
@for_therapists
def comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write to the patient at a moment; with `finish` the review is done too."""
    user, recording = _asked(request, public_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Write something first."), status=422)
    write = comments.answer if "finish" in request.POST else comments.write
    said = form.cleaned_data
    return _do(
        request,
        lambda: write(by=user, recording=recording, now=timezone.now(), **said),
        _("The patient sees it at this moment of the video."),
        recording,
    )


@require_POST
@for_therapists
def withdraw_comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a comment back."""
    user = signed_in(request)
    found = get_object_or_404(
        Comment.objects.visible_to(user).select_related("recording__patient"),
        public_id=public_id,
    )
    comments.withdraw(by=user, comment=found, now=timezone.now())
    return redirect("therapist:review", found.recording.public_id)


@require_POST
@for_therapists
def drop_phrase(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Forget a phrase, and go back to the recording it was seen at."""
    user = signed_in(request)
    phrases = Phrase.objects.visible_to(user)
    phrase = get_object_or_404(phrases, public_id=public_id)
    comments.drop_phrase(by=user, phrase=phrase, now=timezone.now())
    return redirect(safe_next(request, otherwise="therapist:caseload"))


@require_POST
@for_therapists
def rerun(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have the recording analyzed by the newest version of the pipeline."""
    user, recording = _asked(request, public_id)
    current = recording.analyses.current().first()
    options = current.options if current else None
    analyses.request(by=user, recording=recording, now=timezone.now(), options=options)
    return redirect("therapist:versions", public_id)


@require_safe
@for_therapists
def versions_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show all analyses of a recording, and two of them side by side."""
    user, recording = _asked(request, public_id)
    known = list(recording.analyses.order_by("-is_current", "-queued_at", "-pk"))
    done = [one for one in known if one.status == Analysis.Status.DONE]
    pair = [
        _chosen(done, request.GET.get("left", ""), otherwise=0),
        _chosen(done, request.GET.get("right", ""), otherwise=1),
    ]
    shown = [selectors.result_of_analysis(one, viewer=user) for one in pair if one]
    context = {
        "place": "queue",
        "recording": recording,
        "patient": recording.patient,
        "versions": versions.listed(known),
        "comparison": versions.compare(*shown) if len(shown) > 1 else None,
        "left": pair[0],
        "right": pair[1],
        "is_newest": versions.is_newest(known),
    }
    return render(request, "therapist/versions.html", context)


@require_POST
@for_therapists
def choose_version(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make another finished analysis the one that counts."""
    user = signed_in(request)
    analysis = get_object_or_404(
        Analysis.objects.visible_to(user).select_related("recording__patient"),
        public_id=public_id,
    )
    analyses.choose(by=user, analysis=analysis, now=timezone.now())
    return redirect("therapist:versions", analysis.recording.public_id)


def _asked(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Recording]:
    user = signed_in(request)
    recording = get_object_or_404(recordings_of(user), public_id=public_id)
    access.require(access.can_review_recording(user, recording))
    return user, recording


def _do(
    request: HttpRequest, act: Callable[[], object], said: str, recording: Recording
) -> HttpResponse:
    """Do it, say so, and go back to the review; a refusal is said there too."""
    try:
        act()
    except Refused as refused:
        notices.error(request, refused.message)
    else:
        notices.success(request, said)
    return redirect("therapist:review", recording.public_id)


def _cuts(text: str) -> list[Cut] | None:
    """Read what the page drew; None where it is not what pages send."""
    try:
        return [
            Cut(
                repetition=None
                if one["repetition"] is None
                else int(one["repetition"]),
                start_s=float(one["start"]),
                peak_s=float(one["peak"]),
                end_s=float(one["end"]),
            )
            for one in json.loads(text)
        ]
    except (ValueError, TypeError, KeyError):
        return None


def _chosen(done: list[Analysis], wanted: str, *, otherwise: int) -> Analysis | None:
    by_id = {str(one.public_id): one for one in done}
    usual = done[otherwise] if otherwise < len(done) else None
    return by_id.get(wanted, usual)
