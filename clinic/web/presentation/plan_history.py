"""How a plan changed, version by version, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.models import Plan, Prescription
from clinic.web.presentation import words
from clinic.wording import translated


@dataclass(frozen=True, slots=True)
class Entry:
    """One version: who wrote it, when, when it held, and what it changed."""

    version: int
    by: str
    at: datetime | None
    held: str
    what: str
    changes: tuple[str, ...]
    is_newest: bool


def entries(versions: Sequence[Plan]) -> list[Entry]:
    """Return `versions` (oldest first, exercises prefetched), the newest first."""
    changed = {new.pk: _changes(old, new) for old, new in pairwise(versions)}
    return [
        Entry(
            version=plan.version,
            by=plan.prescribed_by.full_name,
            at=plan.written_at,
            held=_held(plan),
            what=_what(plan),
            changes=tuple(changed.get(plan.pk, ())),
            is_newest=plan is versions[-1],
        )
        for plan in reversed(versions)
    ]


def saved(old: Plan, new: Plan, today: date) -> str:
    """Say from when a change holds."""
    if new.pk == old.pk:
        return _("Nothing was changed.")
    if new.starts_on > today and old.starts_on <= today:
        return _(
            "Saved as version %(version)d. The patient has already exercised today: "
            "it holds from %(day)s."
        ) % {"version": new.version, "day": date_format(new.starts_on, _("j M"))}
    return _("Saved as version %(version)d.") % {"version": new.version}


def _held(plan: Plan) -> str:
    if plan.ended_at is not None and plan.ended_at.date() <= plan.starts_on:
        return _("replaced before it held")
    return words.period(plan.starts_on, plan.ends_on)


def _what(plan: Plan) -> str:
    if plan.brings_back is not None:
        said = _("Change undone: back to version %(version)d")
        return said % {"version": plan.brings_back}
    if plan.replaces is not None and plan.phase > plan.replaces.phase:
        said = _("Phase %(number)d begun: %(title)s")
        return said % {"number": plan.phase, "title": plan.phase_title}
    return _("Written") if plan.version == 1 else _("Changed")


def _changes(old: Plan, new: Plan) -> Iterable[str]:
    """Yield what differs: exercises by name, then the plan's own fields."""
    before, after = _by_exercise(old), _by_exercise(new)
    for key, item in after.items():
        name = translated(item.exercise.name)
        if key not in before:
            yield _("%(exercise)s added: %(dose)s") % {
                "exercise": name,
                "dose": "; ".join(filter(None, _said(item))),
            }
        elif differing := _differing(before[key], item):
            yield f"{name}: {differing}"
    for key in before.keys() - after.keys():
        name = translated(before[key].exercise.name)
        yield _("%(exercise)s taken out") % {"exercise": name}
    yield from _own_changes(old, new)


def _own_changes(old: Plan, new: Plan) -> Iterable[str]:
    if old.title != new.title:
        yield f"{old.title} → {new.title}"
    if old.pain_limit != new.pain_limit:
        limits = {"old": old.pain_limit, "new": new.pain_limit}
        yield _("Pain limit %(old)d → %(new)d") % limits
    if old.meant_until != new.meant_until:
        yield _("Last day: %(day)s") % {"day": _day(new.meant_until)}


def _day(day: date | None) -> str:
    return _("open") if day is None else date_format(day, _("j M Y"))


def _by_exercise(plan: Plan) -> dict[tuple[int, int], Prescription]:
    """Return the exercises by key and how often each came before."""
    found: dict[tuple[int, int], Prescription] = {}
    for item in plan.prescriptions.all():
        often = sum(key == item.exercise_id for key, _n in found)
        found[item.exercise_id, often] = item
    return found


def _differing(old: Prescription, new: Prescription) -> str:
    """Return what differs as 'before → after', empty where nothing does."""
    pairs = zip(_said(old), _said(new), strict=True)
    return "; ".join(f"{a or '–'} → {b or '–'}" for a, b in pairs if a != b)


def _said(item: Prescription) -> tuple[str, ...]:
    return (
        words.dose(item),
        words.pace(item),
        words.days(item),
        words.aims(item),
        item.note,
    )
