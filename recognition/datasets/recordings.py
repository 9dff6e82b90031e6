"""Windows of recordings to learn on which exercise of the catalog they show.

Simulated patients filmed by a phone give every exercise; UI-PRMD gives ten of them as
real people do them. `other` is what lies between and beside: standing about, walking,
arms of one exercise with the legs of another, and going to and fro between postures
that do not belong together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition import cleaning
from recognition.datasets import joints, simulated
from recognition.datasets import windows as cutting
from recognition.datasets.base import UNKNOWN, Batch, Clips
from recognition.datasets.joints import JOINT
from recognition.datasets.sampling import stretched
from recognition.exercises.catalog import get
from recognition.poses import Floats
from recognition.simulation import body, observation, stage
from recognition.simulation.phases import Cycle, minimum_jerk
from recognition.simulation.scenario import (
    Made,
    Scenario,
    Timing,
    Variation,
    perform,
)

Singles = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Generator = np.random.Generator
Progress = Callable[[int, int], None]

OTHER: Final = "other"
FIRST_SEED: Final = 6_000_000  # apart from all seeds that anything is reported on
RATE_HZ: Final = 15.0
# Directions from which an exercise is usually filmed, and how often from anywhere.
_YAWS: Final = {"front": 0.0, "left": 90.0, "back": 180.0, "right": -90.0}
_OBLIQUE: Final = (40.0, -40.0)
_FROM_ANYWHERE: Final = 0.25
_EACH: Final = 8  # windows of a recording
_LENGTH_S: Final = (1.4, 6.0)
_INSIDE: Final = 0.6  # share of a window that belongs to the exercise
_OUTSIDE: Final = 0.1
# The joints of a limb, and the one that they hang from.
_ARMS: Final = {
    JOINT[f"{side}_{name}"]: JOINT[f"{side}_shoulder"]
    for side in ("left", "right")
    for name in ("elbow", "wrist")
}
_LEGS: Final = {
    JOINT[f"{side}_{name}"]: JOINT[f"{side}_hip"]
    for side in ("left", "right")
    for name in ("knee", "ankle", "heel", "toe")
}
# Exercises whose other limbs may be anywhere: with a barbell, on a chair, on the hips.
FREE_ARMS: Final = frozenset({
    "heel_raise", "hip_abduction", "hip_extension", "hurdle_step",
    "knee_flexion_standing", "lunge", "marching", "mini_squat",
    "seated_knee_extension", "side_lunge", "sit_to_stand", "split_squat", "squat",
    "standing_leg_raise", "step_up", "wall_squat",
})  # fmt: skip
FREE_LEGS: Final = frozenset({
    "biceps_curl", "shoulder_abduction", "shoulder_extension", "shoulder_flexion",
    "shoulder_press", "shoulder_rotation", "shoulder_scaption",
})  # fmt: skip
_UNSEEN_LEGS: Final = 0.3  # of the windows of arms, as a phone shows them close by
_MOVES: Final = 0.4  # torso lengths from which on a limb takes part
_FROM_REST: Final = 0.35  # torso lengths from where knees and hands are at rest


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Labeled windows.

    Attributes:
        cuts: (N, FRAMES, 20, 3), NaN where unseen.
        exercise: (N,), place in `names()`.
        correct: (N,), 1, 0 or UNKNOWN.
        subject: (N,).
    """

    cuts: Singles
    exercise: Integers
    correct: Integers
    subject: Integers

    def __len__(self) -> int:
        return len(self.cuts)

    def batch(self) -> Batch:
        """Return the windows as a net takes them."""
        poses, mask = cutting.as_arrays(self.cuts.astype(np.float64))
        none = np.zeros((len(self), 0), dtype=np.int64)
        return Batch(poses, mask, self.exercise, self.correct, none, self.subject, none)

    def save(self, path: Path) -> None:
        """Write all arrays."""
        np.savez(path, **{n: getattr(self, n) for n in self.__dataclass_fields__})


