"""How far each measure is from the truth: the numbers behind reported uncertainties.

Simulated patients of the tune part, seen from everywhere, give bias, systematic and
random error of each measure by the angle between its plane and the picture. Since
simulation flatters, they are widened by what real clips show, and never fall below
what is published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from recognition import cleaning
from recognition.biomechanics import body as bodies
from recognition.biomechanics import kinematics
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises.catalog import get
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.simulation import true_measures
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import Performance
from recognition.skeleton import OneSide

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Band = Literal["in_plane", "oblique", "out_of_plane"]

# Angle between the plane of a measure and the picture, degrees, up to which it counts
# as in the picture, and from which it rests on depth.
IN_PLANE_DEG: Final = 27.0
OUT_OF_PLANE_DEG: Final = 65.0
SEEN: Final = 0.5  # visibility of the worst landmark that a measure rests on
FEWEST: Final = 8  # recordings that make a figure
_COVERED: Final = 95.0
_NEAR_PEAK: Final = 0.8
_NEAR_REST: Final = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The errors of one measure on one side in one recording.

    Attributes:
        errors: measured minus true value in the frames of the repetitions, (N,).
        changes: error of the change from rest to peak, one a repetition.
        truth: true values in the same frames.
    """

    measure: str
    band: Band
    errors: Floats
    changes: Floats
    truth: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """The error of a measure where its plane has one relation to the picture.

    Attributes:
        bias: mean over recordings.
        systematic: standard deviation between recordings of their mean error: body,
            clothes, camera; the same in all repetitions of one recording.
        random: standard deviation within a recording, from frame to frame.
        covered: 95th percentile of the absolute error of one frame.
        change: the same of the change from rest to peak; NaN where nothing changes.
        truth: standard deviation of the true values.
        n: number of recordings.
    """

    bias: float
    systematic: float
    random: float
    covered: float
    change: float
    truth: float
    n: int


def of_recording(performance: Performance, poses: PoseSequence) -> Iterator[Series]:
    """Yield the errors of what the catalog measures in this exercise."""
    exercise = get(performance.scenario.exercise)
    cleaned = cleaning.clean(poses)
    for name in sorted(measures_of(exercise)):
        for side in _sides(name, performance.cycles):
            series = _errors(performance, cleaned, name, side)
            if series is not None:
                yield series


def measures_of(exercise: Exercise) -> set[str]:
    """Return the measures with a known truth that an exercise is judged by."""
    named = {exercise.signal.measure}
    named |= {rule.measure for rule in exercise.measures}
    named |= {rule.measure for rule in exercise.mistakes}
    return {name for name in named if name in true_measures.FORMULAS}


def band_of(off_deg: float) -> Band:
    """Return how a plane lies to the picture that is `off_deg` away from it."""
    if off_deg <= IN_PLANE_DEG:
        return "in_plane"
    return "oblique" if off_deg < OUT_OF_PLANE_DEG else "out_of_plane"


def off_picture_deg(measure: str, yaw_deg: float) -> float:
    """Return the angle between the plane of `measure` and the picture, 0 to 90."""
    yaw = np.radians(yaw_deg)
    plane = QUANTITIES[measure].plane
    along = abs(np.cos(yaw) if plane == "sagittal" else np.sin(yaw))
    return float(np.degrees(np.arcsin(min(along, 1.0))))


def _sides(name: str, cycles: Iterable[Cycle]) -> tuple[OneSide, ...]:
    if not QUANTITIES[name].is_paired:
        return ("left",)
    moving = {k for cycle in cycles for k in (0, 1) if cycle.moves(k)}
    sides: tuple[OneSide, ...] = ("left", "right")
    return tuple(side for k, side in enumerate(sides) if k in moving)


def _errors(
    performance: Performance, poses: PoseSequence, name: str, side: OneSide
) -> Series | None:
    """Return the errors in the frames of the repetitions that show it, and of changes.

    None where less than half of them show it: a report would not name a value.
    """
    quantity = QUANTITIES[name]
    true = true_measures.series(name, side, performance.skeleton)
    error = kinematics.measure_series(name, side, poses) - true
    error[kinematics.visibility(quantity, side, poses) < SEEN] = np.nan
    inside, changes = _in_cycles(performance, error, side)
    shown = inside & np.isfinite(error)
    if not inside.any() or shown.sum() < SEEN * inside.sum():
        return None
    off_deg = off_picture_deg(name, performance.scenario.camera.yaw_deg)
    if quantity.is_elbow:  # an arm may point anywhere, whatever the view
        weight = quantity.weight(bodies.of(poses), side)[shown]
        off_deg = 90.0 * (1.0 - float(weight.mean()))
    return Series(name, band_of(off_deg), error[shown], changes, true[shown])


def _in_cycles(
    performance: Performance, error: Floats, side: OneSide
) -> tuple[Bools, Floats]:
    """Return the frames in which `side` moves, and the errors of its changes."""
    inside, changes = np.zeros(len(error), dtype=bool), []
    for cycle in performance.cycles:
        if cycle.complete and cycle.moves(0 if side == "left" else 1):
            frames, change = _of_cycle(error, performance.time_s, cycle)
            inside |= frames
            changes.append(change)
    found = np.array(changes)
    return inside, found[np.isfinite(found)]


def _of_cycle(error: Floats, time_s: Floats, cycle: Cycle) -> tuple[Bools, float]:
    """Return the frames of one repetition, and the error of rest to peak in it."""
    frames = (time_s >= cycle.start_s) & (time_s <= cycle.end_s)
    way = cycle.progress(time_s)
    peak = error[frames & (way >= _NEAR_PEAK)]
    rest = error[frames & (way <= _NEAR_REST)]
    if not (np.isfinite(peak).any() and np.isfinite(rest).any()):
        return frames, np.nan
    return frames, float(np.nanmedian(peak) - np.nanmedian(rest))


def summarize(found: Iterable[Series]) -> dict[str, dict[Band, Spread]]:
    """Return the spread of each measure in each band with recordings enough."""
    groups: dict[tuple[str, Band], list[Series]] = defaultdict(list)
    for series in found:
        groups[series.measure, series.band].append(series)
    spreads: dict[str, dict[Band, Spread]] = defaultdict(dict)
    for (measure, band), members in sorted(groups.items()):
        if len(members) >= FEWEST:
            spreads[measure][band] = _spread(members)
    return dict(spreads)


def _spread(members: list[Series]) -> Spread:
    means = np.array([series.errors.mean() for series in members])
    within = np.array([series.errors.std() for series in members])
    # Every recording weighs the same, however long it is.
    each = np.concatenate([_thinned(series.errors) for series in members])
    changes = np.concatenate([series.changes for series in members])
    truth = np.concatenate([_thinned(series.truth) for series in members])
    return Spread(
        bias=float(means.mean()),
        systematic=float(means.std(ddof=1)),
        random=float(np.sqrt((within**2).mean())),
        covered=float(np.percentile(np.abs(each), _COVERED)),
        change=(
            float(np.percentile(np.abs(changes), _COVERED)) if changes.size else np.nan
        ),
        truth=float(truth.std()),
        n=len(members),
    )


def _thinned(errors: Floats, kept: int = 100) -> Floats:
    """Return `kept` of the errors, evenly over time."""
    return np.asarray(errors[np.linspace(0, len(errors) - 1, kept).astype(int)])
