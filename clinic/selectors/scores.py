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
    if not is_changed(findings) or not repetition.parts:
        return repetition.score, repetition.parts
    standing = (_penalty(item.finding) for item in findings if item.stands)
    return recognizer.score_under_review(repetition.parts, standing)


def of_recording(
    report: Mapping[str, Any], repetitions: Sequence[Parts], *, changed: bool
) -> float | None:
    """Return the score of a recording, given its repetitions' parts under review."""
    summary = report.get("summary") or {}
    score: float | None = summary.get("score")
    form = [value for parts in repetitions if (value := parts.get("form")) is not None]
    if not changed or not form or not summary.get("parts"):
        return score
    mean = sum(form) / len(form)
    return recognizer.score_under_review(summary["parts"], [100.0 - mean])[0]


def is_changed(findings: Iterable["FindingResult"]) -> bool:
    """Say whether a person has dismissed or added something."""
    return any(
        not item.stands or item.finding.source == Finding.Source.THERAPIST
        for item in findings
    )


def _penalty(finding: Finding) -> float:
    if finding.penalty is not None:
        return finding.penalty
    return recognizer.penalty_of_grade(finding.severity)
