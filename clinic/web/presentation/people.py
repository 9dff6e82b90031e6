"""The people of a clinic as rows of one table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from clinic.models import User
from clinic.web.presentation.addresses import NO_NUMBER, addresses_of

COLUMNS: Final = ("public_id", "full_name", "email", "role", "last_login")
_TONES: Final = {
    User.Role.CLINIC_ADMIN.value: "accent",
    User.Role.THERAPIST.value: "note",
}


@dataclass(frozen=True, slots=True)
class Care:
    """Who treats a patient, and the address that ends it."""

    therapist: str
    end: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person, and the addresses that change role and account: none for oneself."""

    name: str
    email: str
    role: str
    tone: str
    is_patient: bool
    care: tuple[Care, ...]
    signed_in_at: datetime | None
    close: str
    close_words: str
    change: str
    change_words: str


def members(
    people: Iterable[User],
    care: Mapping[int, Sequence[tuple[int, str]]],
    *,
    viewer: User,
) -> list[Member]:
    """Return `people` as rows; `care` by patient: its key and who treats them.

    What is the same in all rows is worked out once: there may be hundreds.
    """
    closes = addresses_of("clinic_admin:change_account")
    changes = addresses_of("clinic_admin:role")
    ends = addresses_of("clinic_admin:end_care", stand_in=NO_NUMBER)
    roles = {key: str(label) for key, label in User.Role.choices}
    words = _("Close the account of %(name)s")
    change_words = _("Change the role of %(name)s")
    return [
        Member(
            name=person.full_name,
            email=person.email,
            role=roles[person.role],
            tone=_TONES.get(person.role, ""),
            is_patient=person.is_patient,
            care=tuple(
                Care(therapist, ends(pk)) for pk, therapist in care.get(person.pk, ())
            ),
            signed_in_at=person.last_login,
            close=closes(person.public_id) if person.pk != viewer.pk else "",
            close_words=words % {"name": person.full_name},
            change=changes(person.public_id) if person.pk != viewer.pk else "",
            change_words=change_words % {"name": person.full_name},
        )
        for person in people
    ]
