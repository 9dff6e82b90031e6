"""The door to the library: the only module that imports `recognition`.

Everything heavy loads on first use, in a worker: a web process that imports this
module pays for the version, the errors and nothing else.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from recognition import score, structure
from recognition.errors import Unanalyzable, UnsuitableRules
from recognition.options import ClickedPoint, Limits, Options
from recognition.patient_rules import PatientRules
from recognition.simulation.session import Lapse, Session
from recognition.version import VERSION

if TYPE_CHECKING:
    from recognition.exercises.spec import Exercise
    from recognition.pipeline import Analysis

__all__ = [
    "VERSION",
    "Analyzed",
    "CatalogEntry",
    "Lapse",
    "Session",
    "Simulated",
    "Still",
    "Unanalyzable",
    "Unavailable",
    "UnsuitableRules",
    "analyze",
    "catalog",
    "check_rules",
    "coach_model",
    "default_options",
    "film",
    "hide_faces",
    "penalty_of_grade",
    "report_schema",
    "save_stills",
    "score_under_review",
    "score_weights",
    "simulate",
    "transcode",
]

Progress = Callable[[str, float], None]
Share = Callable[[float], None]
Rules = Mapping[str, Mapping[str, float]]
_DOSAGE: Final = ("sets", "repetitions", "hold_s", "rest_s", "days_a_week")
_MISTAKE: Final = ("code", "name", "joint", "cue", "clinical")
POSES_NAME: Final = "poses.npz"
CURVES_NAME: Final = "curves.json"


class Unavailable(Exception):
    """The recognizer cannot work now (say, no network to fetch its models)."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What was found in one video, with its files in a folder of the caller."""

    report: Mapping[str, Any]
    poses: Path
    curves: Path
    heads: Path | None = None  # of everybody, where a video was looked at


@dataclass(frozen=True, slots=True)
class Still:
    """One picture to take; with a `joint` it is cut to the person and that is marked.

    Attributes:
        target: a `.jpg` path.
        time_s: seconds from the first frame.
        joint, side: as a finding names them.
    """

    target: Path
    time_s: float
    joint: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulated session gives: judged poses and a still picture."""

    analyzed: Analyzed
    still: Path


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One exercise that the library judges, in words for people."""

    code: str
    name: str
    summary: str
    instructions: list[str]
    advice: str
    kind: str
    sides: list[str]
    mistakes: list[dict[str, str]]
    dosage: dict[str, int]
    movement: dict[str, Any]
    traits: dict[str, Any] = field(default_factory=dict)


def default_options() -> dict[str, Any]:
    """Return the options of an analysis that nobody asked anything special of."""
    return {}


def analyze(
    video: Path,
    folder: Path,
    *,
    exercise: str,
    patient: Mapping[str, float] | None = None,
    rules: Rules | None = None,
    definition: str = "",
    on_progress: Progress | None = None,
) -> Analyzed:
    """Judge `video` as the prescribed `exercise` and write poses and curves.

    Args:
        video: a local file.
        folder: where the files are written; the caller removes it.
        exercise: code of the catalog.
        patient: where somebody pointed: `x`, `y` (fractions of the upright picture)
            and `time_s`; None: the patient is found.
        rules: the patient's own `targets`, `limits` (by measure) and `tolerances` (by
            mistake); None: those of the catalog.
        definition: the file of an exercise that a clinic made; else the catalog's.
        on_progress: called with a stage and the share of it that is done, 0 to 1.

    Raises:
        Unanalyzable: the video cannot be judged; `code`, `message`, `what_to_do`.
            `UnsuitableRules`: the rules name what this exercise does not measure.
        Unavailable: the recognizer itself cannot work now.
    """
    from recognition import heads, pipeline, report
    from recognition.assets import PoseModelUnavailable

    try:
        analysis: Analysis = pipeline.analyze(
            video,
            exercise=_meant(exercise, definition),
            options=Options(
                limits=limits(),
                patient=ClickedPoint(**patient) if patient else None,
                rules=_rules(rules or {}),
            ),
            on_progress=on_progress,
        )
    except PoseModelUnavailable as error:
        raise Unavailable(str(error)) from error
    analysis.save(folder)
    heads.save(analysis.heads, folder / "heads.json")
    return Analyzed(
        report=report.to_json(analysis.report),
        poses=folder / POSES_NAME,
        curves=folder / CURVES_NAME,
        heads=folder / "heads.json",
    )


def check_rules(exercise: str, rules: Rules, *, definition: str = "") -> None:
    """Refuse `rules` that do not fit the `exercise`, the catalog's or as defined.

    Raises:
        UnsuitableRules: a name that this exercise does not measure, what is no number,
            or a target beyond its limit.
        Unanalyzable: the catalog has no such exercise.
    """
    from recognition.exercises.personal import personal

    personal(_meant(exercise, definition), _rules(rules))


def _meant(code: str, definition: str) -> "Exercise":
    from recognition.exercises import catalog

    return catalog.read(definition, where=code) if definition else catalog.get(code)


def _rules(rules: Rules) -> PatientRules:
    try:
        return structure.from_mapping(PatientRules, rules, strict=True, where="rules")
    except structure.Malformed as error:
        raise UnsuitableRules(str(error)) from error


