"""Forms of a plan: itself, its exercises with their dosage, and later phases."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.models import Exercise, Prescription
from clinic.recognizer import Rules
from clinic.services.plan_drafts import Draft, PhaseAhead, Prescribed
from clinic.web.forms import StyledForm
from clinic.web.presentation import personal_rules
from clinic.wording import translated

# A plan of more is a mistake of the browser, or an attack.
MOST_ITEMS: Final = 40
MOST_PHASES: Final = 8
_EVERY_DAY: Final = [1, 2, 3, 4, 5, 6, 7]
_DATE: Final = {"type": "date"}
_NUMBERS: Final = ("sets", "repetitions", "hold_s", "rest_s", "toward_s", "back_s")


# Rules that have a field of their own, for the main measure.
_SHOWN: Final = {"targets": "target", "limits": "limit"}
_REFUSED: Final = _("The patient's own rules cannot be read. Open the plan again.")

_number = partial(forms.IntegerField, required=False)


class PlanForm(StyledForm):
    """What a plan says of itself."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
    )
    pain_limit = forms.IntegerField(
        label=_("Pain limit, 0 to 10"), min_value=0, max_value=10
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["starts_on"]


class ItemForm(StyledForm):
    """One exercise with its dosage; `phase` 0 is now, 1 is the next phase."""

    exercise = forms.IntegerField(widget=forms.HiddenInput)
    phase = forms.IntegerField(
        min_value=0, max_value=MOST_PHASES, widget=forms.HiddenInput, initial=0
    )
    sets = _number(label=_("Sets"), min_value=1, max_value=20, required=True)
    repetitions = _number(label=_("Repetitions"), min_value=1, max_value=200)
    hold_s = _number(label=_("Hold, s"), min_value=1, max_value=600)
    rest_s = _number(label=_("Rest, s"), min_value=0, max_value=600)
    side = forms.ChoiceField(label=_("Side"), choices=Prescription.Side.choices)
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=[(number + 1, name) for number, name in WEEKDAYS_ABBR.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    toward_s = _number(label=_("There, s"), min_value=1, max_value=30)
    back_s = _number(label=_("Back, s"), min_value=1, max_value=30)
    target = forms.FloatField(label=_("Range to reach"), required=False)
    limit = forms.FloatField(label=_("Not to go beyond"), required=False)
    note = forms.CharField(label=_("Advice"), required=False, max_length=300)
    # What else was ruled for the patient: no field shows it, and no edit drops it.
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(
        self, *args: Any, exercises: Mapping[int, Exercise], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered = exercises
        self.shown = exercises.get(_key(self["exercise"].value()))
        movement = self.shown.movement if self.shown else {}
        self.unit = movement.get("unit", "")
        for name in ("target", "limit"):
            if movement.get("measure"):
                self.fields[name].widget.attrs["step"] = "any"
            else:
                del self.fields[name]
        self._offer_sides()

    def _offer_sides(self) -> None:
        """Offer the sides that the exercise has; what was chosen before stays."""
        names = set(self.shown.sides) if self.shown else set()
        if names:
            names.add(str(self["side"].value() or ""))
            choices = [one for one in Prescription.Side.choices if one[0] in names]
            self.fields["side"].choices = choices  # type: ignore[attr-defined]

    @property
    def unit_words(self) -> str:
        """The unit of the main movement."""
        return gettext("degrees") if self.unit == "deg" else translated(self.unit)

    @property
    def number(self) -> str:
        """The place of the form on the sheet."""
        return str(self.prefix).rpartition("-")[2]

    @property
    def amounts(self) -> list[forms.BoundField]:
        """What is always shown."""
        names = ("sets", "repetitions", "hold_s", "rest_s", "side")
        return [self[name] for name in names]

    @property
    def details(self) -> list[forms.BoundField]:
        """What many plans leave open."""
        names = ("toward_s", "back_s", "target", "limit")
        return [self[name] for name in names if name in self.fields]

    @property
    def kept_words(self) -> list[str]:
        """What is ruled beyond the fields that are shown, one sentence each."""
        try:
            rules = json.loads(str(self["kept"].value() or "{}"))
        except ValueError:
            return []
        return personal_rules.sentences(self.shown, rules) if _are_rules(rules) else []

    @property
    def has_details(self) -> bool:
        """Whether something of the details is said, or wrong."""
        fields = [*self.details, self["note"]]
        is_said = any(field.value() or field.errors for field in fields)
        return is_said or bool(self.kept_words)

    def clean_exercise(self) -> Exercise:
        """Take only what is offered here."""
        exercise = self._offered.get(self.cleaned_data["exercise"])
        if exercise is None:
            raise forms.ValidationError(_("This exercise is not offered here."))
        return exercise

    def clean_kept(self) -> dict[str, dict[str, float]]:
        """Take rules by name of measure or mistake; whether they fit is asked later."""
        try:
            rules = json.loads(self.cleaned_data["kept"] or "{}")
        except ValueError as error:
            raise forms.ValidationError(_REFUSED) from error
        if not _are_rules(rules):
            raise forms.ValidationError(_REFUSED)
        return {kind: dict(values) for kind, values in rules.items()}

    def clean(self) -> dict[str, Any]:
        """Ask for an amount."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("repetitions") and not cleaned.get("hold_s"):
            self.add_error("repetitions", _("Say how many, or how long to hold."))
        return cleaned

    def prescribed(self) -> Prescribed:
        """Return the valid form as one exercise of a plan to be."""
        said = self.cleaned_data
        measure = said["exercise"].movement.get("measure", "")
        rules = said["kept"]
        for kind, name in _SHOWN.items():
            if said.get(name) is not None:
                rules.setdefault(kind, {})[measure] = said[name]
        return Prescribed(
            exercise=said["exercise"],
            **{name: said[name] for name in _NUMBERS},
            side=said["side"],
            days=tuple(sorted(said["days"])),
            note=said["note"],
            rules=rules,
        )


class PhaseForm(StyledForm):
    """A later phase, and when it is proposed."""

    title = forms.CharField(label=_("Name of the phase"), max_length=100)
    min_score = _number(
        label=_("Score at least"), min_value=0, max_value=100, required=True
    )
    max_pain = _number(
        label=_("Pain at most"), min_value=0, max_value=10, required=True
    )
    sessions = _number(label=_("Sessions"), min_value=1, max_value=30, required=True)


def _key(value: object) -> int:
    """Return the number that was typed, else 0."""
    text = str(value or "")
    return int(text) if text.isdecimal() else 0


def item_initial(item: Prescribed, phase: int) -> dict[str, Any]:
    """Return `item` as what a form begins with."""
    measure = item.exercise.movement.get("measure", "")
    return {
        "exercise": item.exercise.pk,
        "phase": phase,
        **{name: getattr(item, name) for name in _NUMBERS},
        "side": item.side,
        "days": list(item.days),
        "note": item.note,
        "target": item.rules.get("targets", {}).get(measure),
        "limit": item.rules.get("limits", {}).get(measure),
        "kept": json.dumps(_without(item.rules, measure)),
    }


def _without(rules: Rules, measure: str) -> dict[str, dict[str, float]]:
    """Return `rules` without what the fields of the main measure show."""
    left = {
        kind: {
            name: value
            for name, value in values.items()
            if kind not in _SHOWN or name != measure
        }
        for kind, values in rules.items()
    }
    return {kind: values for kind, values in left.items() if values}


def _are_rules(said: object) -> bool:
    """Say whether `said` is numbers by name, by kind of rule."""
    return (
        isinstance(said, dict)
        and said.keys() <= {*_SHOWN, "tolerances"}
        and all(isinstance(values, dict) for values in said.values())
        and all(
            isinstance(value, int | float) and not isinstance(value, bool)
            for values in said.values()
            for value in values.values()
        )
    )


def usual(exercise: Exercise, phase: int) -> dict[str, Any]:
    """Return the usual dosage of `exercise`, where a prescription begins."""
    dosage = exercise.dosage
    is_hold = exercise.kind == Exercise.Kind.HOLD
    return {
        "exercise": exercise.pk,
        "phase": phase,
        "sets": dosage.get("sets") or 2,
        "repetitions": None if is_hold else dosage.get("repetitions") or 10,
        "hold_s": dosage.get("hold_s") or (20 if is_hold else None),
        "rest_s": dosage.get("rest_s") or None,
        "side": (exercise.sides or [Prescription.Side.BOTH])[0],
        "days": _spread(dosage.get("days_a_week") or 7),
    }


def _spread(number: int) -> list[int]:
    """Return `number` days of the week with rest between them."""
    return {1: [1], 2: [1, 4], 3: [1, 3, 5], 4: [1, 3, 5, 7]}.get(
        number, _EVERY_DAY[:number]
    )


def drafted(
    plan: Mapping[str, Any], items: Sequence[ItemForm], phases: Sequence[PhaseForm]
) -> Draft:
    """Return the valid forms as a plan to be."""
    grouped: dict[int, list[Prescribed]] = {}
    for form in items:
        grouped.setdefault(form.cleaned_data["phase"], []).append(form.prescribed())
    return Draft(
        title=plan["title"],
        items=tuple(grouped.get(0, ())),
        ends_on=plan["ends_on"],
        pain_limit=plan["pain_limit"],
        phases=tuple(
            PhaseAhead(items=tuple(grouped.get(place, ())), **form.cleaned_data)
            for place, form in enumerate(phases, start=1)
        ),
    )


def rows(
    said: QueryDict, prefix: str, fields: Sequence[str], most: int
) -> list[dict[str, object]]:
    """Return what was typed into repeated forms, unchecked, in their order."""
    count = _key(said.get(f"{prefix}-count"))
    return [
        {name: _typed(said, f"{prefix}-{number}-{name}", name) for name in fields}
        for number in range(min(count, most))
    ]


def _typed(said: QueryDict, key: str, name: str) -> object:
    return said.getlist(key) if name == "days" else said.get(key, "")
