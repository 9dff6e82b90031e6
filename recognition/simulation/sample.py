"""The demo's sample video: a simulated patient who does squats."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypedDict

import numpy as np
import numpy.typing as npt

from recognition.exercises.catalog import get
from recognition.simulation import film, grading, humanoid, idle
from recognition.simulation.body import Body, Look
from recognition.simulation.camera import Camera
from recognition.simulation.course import follow
from recognition.simulation.motions.squat import Squat
from recognition.simulation.phases import Cycle
from recognition.simulation.renderer import Picture, Renderer
from recognition.simulation.truth import Truth, describe

Floats = npt.NDArray[np.float64]
Progress = Callable[[float], None]

RATE_HZ: Final = 30.0
SEED: Final = 20
_LEAD_S: Final = 1.6  # standing still before the first and after the last repetition
# Repetition to the mistake made in it and its grade.
_ATTEMPT_AFTER: Final = 2
# Share of the way down at which the attempt turns back: clearly less than the catalog's
# smallest squat.
_BROKEN_OFF: Final = 0.3
_MADE: Final = {
    4: ("shallow_depth", 1.25),
    6: ("forward_lean", 1.7),
    7: ("forward_lean", 2.0),
}

BODY: Final = Body(
    stature_m=1.68,
    female=True,
    girth=1.02,
    look=Look(
        skin=(214, 168, 138),
        hair=(84, 58, 42),
        shirt=(72, 138, 146),
        trousers=(58, 62, 78),
        long_hair=True,
    ),
)
MOTION: Final = Squat()
CAMERA: Final = Camera(yaw_deg=64.0)


def render_squats(
    path: Path,
    *,
    repetitions: int = 8,
    seed: int = SEED,
    on_progress: Progress | None = None,
) -> Truth:
    """Write a film of squats to `path` (MP4) and return what happens in it.

    The fourth repetition is too shallow; in the sixth and seventh the trunk leans too
    far forward. After the second the patient breaks an attempt off.
    `on_progress` is told the share done, 0 to 1.
    """
    generator = np.random.default_rng(seed)
    cycles = _cycles(repetitions, generator)
    end_s = cycles[-1].end_s + _LEAD_S if cycles else 2 * _LEAD_S
    time_s = np.arange(round(end_s * RATE_HZ)) / RATE_HZ
    posture = MOTION.posture(BODY, follow(cycles, time_s))
    skeleton = humanoid.pose(BODY, idle.enliven(posture, time_s, generator))
    pictures = Renderer(BODY, CAMERA).pictures(skeleton)
    film.write(path, _told(pictures, len(time_s), on_progress), time_s)
    return describe(
        exercise="squat", seed=seed, cycles=cycles, time_s=time_s,
        skeleton=skeleton, camera=CAMERA,
    )  # fmt: skip


def _cycles(repetitions: int, generator: np.random.Generator) -> tuple[Cycle, ...]:
    """Return the repetitions, each a little different from the last."""
    cycles: list[Cycle] = []
    start_s = _LEAD_S
    for index in range(1, repetitions + 1):
        out, hold, back, rest = np.array([1.25, 0.15, 1.15, 0.7]) * generator.normal(
            1.0, 0.06, size=4
        )
        cycle = Cycle(
            start_s, float(out), float(hold), float(back), float(rest),
            depth=float(generator.normal(1.0, 0.02)),
            **_mistake(index),
        )  # fmt: skip
        cycles.append(cycle)
        if index == _ATTEMPT_AFTER and index < repetitions:
            broken = replace(
                cycle, start_s=cycle.next_s, depth=_BROKEN_OFF, complete=False
            )
            cycles.append(broken)
        start_s = cycles[-1].next_s
    return tuple(cycles)


class _Made(TypedDict, total=False):
    """The mistakes of a cycle, as grades and as what makes them."""

    grades: dict[str, float]
    amounts: dict[str, tuple[float, float]]


def _mistake(index: int) -> _Made:
    """Return the mistake of one repetition."""
    if index not in _MADE:
        return {}
    mistake, grade = _MADE[index]
    scale = grading.scale(MOTION, BODY, get("squat"), mistake, side=0)
    amount = scale.amount(grade)
    return {"grades": {mistake: grade}, "amounts": {mistake: (amount, amount)}}


def _told(
    pictures: Iterator[Picture], total: int, on_progress: Progress | None
) -> Iterator[Picture]:
    """Pass `pictures` on and tell how many of `total` are done."""
    for number, picture in enumerate(pictures, 1):
        yield picture
        if on_progress is not None:
            on_progress(number / total)
