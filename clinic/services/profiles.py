"""Change what people decide about their own account."""

import zoneinfo
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import User
from clinic.services import changes
from clinic.services.errors import Refused

# Under which name a session keeps what a visitor chose before signing in.
CHOSEN_LANGUAGE: Final = "chosen_language"


class ProfileNotValid(Refused):
    """A setting has a value that there is not."""

    code = "profile_not_valid"


@dataclass(frozen=True, slots=True)
class Profile:
    """What people decide about themselves."""

    full_name: str
    language: str
    time_zone: str
    large_text: bool = False
    result_mails: bool = True


@transaction.atomic
def change(*, by: User, profile: Profile, now: datetime) -> User:
    """Store what `by` decided about the own account.

    Raises:
        Denied: the account is closed, or a program's.
        ProfileNotValid: no name, or an unknown language or time zone.
    """
    access.require(by.is_active and by.role != User.Role.SERVICE)
    check(profile)
    wanted = {**asdict(profile), "full_name": profile.full_name.strip()}
    changes.store(by, wanted, action="account.profile_changed", by=by, now=now)
    return by


@transaction.atomic
def choose_language(*, by: User, language: str, now: datetime) -> User:
    """Store the language in which `by` reads the pages.

    Raises:
        Denied: the account is closed, or a program's.
        ProfileNotValid: the language is not offered.
    """
    access.require(by.is_active and by.role != User.Role.SERVICE)
    _check_language(language)
    wanted = {"language": language}
    changes.store(by, wanted, action="account.profile_changed", by=by, now=now)
    return by


def check(profile: Profile) -> None:
    """Raise `ProfileNotValid` unless every setting has a value that there is."""
    if not profile.full_name.strip():
        raise ProfileNotValid(_("Tell us your name."))
    _check_language(profile.language)
    if profile.time_zone not in zoneinfo.available_timezones():
        raise ProfileNotValid(_("Choose one of the time zones offered."))


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise ProfileNotValid(_("Choose one of the languages offered."))
