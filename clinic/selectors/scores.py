"""Scores under review: what the standing findings leave of them.

Where nobody has judged, the automatic score holds as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from clinic import recognizer
from clinic.models import Finding, Repetition

if TYPE_CHECKING:
    from clinic.selectors.results import FindingResult

Parts = Mapping[str, float | None]


def of_repetition(
    repetition: Repetition, findings: Sequence["FindingResult"]
) -> tuple[float | None, Parts]:
    """Return score and parts of one repetition under the verdicts on `findings`."""
    if not is_changed(repetition, findings) or not repetition.parts:
        return repetition.score, repetition.parts
    standing = (_penalty(item) for item in findings if item.stands)
    return recognizer.score_under_review(repetition.parts, standing)


def of_recording(
    report: Mapping[str, Any],
    repetitions: Sequence[Parts],
    *,
    changed: bool,
    is_recut: bool = False,
) -> tuple[float | None, Parts]:
    """Return score and parts of a recording, given its repetitions' under review.

    Where a therapist corrected which repetitions there are (`is_recut`), range and
    control are the mean of those that are left, as the library's own are.
    """
    summary = report.get("summary") or {}
    score: float | None = summary.get("score")
    parts = dict(summary.get("parts") or {})
    if is_recut and not any(repetitions):
        return None, {}
    form = _mean(repetitions, "form")
    if not (changed or is_recut) or form is None or not parts:
        return score, parts
    if is_recut:
        parts |= {name: _mean(repetitions, name) for name in ("range", "control")}
    return recognizer.score_under_review(parts, [100.0 - form])


def is_changed(repetition: Repetition, findings: Iterable["FindingResult"]) -> bool:
    """Say whether a person has dismissed, changed, added or moved something."""
    return any(
        not item.stands
        or not item.is_as_found
        or item.finding.source == Finding.Source.THERAPIST
        or item.finding.repetition_id != repetition.pk
        for item in findings
    )


def _mean(repetitions: Sequence[Parts], name: str) -> float | None:
    known = [value for parts in repetitions if (value := parts.get(name)) is not None]
    return sum(known) / len(known) if known else None


def _penalty(item: "FindingResult") -> float:
    if item.finding.penalty is not None and item.is_as_found:
        return item.finding.penalty
    return recognizer.penalty_of_grade(item.severity)