def load(path: Path) -> Windows:
    """Read what `Windows.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        return Windows(**{name: stored[name] for name in stored.files})


def names() -> tuple[str, ...]:
    """Return what the windows are labeled as, `other` last."""
    return (*simulated.exercises(), OTHER)


def together(*parts: Windows) -> Windows:
    """Return several sets of windows as one."""
    return Windows(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in Windows.__dataclass_fields__
        }
    )


def filmed(
    patients: range, *, sets: int = 2, on_progress: Progress | None = None
) -> Windows:
    """Return windows of simulated patients, each doing `sets` of every exercise."""
    scenarios = [s for patient in patients for s in _scenarios(patient, sets)]
    cuts: list[Singles] = []
    labels: list[tuple[int, int, int]] = []
    for number, (patient, scenario) in enumerate(scenarios, 1):
        generator = np.random.default_rng([scenario.seed, 8])
        for window, name in _of_recording(scenario, generator):
            correct = UNKNOWN if name == OTHER else _correct(scenario)
            subject = simulated.FIRST_SUBJECT + patient
            cuts.append(window.astype(np.float32))
            labels.append((names().index(name), correct, subject))
        if on_progress is not None:
            on_progress(number, len(scenarios))
    return Windows(np.stack(cuts), *np.array(labels, dtype=np.int64).T)


def _scenarios(patient: int, sets: int) -> Iterator[tuple[int, Scenario]]:
    """Yield the recordings of one patient."""
    generator = np.random.default_rng([FIRST_SEED, patient])
    build = body.draw(generator)
    for exercise in simulated.exercises():
        for _ in range(sets):
            yield patient, _scenario(exercise, build, generator)


def _scenario(exercise: str, build: body.Body, generator: Generator) -> Scenario:
    """Return one recording with the habits and faults that patients have."""
    low, high = generator.uniform, generator.random
    camera = stage.camera(
        exercise, _yaw(exercise, generator), landscape=bool(high() < 0.4)
    )
    camera = replace(
        camera,
        height_m=camera.height_m * low(0.6, 1.3),
        distance_m=camera.distance_m * low(0.85, 1.3),
        roll_deg=float(generator.normal(0.0, 3.0)),
    )
    known = simulated.makeable(exercise)
    made: tuple[Made, ...] = ()
    if known and high() < 0.5:
        made = (Made(str(generator.choice(known)), float(low(0.5, 3.0))),)
    sides = [side for side in get(exercise).sides if high() < 0.5]
    return Scenario(
        exercise,
        1 if get(exercise).kind == "hold" else 3,
        side=sides[0] if sides else stage.side(exercise),
        mistakes=made,
        variation=_variation(generator),
        body=build,
        camera=camera,
        timing=Timing(rate_hz=RATE_HZ),
        seed=FIRST_SEED + int(generator.integers(1_000_000)),
    )


def _variation(generator: Generator) -> Variation:
    """Return how a set differs from the textbook."""
    low = generator.uniform
    walks = bool(generator.random() < 0.15)
    return Variation(
        tempo=float(np.exp(low(np.log(0.5), np.log(2.0)))),
        reach=float(low(0.65, 1.1)),
        jitter=0.1,
        pause_s=float(low(0.0, 1.0)),
        asymmetry=float(low(0.0, 0.2)),
        lead_s=float(low(0.2, 2.0)),
        walk_in=walks,
        set_up=bool(generator.random() < 0.1),
        walk_out=walks,
        liveliness=float(low(0.7, 2.5)),
    )


def _yaw(exercise: str, generator: Generator) -> float:
    """Return a direction of the camera: a usual one, more or less, or any."""
    if generator.random() < _FROM_ANYWHERE:
        return float(generator.uniform(-180.0, 180.0))
    usual = [
        yaw
        for view in get(exercise).views.allowed
        for yaw in (_OBLIQUE if view not in _YAWS else (_YAWS[view],))
    ]
    yaw = float(generator.choice(usual)) + float(generator.normal(0.0, 15.0))
    return (yaw + 180.0) % 360.0 - 180.0


def _of_recording(
    scenario: Scenario, generator: Generator
) -> Iterator[tuple[Floats, str]]:
    """Yield windows of one recording, cut at random, and what they show."""
    performance = perform(scenario)
    poses = cleaning.clean(observation.observe(performance))
    points = joints.from_poses(poses)
    for _ in range(_EACH):
        length = float(np.exp(generator.uniform(*np.log(_LENGTH_S))))
        room = max(0.0, float(poses.time_s[-1]) - length)
        start = float(generator.uniform(0.0, room))
        end = min(start + length, float(poses.time_s[-1]))
        name = _shown(scenario.exercise, performance.cycles, start, end)
        if name is not None:
            yield cutting.cut(points, poses.time_s, start, end), name


def _correct(scenario: Scenario) -> int:
    """Return whether a set is done well; UNKNOWN near the limit."""
    grade = max((made.grade for made in scenario.mistakes), default=0.0)
    if simulated.CLEARLY_NOT < grade < simulated.CLEARLY:
        return UNKNOWN
    return int(grade < simulated.CLEARLY)


def _shown(
    exercise: str, cycles: tuple[Cycle, ...], start: float, end: float
) -> str | None:
    """Return what a window shows; None where nobody could say."""
    within = sum(max(0.0, min(end, c.end_s) - max(start, c.start_s)) for c in cycles)
    share = within / (end - start)
    if share >= _INSIDE and any(_half_of(c, start, end) for c in cycles):
        return exercise
    return OTHER if share <= _OUTSIDE else None


def _half_of(cycle: Cycle, start: float, end: float) -> bool:
    """Return whether a window holds a repetition's way out or its way back."""
    low = max(start, cycle.start_s)
    return min(end, cycle.end_s) - low >= min(
        0.5 * (cycle.end_s - cycle.start_s), 0.8 * (end - start)
    )


def captured(clips: Clips) -> Windows:
    """Return recorded repetitions as windows; exercises by their catalog names."""
    known = names()
    cuts = [stretched(clip.points, cutting.FRAMES) for clip in clips.clips]
    labels = [known.index(clips.exercises[clip.exercise]) for clip in clips.clips]
    correct = np.array([clip.correct for clip in clips.clips], dtype=np.int64)
    return Windows(
        np.stack(cuts).astype(np.float32), np.array(labels), correct, clips.subjects
    )


