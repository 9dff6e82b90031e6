"""The people of a clinic as rows of one table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from clinic.models import CareRelationship, User
from clinic.web.presentation.addresses import NO_NUMBER, addresses_of

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
    """A person; `close` is the address that closes the account, empty for oneself."""

    name: str
    email: str
    role: str
    tone: str
    is_patient: bool
    care: tuple[Care, ...]
    signed_in_at: datetime | None
    close: str
    close_words: str


def members(
    people: Iterable[User],
    care: Mapping[int, Sequence[CareRelationship]],
    *,
    viewer: User,
) -> list[Member]:
    """Return `people` as rows; `care` is by patient, with therapists selected.

    What is the same in all rows is worked out once: there may be hundreds.
    """
    closes = addresses_of("clinic_admin:change_account")
    ends = addresses_of("clinic_admin:end_care", stand_in=NO_NUMBER)
    roles = {key: str(label) for key, label in User.Role.choices}
    words = _("Close the account of %(name)s")
    return [
        Member(
            name=person.full_name,
            email=person.email,
            role=roles[person.role],
            tone=_TONES.get(person.role, ""),
            is_patient=person.is_patient,
            care=tuple(
                Care(one.therapist.full_name, ends(one.pk))
                for one in care.get(person.pk, ())
            ),
            signed_in_at=person.last_login,
            close=closes(person.public_id) if person.pk != viewer.pk else "",
            close_words=words % {"name": person.full_name},
        )
        for person in people
    ]
