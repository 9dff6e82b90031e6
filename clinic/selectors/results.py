"""The effective result of a recording: what was found, under the therapists' words.

The analysis itself never changes. A dismissed finding no longer counts; one that a
therapist added counts like the others; corrected repetitions replace those found.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from clinic.models import (
    Analysis,
    Clinic,
    Finding,
    Recording,
    Repetition,
    Review,
    User,
    Verdict,
)
from clinic.selectors import corrections, scores
from clinic.selectors.corrections import UNCORRECTED, Standing

SEVERITIES = ("minor", "moderate", "major")
REFUTED = {Verdict.Decision.DISMISSED, Verdict.Decision.NOT_VISIBLE}


@dataclass(frozen=True, slots=True)
class FindingResult:
    """A finding and what a therapist said of it."""

    finding: Finding
    verdict: Verdict | None

    @property
    def decision(self) -> str:
        """`confirmed`, `dismissed`, or empty where nobody has judged."""
        return self.verdict.decision if self.verdict else ""

    @property
    def stands(self) -> bool:
        """Whether it counts: neither dismissed nor impossible to see."""
        return self.decision not in REFUTED

    @property
    def severity(self) -> str:
        """How grave it is, as a therapist changed it or as it was found."""
        return (self.verdict.severity if self.verdict else "") or self.finding.severity

    @property
    def mistake(self) -> str:
        """Which mistake it is, as a therapist changed it or as it was found."""
        return (self.verdict.mistake if self.verdict else "") or self.finding.mistake

    @property
    def name(self) -> str:
        """The mistake in words."""
        return (self.verdict.name if self.verdict else "") or self.finding.name

    @property
    def message(self) -> str:
        """What the patient is told."""
        return (self.verdict.message if self.verdict else "") or self.finding.message

    @property
    def is_as_found(self) -> bool:
        """Whether no person changed what it is or how grave it is."""
        return self.decision != Verdict.Decision.CHANGED

    @property
    def is_automatic(self) -> bool:
        """Whether no person has found or confirmed it."""
        return self.finding.source == Finding.Source.AUTOMATIC and not self.verdict


@dataclass(frozen=True, slots=True)
class RepetitionResult:
    """A repetition with its findings in order of time, and its score under them."""

    repetition: Repetition
    findings: tuple[FindingResult, ...]
    score: float | None

    @property
    def standing(self) -> tuple[FindingResult, ...]:
        """The findings that count."""
        return tuple(finding for finding in self.findings if finding.stands)

    @property
    def worst(self) -> str:
        """The gravest severity that stands, or empty."""
        found = [SEVERITIES.index(item.severity) for item in self.standing]
        return SEVERITIES[max(found)] if found else ""


@dataclass(frozen=True, slots=True)
class EffectiveResult:
    """What one viewer is shown of one recording.

    Attributes:
        recording: the recording.
        analysis: the current one; None before there is any.
        review: None where no therapist has begun.
        shows_findings: False for a patient whose clinic reviews first and has not.
        repetitions: in order of time, as corrected.
        corrections: of therapists, that count.
        score: of the recording, under the verdicts; None where it is not shown.
        parts: what the score is made of; empty where it is not shown.
    """

    recording: Recording
    analysis: Analysis | None
    review: Review | None
    shows_findings: bool
    repetitions: tuple[RepetitionResult, ...]
    score: float | None
    corrections: Standing = UNCORRECTED
    parts: scores.Parts = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether there is a report."""
        return (
            self.analysis is not None and self.analysis.status == Analysis.Status.DONE
        )

    @property
    def is_reviewed(self) -> bool:
        """Whether a therapist has finished with it."""
        return self.review is not None and self.review.is_reviewed

    @property
    def report(self) -> Mapping[str, Any]:
        """The automatic report; empty before there is one."""
        return (self.analysis.report if self.analysis else None) or {}

    @property
    def count(self) -> int:
        """How many repetitions were counted."""
        return len(self.repetitions)

    @property
    def is_recut(self) -> bool:
        """Whether a therapist corrected the repetitions."""
        return self.corrections.repetitions is not None

    @property
    def not_prescribed(self) -> bool:
        """Whether it shows another exercise: a therapist's word, else the report's."""
        said = self.corrections.exercise
        if said is not None:
            return bool(said.content["exercise"] != self.recording.exercise.code)
        return bool(self.report.get("exercise", {}).get("not_prescribed"))

    @property
    def attempts(self) -> int:
        """How many movements began like a repetition and were not one."""
        return len(self.report.get("attempts", ()))

    @property
    def standing(self) -> tuple[FindingResult, ...]:
        """The findings that count, in order of time."""
        return tuple(finding for item in self.repetitions for finding in item.standing)

    @property
    def mistakes(self) -> dict[str, int]:
        """In how many repetitions each mistake stands."""
        return dict(
            Counter(
                mistake
                for item in self.repetitions
                for mistake in {found.mistake for found in item.standing}
            )
        )

    @property
    def main_finding(self) -> FindingResult | None:
        """The one to work on: gravest, then most frequent, then first."""
        counts = self.mistakes
        return max(
            self.standing,
            key=lambda item: (
                SEVERITIES.index(item.severity),
                counts[item.mistake],
                -item.finding.time_s,
            ),
            default=None,
        )

    @property
    def cue(self) -> str:
        """The one thing to work on, in plain words; empty where nothing stands."""
        return self.main_finding.message if self.main_finding else ""


