"""The report: what the library says about one video, as a published contract.

The fields without a default are those of schema 1 and never change; fields with a
default are optional additions, left out of the JSON where they hold nothing. Times
are seconds from the first video frame. A value that could not be measured is None
(`null`) and `reason` says why. An uncertainty is the half width of the 95 %
interval, in the unit of its value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from recognition import structure
from recognition.skeleton import Side
from recognition.structure import Malformed

SCHEMA: Final = 1

ViewName = Literal["front", "back", "left", "right", "oblique"]
Severity = Literal["minor", "moderate", "major"]
Source = Literal["prescribed", "recognized"]


@dataclass(frozen=True, slots=True)
class Video:
    """What was read from the file; the size is that of the upright picture."""

    duration_s: float
    frames: int
    width: int
    height: int
    rotation_deg: int
    analyzed_frames: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who was seen: the share of frames with the patient, and how many people."""

    found_ratio: float
    people: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The side of the patient that the camera sees.

    `yaw_deg` is 0 when the patient faces the camera and positive when the left side
    turns toward it.
    """

    name: ViewName
    yaw_deg: float | None
    confidence: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One exercise that the video may show, or `other`, with its probability."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True)
class ExerciseVerdict:
    """Which exercise was judged; the probabilities of the candidates sum to 1.

    `not_prescribed` is true where the video shows another exercise than prescribed.
    """

    code: str
    source: Source
    confidence: float
    candidates: tuple[Candidate, ...]
    name: str | None = None
    not_prescribed: bool | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured value of a repetition, with its uncertainty or why it is absent."""

    name: str
    value: float | None
    unit: str
    uncertainty: float | None
    reason: str | None = None
    label: str | None = None
    side: Side | None = None
    normal_low: float | None = None
    normal_high: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in one repetition, with the evidence for it.

    `penalty` is what it costs of the form part of the score, in points.
    """

    mistake: str
    severity: Severity
    confidence: float
    joint: str
    side: Side
    phase: str
    time_s: float
    value: float
    expected: str
    unit: str
    message: str
    name: str | None = None
    clinical: str | None = None
    uncertainty: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    penalty: float | None = None


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """A mistake that could not be judged, and the reason.

    `side` is the only side that was not judged; None where no side was.
    """

    mistake: str
    reason: str
    name: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """One phase of a repetition in time."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The four parts of a score, each from 0 to 100; None where not assessed."""

    range: float | None
    control: float | None
    form: float | None
    symmetry: float | None


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition: when, which side, how well, and what was wrong."""

    index: int
    start_s: float
    peak_s: float
    end_s: float
    side: Side
    score: float | None
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    confidence: float | None = None
    reason: str | None = None
    parts: ScoreParts | None = None
    phases: tuple[PhaseSpan, ...] = ()
    not_assessed: tuple[NotAssessed, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement that began like a repetition and was not one."""

    start_s: float
    end_s: float
    reason: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ExerciseSet:
    """Repetitions without a rest between them; `first` and `last` are indices."""

    first: int
    last: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Hold:
    """A posture that was kept; steadiness is the spread of what should stand still."""

    start_s: float
    end_s: float
    side: Side
    steadiness: float | None = None
    reason: str | None = None
    score: float | None = None
    parts: ScoreParts | None = None
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_assessed: tuple[NotAssessed, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """What to change: for the patient in plain words, for the therapist in clinical."""

    mistake: str
    patient: str
    clinical: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole recording; `mistakes` counts the repetitions with each mistake.

    `cue` is the one sentence for the patient; `cues` are up to three for the
    therapist, gravest first.
    """

    repetitions: int
    attempts: int
    score: float | None
    mistakes: Mapping[str, int]
    parts: ScoreParts | None = None
    cue: str | None = None
    cues: tuple[Cue, ...] = ()
    not_assessed: tuple[NotAssessed, ...] = ()
    measures: tuple[Measure, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  the published name
    """Something about the video that limits what can be said."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the steps took, in seconds."""

    decode: float
    pose: float
    assessment: float
    total: float


@dataclass(frozen=True, slots=True)
class Report:
    """What the library says about one video."""

    schema: int
    pipeline: str
    video: Video
    person: Person
    view: View
    exercise: ExerciseVerdict
    repetitions: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...]
    summary: Summary
    warnings: tuple[Warning, ...]
    timings_s: Timings
    sets: tuple[ExerciseSet, ...] = ()
    holds: tuple[Hold, ...] = ()


def to_json(report: Report) -> dict[str, Any]:
    """Return the published form of `report`: what `json.dumps` takes."""
    mapping: dict[str, Any] = structure.to_mapping(report)
    return mapping


def from_json(mapping: Mapping[str, Any]) -> Report:
    """Return the report that `to_json` wrote; fields of a later version are ignored.

    Raises:
        Malformed: another schema, or a field is missing or of another type.
    """
    report = structure.from_mapping(Report, mapping, strict=False, where="report")
    if report.schema != SCHEMA:
        raise Malformed(f"report.schema: {report.schema} is not {SCHEMA}")
    return report


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the report, generated from the dataclasses."""
    return {"title": "Repwise report", **structure.schema_of(Report)}
