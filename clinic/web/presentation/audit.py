"""Rows of the audit in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.models import AuditEvent


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event: who did what to what; `code` is how the software names it."""

    event: AuditEvent
    who: str
    area: str
    code: str
    about: str
    detail: str


def areas() -> dict[str, str]:
    """Return what actions are about, by their first word."""
    return {
        "account": _("Accounts"),
        "alert": _("Alerts"),
        "alert_rules": _("Rules of alerts"),
        "analysis": _("Analyses"),
        "audit": _("This audit"),
        "care": _("Care"),
        "clinic": _("The clinic's settings"),
        "comment": _("Comments"),
        "consent": _("Consent"),
        "correction": _("Corrections"),
        "exercise": _("Own exercises"),
        "finding": _("Findings"),
        "goal": _("Goals"),
        "invitation": _("Invitations"),
        "labels": _("Labels"),
        "message": _("Messages"),
        "notice": _("Notices"),
        "patient": _("Patients"),
        "phrase": _("Phrases"),
        "plan": _("Plans"),
        "plan_template": _("Templates"),
        "progress": _("Progress"),
        "push": _("Notices on devices"),
        "recording": _("Recordings"),
        "report": _("Reports"),
        "review": _("Reviews"),
        "self_report": _("What patients told"),
        "token": _("Tokens of programs"),
        "upload": _("Uploads"),
        "usage": _("Usage"),
    }


def rows(events: Iterable[AuditEvent], names: Mapping[str, str]) -> list[AuditRow]:
    """Return `events` (actors selected) in words; `names` of people by public key."""
    known = areas()
    return [_row(event, names, known) for event in events]


def _row(
    event: AuditEvent, names: Mapping[str, str], known: Mapping[str, str]
) -> AuditRow:
    area = event.action.partition(".")[0]
    return AuditRow(
        event=event,
        who=event.actor.full_name if event.actor else _("The system"),
        area=known.get(area, area),
        code=event.action,
        about=names.get(event.object_id, f"{event.object_type} {event.object_id[:8]}"),
        detail=", ".join(f"{key}: {value}" for key, value in event.detail.items()),
    )
