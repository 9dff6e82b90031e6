"""What clinic admins read: how much the system is used, and who did what."""

import csv
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from clinic import access
from clinic.models import Clinic, User
from clinic.selectors import audit as audit_selector
from clinic.selectors.usage import usage
from clinic.services import audit
from clinic.web.presentation import audit as audit_words
from clinic.web.presentation import cells
from clinic.web.presentation import usage as usage_words
from clinic.web.roles import for_clinic_admins
from clinic.web.visitors import signed_in

_A_PAGE: Final = 50
_MOST_LINES: Final = 20_000
_SYSTEM: Final = "system"
_WEEK_COLUMNS: Final = (
    "week", "recordings", "minutes", "patients", "analyses", "failed",
    "seconds_an_analysis",
)  # fmt: skip
_EVENT_COLUMNS: Final = (
    "at", "actor", "action", "object_type", "object_id", "detail",
)  # fmt: skip


@require_safe
@for_clinic_admins
def usage_page(request: HttpRequest) -> HttpResponse:
    """Show the clinic's last weeks in figures."""
    found = usage(_clinic(request), now=timezone.now())
    context = {
        "place": "usage",
        "tiles": usage_words.tiles(found),
        "bars": usage_words.bars(found),
        "reviewers": found.reviewers,
        "reviews": sum(one.reviews for one in found.reviewers),
    }
    return render(request, "clinic/usage.html", context)


@require_safe
@for_clinic_admins
def usage_csv(request: HttpRequest) -> HttpResponse:
    """Answer the weeks as a table for spreadsheets."""
    found = usage(_clinic(request), now=timezone.now())
    lines = [
        (
            week.starts_on.isoformat(),
            week.recordings,
            round(week.minutes, 1),
            week.patients,
            week.analyses,
            week.failed,
            None if week.seconds is None else round(week.seconds, 1),
        )
        for week in found.weeks
    ]
    return _csv("usage.csv", _WEEK_COLUMNS, lines)


@require_safe
@for_clinic_admins
def audit_page(request: HttpRequest) -> HttpResponse:
    """Show who did what in the clinic, the newest first."""
    clinic = _clinic(request)
    wanted = _wanted(request.GET)
    events = audit_selector.events(clinic, wanted)
    page = Paginator(events, _A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "place": "audit",
        "page": page,
        "rows": audit_words.rows(shown, audit_selector.names_of(shown, clinic)),
        "groups": audit_words.groups(),
        "people": _actors(clinic, wanted),
        "system": _SYSTEM,
        "wanted": wanted,
        "query": _query(request.GET),
    }
    return render(request, "clinic/audit.html", context)


@require_safe
@for_clinic_admins
def audit_csv(request: HttpRequest) -> HttpResponse:
    """Answer what is asked of the audit as a table; that is written down as well."""
    user, clinic = signed_in(request), _clinic(request)
    events = audit_selector.events(clinic, _wanted(request.GET))[:_MOST_LINES]
    lines = [
        (
            event.at.isoformat(),
            event.actor.full_name if event.actor else "",
            event.action,
            event.object_type,
            event.object_id,
            "; ".join(f"{key}={value}" for key, value in event.detail.items()),
        )
        for event in events
    ]
    audit.record(action="audit.exported", about=clinic, by=user, now=timezone.now())
    return _csv("audit.csv", _EVENT_COLUMNS, lines)


def _clinic(request: HttpRequest) -> Clinic:
    user = signed_in(request)
    clinic = user.clinic
    access.require(clinic is not None and access.can_manage_clinic(user, clinic))
    assert clinic is not None  # noqa: S101  for mypy; required above
    return clinic


def _wanted(asked: QueryDict) -> audit_selector.Wanted:
    """Read what is asked for; what makes no sense asks for nothing."""
    action, who = asked.get("action", ""), asked.get("who", "")
    try:
        actor = uuid.UUID(who)
    except ValueError:
        actor = None
    return audit_selector.Wanted(
        actor=actor,
        by_system=who == _SYSTEM,
        action=action if audit_words.is_action(action) else "",
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
    )


def _actors(clinic: Clinic, wanted: audit_selector.Wanted) -> QuerySet[User]:
    """Return who can be chosen: the staff, and the patient who has been chosen.

    Hundreds of patients are no list to choose from: their names in the rows lead here.
    """
    is_staff, is_chosen = ~Q(role=User.Role.PATIENT), Q(public_id=wanted.actor)
    people: QuerySet[User] = User.objects.filter(is_staff | is_chosen, clinic=clinic)
    return people.order_by("full_name", "pk").only("public_id", "full_name")


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _query(asked: QueryDict) -> str:
    """Return what is asked for without the page, for links."""
    kept = asked.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _csv(
    name: str, columns: Sequence[str], lines: Iterable[Sequence[object]]
) -> HttpResponse:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(cells.safe_row(line) for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv; charset=utf-8"
    return HttpResponse(text.getvalue(), content_type=kind, headers=headers)
