"""Pages of patients."""

import uuid
from datetime import date
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from django.contrib import messages as notices
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from clinic import selectors
from clinic.models import Consent, Goal, Message, Notice, Recording, User
from clinic.selectors.goals import goal_of
from clinic.services import (
    consent,
    messages,
)
from clinic.web.about import recording_asked
from clinic.web.forms import ConsentForm, MessageForm
from clinic.web.presentation import (
    rows,
    today,
    week,
)
from clinic.web.roles import for_patients
from clinic.web.visitors import safe_next, signed_in

_RECENT: Final = 4
_NEWEST: Final = 3

M = TypeVar("M", bound=Model)


@require_safe
@for_patients
def today_page(request: HttpRequest) -> HttpResponse:
    """Show what is due today, and the last recordings."""
    user = signed_in(request)
    day = selectors.today(user, on=_local_day(user))
    recent = _recordings(user).order_by("-recorded_at", "-pk")[:_RECENT]
    context = {
        "place": "today",
        "week": week.in_words(selectors.this_week(user, on=day.on), on=day.on),
        "today": today.day_of(day, has_plan=user.plans.running_on(day.on).exists()),
        "recent": [
            rows.row(result)
            for result in selectors.effective_results(recent, viewer=user)
        ],
        "news": _news(user),
        "deleted": _deleted(request, user),
        "goal": goal_of(user, viewer=user),
        "goal_length": Goal.LONGEST,
        "changed_goal": _changed_goal(request, user),
    }
    return render(request, "patient/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def consent_page(request: HttpRequest) -> HttpResponse:
    """Ask for the consent, or show it to someone who has given it."""
    user = signed_in(request)
    form = ConsentForm(request.POST or None)
    following = safe_next(request, otherwise="patient:today")
    if request.method == "POST" and form.is_valid():
        shares = form.cleaned_data["shares_poses"]
        consent.give(by=user, now=timezone.now(), shares_poses=shares)
        return redirect(following)
    current = (
        Consent.objects.active().filter(patient=user).order_by("-given_at").first()
    )
    in_force = current if selectors.has_consented(user) else None
    clinic = user.clinic
    context = {
        "form": form if request.method == "POST" else None,
        "consent": in_force,
        "originals_kept": (
            in_force.originals_kept if in_force else clinic and clinic.keep_originals
        ),
        "next": following,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "patient/consent.html", context, status=status)


@require_POST
@for_patients
def share_poses(request: HttpRequest) -> HttpResponse:
    """Let the movement teach the recognition, or no longer."""
    shares = request.POST.get("shares") == "yes"
    consent.share_poses(by=signed_in(request), shares=shares, now=timezone.now())
    return redirect("patient:consent")


@require_POST
@for_patients
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """Take the consent back."""
    consent.withdraw(by=signed_in(request), now=timezone.now())
    notices.success(request, _("Your agreement is withdrawn."))
    return redirect("patient:today")


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def messages_page(request: HttpRequest) -> HttpResponse:
    """Show the thread with the therapists, and send a message."""
    user = signed_in(request)
    form = MessageForm(request.POST or None)
    about = recording_asked(request, user, user)
    if request.method == "POST" and form.is_valid():
        messages.send(
            by=user,
            patient=user,
            text=form.cleaned_data["text"],
            recording=about,
            now=timezone.now(),
        )
        return redirect("patient:messages")
    thread = Message.objects.visible_to(user).select_related(
        "sender", "recording__exercise"
    )
    context = {
        "place": "messages",
        "form": form,
        "about": about,
        "thread": list(thread.order_by("sent_at", "pk")),
    }
    messages.mark_read(by=user, patient=user, now=timezone.now())
    status = 422 if request.method == "POST" else 200
    return render(request, "patient/messages.html", context, status=status)


def _recordings(user: User) -> QuerySet[Recording]:
    visible = Recording.objects.visible_to(user)
    return visible.select_related("exercise", "prescription__exercise", "patient")


def _news(user: User) -> QuerySet[Notice]:
    visible = Notice.objects.visible_to(user)
    return visible.select_related("recording__exercise").order_by("-at")[:_NEWEST]


def _local_day(user: User) -> date:
    return timezone.now().astimezone(ZoneInfo(user.time_zone)).date()


def _deleted(request: HttpRequest, user: User) -> uuid.UUID | None:
    """Return the recording that was just deleted, where it may still come back."""
    own = Recording.objects.filter(patient=user, deleted_at__isnull=False)
    return _named(request, "deleted", own)


def _changed_goal(request: HttpRequest, user: User) -> uuid.UUID | None:
    """Return the wording that was just written, where it may still be undone."""
    return _named(request, "goal", Goal.objects.visible_to(user).newest_first())


def _named(request: HttpRequest, key: str, rows: QuerySet[M]) -> uuid.UUID | None:
    """Return the public id that the address gives as `key`, if it is one of `rows`."""
    try:
        public_id = uuid.UUID(request.GET.get(key, ""))
    except ValueError:
        return None
    return public_id if rows.filter(public_id=public_id).exists() else None
