"""Take down what patients want to be able to do again; a change can be undone."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Goal, User
from clinic.services import audit
from clinic.services.errors import Refused

_LONGEST: Final = Goal.LONGEST


class GoalTooLong(Refused):
    """More than fits on one card."""

    code = "goal_too_long"


@transaction.atomic
def write(*, by: User, text: str, now: datetime) -> Goal | None:
    """Let `text` be the goal of `by` from now on; empty takes it away.

    Returns:
        the new wording, or None where it is the one that holds already.

    Raises:
        Denied: `by` is not a patient.
        GoalTooLong.
    """
    access.require(access.can_set_goal(by, by))
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise GoalTooLong(_("Say it in fewer words."))
    if text == _text(by):
        return None
    assert by.clinic is not None  # noqa: S101  for mypy; `can_set_goal` holds it
    goal = Goal.objects.create(clinic=by.clinic, patient=by, text=text, written_at=now)
    audit.record(action="goal.written", about=goal, by=by, now=now)
    return goal


@transaction.atomic
def undo(*, by: User, goal: Goal, now: datetime) -> bool:
    """Take back the wording `goal`: what held before holds again. Twice is once.

    Raises:
        Denied: it is not the goal of `by`.
    """
    access.require(access.can_set_goal(by, goal.patient))
    standing = Goal.objects.filter(pk=goal.pk, undone_at__isnull=True)
    if not standing.update(undone_at=now):
        return False
    audit.record(action="goal.undone", about=goal, by=by, now=now)
    return True


def _text(patient: User) -> str:
    newest = Goal.objects.filter(patient=patient).newest_first().first()
    return newest.text if newest else ""
