"""One simulated recording as a frozen description, and what comes of it."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from recognition.simulation import humanoid, idle, timeline
from recognition.simulation.body import Body
from recognition.simulation.camera import Camera
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.motions.base import Motion
from recognition.simulation.motions.catalog import motion
from recognition.simulation.phases import Cycle, Side
from recognition.simulation.truth import Truth, describe

Floats = npt.NDArray[np.float64]
SideMode = Literal["left", "right", "both", "alternating"]


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake that is made in some repetitions, counted from 1.

    Attributes:
        grade: 1 = at the catalog's limit, 2 = where the catalog calls it major.
        last: None = to the end of the set.
        side: None = every side that moves.
    """

    mistake: str
    grade: float
    first: int = 1
    last: int | None = None
    side: Side | None = None

    def covers(self, repetition: int) -> bool:
        """Return whether the mistake is made in `repetition`."""
        last = repetition if self.last is None else self.last
        return self.first <= repetition <= last


@dataclass(frozen=True, slots=True)
class Variation:
    """How this set differs from the textbook.

    Attributes:
        tempo: speed of all movements; 2 = twice as fast.
        reach: share of the motion's usual range.
        jitter: standard deviation of durations and range between repetitions, share.
        pause_s: additional pause at the peak.
        asymmetry: share of the range that the right side lacks.
        tremor_deg: size of a tremor of the arms, about 5 Hz.
        fatigue: share of range and speed that is lost from first to last repetition.
        attempts: repetitions broken off, spread over the set.
        lead_s: quiet standing before and after the set.
        walk_in: the patient walks from the camera to the place.
        set_up: the patient straightens the clothes before starting.
        walk_out: the patient walks to the camera at the end.
        cut_start: share of the first repetition's way to the peak that is over when
            the recording begins; there is no walking in then.
        cut_end: share of the last repetition's way to the peak that is done when the
            recording ends in it; it is an attempt then. 0 = it ends quietly.
        liveliness: size of sway and breathing; 1 = healthy quiet stance.
    """

    tempo: float = 1.0
    reach: float = 1.0
    jitter: float = 0.05
    pause_s: float = 0.0
    asymmetry: float = 0.0
    tremor_deg: float = 0.0
    fatigue: float = 0.0
    attempts: int = 0
    lead_s: float = 1.5
    walk_in: bool = False
    set_up: bool = False
    walk_out: bool = False
    cut_start: float = 0.0
    cut_end: float = 0.0
    liveliness: float = 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """When the frames are taken.

    Attributes:
        rate_hz: mean frame rate.
        jitter: standard deviation of the time between frames as a share of it;
            phones with variable frame rates have up to 0.2.
    """

    rate_hz: float = 30.0
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """All that decides about one simulated recording."""

    exercise: str
    repetitions: int = 8
    side: SideMode = "both"
    mistakes: tuple[Made, ...] = ()
    variation: Variation = field(default_factory=Variation)
    body: Body = field(default_factory=Body)
    camera: Camera = field(default_factory=Camera)
    timing: Timing = field(default_factory=Timing)
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """What comes of a scenario, before any camera noise.

    Attributes:
        time_s: (T,), seconds from the first frame.
        skeleton: joint centers and axes in the room.
        shake: (T, 3, 3), how the hand turns the camera; None on a stand.
    """

    scenario: Scenario
    motion: Motion
    cycles: tuple[Cycle, ...]
    time_s: Floats
    skeleton: Skeleton
    shake: Floats | None

    def at_rest(self) -> Skeleton:
        """Return the frame in which the first repetition begins, or the last frame."""
        start = self.cycles[0].start_s if self.cycles else self.time_s[-1]
        return self.skeleton.at(slice(frame := self._frame(start), frame + 1))

    def _frame(self, time_s: float) -> int:
        """Return the frame nearest to `time_s`."""
        return int(np.argmin(np.abs(self.time_s - time_s)))

    def truth(self) -> Truth:
        """Return what really happens."""
        return describe(
            exercise=self.scenario.exercise,
            seed=self.scenario.seed,
            cycles=self.cycles,
            time_s=self.time_s,
            skeleton=self.skeleton,
            camera=self.scenario.camera,
            shake=self.shake,
        )


def perform(scenario: Scenario) -> Performance:
    """Return the performance; the same scenario gives the same one.

    Raises:
        UnknownExercise: the exercise cannot be simulated.
        UnknownMistake: the exercise has no such mistake, or its motion cannot make it.
    """
    generator = np.random.default_rng([scenario.seed, 4])
    chosen = motion(scenario.exercise)
    plan = timeline.plan(scenario, chosen, generator)
    time_s = _frames(plan.end_s, scenario.timing, generator)
    posture = timeline.act(plan, scenario, chosen, time_s)
    lively = idle.enliven(
        posture, time_s, generator,
        size=scenario.variation.liveliness,
        tremor_deg=scenario.variation.tremor_deg,
    )  # fmt: skip
    camera = scenario.camera
    shake = camera.shake(time_s, generator) if camera.sway_deg > 0.0 else None
    return Performance(
        scenario,
        chosen,
        plan.cycles,
        time_s,
        humanoid.pose(scenario.body, lively),
        shake,
    )


def _frames(end_s: float, timing: Timing, generator: np.random.Generator) -> Floats:
    """Return the times of the frames up to `end_s`, the first at 0."""
    frames = max(2, round(end_s * timing.rate_hz))
    gaps = np.full(frames, 1.0 / timing.rate_hz)
    if timing.jitter > 0.0:
        gaps *= np.clip(generator.normal(1.0, timing.jitter, frames), 0.3, 2.5)
    return np.asarray(np.concatenate([[0.0], np.cumsum(gaps)[:-1]]))
