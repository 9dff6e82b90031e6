"""The sheet on which a therapist writes a plan: what is on it, and what is done to it.

Nothing is stored until it is saved: every step sends the whole sheet, and gets it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from clinic.models import Exercise
from clinic.services.plan_drafts import Draft
from clinic.web.plan_forms import (
    MOST_ITEMS,
    MOST_PHASES,
    ItemForm,
    PhaseForm,
    PlanForm,
    drafted,
    item_initial,
    rows,
    usual,
)

Exercises = Mapping[int, Exercise]
Row = dict[str, Any]
_PLAN: Final = ("title", "starts_on", "ends_on", "pain_limit")
_PHASE: Final = ("title", "min_score", "max_pain", "sessions")
_ITEM: Final = tuple(ItemForm.base_fields)


@dataclass(frozen=True, slots=True)
class Group:
    """The exercises of now, or of a later phase with its rule."""

    number: int
    rule: PhaseForm | None
    items: tuple[ItemForm, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan being written."""

    plan: PlanForm
    items: tuple[ItemForm, ...]
    phases: tuple[PhaseForm, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is done now, then the phases in order."""
        rules = (None, *self.phases)
        return tuple(
            Group(number, rule, tuple(f for f in self.items if _phase(f) == number))
            for number, rule in enumerate(rules)
        )

    @property
    def has_errors(self) -> bool:
        """Whether something was checked and found wrong."""
        return any(form.is_bound and form.errors for form in self._forms())

    def is_valid(self) -> bool:
        """Check every form, so that all that is wrong is shown at once."""
        return False not in {form.is_valid() for form in self._forms()}

    def draft(self) -> Draft:
        """Return the valid sheet as a plan to be."""
        return drafted(self.plan.cleaned_data, self.items, self.phases)

    def _forms(self) -> tuple[PlanForm | ItemForm | PhaseForm, ...]:
        return (self.plan, *self.items, *self.phases)


def of_draft(
    draft: Draft, exercises: Exercises, *, starts_on: date, is_new: bool
) -> Sheet:
    """Return the sheet of a plan that is there, or of a template."""
    plan = {"starts_on": starts_on} | {
        name: getattr(draft, name) for name in ("title", "ends_on", "pain_limit")
    }
    items = [item_initial(item, 0) for item in draft.items]
    for number, phase in enumerate(draft.phases, start=1):
        items += [item_initial(item, number) for item in phase.items]
    phases = [{name: getattr(one, name) for name in _PHASE} for one in draft.phases]
    return _sheet(plan, items, phases, exercises, is_new=is_new)


def typed(said: QueryDict, exercises: Exercises, *, is_new: bool) -> Sheet:
    """Return the sheet as it was sent, to be checked."""
    items, phases = _items(said), _phases(said)
    return Sheet(
        PlanForm(said, is_new=is_new),
        tuple(
            ItemForm(said, prefix=f"item-{number}", exercises=exercises)
            for number in range(len(items))
        ),
        tuple(
            PhaseForm(said, prefix=f"phase-{number}") for number in range(len(phases))
        ),
    )


def stepped(
    said: QueryDict, action: str, exercises: Exercises, *, is_new: bool
) -> Sheet:
    """Return the sheet as it was sent, with one step done to it, unchecked."""
    items, phases = _items(said), _phases(said)
    verb, _colon, place = action.partition(":")
    number = int(place) if place.isdecimal() else -1
    match verb:
        case "add" if number in exercises and len(items) < MOST_ITEMS:
            items.append(usual(exercises[number], _target(said, len(phases))))
        case "remove" if 0 <= number < len(items):
            del items[number]
        case "up" | "down" if 0 <= number < len(items):
            _move(items, number, -1 if verb == "up" else 1)
        case "add-phase" if len(phases) < MOST_PHASES:
            _add_phase(items, phases)
        case "drop-phase" if 1 <= number <= len(phases):
            items = _without_phase(items, number)
            del phases[number - 1]
    plan = {name: said.get(name, "") for name in _PLAN}
    return _sheet(plan, items, phases, exercises, is_new=is_new)


def _sheet(
    plan: Row,
    items: list[Row],
    phases: list[Row],
    exercises: Exercises,
    *,
    is_new: bool,
) -> Sheet:
    return Sheet(
        PlanForm(initial=plan, is_new=is_new),
        tuple(
            ItemForm(initial=row, prefix=f"item-{number}", exercises=exercises)
            for number, row in enumerate(items)
        ),
        tuple(
            PhaseForm(initial=row, prefix=f"phase-{number}")
            for number, row in enumerate(phases)
        ),
    )


def _items(said: QueryDict) -> list[Row]:
    return rows(said, "item", _ITEM, MOST_ITEMS)


def _phases(said: QueryDict) -> list[Row]:
    return rows(said, "phase", _PHASE, MOST_PHASES)


def _phase(form: ItemForm) -> int:
    return _number(form["phase"].value())


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else 0


def _target(said: QueryDict, phases: int) -> int:
    """Return the phase that exercises are added to."""
    return min(_number(said.get("find-phase", "0")), phases)


def _move(items: list[Row], number: int, step: int) -> None:
    """Change places with the neighbor of the same phase, if there is one."""
    phase = _number(items[number]["phase"])
    own = [n for n, row in enumerate(items) if _number(row["phase"]) == phase]
    place = own.index(number) + step
    if 0 <= place < len(own):
        other = own[place]
        items[number], items[other] = items[other], items[number]


def _add_phase(items: list[Row], phases: list[Row]) -> None:
    """Add a phase that begins as the last one is: most go on by doing more of it."""
    last = len(phases)
    copied = [
        row | {"phase": last + 1} for row in items if _number(row["phase"]) == last
    ]
    items += copied[: MOST_ITEMS - len(items)]
    title = _("Phase %(number)d") % {"number": last + 2}
    phases.append({"title": title, "min_score": 80, "max_pain": 3, "sessions": 3})


def _without_phase(items: list[Row], number: int) -> list[Row]:
    kept = [row for row in items if _number(row["phase"]) != number]
    return [
        row | {"phase": _number(row["phase"]) - (_number(row["phase"]) > number)}
        for row in kept
    ]
