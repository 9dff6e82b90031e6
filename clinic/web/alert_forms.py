"""The rules of alerts as a form."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.domain.alerts import Setting
from clinic.web.forms import StyledForm

_KINDS: Final = ("pain", "missed", "range", "red_flag")


class AlertRulesForm(StyledForm):
    """Which alerts are raised, and from when on."""

    pain_on = forms.BooleanField(label=_("Pain"), required=False)
    pain = forms.IntegerField(label=_("From, 0 to 10"), min_value=1, max_value=10)
    missed_on = forms.BooleanField(label=_("Days without exercise"), required=False)
    missed = forms.IntegerField(
        label=_("Days missed in a row"), min_value=1, max_value=30
    )
    range_on = forms.BooleanField(
        label=_("Range of motion goes down by more than its error"), required=False
    )
    red_flag_on = forms.BooleanField(
        label=_("Warning words in what the patient tells or writes"), required=False
    )
    words = forms.CharField(
        label=_("Warning words, with commas"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Met as whole words, so name each form; capitals do not matter."),
    )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each rule's switch, with what it needs."""
        return [
            (self["pain_on"], self["pain"]),
            (self["missed_on"], self["missed"]),
            (self["range_on"], None),
            (self["red_flag_on"], self["words"]),
        ]

    def rules(self) -> dict[str, Setting]:
        """Return the valid form as rules."""
        said = self.cleaned_data
        typed = [word.strip() for word in said["words"].replace("\n", ",").split(",")]
        words = tuple(dict.fromkeys(word for word in typed if word))
        return {
            "pain": Setting(said["pain_on"], said["pain"]),
            "missed": Setting(said["missed_on"], said["missed"]),
            "range": Setting(said["range_on"]),
            "red_flag": Setting(said["red_flag_on"], words=words),
        }


class ClinicAlertsForm(AlertRulesForm):
    """The clinic's rules, and when an alert that nobody noted goes to all."""

    escalate_after_h = forms.IntegerField(
        label=_("Hours until everybody in charge is written to"),
        min_value=1,
        max_value=168,
        help_text=_("If nobody acknowledges an alert. The mail says nothing medical."),
    )


def initial(rules: Mapping[str, Setting]) -> dict[str, Any]:
    """Return `rules` as what the form begins with."""
    return {
        **{f"{kind}_on": rules[kind].is_on for kind in _KINDS},
        "pain": rules["pain"].threshold,
        "missed": rules["missed"].threshold,
        "words": ", ".join(rules["red_flag"].words),
    }
