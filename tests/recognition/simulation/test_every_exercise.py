"""Every exercise of the catalog, with every mistake, as the catalog measures it.

The values are read from the true joint centers of a whole performance, apart from
the code that set the grades.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from recognition.exercises.catalog import get, load
from recognition.exercises.spec import Mistake
from recognition.simulation import stage, true_measures
from recognition.simulation.motions.catalog import motion
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import (
    Made,
    Performance,
    Scenario,
    Timing,
    Variation,
    perform,
)

Floats = npt.NDArray[np.float64]

STEADY = Variation(jitter=0.0, liveliness=0.0)
EVERY_MISTAKE = [(code, m.code) for code in sorted(load()) for m in get(code).mistakes]
# What no body can do, with the reason.
OUT_OF_REACH = {
    ("glute_bridge", "feet_close"): (
        "145 degrees at the top would ask for 165 at rest, beyond what calf and thigh "
        "leave; the simulated patient stops at about 132"
    ),
}
BOTH_FEET = ("left_ball", "right_ball")
OTHER_FOOT = ("right_ball",)
PLANK = (*BOTH_FEET, "left_wrist", "right_wrist")
# What stays on the floor while the left side works, where it is not both feet.
CARRIERS = {
    "bird_dog": ("left_wrist", "right_knee", "right_ball"),
    "clamshell": OTHER_FOOT,
    "dead_bug": ("pelvis",),
    "glute_bridge": (*BOTH_FEET, "left_shoulder", "right_shoulder"),
    "heel_slide": ("pelvis",),
    "jumping_jack": (),
    "plank": (*PLANK, "left_elbow", "right_elbow"),
    "push_up": PLANK,
    "push_up_incline": PLANK,
    "push_up_wall": PLANK,
    "side_plank": (*BOTH_FEET, "left_wrist", "left_elbow"),
    "single_leg_stand": ("left_ball",),
    "sit_up": (*BOTH_FEET, "pelvis"),
    "step_up": ("left_ball",),
    "superman": ("pelvis",),
    **dict.fromkeys(
        (
            "hip_abduction",
            "hip_extension",
            "hurdle_step",
            "knee_flexion_standing",
            "lunge",
            "marching",
            "seated_knee_extension",
            "side_lunge",
            "standing_leg_raise",
            "straight_leg_raise",
        ),
        OTHER_FOOT,
    ),
}
# Nobody gets out or back faster.
FASTEST_S = 0.25
# Of the catalog's span from limit to major: postures are tried at 21 moments.
NEAR = 0.07


@cache
def _performed(exercise: str, mistake: str | None, grade: float) -> Performance:
    """Return three repetitions, the second with `mistake`."""
    made = () if mistake is None else (Made(mistake, grade, first=2, last=2),)
    side = stage.side(exercise)
    return perform(
        Scenario(
            exercise,
            3,
            side="left" if side == "alternating" else side,
            mistakes=made,
            variation=STEADY,
            timing=Timing(rate_hz=60.0),
        )
    )


def _excess(performance: Performance, rule: Mistake, repetition: int) -> float:
    """Return how far the true value of a repetition is beyond the limit."""
    exercise = get(performance.scenario.exercise)
    cycle = performance.cycles[repetition - 1]
    if rule.measure == "duration":
        towards = exercise.phase(rule.phase).part == "toward_peak"
        return rule.excess(cycle.out_s if towards else cycle.back_s)
    seconds = _seconds(performance, rule, cycle)
    values = _series(performance, rule)
    rest = values[int(np.argmin(np.abs(performance.time_s - cycle.start_s)))]
    seen = values[seconds]
    reduced = {
        "max": seen.max(), "min": seen.min(), "mean": seen.mean(),
        "range": seen.max() - seen.min(),
        "rise": seen.max() - rest, "drop": rest - seen.min(),
    }  # fmt: skip
    return rule.excess(float(reduced[rule.reduce]))


def _most(rule: Mistake) -> float:
    """Return how far a gross mistake is beyond the limit."""
    if rule.measure != "duration" or rule.below is None:
        return rule.major
    return min(rule.major, rule.below - FASTEST_S)


def _seconds(
    performance: Performance, rule: Mistake, cycle: Cycle
) -> npt.NDArray[np.bool_]:
    """Return the frames in which `rule` is judged."""
    exercise, time_s = get(performance.scenario.exercise), performance.time_s
    inside = (time_s >= cycle.start_s) & (time_s <= cycle.end_s)
    progress = cycle.progress(time_s)
    if exercise.kind == "hold":
        return inside & (progress > 0.999)
    masks: dict[str, npt.NDArray[np.bool_]] = {
        "whole": inside,
        "toward_peak": inside & (time_s <= cycle.peak_s),
        "from_peak": inside & (time_s >= cycle.peak_s),
        "at_peak": inside & (progress > 0.9),
        "at_rest": inside & (progress < 0.1),
    }
    return masks[exercise.phase(rule.phase).part]


def _series(performance: Performance, rule: Mistake) -> Floats:
    """Return what `rule` measures in every frame, on the left or where it belongs."""
    exercise = get(performance.scenario.exercise)
    side = "right" if rule.limb == "other" else "left"
    if rule.measure == "asymmetry":
        both = [
            true_measures.series(exercise.signal.measure, s, performance.skeleton)
            for s in ("left", "right")
        ]
        return np.abs(both[0] - both[1])
    return true_measures.series(rule.measure, side, performance.skeleton)


def test_the_whole_catalog_can_be_simulated() -> None:
    for code in sorted(load()):
        known = set(motion(code).knobs)
        rules = get(code).mistakes
        assert {m.code for m in rules if m.measure != "duration"} <= known
        assert known <= {m.code for m in rules}


@pytest.mark.parametrize(("exercise", "mistake"), EVERY_MISTAKE)
def test_a_mistake_is_as_large_as_its_grade(exercise: str, mistake: str) -> None:
    rule = get(exercise).mistake(mistake)
    without = _excess(_performed(exercise, None, 0.0), rule, 2)
    limit = _excess(_performed(exercise, mistake, 1.0), rule, 2)
    assert without < 0.0
    assert limit == pytest.approx(0.0, abs=NEAR * rule.major)
    gross = _performed(exercise, mistake, 2.0)
    if (exercise, mistake) in OUT_OF_REACH:
        assert gross.cycles[1].grades[mistake] < 2.0, "then the exemption can go"
        return
    most = _most(rule)
    assert _excess(gross, rule, 2) == pytest.approx(most, abs=NEAR * rule.major)
    said = gross.cycles[1].grades[mistake]
    assert said == pytest.approx(1.0 + most / rule.major, abs=NEAR)
    assert _excess(gross, rule, 1) < 0.0, "the repetition before is as it was"


@pytest.mark.parametrize("exercise", sorted(load()))
def test_the_target_is_reached_without_a_mistake(exercise: str) -> None:
    signal = get(exercise).signal
    performance = _performed(exercise, None, 0.0)
    cycle = performance.cycles[1]
    values = true_measures.series(signal.measure, "left", performance.skeleton)
    peak = values[int(np.argmin(np.abs(performance.time_s - cycle.peak_s)))]
    rest = values[int(np.argmin(np.abs(performance.time_s - cycle.start_s)))]
    assert signal.target[0] <= peak <= signal.target[1]
    if get(exercise).kind == "repetitions":
        assert bool(peak > rest) is (signal.peak == "max")
        assert abs(peak - rest) > signal.repetition_range


@pytest.mark.parametrize(("exercise", "mistake"), EVERY_MISTAKE)
def test_a_gross_mistake_keeps_bones_joints_and_what_carries_the_body(
    exercise: str, mistake: str
) -> None:
    """Ranges of healthy adults with a margin: AAOS (1965), Joint Motion.

    The hip's is that of trunk against thigh, to which the bent back adds.
    """
    performance = _performed(exercise, mistake, 2.0)
    skeleton, body = performance.skeleton, performance.scenario.body
    limits = {"knee_flexion": 155.0, "elbow_flexion": 150.0, "hip_flexion": 150.0}
    for side in ("left", "right"):
        for measure, most in limits.items():
            assert true_measures.series(measure, side, skeleton).max() <= most
        for first, second, length in (
            ("hip", "knee", body.thigh),
            ("knee", "ankle", body.shank),
            ("shoulder", "elbow", body.upper_arm),
            ("elbow", "wrist", body.forearm),
        ):
            bone = skeleton.joint(f"{side}_{first}") - skeleton.joint(
                f"{side}_{second}"
            )
            assert np.abs(np.linalg.norm(bone, axis=1) / length - 1.0).max() < 0.015
    cycle, time_s = performance.cycles[1], performance.time_s
    within = (time_s >= cycle.start_s) & (time_s <= cycle.end_s)
    for joint in CARRIERS.get(exercise, BOTH_FEET):
        place = skeleton.joint(joint)[within]
        assert np.linalg.norm(place - place[0], axis=1).max() < 0.01


@pytest.mark.parametrize("exercise", sorted(load()))
def test_boundaries_are_where_the_movement_begins_and_ends(exercise: str) -> None:
    performance = _performed(exercise, None, 0.0)
    joints, time_s = performance.skeleton.joints, performance.time_s
    speed = np.linalg.norm(np.diff(joints, axis=0), axis=-1).max(axis=1) * 60.0
    cycle = performance.cycles[1]
    before = (time_s[1:] > cycle.start_s - 0.1) & (time_s[1:] <= cycle.start_s)
    after = (time_s[:-1] >= cycle.end_s) & (time_s[:-1] < cycle.end_s + 0.1)
    within = (time_s[1:] > cycle.start_s) & (time_s[:-1] < cycle.end_s)
    assert speed[before].max() < 1e-9
    assert speed[after].max() < 1e-9
    assert speed[within].max() > 0.05
