"""The audit of a clinic as its admins read it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from clinic.models import AuditEvent, Clinic, User


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the audit is asked for; empty means all.

    Attributes:
        actor: whose actions.
        by_system: those that nobody did, the system itself.
        action: the code of one, or its first word for all about one thing.
        since, until: first and last day, in the clinic's time zone.
    """

    actor: uuid.UUID | None = None
    by_system: bool = False
    action: str = ""
    since: date | None = None
    until: date | None = None


def events(clinic: Clinic, wanted: Wanted) -> QuerySet[AuditEvent]:
    """Return what happened in `clinic`, the newest first."""
    found = AuditEvent.objects.filter(clinic=clinic).select_related("actor")
    if wanted.actor is not None:
        found = found.filter(actor__public_id=wanted.actor)
    if wanted.by_system:
        found = found.filter(actor__isnull=True)
    if wanted.action:
        of_one, of_all = Q(action=wanted.action), f"{wanted.action}."
        found = found.filter(of_one | Q(action__startswith=of_all))
    zone = ZoneInfo(clinic.time_zone)
    if wanted.since is not None:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, zone))
    if wanted.until is not None:
        after = wanted.until + timedelta(days=1)
        found = found.filter(at__lt=datetime.combine(after, time.min, zone))
    return found.order_by("-at", "-pk")


def names_of(shown: Iterable[AuditEvent], clinic: Clinic) -> dict[str, str]:
    """Return the names of the people whom `shown` is about, by their public key."""
    keys = [event.object_id for event in shown if event.object_type == "user"]
    people = User.objects.filter(clinic=clinic, public_id__in=filter(_is_key, keys))
    return {
        str(key): name for key, name in people.values_list("public_id", "full_name")
    }


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
