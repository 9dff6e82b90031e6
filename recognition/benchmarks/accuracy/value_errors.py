"""How far stated values are from the truth: the numbers behind reported uncertainties.

Simulated patients of the tune part, seen from everywhere, are measured as reports
measure them, in their true repetitions. That gives bias, systematic and random error
of each measure by the angle between its plane and the picture. Since simulation
flatters, they are widened by what real clips show, and never fall below what is
published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from recognition import cleaning, viewpoint
from recognition.assessment import measures, phases
from recognition.assessment.measures import Scene
from recognition.assessment.phases import Course
from recognition.benchmarks.accuracy import true_values
from recognition.biomechanics.errors import Band, Kind, band_of
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises.catalog import get
from recognition.exercises.spec import Exercise, Limb, Reduce
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Span
from recognition.simulation import true_measures
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import Performance
from recognition.skeleton import OneSide, opposite

Floats = npt.NDArray[np.float64]
Compared = tuple[float, float, float]  # error, truth, angle off the picture

FEWEST: Final = 8  # series that make a figure
_COVERED: Final = 95.0
_SIDES: Final[tuple[OneSide, ...]] = ("left", "right")


class Rule(NamedTuple):
    """What is measured of a repetition."""

    measure: str
    reduce: Reduce
    phase: str
    limb: Limb


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The errors of what one rule measures on one side in one recording.

    Attributes:
        errors: stated minus true value, one a repetition, (N,).
        truth: true values, (N,).
        moves: standard deviation of the true values all along the repetitions.
    """

    measure: str
    kind: Kind
    band: Band
    errors: Floats
    truth: Floats
    moves: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The error of a measure where its plane has one relation to the picture.

    Attributes:
        bias: mean over recordings.
        systematic: standard deviation between recordings of their mean error: body,
            clothes, camera; the same in all repetitions of one recording.
        random: standard deviation within a recording, between repetitions.
        covered: 95th percentile of the absolute error of one repetition.
        truth: standard deviation of the true values: of what is stated, or along the
            repetitions of the usual recording, whichever is larger.
        n: number of series.
    """

    bias: float
    systematic: float
    random: float
    covered: float
    truth: float
    n: int


def of_recording(performance: Performance, poses: PoseSequence) -> Iterator[Series]:
    """Yield the errors of what the catalog measures in this exercise."""
    exercise = get(performance.scenario.exercise)
    cleaned = cleaning.clean(poses)
    view = viewpoint.estimate(cleaned)
    done = [
        (Scene(cleaned, exercise, view, _course(cleaned, exercise, cycle)), cycle)
        for cycle in performance.cycles
        if cycle.complete
    ]
    for rule in sorted(rules_of(exercise)):
        for side in _SIDES:
            found = [
                compared
                for scene, cycle in done
                if (compared := _compared(performance, scene, cycle, rule, side))
            ]
            if found:
                kind = measures.kind_of(rule.reduce)
                moves = _moves(performance, rule.measure, side)
                yield _series(rule.measure, kind, found, moves)
    apart = [_between_sides(performance, scene, cycle) for scene, cycle in done]
    known = [compared for compared in apart if compared]
    if known:
        signal = exercise.signal.measure
        yield _series(signal, "sides", known, _moves(performance, signal, "left"))


def rules_of(exercise: Exercise) -> set[Rule]:
    """Return what an exercise is judged by, as far as the truth of it is known."""
    signal = exercise.signal.measure
    whole = next((p.name for p in exercise.phases if p.part == "whole"), None)
    rules = {Rule(r.measure, r.reduce, r.phase, "working") for r in exercise.measures}
    rules |= {Rule(m.measure, m.reduce, m.phase, m.limb) for m in exercise.mistakes}
    if whole is not None and exercise.hold is None:
        rules.add(Rule(signal, "range", whole, "working"))
    return {rule for rule in rules if rule.measure in true_measures.FORMULAS}


def _course(poses: PoseSequence, exercise: Exercise, cycle: Cycle) -> Course:
    """Return the true repetition, or the true hold, as what values are read from."""
    if exercise.hold is None:
        span = Span(cycle.start_s, cycle.peak_s, cycle.end_s, cycle.side, 1.0)
        return phases.course(poses, exercise, span)
    start_s, end_s = cycle.start_s + cycle.out_s, cycle.end_s - cycle.back_s
    span = Span(start_s, cycle.peak_s, end_s, cycle.side, 1.0)
    inside = (poses.time_s >= start_s) & (poses.time_s <= end_s)
    way: Floats = np.where(inside, 1.0, np.nan)
    return Course(span, poses.time_s, way, begins_cut=False, ends_cut=False)


def _compared(
    performance: Performance, scene: Scene, cycle: Cycle, rule: Rule, side: OneSide
) -> Compared | None:
    """Return error, truth and angle off the picture; None where nothing is stated."""
    if side not in _sides(scene, cycle, rule):
        return None
    stated = measures.measured(scene, rule.measure, rule.reduce, rule.phase, side)
    if stated.value is None:
        return None
    true = true_values.of(
        performance, cycle, measure=rule.measure, reduce=rule.reduce,
        part=scene.exercise.phase(rule.phase).part, side=side,
    )  # fmt: skip
    off_deg = measures.off_picture_deg(scene, rule.measure, side, stated.time_s)
    return stated.value - true, true, off_deg


def _between_sides(
    performance: Performance, scene: Scene, cycle: Cycle
) -> Compared | None:
    """Return the same of the difference between left and right at the peak."""
    signal = scene.exercise.signal
    if scene.exercise.hold is not None or not QUANTITIES[signal.measure].is_paired:
        return None
    phase = scene.exercise.phases[-1].name
    stated = measures.measured(scene, "asymmetry", "max", phase, "left")
    if stated.value is None:
        return None
    true = true_values.asymmetry(performance, cycle, signal)
    off_deg = measures.off_picture_deg(scene, signal.measure, "left", stated.time_s)
    return stated.value - true, true, off_deg


def _sides(scene: Scene, cycle: Cycle, rule: Rule) -> tuple[OneSide, ...]:
    """Return the sides on which a report would state a value."""
    sides = measures.sides_to_judge(scene, rule.measure)
    if QUANTITIES[rule.measure].is_paired:
        working = true_values.working_sides(cycle)
        sides = tuple(side for side in sides if side in working)
    return tuple(map(opposite, sides)) if rule.limb == "other" else sides


def _moves(performance: Performance, measure: str, side: OneSide) -> float:
    """Return how the true values vary along the repetitions, as many of each."""
    values = true_measures.series(measure, side, performance.skeleton)
    parts = [
        values[true_values.frames(performance.time_s, cycle)]
        for cycle in performance.cycles
        if cycle.complete
    ]
    return float(np.concatenate([_thinned(part) for part in parts]).std())


def _thinned(values: Floats, kept: int = 50) -> Floats:
    """Return `kept` of the values, evenly over time."""
    return np.asarray(values[np.linspace(0, len(values) - 1, kept).astype(int)])


def _series(measure: str, kind: Kind, found: list[Compared], moves: float) -> Series:
    """Return what one recording tells of one rule."""
    errors, truth, off_deg = np.array(found).T
    band = band_of(float(np.median(off_deg)))
    return Series(measure, kind, band, errors, truth, moves)


def summarize(found: Iterable[Series]) -> dict[str, dict[Kind, dict[Band, Spread]]]:
    """Return the spread of each measure in each band with series enough.

    How much a measure moves does not depend on the view: all bands share it.
    """
    groups: dict[tuple[str, Kind, Band], list[Series]] = defaultdict(list)
    moves: dict[str, list[float]] = defaultdict(list)
    for series in found:
        groups[series.measure, series.kind, series.band].append(series)
        moves[series.measure].append(series.moves)
    moving = {name: float(np.median(all_)) for name, all_ in moves.items()}
    spreads: dict[str, dict[Kind, dict[Band, Spread]]] = {}
    for (measure, kind, band), members in sorted(groups.items()):
        if len(members) >= FEWEST:
            kinds = spreads.setdefault(measure, {})
            kinds.setdefault(kind, {})[band] = _spread(members, moving[measure])
    return spreads


def _spread(members: list[Series], moving: float) -> Spread:
    means = np.array([series.errors.mean() for series in members])
    within = np.array([series.errors.std() for series in members])
    each = np.concatenate([series.errors for series in members])
    stated = np.concatenate([series.truth for series in members])
    return Spread(
        bias=float(means.mean()),
        systematic=float(means.std(ddof=1)),
        random=float(np.sqrt((within**2).mean())),
        covered=float(np.percentile(np.abs(each), _COVERED)),
        truth=max(float(stated.std()), moving),
        n=len(members),
    )
