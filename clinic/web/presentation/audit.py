"""Rows of the audit in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.models import AuditEvent
from clinic.web.presentation.audit_actions import SENTENCES, of_area


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event: who did what to what; `code` is how the software names it.

    `who_key` finds all that the person did; empty for the system.
    """

    event: AuditEvent
    who: str
    who_key: str
    action: str
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
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Actions about one thing: all of them by `key`, each by its code."""

    key: str
    label: str
    actions: Mapping[str, str]


def groups() -> list[Group]:
    """Return the actions that can be asked for."""
    return [
        Group(
            key=key,
            label=label,
            actions={code: str(words) for code, words in of_area(key).items()},
        )
        for key, label in areas().items()
    ]


def is_action(wanted: str) -> bool:
    """Say whether `wanted` names an action, or all about one thing."""
    return wanted in SENTENCES or wanted in areas()


def rows(events: Iterable[AuditEvent], names: Mapping[str, str]) -> list[AuditRow]:
    """Return `events` (actors selected) in words; `names` of people by public key."""
    return [_row(event, names) for event in events]


def _row(event: AuditEvent, names: Mapping[str, str]) -> AuditRow:
    actor = event.actor
    return AuditRow(
        event=event,
        who=actor.full_name if actor else _("The system"),
        who_key=str(actor.public_id) if actor else "",
        action=str(SENTENCES.get(event.action, event.action)),
        code=event.action,
        about=names.get(event.object_id, f"#{event.object_id[:8]}"),
        detail=", ".join(f"{key}: {value}" for key, value in event.detail.items()),
    )
