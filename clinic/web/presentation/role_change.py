"""What roles mean, and what a change of role ends, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import User


@dataclass(frozen=True, slots=True)
class Choice:
    """One role that a person may get."""

    key: str
    label: str
    meaning: str


def choices(person: User) -> tuple[Choice, ...]:
    """Return the roles that `person` does not have, with what each means."""
    meanings = {
        User.Role.PATIENT: _(
            "Exercises, sends videos and sees the own results. Sees nobody else."
        ),
        User.Role.THERAPIST: _(
            "Sees the patients in care and their videos, prescribes and reviews. "
            "Assign the patients afterwards."
        ),
        User.Role.CLINIC_ADMIN: _(
            "Runs accounts, care relationships and settings, and reads the audit. "
            "Sees no videos and no results."
        ),
    }
    return tuple(
        Choice(role.value, str(role.label), meaning)
        for role, meaning in meanings.items()
        if role != person.role
    )


def what_ends(gives: int, gets: int, *, alone: int) -> tuple[str, ...]:
    """Return what a change would end.

    Args:
        gives: patients whom the person treats.
        gets: therapists who treat the person.
        alone: of the patients, those whom nobody else treats.
    """
    said = [_("The person is signed out everywhere and has to sign in again.")]
    if gives:
        ends = ngettext(
            "The care of %(n)d patient ends.", "The care of %(n)d patients ends.", gives
        )
        said.append(ends % {"n": gives})
    if alone:
        left = ngettext(
            "%(n)d of them is then treated by nobody: hand them over first.",
            "%(n)d of them are then treated by nobody: hand them over first.",
            alone,
        )
        said.append(left % {"n": alone})
    if gets:
        said.append(_("Nobody treats the person as a patient any more."))
    said.append(_("Plans, reviews and messages of the past keep the name."))
    return tuple(said)