def held(base: Windows, number: int, generator: Generator) -> Windows:
    """Return at most `number` windows whose limbs beside the exercise rest elsewhere.

    They show the same exercise: a squat with a barbell, a curl on a chair. Where arms
    exercise, the legs may also be out of the picture.
    """
    names_of = np.array(names())[base.exercise]
    chosen = np.flatnonzero(np.isin(names_of, [*FREE_ARMS, *FREE_LEGS]))
    upright = np.flatnonzero(
        np.nanmean(base.cuts[:, :, JOINT["neck"], 1], axis=1) > 0.7
    )
    places, cuts = [], []
    for place in generator.permutation(chosen)[:number]:
        limbs = _ARMS if names_of[place] in FREE_ARMS else _LEGS
        donor = base.cuts[int(generator.choice(upright))]
        posture = donor[int(generator.integers(len(donor)))]
        cuts.append(_resting(base.cuts[place], posture, limbs, generator))
        places.append(int(place))
    return Windows(
        np.stack(cuts),
        base.exercise[places],
        base.correct[places],
        base.subject[places],
    )


def _resting(
    window: Singles, posture: Singles, limbs: dict[int, int], generator: Generator
) -> Singles:
    """Return `window` with limbs held as in `posture`, or its legs out of sight."""
    found = window.copy()
    for joint, root in limbs.items():
        found[:, joint] = window[:, root] + posture[joint] - posture[root]
    if limbs is _LEGS and generator.random() < _UNSEEN_LEGS:
        found[:, list(limbs)] = np.nan
    return found


def nothing_known(base: Windows, number: int, generator: Generator) -> Windows:
    """Return at most `number` windows of `other`, made from windows of exercises."""
    mine = np.flatnonzero(base.exercise != names().index(OTHER))
    cuts: list[Singles] = []
    subjects: list[int] = []
    for _ in range(4 * number):
        one, two = (int(place) for place in generator.choice(mine, size=2))
        if len(cuts) == number or base.exercise[one] == base.exercise[two]:
            continue
        make = _crossed if generator.random() < 0.5 else _to_and_fro
        made = make(base.cuts[one], base.cuts[two], generator)
        if made is not None:
            cuts.append(made)
            subjects.append(int(base.subject[one]))
    other = np.full(len(cuts), names().index(OTHER), dtype=np.int64)
    return Windows(
        # Few recordings may show nothing that could be made into `other`.
        np.array(cuts, dtype=np.float32).reshape(-1, *base.cuts.shape[1:]),
        other,
        np.full(len(cuts), UNKNOWN, dtype=np.int64),
        np.array(subjects, dtype=np.int64),
    )


def _crossed(one: Singles, two: Singles, generator: Generator) -> Singles | None:
    """Return one window with the moving limbs of another; None if it could be either.

    Arms that move on legs that rest are still the exercise of the arms.
    """
    limbs, kept = (_ARMS, _LEGS) if generator.random() < 0.5 else (_LEGS, _ARMS)
    if min(_way(two, limbs), _way(one, kept)) < _MOVES:
        return None
    found = one.copy()
    for joint, root in limbs.items():
        found[:, joint] = one[:, root] + two[:, joint] - two[:, root]
    return found


def _way(window: Singles, limbs: dict[int, int]) -> float:
    """Return how far the joints of limbs move about their roots; 0 where unseen."""
    ways = [window[:, joint] - window[:, root] for joint, root in limbs.items()]
    known = [way[np.isfinite(way).all(axis=1)] for way in ways]
    return max(
        (float(np.ptp(way, axis=0).max()) for way in known if len(way)), default=0.0
    )


def _to_and_fro(one: Singles, two: Singles, generator: Generator) -> Singles | None:
    """Return going between two postures away from rest; None if one is at rest.

    Between standing and the lowest point of a squat it would be a squat.
    """
    first = one[int(generator.integers(len(one)))]
    second = two[int(generator.integers(len(two)))]
    if not (_is_away(first) and _is_away(second)):
        return None
    pace = float(generator.uniform(0.7, 2.5))
    share = np.linspace(0.0, pace, len(one)) + generator.uniform()
    way = minimum_jerk(1.0 - np.abs(2.0 * (share % 1.0) - 1.0)).astype(np.float32)
    return np.asarray(first + way[:, None, None] * (second - first))


def _is_away(posture: Singles) -> bool:
    """Return whether somebody upright is away from quiet standing."""
    if not posture[JOINT["neck"], 1] > 0.7:  # lying, or unseen
        return False
    knees = max(
        float(np.linalg.norm((posture[knee] - posture[hip])[[0, 2]]))
        for knee, hip in _LEGS.items()
        if "knee" in joints.NAMES[knee]
    )
    hands = max(posture[JOINT[f"{side}_wrist"], 1] for side in ("left", "right"))
    return bool(knees > _FROM_REST or hands > _FROM_REST)
