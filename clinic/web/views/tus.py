"""Take videos in by the tus protocol, version 1.0 (tus.io), part by part.

Extensions: creation, expiration, checksum, termination. A GET of an upload, which tus
leaves open, answers as JSON what became of it.
"""

import base64
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.models import Prescription, Upload, User
from clinic.services import uploads
from clinic.services.errors import Refused
from clinic.web.presentation import refusals
from clinic.web.roles import for_patients
from clinic.web.visitors import signed_in

_VERSION: Final = "1.0.0"
_PART_TYPE: Final = "application/offset+octet-stream"
# 460 is the number that tus gives to a checksum that differs.
_STATUS: Final = {
    "file_too_large": 413,
    "offset_differs": 409,
    "checksum_differs": 460,
    "checksum_unusable": 400,
    "upload_expired": 410,
    "too_many_unfinished": 429,
}

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _speaks_tus(view: View[P]) -> View[P]:
    """Keep to the protocol: who may ask, in which version, and errors as JSON.

    A program cannot follow the way to the sign-in page: it is told 401.
    """

    @login_not_required
    @wraps(view)
    def answered(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not isinstance(request.user, User):
            response: HttpResponse = _no_one()
        elif not _version_fits(request):
            response = HttpResponse(status=412, headers={"Tus-Version": _VERSION})
        else:
            try:
                response = for_patients(view)(request, *args, **kwargs)
            except Refused as refused:
                response = _refused(refused)
        response["Tus-Resumable"] = _VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


@require_http_methods(["OPTIONS", "POST", "GET"])
@_speaks_tus
def create(request: HttpRequest) -> HttpResponse:
    """Say what is spoken here, or announce a video (tus: creation).

    A GET answers who is signed in, and with which token parts are sent: a phone may
    keep videos of several people, and its background job knows neither.
    """
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    user = signed_in(request)
    if request.method == "GET":
        said = {"owner": str(user.public_id), "token": get_token(request)}
        return JsonResponse(said)
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    size = _whole_number(request.headers.get("Upload-Length"))
    if size is None:
        return HttpResponse(status=400)
    upload = uploads.begin(
        by=user,
        prescription=_prescription(user, said.get("prescription", "")),
        size_bytes=size,
        recorded_at=_moment(said.get("recorded_at", "")),
        now=timezone.now(),
    )
    address = reverse("patient:upload_parts", args=[upload.public_id])
    return HttpResponse(status=201, headers={"Location": address, **_state(upload)})


@require_http_methods(["HEAD", "PATCH", "DELETE", "GET", "OPTIONS"])
@_speaks_tus
def parts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how much of a video has arrived, take its next part, or forget it."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    user = signed_in(request)
    upload = get_object_or_404(
        Upload.objects.visible_to(user).select_related(
            "prescription__plan", "prescription__exercise", "recording"
        ),
        public_id=public_id,
    )
    if request.method == "DELETE":
        uploads.give_up(by=user, upload=upload)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        return _take_part(request, user, upload)
    # Asked after a crash: a whole video becomes a recording now.
    uploads.finish(by=user, upload=upload, now=timezone.now())
    if request.method == "HEAD":
        return HttpResponse(headers=_state(upload))
    return JsonResponse(_outcome(upload), headers=_state(upload))


def _take_part(request: HttpRequest, user: User, upload: Upload) -> HttpResponse:
    offset = _whole_number(request.headers.get("Upload-Offset"))
    if request.content_type != _PART_TYPE:
        return HttpResponse(status=415)
    if offset is None:
        return HttpResponse(status=400)
    uploads.append(
        by=user,
        upload=upload,
        offset_bytes=offset,
        source=request,
        checksum=request.headers.get("Upload-Checksum", ""),
        now=timezone.now(),
    )
    uploads.finish(by=user, upload=upload, now=timezone.now())
    return HttpResponse(status=204, headers=_state(upload))


def _version_fits(request: HttpRequest) -> bool:
    return (
        request.method in {"OPTIONS", "GET"}
        or request.headers.get("Tus-Resumable") == _VERSION
    )


def _abilities() -> dict[str, str]:
    return {
        "Tus-Version": _VERSION,
        "Tus-Extension": "creation,expiration,checksum,termination",
        "Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES),
        "Tus-Checksum-Algorithm": ",".join(uploads.DIGESTS),
    }


def _state(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.offset_bytes),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def _outcome(upload: Upload) -> dict[str, str]:
    recording = upload.recording
    if recording is None:
        return {"state": "unfinished"}
    address = reverse("patient:recording", args=[recording.public_id])
    return {"state": "stored", "address": address}


def _refused(refused: Refused) -> HttpResponse:
    status = _STATUS.get(refused.code, 422)
    return JsonResponse(refusals.in_words(refused), status=status)


def _no_one() -> HttpResponse:
    said = {
        "code": "signed_out",
        "title": _("You are signed out"),
        "advice": _("The video is kept on this device. Sign in to send it."),
    }
    return JsonResponse(said, status=401)


def _prescription(user: User, public_id: str) -> Prescription:
    own = Prescription.objects.filter(plan__in=user.plans.visible_to(user))
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        wanted = uuid.UUID(int=0)
    return get_object_or_404(
        own.select_related("exercise", "plan__clinic"), public_id=wanted
    )


def _metadata(header: str) -> dict[str, str]:
    """Read pairs of a key and a base64 value; what is neither is left out."""
    said = {}
    for pair in header.split(","):
        key, _space, encoded = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(encoded, validate=True).decode()
        except ValueError:
            continue
    return said


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
