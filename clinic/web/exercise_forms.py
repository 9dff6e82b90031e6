"""Forms of a clinic's own exercises: the video, and what is set over it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.models import Prescription, Reference
from clinic.web.forms import StyledForm

_MOST_STEPS: Final = 12


class VideoForm(StyledForm):
    """The reference video, and who is shown."""

    file = forms.FileField(
        label=_("Video"),
        widget=forms.FileInput(attrs={"accept": "video/*"}),
        error_messages={"required": _("Choose a video first.")},
    )
    shown = forms.ChoiceField(
        label=_("Who is in the picture?"), choices=Reference.Shown.choices
    )
    agrees = forms.BooleanField(
        label=_(
            "Who is shown agrees: the therapists of this clinic see the video, "
            "patients see a figure drawn from it. It can be deleted at any time."
        ),
        error_messages={"required": _("Without this the video cannot be used.")},
    )


class NewExerciseForm(VideoForm):
    """The name, and the reference video."""

    name = forms.CharField(label=_("Name"), max_length=200)
    field_order = ("name", "file", "shown", "agrees")


class AdjustForm(StyledForm):
    """What a therapist decides about a learned exercise, beside the tolerances."""

    name = forms.CharField(label=_("Name"), max_length=200)
    instructions = forms.CharField(
        label=_("How it is done, one step a line"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    sides = forms.MultipleChoiceField(
        label=_("Sides"),
        choices=Prescription.Side.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    repetitions = forms.IntegerField(label=_("Repetitions"), min_value=1, max_value=200)
    target_low = forms.FloatField(label=_("Target from, degrees"))
    target_high = forms.FloatField(label=_("Target to, degrees"))

    def __init__(
        self, *args: Any, takes: Sequence[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._takes = takes

    def clean_instructions(self) -> list[str]:
        """Return the steps; what is empty is no step."""
        lines = self.cleaned_data["instructions"].splitlines()
        steps = [line.strip() for line in lines if line.strip()]
        if len(steps) > _MOST_STEPS:
            raise forms.ValidationError(_("Twelve steps at most."))
        return steps

    def wanted(self) -> dict[str, Any]:
        """Return the valid form as adjustments; a curve not ticked is not judged."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "instructions": said["instructions"],
            "sides": said["sides"],
            "repetitions": said["repetitions"],
            "target": [said["target_low"], said["target_high"]],
            "tolerances": {
                take["key"]: self._tolerance(take["key"])
                for take in self._takes
                if take["primary"] or f"judged-{take['key']}" in self.data
            },
        }

    def _tolerance(self, key: str) -> float:
        """Return what was typed; what is no number is refused later, like zero."""
        try:
            return float(self.data.get(f"tolerance-{key}", ""))
        except ValueError:
            return 0.0


def initial(adjustments: Mapping[str, Any]) -> dict[str, Any]:
    """Return `adjustments` as the fields of `AdjustForm`."""
    low, high = adjustments["target"]
    return {
        "name": adjustments["name"],
        "instructions": "\n".join(adjustments["instructions"]),
        "sides": adjustments["sides"],
        "repetitions": adjustments["repetitions"],
        "target_low": round(low),
        "target_high": round(high),
    }
