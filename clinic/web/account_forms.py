"""Forms about one's own account."""

import zoneinfo
from dataclasses import fields
from functools import cache

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clinic.services.profiles import Profile
from clinic.web.forms import StyledForm

# Zones are named after places (tz database, `theory.html`); the other names are old
# aliases and offsets without rules.
_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/",
    "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


@cache  # they are read from hundreds of files
def time_zones() -> tuple[tuple[str, str], ...]:
    """Return the zones to choose from, with their names for people."""
    names = (zone for zone in zoneinfo.available_timezones() if _is_offered(zone))
    return tuple((zone, zone.replace("_", " ")) for zone in sorted(names))


def _is_offered(zone: str) -> bool:
    return zone == "UTC" or zone.startswith(_REGIONS)


class ProfileForm(StyledForm):
    """Name, language, time zone, size of text."""

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Decides which day is today in your plan."),
    )
    large_text = forms.BooleanField(label=_("Larger text and buttons"), required=False)

    def profile(self) -> Profile:
        """Return what was chosen."""
        names = {field.name for field in fields(Profile)} & self.cleaned_data.keys()
        return Profile(**{name: self.cleaned_data[name] for name in names})


class PatientProfileForm(ProfileForm):
    """What patients decide on top: which mails they get."""

    result_mails = forms.BooleanField(
        label=_("E-mail me when a result or an answer waits for me"),
        required=False,
        help_text=_("The e-mail says nothing about your exercises or your health."),
    )


class JoinForm(ProfileForm):
    """The profile and the password of a new account."""

    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; three words in a row make a good one."),
    )

    field_order = ("full_name", "password", "language", "time_zone", "large_text")
