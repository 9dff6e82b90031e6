"""One simulated recording judged, and held against its truth."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from recognition import exercise_recognition, judgment
from recognition.benchmarks.accuracy import true_values
from recognition.biomechanics.kinematics import measure_series
from recognition.errors import Unanalyzable
from recognition.exercises.catalog import get
from recognition.exercises.spec import Exercise, MeasureRule, Mistake
from recognition.judgment import Judgment
from recognition.poses import PoseSequence
from recognition.report import Hold, Repetition
from recognition.simulation import true_measures
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import Performance
from recognition.simulation.truth import view_name
from recognition.skeleton import OneSide, Side, opposite

# The joints whose angles are held to a limit, by primary measure.
JOINT_OF: Final = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "hip_abduction": "hip",
    "thigh_forward": "hip",
    "elbow_flexion": "elbow",
    "elbow_flexion_by_reach": "elbow",
    "shoulder_abduction": "shoulder",
    "shoulder_flexion": "shoulder",
    "upper_arm_forward": "shoulder",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mistake in one repetition: how much of it was there, was it found?

    Attributes:
        grade: in the body's true anatomy; 1 = at the limit, below 0 never.
        assessed: whether the answer is not `not assessed`.
        repetition: number within its recording.
    """

    mistake: str
    grade: float
    found: bool
    assessed: bool = True
    repetition: int = 0


@dataclass(slots=True)
class Trial:
    """What one recording gives.

    Attributes:
        accepted: the fewest and the most repetitions that the catalog's ranges leave
            open: what goes less far than an attempt is none, what goes further than a
            repetition is one, and between them either answer is right.
        angle_errors_deg: measured minus true primary angle in every frame of the
            repetitions.
        joint_errors_deg: the same, where a report states the angle, by joint.
        peak_errors_deg: the same of each repetition's peak.
        boundary_errors_s: found minus true start and end of matched repetitions.
        overlaps: intersection over union of matched repetitions.
        abstained: share of the measures that were not given.
        within: of each measure that was given, whether its interval holds the truth.
        refused: code of the error, where the recording was not judged.
    """

    exercise: str
    view: str
    true_count: int
    accepted: tuple[int, int] | None = None
    counted: int = 0
    attempts: int = 0
    recognized: str = ""
    angle_errors_deg: list[float] = field(default_factory=list)
    joint_errors_deg: dict[str, list[float]] = field(default_factory=dict)
    peak_errors_deg: list[float] = field(default_factory=list)
    boundary_errors_s: list[float] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)
    within: list[bool] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    yaw_error_deg: float | None = None
    view_is_right: bool | None = None
    abstained: float | None = None
    refused: str | None = None


def run(performance: Performance, poses: PoseSequence) -> Trial:
    """Judge `poses` of `performance` and compare with what was true."""
    scenario, trial = performance.scenario, blank(performance)
    exercise = get(scenario.exercise)
    try:
        judged = judgment.judge(poses, exercise, lambda _stage, _share: None)
    except Unanalyzable as error:
        trial.refused = error.code
        return trial
    found = performed(judged)
    trial.accepted = accepted(performance, exercise)
    _count(trial, judged, found)
    _compare_view(trial, judged, scenario.camera.yaw_deg)
    complete = [cycle for cycle in performance.cycles if cycle.complete]
    for number, (one, cycle) in enumerate(_matched(found, complete)):
        _compare_repetition(trial, performance, exercise, judged, one, cycle, number)
    return trial


def accepted(performance: Performance, exercise: Exercise) -> tuple[int, int]:
    """Return how many repetitions at least and at most the catalog calls such."""
    count = performance.scenario.repetitions
    if exercise.hold is not None:
        return count, count
    ranges = [
        max(
            true_values.of(
                performance, cycle, measure=exercise.signal.measure, reduce="range",
                part="whole", side=side,
            )
            for side in true_values.working_sides(cycle)
        )
        for cycle in performance.cycles
        if cycle.complete
    ]  # fmt: skip
    signal = exercise.signal
    small, none = (
        sum(found < least for found in ranges)
        for least in (signal.repetition_range, signal.attempt_range)
    )
    return count - small, count - none


def blank(performance: Performance) -> Trial:
    """Return a trial of `performance` that was not judged yet."""
    scenario = performance.scenario
    view = view_name(scenario.camera.yaw_deg)
    return Trial(scenario.exercise, view, true_count=scenario.repetitions)


def performed(judged: Judgment) -> tuple[Repetition | Hold, ...]:
    """Return what was counted: holds of an exercise that is held, else repetitions."""
    if judged.exercise is not None and judged.exercise.kind == "hold":
        return judged.assessment.holds
    return judged.assessment.repetitions


def _count(
    trial: Trial, judged: Judgment, repetitions: tuple[Repetition | Hold, ...]
) -> None:
    """Fill in what was counted and named."""
    trial.counted = len(repetitions)
    trial.attempts = len(judged.assessment.attempts)
    # A prescription leaves the candidates to the rules, which know a few exercises.
    trial.recognized = exercise_recognition.recognize(judged.poses).code
    values = [m.value for r in repetitions for m in r.measures]
    if values:
        trial.abstained = sum(v is None for v in values) / len(values)


def _compare_view(trial: Trial, judged: Judgment, true_yaw_deg: float) -> None:
    """Fill in how well the view was found."""
    trial.view_is_right = judged.view.name == trial.view
    if judged.view.yaw_deg is not None:
        apart = judged.view.yaw_deg - true_yaw_deg
        trial.yaw_error_deg = float((apart + 180.0) % 360.0 - 180.0)


