"""What a plan is to say, before it is written; and as JSON, for later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from clinic import recognizer
from clinic.models import Exercise, Plan, PlanTemplate, Prescription

# Up to 5 of 10 is held acceptable in Thomee's pain monitoring (1997, Phys. Ther.
# 77:1690-1703).
PAIN_LIMIT: Final = 5
_NUMBERS: Final = ("sets", "repetitions", "hold_s", "rest_s", "toward_s", "back_s")
_RULE: Final = ("title", "min_score", "max_pain", "sessions")


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One exercise of a plan to be.

    Attributes:
        rest_s: between sets.
        toward_s: how long the way to the peak posture takes; `back_s` the way back.
        days: ISO weekdays (Monday is 1).
        rules: the patient's own `targets` and `limits`, by measure, and `tolerances`,
            by mistake; what is not named is judged as the catalog says.
    """

    exercise: Exercise
    sets: int = 1
    repetitions: int | None = 10
    hold_s: int | None = None
    rest_s: int | None = None
    toward_s: int | None = None
    back_s: int | None = None
    side: str = Prescription.Side.BOTH
    days: Iterable[int] = range(1, 8)
    note: str = ""
    rules: recognizer.Rules = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhaseAhead:
    """What a plan becomes later, and the rule by which that is proposed."""

    title: str
    items: tuple[Prescribed, ...]
    min_score: int = 80
    max_pain: int = 3
    sessions: int = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """What a plan, or the next version of one, is to say."""

    title: str
    items: tuple[Prescribed, ...]
    ends_on: date | None = None
    pain_limit: int = PAIN_LIMIT
    phases: tuple[PhaseAhead, ...] = ()


def of_plan(plan: Plan) -> Draft:
    """Return what `plan` says."""
    rows = plan.prescriptions.select_related("exercise").order_by("position")
    phases = list(plan.phases.order_by("position"))
    exercises = _exercises(item for phase in phases for item in phase.items)
    return Draft(
        title=plan.title,
        items=tuple(_prescribed(row) for row in rows),
        ends_on=plan.ends_on,
        pain_limit=plan.pain_limit,
        phases=tuple(
            PhaseAhead(
                items=_read_all(phase.items, exercises),
                **{name: getattr(phase, name) for name in _RULE},
            )
            for phase in phases
        ),
    )


def of_template(template: PlanTemplate) -> Draft:
    """Return a plan to be from `template`; what is no longer offered is left out."""
    content = template.content
    phases = content["phases"]
    exercises = _exercises(
        [*content["items"], *(item for phase in phases for item in phase["items"])]
    )
    return Draft(
        title=template.title,
        items=_read_all(content["items"], exercises),
        pain_limit=content["pain_limit"],
        phases=tuple(
            PhaseAhead(
                items=_read_all(phase["items"], exercises),
                **{name: phase[name] for name in _RULE},
            )
            for phase in phases
        ),
    )


def content(draft: Draft) -> dict[str, Any]:
    """Return `draft` without title and dates as JSON."""
    return {
        "pain_limit": draft.pain_limit,
        "items": [written(item) for item in draft.items],
        "phases": [
            {
                "items": [written(item) for item in phase.items],
                **{name: getattr(phase, name) for name in _RULE},
            }
            for phase in draft.phases
        ],
    }


def without_patient(draft: Draft) -> Draft:
    """Return `draft` without what is meant for one patient: advice, ranges, dates."""
    return replace(
        draft,
        items=_general(draft.items),
        ends_on=None,
        phases=tuple(replace(one, items=_general(one.items)) for one in draft.phases),
    )


def _general(items: Iterable[Prescribed]) -> tuple[Prescribed, ...]:
    return tuple(replace(item, note="", rules={}) for item in items)


def written(item: Prescribed) -> dict[str, Any]:
    """Return `item` as JSON."""
    return {
        "exercise": item.exercise.pk,
        **{name: getattr(item, name) for name in _NUMBERS},
        "side": str(item.side),
        "days": list(item.days),
        "note": item.note,
        "rules": {name: dict(values) for name, values in item.rules.items() if values},
    }


def _prescribed(row: Prescription) -> Prescribed:
    return Prescribed(
        exercise=row.exercise,
        **{name: getattr(row, name) for name in _NUMBERS},
        side=row.side,
        days=row.days,
        note=row.note,
        rules=row.rules,
    )


def _read_all(
    items: Sequence[Mapping[str, Any]], exercises: Mapping[int, Exercise]
) -> tuple[Prescribed, ...]:
    return tuple(
        Prescribed(**{**item, "exercise": exercises[item["exercise"]]})
        for item in items
        if item["exercise"] in exercises
    )


def _exercises(items: Iterable[Mapping[str, Any]]) -> dict[int, Exercise]:
    wanted = {item["exercise"] for item in items}
    return Exercise.objects.offered().in_bulk(wanted)