def effective_result(recording: Recording, *, viewer: User | None) -> EffectiveResult:
    """Return what `viewer` is shown of `recording`; None is the system itself."""
    return effective_results([recording], viewer=viewer)[0]


def result_of_analysis(analysis: Analysis, *, viewer: User) -> EffectiveResult:
    """Return what `analysis` found, current or not, under the therapists' words."""
    chosen = Analysis.objects.filter(pk=analysis.pk)
    return _results([analysis.recording], chosen, viewer)[0]


def shows_finding(finding: Finding, *, viewer: User) -> bool:
    """Say whether `viewer` is shown `finding`: not one that was withheld or refuted."""
    result = result_of_analysis(finding.repetition.analysis, viewer=viewer)
    return any(
        shown.finding.pk == finding.pk
        for item in result.repetitions
        for shown in item.findings
    )


def effective_results(
    recordings: Iterable[Recording], *, viewer: User | None
) -> list[EffectiveResult]:
    """Return what `viewer` is shown of each of `recordings`, in their order.

    Seven queries, however many recordings there are.
    """
    return _results(list(recordings), Analysis.objects.current(), viewer)


def _results(
    recordings: list[Recording], chosen: QuerySet[Analysis], viewer: User | None
) -> list[EffectiveResult]:
    ids = [recording.pk for recording in recordings]
    analyses = {
        analysis.recording_id: analysis
        for analysis in chosen.filter(recording__in=ids).prefetch_related(
            _repetitions()
        )
    }
    corrected = corrections.standing(ids, [one.pk for one in analyses.values()])
    reviews = {
        review.recording_id: review
        for review in Review.objects.filter(recording__in=ids).select_related("by")
    }
    clinics = Clinic.objects.in_bulk({recording.clinic_id for recording in recordings})
    return [
        _result(
            recording,
            analyses.get(recording.pk),
            reviews.get(recording.pk),
            shows=_shows_findings(
                reviews.get(recording.pk), clinics[recording.clinic_id], viewer
            ),
            to_patient=viewer is not None and viewer.is_patient,
            corrected=corrected.get(recording.pk, UNCORRECTED),
        )
        for recording in recordings
    ]


def _repetitions() -> "Prefetch[str, Any, str]":
    verdicts = Verdict.objects.standing().select_related("by")
    findings = Finding.objects.order_by("time_s", "pk").prefetch_related(
        Prefetch("verdicts", queryset=verdicts, to_attr="standing_verdicts")
    )
    return Prefetch(
        "repetitions",
        queryset=Repetition.objects.order_by("index").prefetch_related(
            Prefetch("findings", queryset=findings)
        ),
    )


def _result(
    recording: Recording,
    analysis: Analysis | None,
    review: Review | None,
    *,
    shows: bool,
    to_patient: bool,
    corrected: Standing,
) -> EffectiveResult:
    found = list(analysis.repetitions.all()) if analysis else []
    judged = [
        (item, tuple(map(_judged, findings)))
        for item, findings in corrections.cut(found, corrected.repetitions)
    ]
    scored = [scores.of_repetition(item, findings) for item, findings in judged]
    score, parts = scores.of_recording(
        (analysis.report if analysis else None) or {},
        [parts for _, parts in scored],
        changed=any(scores.is_changed(item, each) for item, each in judged),
        is_recut=corrected.repetitions is not None,
    )
    return EffectiveResult(
        recording=recording,
        analysis=analysis,
        review=review,
        shows_findings=shows,
        repetitions=tuple(
            RepetitionResult(
                item,
                _shown(findings, to_patient) if shows else (),
                of_repetition if shows else None,
            )
            for (item, findings), (of_repetition, _) in zip(judged, scored, strict=True)
        ),
        score=score if shows else None,
        parts=parts if shows else {},
        corrections=corrected,
    )


def _shows_findings(review: Review | None, clinic: Clinic, viewer: User | None) -> bool:
    is_reviewed = review is not None and review.is_reviewed
    at_once = clinic.show_findings == Clinic.ShowFindings.AT_ONCE
    return at_once or is_reviewed or viewer is None or not viewer.is_patient


def _judged(finding: Finding) -> FindingResult:
    return FindingResult(finding, next(iter(finding.standing_verdicts), None))  # type: ignore[attr-defined]  # the prefetch sets it


def _shown(
    findings: tuple[FindingResult, ...], to_patient: bool
) -> tuple[FindingResult, ...]:
    """Leave out for a patient what does not count."""
    return tuple(item for item in findings if item.stands or not to_patient)
