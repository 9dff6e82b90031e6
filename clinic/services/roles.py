"""Change what a person is in a clinic, and what follows from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from clinic import access
from clinic.models import Clinic, Invitation, Plan, Recording, ReviewClaim, User
from clinic.services import audit, care
from clinic.services.errors import Refused


class HasRecord(Refused):
    """A patient with a medical record stays a patient."""

    code = "has_record"


@transaction.atomic
def change(*, by: User, person: User, role: str, now: datetime) -> None:
    """Make `person` a `role` of the clinic; the same role again changes nothing.

    All care they give or get ends, since it is of the earlier role, and so do their
    sessions (see `User.get_session_auth_hash`) and tokens. What they did stays theirs.

    Raises:
        Denied: `by` may not give that role to `person`, oneself included.
        HasRecord: a patient has plans or recordings.
    """
    # Two admins who change each other at once would leave a clinic without any.
    Clinic.objects.select_for_update().get(users=person)
    by.refresh_from_db(fields=["role", "is_active"])
    access.require(access.can_change_role(by, person, role))
    earlier = User.objects.values_list("role", flat=True).get(pk=person.pk)
    if earlier == role:
        return
    if earlier == User.Role.PATIENT and has_record(person):
        raise HasRecord(
            _(
                "There are plans or recordings of this patient. Invite the person to "
                "a second account, under another address."
            )
        )
    User.objects.filter(pk=person.pk).update(role=role)
    _close_what_was(person, by=by, now=now)
    audit.record(
        action="account.role_changed", about=person, by=by, now=now,
        before=earlier, after=role,
    )  # fmt: skip


def has_record(person: User) -> bool:
    """Say whether there is anything medical of `person`."""
    plans = Plan.objects.filter(patient=person)
    return plans.exists() or Recording.objects.filter(patient=person).exists()


def _close_what_was(person: User, *, by: User, now: datetime) -> None:
    care.close_all(person=person, by=by, now=now)
    ReviewClaim.objects.filter(by=person).delete()
    Invitation.objects.filter(therapist=person).update(therapist=None)
    AuthToken.objects.filter(user=person).delete()
