"""Videos, curves and still pictures: private, looked up by who may see them."""

import uuid

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import access
from clinic.models import (
    Analysis,
    Exercise,
    ExerciseVersion,
    Finding,
    Recording,
    Reference,
)
from clinic.selectors.results import shows_finding
from clinic.services import audit
from clinic.web.private_files import gzipped, part_of
from clinic.web.visitors import signed_in


@require_safe
def playback(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the browser's copy of a recording, or the part that a player asks for."""
    recording = _recording(request, public_id)
    if not recording.shown:
        raise Http404
    audit.viewed(by=signed_in(request), recording=recording, now=timezone.now())
    return part_of(recording.shown, request, kind="video/mp4")


@require_safe
def thumbnail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the still picture of a recording."""
    recording = _recording(request, public_id)
    if not recording.thumbnail:
        raise Http404
    return part_of(recording.thumbnail, request, kind="image/jpeg")


@require_safe
def moment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the still picture of a finding, to whoever is shown the finding."""
    user = signed_in(request)
    visible = Finding.objects.visible_to(user).select_related(
        "repetition__analysis__recording__patient"
    )
    finding = get_object_or_404(visible, public_id=public_id)
    recording = finding.repetition.analysis.recording
    access.require(access.can_view_recording(user, recording))
    if not finding.still or not shows_finding(finding, viewer=user):
        raise Http404
    return part_of(finding.still, request, kind="image/jpeg")


@require_safe
def curves(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the points and curves of an analysis, for the player."""
    visible = Analysis.objects.visible_to(signed_in(request))
    analysis = get_object_or_404(
        visible.select_related("recording__patient").defer("report"),
        public_id=public_id,
    )
    access.require(access.can_view_recording(signed_in(request), analysis.recording))
    if not analysis.curves:
        raise Http404
    return gzipped(analysis.curves, request, kind="application/json")


@require_safe
def logo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the logo of a clinic to those who belong to it."""
    clinic = signed_in(request).clinic
    if clinic is None or clinic.public_id != public_id or not clinic.logo:
        raise Http404
    return part_of(clinic.logo, request, kind="image/png")


@require_safe
def reference_video(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the video that an own exercise was learned from, to its therapists."""
    reference = _reference(request, public_id)
    return part_of(reference.playback, request, kind="video/mp4")


@require_safe
def reference_still(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the still picture of a reference video."""
    reference = _reference(request, public_id)
    if not reference.still:
        raise Http404
    return part_of(reference.still, request, kind="image/jpeg")


@require_safe
def version_curves(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the points and curves of a reference, as one version judges it."""
    visible = ExerciseVersion.objects.visible_to(signed_in(request))
    version = get_object_or_404(visible, public_id=public_id)
    if not version.curves:
        raise Http404
    return gzipped(version.curves, request, kind="application/json")


@require_safe
def motion(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send how an own exercise is done, as moving joints without anybody's picture."""
    exercises = Exercise.objects.demonstrated_to(signed_in(request))
    exercise = get_object_or_404(exercises.filter(clinic__isnull=False), code=code)
    versions = ExerciseVersion.objects.published().filter(exercise=exercise)
    newest = versions.select_related("reference").order_by("-number").first()
    if newest is None:
        raise Http404
    response = JsonResponse(newest.taught["motion"])
    response["Cache-Control"] = "private, no-cache"
    return response


def _reference(request: HttpRequest, public_id: uuid.UUID) -> Reference:
    visible = Reference.objects.visible_to(signed_in(request))
    reference = get_object_or_404(visible, public_id=public_id)
    if not reference.has_video:
        raise Http404
    return reference


def _recording(request: HttpRequest, public_id: uuid.UUID) -> Recording:
    visible = Recording.objects.visible_to(signed_in(request))
    recording = get_object_or_404(
        visible.select_related("patient", "clinic"), public_id=public_id
    )
    access.require(access.can_view_recording(signed_in(request), recording))
    return recording