def transcode(source: Path, target: Path, *, on_progress: Share | None = None) -> bool:
    """Write the browser's copy of `source`; False where it could not be verified.

    Raises:
        Unanalyzable: `source` is not a video that can be read.
    """
    from recognition import transcode

    try:
        transcode.to_browser_mp4(
            source, target, limits=limits(), on_progress=on_progress
        )
    except transcode.TranscodeFailed:
        return False
    return True


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of the reports."""
    from recognition import report

    return report.json_schema()


def fetch_networks() -> None:
    """Get the pose networks ahead of the first analysis; at once when they are there.

    Raises:
        Unavailable: they cannot be had, with what to do.
    """
    from recognition import assets

    try:
        assets.pose_task()
    except assets.PoseModelUnavailable as error:
        raise Unavailable(str(error)) from error


def coach_model() -> Path | None:
    """Return the pose model for patients' browsers, or None where none is at hand.

    What the operator names, else what the analysis uses; nothing is downloaded here.
    """
    from recognition import assets

    if settings.COACH_MODEL:
        named = Path(settings.COACH_MODEL)
        return named if named.is_file() else None
    return assets.pose_task_at_hand()


def render_squats(
    path: Path, *, repetitions: int, seed: int, on_progress: Share | None = None
) -> None:
    """Write a film of a simulated patient's squats to `path`, for the demo."""
    from recognition.simulation import sample

    sample.render_squats(
        path, repetitions=repetitions, seed=seed, on_progress=on_progress
    )


def simulate(session: Session, folder: Path, rules: Rules | None = None) -> Simulated:
    """Let a simulated patient do `session` and judge it, without a film of it.

    `rules` are the patient's own, as in `analyze`.
    """
    from recognition.simulation import session as simulation

    folder.mkdir(exist_ok=True)
    simulation.judge(session, folder, rules=_rules(rules or {}))
    report = json.loads((folder / "report.json").read_text("utf-8"))
    analyzed = Analyzed(report, folder / POSES_NAME, folder / CURVES_NAME)
    return Simulated(analyzed, folder / "still.jpg")


def film(session: Session, path: Path) -> Path:
    """Write the film of a simulated session to `path` (MP4); return the path."""
    from recognition.simulation import session as simulation

    simulation.film(session, path)
    return path


def score_under_review(
    parts: Mapping[str, float | None], penalties: Iterable[float]
) -> tuple[float | None, dict[str, float | None]]:
    """Return the score that findings with these penalties leave, and its parts."""
    changed = score.with_findings(parts, penalties)
    return score.total(changed), changed


def score_weights() -> Mapping[str, float]:
    """Return the parts of a score with their weights, which sum to 1."""
    return score.WEIGHTS


def penalty_of_grade(severity: str) -> float:
    """Return what a finding costs of which only the grade is known."""
    return score.PENALTY_OF_GRADE[severity]


def save_stills(video: Path, stills: Iterable[Still], *, curves: Path) -> None:
    """Take `stills` out of `video`, in one pass; `curves` are those of its analysis.

    Raises:
        Unanalyzable: `video` cannot be read.
    """
    from recognition.stills import Mark, Shot, save_stills

    shots = [
        Shot(one.target, one.time_s, Mark(one.joint, one.side) if one.joint else None)
        for one in stills
    ]
    save_stills(video, shots, curves=curves, limits=limits())


def hide_faces(
    video: Path, target: Path, *, found: Analyzed, on_progress: Share | None = None
) -> None:
    """Write `video` to `target` with the heads of all who are seen covered.

    Raises:
        Unanalyzable: `video` cannot be read.
    """
    from recognition.blurring import hide

    paths = found.curves, found.heads
    hide(video, target, *paths, limits=limits(), on_progress=on_progress)


def catalog() -> list[CatalogEntry]:
    """Return the exercises that the library judges."""
    from recognition.exercises import catalog

    return [entry_of(exercise) for exercise in catalog.load().values()]


def entry_of(exercise: "Exercise") -> CatalogEntry:
    """Return what people are told of `exercise`."""
    return CatalogEntry(
        code=exercise.code,
        name=exercise.name,
        summary=exercise.purpose,
        instructions=list(exercise.instructions),
        advice=exercise.views.advice,
        kind=exercise.kind,
        sides=list(exercise.sides),
        mistakes=[
            {name: getattr(one, name) for name in _MISTAKE} for one in exercise.mistakes
        ],
        dosage={name: getattr(exercise.dosage, name) for name in _DOSAGE},
        movement=_movement(exercise),
        traits={
            "posture": exercise.posture,
            "regions": list(exercise.regions),
            "equipment": list(exercise.equipment),
            "views": list(exercise.views.best),
        },
    )


def _movement(exercise: "Exercise") -> dict[str, Any]:
    from recognition.exercises.spec import unit_of

    signal = exercise.signal
    return {
        "measure": signal.measure,
        "unit": unit_of(signal.measure),
        "peak": signal.peak,
        "target": list(signal.target),
        "repetition_range": signal.repetition_range,
        "attempt_range": signal.attempt_range,
        "too_small": _too_small(exercise),
    }


def _too_small(exercise: "Exercise") -> str:
    """Return the code of the mistake of going not far enough; "" for none."""
    signal = exercise.signal
    return next(
        (
            mistake.code
            for mistake in exercise.mistakes
            if mistake.measure == signal.measure
            and mistake.reduce == signal.peak
            and (mistake.below is not None) == (signal.peak == "max")
        ),
        "",
    )


def limits() -> Limits:
    """Return what is refused of a video before it costs memory or time."""
    return Limits(
        duration_s=settings.VIDEO_MAX_S,
        size_bytes=settings.UPLOAD_MAX_BYTES,
        side_px=settings.VIDEO_MAX_SIDE_PX,
    )
