"""Pages on which a therapist makes an exercise of the clinic's own from one video."""

import uuid
from collections.abc import Mapping
from typing import Any, Final, Protocol

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseStopPolling

from clinic import access, exercise_learning
from clinic.models import ExerciseVersion, User
from clinic.services import failures, own_exercises
from clinic.services.errors import Refused
from clinic.web.exercise_forms import AdjustForm, NewExerciseForm, VideoForm, initial
from clinic.web.presentation import own_exercise, own_signals, player, stages
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def new_exercise(request: HttpRequest) -> HttpResponse:
    """Make an exercise out of a video."""
    user = signed_in(request)
    access.require(access.can_make_exercises(user))
    form = NewExerciseForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _new_page(request, form)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    said = form.cleaned_data
    try:
        version = own_exercises.begin(
            by=user,
            name=said["name"],
            shown=said["shown"],
            file=said["file"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file", refused.message)
        return _new_page(request, form, status=422)
    return redirect("therapist:own_exercise", version.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def own_exercise_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a version: how far its work is, why it failed, or what can be set."""
    version = _version(signed_in(request), public_id)
    if request.method != "POST":
        return _page(request, version)
    form = AdjustForm(request.POST, takes=version.taught["takes"])
    if not form.is_valid():
        return _page(request, version, form=form, status=422)
    try:
        own_exercises.adjust(
            by=signed_in(request),
            version=version,
            wanted=form.wanted(),
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return _page(request, version, form=form, status=422)
    notices.success(request, _("Kept. The reference is judged by it now."))
    return redirect("therapist:own_exercise", public_id)


@require_safe
@for_therapists
def own_exercise_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer a poll of the work; the last answer stops it and shows the page."""
    version = _version(signed_in(request), public_id)
    if not version.is_pending:
        return HttpResponse(
            status=HttpResponseStopPolling.status_code, headers={"HX-Refresh": "true"}
        )
    context = {"version": version, "stages": stages.stages(version)}
    return render(request, "therapist/_learning.html", context)


@require_POST
@for_therapists
def film_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Learn a draft from another video."""
    user = signed_in(request)
    version = _version(user, public_id)
    form = VideoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, version, video_form=form, status=422)
    said = form.cleaned_data
    try:
        version = own_exercises.film_again(
            by=user,
            version=version,
            shown=said["shown"],
            file=said["file"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file", refused.message)
        return _page(request, version, video_form=form, status=422)
    return redirect("therapist:own_exercise", version.public_id)


@require_POST
@for_therapists
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Do what a button of the page says to a version."""
    user = signed_in(request)
    version = _version(user, public_id)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return redirect("therapist:own_exercise", public_id)
    try:
        following = act(request, user, version)
    except Refused as refused:
        notices.error(request, refused.message)
        following = version
    if following is None:
        return redirect("therapist:library")
    return redirect("therapist:own_exercise", following.public_id)


class _Act(Protocol):
    def __call__(
        self, request: HttpRequest, user: User, version: ExerciseVersion, /
    ) -> ExerciseVersion | None:
        """Do it; return the version to show then, or None for the library."""


def _publish(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.publish(by=user, version=version, now=timezone.now())
    notices.success(request, _("Published. Every therapist here can prescribe it."))
    return version


def _cut_by(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.cut_by(
        by=user,
        version=version,
        signal=request.POST.get("signal", ""),
        now=timezone.now(),
    )
    notices.success(request, _("Kept. The reference is judged by it now."))
    return version


def _change(
    _request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    return own_exercises.begin_change(by=user, version=version, now=timezone.now())


def _discard(request: HttpRequest, user: User, version: ExerciseVersion) -> None:
    own_exercises.discard(by=user, version=version, now=timezone.now())
    notices.success(request, _("The draft is gone, and its video with it."))


def _archive(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.set_offered(
        by=user, version=version, is_offered=False, now=timezone.now()
    )
    said = _("Archived. Plans that prescribe it go on; new ones cannot take it.")
    notices.success(request, said)
    return version


def _offer(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.set_offered(
        by=user, version=version, is_offered=True, now=timezone.now()
    )
    notices.success(request, _("It is in the library again."))
    return version


def _delete_video(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.delete_video(by=user, version=version, now=timezone.now())
    notices.success(request, _("The video is deleted. You can undo that for a week."))
    return version


def _restore_video(
    request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    if own_exercises.restore_video(by=user, version=version, now=timezone.now()):
        notices.success(request, _("The video is back."))
    else:
        notices.warning(request, _("The video is erased by now."))
    return version


def _retry(
    _request: HttpRequest, user: User, version: ExerciseVersion
) -> ExerciseVersion:
    own_exercises.retry(by=user, version=version, now=timezone.now())
    return version


_ACTS: Final[Mapping[str, _Act]] = {
    "publish": _publish,
    "cut_by": _cut_by,
    "change": _change,
    "discard": _discard,
    "archive": _archive,
    "offer": _offer,
    "delete_video": _delete_video,
    "restore_video": _restore_video,
    "retry": _retry,
}


def _new_page(
    request: HttpRequest, form: NewExerciseForm, *, status: int = 200
) -> HttpResponse:
    context = {"place": "library", "form": form}
    return render(request, "therapist/new_exercise.html", context, status=status)


def _version(user: User, public_id: uuid.UUID) -> ExerciseVersion:
    """Return a version that `user` may open, or answer 404."""
    visible = ExerciseVersion.objects.visible_to(user)
    version = get_object_or_404(
        visible.select_related("exercise", "reference", "published_by"),
        public_id=public_id,
    )
    access.require(access.can_change_exercise(user, version))
    return version


def _page(
    request: HttpRequest,
    version: ExerciseVersion,
    *,
    form: AdjustForm | None = None,
    video_form: VideoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": "library",
        "version": version,
        "exercise": version.exercise,
        "versions": _versions(version),
        "stages": stages.stages(version),
        "video_form": video_form or VideoForm(),
        "may_retry": failures.is_passing(version.failure_code),
        **_learned(version, form),
    }
    return render(request, "therapist/own_exercise.html", context, status=status)


def _versions(version: ExerciseVersion) -> list[ExerciseVersion]:
    rows = ExerciseVersion.objects.filter(exercise=version.exercise_id)
    return list(rows.select_related("published_by", "drafted_by").order_by("-number"))


def _learned(version: ExerciseVersion, form: AdjustForm | None) -> dict[str, Any]:
    """Return what the page shows of what was learned; nothing before that."""
    if not version.reference.learned:
        return {"is_learned": False}
    taught = version.taught
    learned, takes = exercise_learning.as_learned(taught["definition"]), taught["takes"]
    set_now = {**learned, **version.adjustments}
    tolerances = set_now["tolerances"]
    if form is not None and form.is_bound and form.is_valid():
        tolerances = form.wanted()["tolerances"]
    return {
        "is_learned": True,
        "form": form or AdjustForm(initial=initial(set_now), takes=takes),
        "signals": own_signals.signals(version),
        "curves": own_exercise.curves(takes, tolerances),
        "facts": own_exercise.facts(version),
        "chips": own_exercise.chips(version),
        "strip": own_exercise.strip(version),
        "differences": own_exercise.differences(version),
        "address": own_exercise.addresses(version),
        "report_video": player.size(version.report or {}),
    }
