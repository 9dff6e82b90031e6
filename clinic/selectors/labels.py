"""What therapists said of each repetition, as labels to learn from."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from clinic.domain.consent import CURRENT_VERSION
from clinic.models import Clinic, Consent, Finding, Recording, Verdict
from clinic.selectors.results import (
    EffectiveResult,
    FindingResult,
    RepetitionResult,
    effective_results,
)

Decision = Verdict.Decision


@dataclass(frozen=True, slots=True)
class Label:
    """Whether one mistake is in one repetition.

    `present` is None where nobody knows: it was not judged, or could not be seen.
    `basis` says how it is known: a `verdict` on a finding, a finding that was `added`,
    or a finished `review` in which nobody added one; `unjudged` otherwise.
    """

    mistake: str
    present: bool | None
    severity: str
    basis: str


@dataclass(frozen=True, slots=True)
class LabeledRepetition:
    """One repetition as a therapist left it, with a label for every mistake."""

    index: int
    source: str
    start_s: float
    peak_s: float
    end_s: float
    side: str
    labels: tuple[Label, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LabeledRecording:
    """One reviewed recording."""

    result: EffectiveResult
    repetitions: tuple[LabeledRepetition, ...]


def labeled(clinic: Clinic) -> Iterator[LabeledRecording]:
    """Yield what may be learned from: reviewed, with the patient's agreement to it.

    Left out are recordings of another exercise than prescribed.
    """
    agreed = Consent.objects.active().filter(version=CURRENT_VERSION, poses_shared=True)
    reviewed = Recording.objects.present().filter(
        clinic=clinic,
        review__reviewed_at__isnull=False,
        patient__in=agreed.values("patient"),
        analyses__is_current=True,
        analyses__status="done",
    )
    recordings = reviewed.select_related("exercise", "patient").order_by("pk")
    for result in effective_results(recordings, viewer=None):
        if not result.not_prescribed and result.analysis and result.analysis.poses:
            yield LabeledRecording(
                result,
                tuple(_repetition(item, result) for item in result.repetitions),
            )


def _repetition(item: RepetitionResult, result: EffectiveResult) -> LabeledRepetition:
    row = item.repetition
    known: dict[str, Label] = {}
    for found in item.findings:
        for label in _said_of(found):
            known.setdefault(label.mistake, label)
            if label.present:
                known[label.mistake] = label
    for entry in result.recording.exercise.mistakes:
        absent = Label(entry["code"], present=False, severity="", basis="review")
        known.setdefault(entry["code"], absent)
    return LabeledRepetition(
        index=row.index,
        source=row.source,
        start_s=row.start_s,
        peak_s=row.peak_s,
        end_s=row.end_s,
        side=row.side,
        labels=tuple(known[mistake] for mistake in sorted(known)),
    )


def _said_of(found: FindingResult) -> list[Label]:
    mistake = found.finding.mistake
    match found.decision:
        case Decision.DISMISSED:
            return [Label(mistake, present=False, severity="", basis="verdict")]
        case Decision.NOT_VISIBLE:
            return [Label(mistake, present=None, severity="", basis="verdict")]
        case Decision.CHANGED if found.mistake != mistake:
            return [
                Label(mistake, present=False, severity="", basis="verdict"),
                Label(found.mistake, True, found.severity, basis="verdict"),
            ]
        case Decision.CONFIRMED | Decision.CHANGED:
            return [Label(mistake, True, found.severity, basis="verdict")]
    if found.finding.source == Finding.Source.THERAPIST:
        return [Label(mistake, True, found.severity, basis="added")]
    return [Label(mistake, present=None, severity="", basis="unjudged")]