def _matched(
    found: tuple[Repetition | Hold, ...], true: list[Cycle]
) -> list[tuple[Repetition | Hold, Cycle]]:
    """Pair each true repetition with the one that overlaps it most, if any."""
    pairs = []
    for cycle in true:
        best = max(found, key=lambda r: overlap(r, cycle), default=None)
        if best is not None and overlap(best, cycle) > 0.0:
            pairs.append((best, cycle))
    return pairs


def overlap(found: Repetition | Hold, cycle: Cycle) -> float:
    """Return intersection over union of two time spans."""
    shared = min(found.end_s, cycle.end_s) - max(found.start_s, cycle.start_s)
    whole = max(found.end_s, cycle.end_s) - min(found.start_s, cycle.start_s)
    return max(0.0, shared) / whole


def _compare_repetition(
    trial: Trial,
    performance: Performance,
    exercise: Exercise,
    judged: Judgment,
    found: Repetition | Hold,
    cycle: Cycle,
    number: int,
) -> None:
    """Fill in what one matched repetition tells."""
    trial.overlaps.append(overlap(found, cycle))
    trial.boundary_errors_s += [
        found.start_s - cycle.start_s,
        found.end_s - cycle.end_s,
    ]
    joint = _stated_joint(exercise, found)
    _compare_angle(trial, performance, exercise, judged, cycle, joint)
    _compare_measures(trial, performance, exercise, found, cycle)
    named = {finding.mistake for finding in found.findings}
    open_ = {missing.mistake for missing in found.not_assessed if missing.side is None}
    for rule in exercise.mistakes:
        if judged.view.name not in rule.views:
            continue
        grade = true_grade(performance, exercise, rule, cycle)
        trial.verdicts.append(
            Verdict(
                rule.code, grade, rule.code in named, rule.code not in open_, number
            )
        )


def _compare_measures(
    trial: Trial,
    performance: Performance,
    exercise: Exercise,
    found: Repetition | Hold,
    cycle: Cycle,
) -> None:
    """Fill in whether the intervals of what is stated hold the truth."""
    rules = {rule.name: rule for rule in exercise.measures}
    for stated in found.measures:
        rule = rules.get(stated.name)
        if rule is None or stated.value is None or not stated.uncertainty:
            continue
        truth = _true_measure(performance, exercise, rule, cycle, stated.side)
        if truth is not None:
            trial.within.append(abs(stated.value - truth) <= stated.uncertainty)


def _true_measure(
    performance: Performance,
    exercise: Exercise,
    rule: MeasureRule,
    cycle: Cycle,
    side: Side | None,
) -> float | None:
    """Return the true value of a measure, or None where it is not known."""
    if rule.measure not in true_measures.FORMULAS:
        return None
    one: OneSide = "right" if side == "right" else "left"
    part = exercise.phase(rule.phase).part
    return true_values.of(
        performance, cycle, measure=rule.measure, reduce=rule.reduce, part=part,
        side=one,
    )  # fmt: skip


def _stated_joint(exercise: Exercise, found: Repetition | Hold) -> str | None:
    """Return the joint whose angle is primary and stated in a report, if one is."""
    signal = exercise.signal.measure
    names = {rule.name for rule in exercise.measures if rule.measure == signal}
    stated = any(m.name in names and m.value is not None for m in found.measures)
    return JOINT_OF.get(signal) if stated else None


def _compare_angle(
    trial: Trial,
    performance: Performance,
    exercise: Exercise,
    judged: Judgment,
    cycle: Cycle,
    joint: str | None,
) -> None:
    """Fill in the errors of the primary angle in one repetition."""
    side = "left" if cycle.side == "both" else cycle.side
    name = exercise.signal.measure
    seen = measure_series(name, cycle.side, judged.poses)
    true = true_measures.series(name, side, performance.skeleton)
    if cycle.side == "both":
        other = true_measures.series(name, "right", performance.skeleton)
        true = 0.5 * (true + other)
    inside = true_values.frames(performance.time_s, cycle) & np.isfinite(seen)
    if not inside.any():
        return
    error = (seen - true)[inside]
    trial.angle_errors_deg += error.tolist()
    if joint is not None:
        trial.joint_errors_deg.setdefault(joint, []).extend(error.tolist())
    extreme = np.max if exercise.signal.peak == "max" else np.min
    trial.peak_errors_deg.append(float(extreme(seen[inside]) - extreme(true[inside])))


def true_grade(
    performance: Performance, exercise: Exercise, rule: Mistake, cycle: Cycle
) -> float:
    """Return how much of a mistake one repetition truly holds.

    1 = at the catalog's limit, 2 = where the catalog calls it major; on the worse
    of the sides that move.
    """
    part = exercise.phase(rule.phase).part
    if rule.measure == "duration":
        value = cycle.back_s if part == "from_peak" else cycle.out_s
        return 1.0 + rule.excess(value) / rule.major
    if rule.measure == "asymmetry":
        apart = true_values.asymmetry(performance, cycle, exercise.signal)
        return 1.0 + rule.excess(apart) / rule.major
    excess = [
        rule.excess(
            true_values.of(
                performance, cycle, measure=rule.measure, reduce=rule.reduce,
                part=part, side=side if rule.limb == "working" else opposite(side),
            )
        )
        for side in true_values.working_sides(cycle)
    ]  # fmt: skip
    return 1.0 + max(excess) / rule.major
