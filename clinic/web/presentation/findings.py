"""Findings as cards: what was measured, what was expected, what a therapist said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from clinic import wording
from clinic.models import Finding, Prescription
from clinic.selectors import FindingResult, RepetitionResult
from clinic.web.presentation import words

TONES: Final = {"": "good", "minor": "watch", "moderate": "watch", "major": "act"}

# The picture of a measured value: its ends, and the room beside the range it shows.
_GAUGE_FROM: Final = 8
_GAUGE_TO: Final = 192
_GAUGE_ROOM: Final = 0.35


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where value, uncertainty and expected range lie on a line, in its units."""

    low: int
    high: int
    value: int
    spread: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as the review page shows it."""

    id: str
    name: str
    mistake: str
    severity: str
    tone: str
    severity_words: str
    changed_words: str
    status: str
    source: str
    measured: str
    expected: str
    where: str
    confidence: int | None
    clinical: str
    gauge: Gauge | None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one repetition."""

    index: int
    start: float
    findings: tuple[Card, ...]


def groups(repetitions: Sequence[RepetitionResult]) -> list[Group]:
    """Return the findings of each repetition that has any."""
    return [
        Group(
            item.repetition.index,
            item.repetition.start_s,
            tuple(card(finding) for finding in item.findings),
        )
        for item in repetitions
        if item.findings
    ]


def card(result: FindingResult) -> Card:
    """Return `result` as a card."""
    finding = result.finding
    return Card(
        id=str(finding.public_id),
        name=name(result),
        mistake=result.mistake,
        severity=result.severity,
        tone=TONES[result.severity],
        changed_words=_changed(result),
        severity_words=str(Finding.Severity(result.severity).label),
        status=result.decision or "open",
        source=finding.source,
        measured=_measured(finding),
        expected=_expected(finding),
        where=_where(finding),
        confidence=_percent(finding.confidence),
        clinical=wording.translated(finding.clinical),
        gauge=gauge(finding),
    )


def name(result: FindingResult) -> str:
    """Return the mistake in words."""
    return in_words({"name": result.name, "mistake": result.mistake})


def in_words(said: Mapping[str, str]) -> str:
    """Return the name of a mistake, or its code as words."""
    name, code = said["name"], said["mistake"]
    return wording.translated(name) if name else wording.in_words(code).capitalize()


def gauge(finding: Finding) -> Gauge | None:
    """Return the picture of the measured value beside the expected range."""
    value, low, high = finding.value, finding.expected_low, finding.expected_high
    if value is None or (low is None and high is None):
        return None
    spread = finding.uncertainty or 0.0
    known = [
        end for end in (value - spread, value + spread, low, high) if end is not None
    ]
    room = _GAUGE_ROOM * max(max(known) - min(known), 1e-6)
    first, last = min(known) - room, max(known) + room

    def place(number: float) -> int:
        share = (number - first) / (last - first)
        return round(_GAUGE_FROM + share * (_GAUGE_TO - _GAUGE_FROM))

    return Gauge(
        low=_GAUGE_FROM if low is None else place(low),
        high=_GAUGE_TO if high is None else place(high),
        value=place(value),
        spread=(place(value - spread), place(value + spread)) if spread else None,
    )


def _changed(result: FindingResult) -> str:
    """Say what a therapist changed it from."""
    if result.is_as_found:
        return ""
    found = result.finding
    was = in_words({"name": found.name, "mistake": found.mistake})
    if result.mistake != found.mistake:
        return _("Changed; found as: %(name)s") % {"name": was}
    return _("Changed; found as: %(grade)s") % {
        "grade": found.get_severity_display().lower()
    }


def _measured(finding: Finding) -> str:
    if finding.value is None:
        return ""
    return words.measured(finding.value, finding.unit, finding.uncertainty)


def _expected(finding: Finding) -> str:
    low, high = finding.expected_low, finding.expected_high
    return words.expected(low, high, finding.unit) or wording.translated(
        finding.expected
    )


def _where(finding: Finding) -> str:
    """Say the side, where it has one, and the phase."""
    sides = {Prescription.Side.LEFT: _("left"), Prescription.Side.RIGHT: _("right")}
    parts = [sides.get(Prescription.Side(finding.side), "")] if finding.side else []
    # A mistake of the whole movement is in no phase of it.
    if finding.phase != "whole":
        parts.append(wording.in_words(finding.phase))
    return wording.listed(part for part in parts if part)


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
