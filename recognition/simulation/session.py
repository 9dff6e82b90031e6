"""A simulated patient's session at home: poses judged like any, a still, a small film.

What is heavy loads on first use: the description itself costs nothing.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from recognition.patient_rules import PatientRules
    from recognition.simulation.scenario import Performance, Scenario

RATE_HZ: Final = 16.0
FILM_EVERY: Final = 2  # the film shows one frame of so many
_WIDTH: Final = 360
_HEIGHT: Final = 480
_QUALITY: Final = 82  # of the still


@dataclass(frozen=True, slots=True)
class Lapse:
    """A mistake of the catalog, made from one repetition to another, counted from 1."""

    mistake: str
    grade: float
    first: int = 1
    last: int | None = None
    side: Literal["left", "right"] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One set of one exercise; the same description gives the same session.

    Attributes:
        person: number of the patient, who looks the same in every session; 0 is the
            one of the sample film.
        reach: share of the usual range of motion.
        tempo: 1 = usual speed, 2 = twice as fast.
        fatigue: share of range and speed lost from the first to the last repetition.
        unsteadiness: size of sway and tremor; 1 = healthy quiet stance.
    """

    exercise: str
    person: int
    seed: int
    repetitions: int = 8
    side: Literal["left", "right", "both", "alternating"] | None = None
    yaw_deg: float = 0.0
    reach: float = 1.0
    tempo: float = 1.0
    fatigue: float = 0.0
    attempts: int = 0
    unsteadiness: float = 1.0
    lapses: tuple[Lapse, ...] = ()

    def describe(self) -> dict[str, object]:
        """Return the description as plain values."""
        return asdict(self)


def judge(
    session: Session, folder: Path, *, rules: "PatientRules | None" = None
) -> None:
    """Write `report.json`, `poses.npz`, `curves.json` and `still.jpg` into `folder`.

    It is judged by the patient's own `rules` where there are any, over the catalog's.

    Raises:
        UnknownExercise, UnknownMistake: it cannot be simulated.
        UnsuitableRules: the rules do not fit the exercise.
        Unanalyzable: too little of the body is in view.
    """
    from recognition import pipeline
    from recognition.simulation import observation
    from recognition.simulation.scenario import perform

    performance = perform(_scenario(session))
    poses = observation.observe(performance)
    analysis = pipeline.analyze_poses(poses, exercise=session.exercise, rules=rules)
    analysis.save(folder)
    best = max(
        analysis.report.repetitions, key=lambda found: found.score or 0.0, default=None
    )
    middle = float(poses.time_s[-1]) / 2.0
    _save_still(performance, best.peak_s if best else middle, folder / "still.jpg")


def film(
    session: Session, path: Path, *, on_progress: Callable[[float], None] | None = None
) -> None:
    """Write the film of `session` to `path` (MP4), in time with its poses."""
    from dataclasses import replace

    from recognition.simulation import video
    from recognition.simulation.scenario import perform

    whole = perform(_scenario(session))
    frames = slice(None, None, FILM_EVERY)
    shown = replace(
        whole, time_s=whole.time_s[frames], skeleton=whole.skeleton.at(frames)
    )
    video.write(path, shown, on_progress=on_progress)


def _scenario(session: Session) -> "Scenario":
    """Return what the simulator makes of `session`."""
    from dataclasses import replace

    import numpy as np

    from recognition.simulation import body, sample, stage
    from recognition.simulation.scenario import Made, Scenario, Timing, Variation

    camera = stage.camera(session.exercise, session.yaw_deg)
    drawn = body.draw(np.random.default_rng([session.person, 7]))
    return Scenario(
        session.exercise,
        session.repetitions,
        side=session.side or stage.side(session.exercise),
        mistakes=tuple(
            Made(lapse.mistake, lapse.grade, lapse.first, lapse.last, lapse.side)
            for lapse in session.lapses
        ),
        variation=Variation(
            tempo=session.tempo,
            reach=session.reach,
            fatigue=session.fatigue,
            attempts=session.attempts,
            liveliness=session.unsteadiness,
        ),
        body=drawn if session.person else sample.BODY,
        camera=replace(camera, width=_WIDTH, height=_HEIGHT),
        timing=Timing(rate_hz=RATE_HZ),
        seed=session.seed,
    )


def _save_still(performance: "Performance", time_s: float, path: Path) -> None:
    """Write the picture at `time_s` as JPEG."""
    import cv2

    from recognition.simulation import video

    picture = cv2.cvtColor(video.still(performance, time_s), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
