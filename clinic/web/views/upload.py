"""Send a video for one exercise."""

import uuid
from typing import Final
from zoneinfo import ZoneInfo

from csp.decorators import csp_update
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clinic import selectors
from clinic.models import Prescription, Recording, User
from clinic.services import recordings
from clinic.services.errors import Refused
from clinic.web.prescribed import prescribed_today
from clinic.web.presentation import coach, player, refusals, self_reports, words
from clinic.web.roles import for_patients
from clinic.web.visitors import signed_in

# Time to walk the two to three steps from the phone and to turn round.
_COUNTDOWN_S: Final = 10


# The coach's network runs as WebAssembly, which counts as made from strings.
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})  # type: ignore[arg-type]  # knows no arguments of addresses
@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how the exercise is done, and take a video of it whole.

    Scripts send it in parts instead (`tus`); this is for a browser without them.
    """
    user = signed_in(request)
    prescription = prescribed_today(user, public_id)
    if not selectors.has_consented(user):
        following = reverse("patient:upload", args=[public_id])
        return redirect(f"{reverse('patient:consent')}?next={following}")
    if request.method != "POST":
        return _page(request, prescription)
    try:
        recording = _take(user, prescription, request)
    except Refused as refused:
        return _refused(request, prescription, refused)
    return redirect("patient:recording", recording.public_id)


def _take(user: User, prescription: Prescription, request: HttpRequest) -> Recording:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise recordings.FileEmpty(_("Choose a video first."))
    return recordings.upload(
        by=user, prescription=prescription, file=file, now=timezone.now()
    )


def _page(
    request: HttpRequest,
    prescription: Prescription,
    *,
    error: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": "today",
        "prescription": prescription,
        "dose": words.dose(prescription),
        "days": words.days(prescription),
        "pace": words.pace(prescription),
        "steps": prescription.exercise.instructions,
        "camera_advice": _(
            "Put the phone two to three steps away, so that your whole body is in "
            "the picture."
        ),
        "motion": player.motion_of(prescription.exercise),
        "limits": _limits(),
        "countdown_s": _COUNTDOWN_S,
        "coach": coach.facts(prescription),
        "coach_cue": coach.cue(prescription.exercise),
        "upload_words": _complaints(),
        "error": error,
        **_pain(request, prescription),
    }
    return render(request, "patient/upload.html", context, status=status)


def _pain(request: HttpRequest, prescription: Prescription) -> dict[str, object]:
    user = signed_in(request)
    on = timezone.now().astimezone(ZoneInfo(user.time_zone)).date()
    return self_reports.asked_before(user, prescription, on=on)


def _refused(
    request: HttpRequest, prescription: Prescription, refused: Refused
) -> HttpResponse:
    status = 413 if refused.code == "file_too_large" else 422
    said = refusals.in_words(refused)
    error = {"title": said["title"], "what_to_do": said["advice"]}
    return _page(request, prescription, error=error, status=status)


def _limits() -> dict[str, str | int]:
    minutes = settings.VIDEO_MAX_S // 60
    length = ngettext("Up to %(n)d minute", "Up to %(n)d minutes", minutes)
    size = _("Up to %(size)s") % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)}
    return {
        "bytes": settings.UPLOAD_MAX_BYTES,
        "seconds": settings.VIDEO_MAX_S,
        "length_words": length % {"n": minutes},
        "size_words": size,
    }


def _complaints() -> dict[str, dict[str, str]]:
    """Return what the page says when a video cannot be sent, by reason."""
    limits = _limits()
    said = {
        "empty": (
            _("The file is empty"),
            _("Nothing was sent. Film the exercise again."),
        ),
        "not_a_video": (
            _("This is not a video that can be sent"),
            _("Nothing was sent. Choose a video in MP4, MOV or WebM."),
        ),
        "too_large": (
            _("The video is too large"),
            _(
                "Nothing was sent. %(limit)s can be sent: film a shorter part, "
                "or set the camera to 1080p or lower."
            )
            % {"limit": limits["size_words"]},
        ),
        "too_long": (
            _("The video is too long"),
            _("Nothing was sent. %(limit)s: film one set of the exercise.")
            % {"limit": limits["length_words"]},
        ),
    }
    return {
        reason: {"title": title, "advice": advice}
        for reason, (title, advice) in said.items()
    }
