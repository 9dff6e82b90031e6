"""Analyses of one recording: named by what measured them, and compared in pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from clinic import recognizer
from clinic.models import Analysis
from clinic.selectors import EffectiveResult, RepetitionResult
from clinic.web.presentation import findings
from clinic.web.presentation.words import whole


@dataclass(frozen=True, slots=True)
class Version:
    """One analysis."""

    analysis: Analysis
    how: str
    is_older: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one analysis says of one repetition; empty where it has none there."""

    index: int | None
    start_s: float | None
    end_s: float | None
    score: int | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One stretch of the video in both analyses."""

    left: Side
    right: Side
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two analyses side by side."""

    counts: tuple[int, int]
    scores: tuple[int | None, int | None]
    pairs: tuple[Pair, ...]


# Overlapping by more than this share of the shorter one is the same repetition.
_SAME: Final = 0.5
NOTHING: Final = Side(None, None, None, None, ())


def listed(analyses: Sequence[Analysis]) -> list[Version]:
    """Return analyses with what was special about each."""
    return [
        Version(one, _how(one), one.pipeline_version != recognizer.VERSION)
        for one in analyses
    ]


def is_newest(analyses: Sequence[Analysis]) -> bool:
    """Say whether the newest pipeline has looked at it as the current one did."""
    current = next((one for one in analyses if one.is_current), None)
    return current is not None and any(
        one.pipeline_version == recognizer.VERSION
        and one.options_key == current.options_key
        for one in analyses
    )


def compare(left: EffectiveResult, right: EffectiveResult) -> Comparison:
    """Return two results repetition by repetition, matched by overlap in time."""
    matched = _matched(left.repetitions, right.repetitions)
    sides = [(_side(a), _side(b)) for a, b in matched]
    return Comparison(
        counts=(left.count, right.count),
        scores=(whole(left.score), whole(right.score)),
        pairs=tuple(Pair(a, b, _differs(a, b)) for a, b in sides),
    )


def _how(analysis: Analysis) -> str:
    if analysis.options.get("patient"):
        return _("with the person a therapist pointed at")
    return _("the patient was found automatically")


def _matched(
    left: Sequence[RepetitionResult], right: Sequence[RepetitionResult]
) -> list[tuple[RepetitionResult | None, RepetitionResult | None]]:
    """Pair what overlaps by more than half of the shorter one, in order of time."""
    free = list(right)
    pairs: list[tuple[RepetitionResult | None, RepetitionResult | None]] = []
    for one in left:
        other = next((two for two in free if _overlap(one, two) > _SAME), None)
        if other is not None:
            free.remove(other)
        pairs.append((one, other))
    pairs += [(None, two) for two in free]
    return sorted(pairs, key=_start)


def _overlap(one: RepetitionResult, two: RepetitionResult) -> float:
    a, b = one.repetition, two.repetition
    shared = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    shorter = min(a.end_s - a.start_s, b.end_s - b.start_s)
    return shared / shorter if shorter > 0 else 0.0


def _start(
    pair: tuple[RepetitionResult | None, RepetitionResult | None],
) -> float:
    return min(one.repetition.start_s for one in pair if one is not None)


def _side(item: RepetitionResult | None) -> Side:
    if item is None:
        return NOTHING
    return Side(
        index=item.repetition.index,
        start_s=item.repetition.start_s,
        end_s=item.repetition.end_s,
        score=whole(item.score),
        findings=tuple(findings.name(found) for found in item.standing),
    )


def _differs(left: Side, right: Side) -> bool:
    is_alone = left.index is None or right.index is None
    return is_alone or set(left.findings) != set(right.findings)
