"""Repetitions of a known exercise: counted, bounded, told from attempts."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import repetitions
from recognition.biomechanics.kinematics import measure_series
from recognition.cleaning import clean
from recognition.exercises import catalog
from recognition.repetitions import attempts, movements, signal
from recognition.simulation import stage
from recognition.simulation.camera import Camera
from recognition.simulation.observation import observe
from recognition.simulation.scenario import Scenario, perform
from recognition.skeleton import INDEX, mirrored
from tests.recognition.repetitions.movements import RATE, angle, arm_raises, cut, squats
from tests.recognition.stick_figure import Figure

SQUAT = catalog.get("squat")
ABDUCTION = catalog.get("shoulder_abduction")
STAND_UP = catalog.get("sit_to_stand")
DEAD_BUG = catalog.get("dead_bug")


@pytest.mark.parametrize("count", [1, 2, 5, 12])
@pytest.mark.parametrize("yaw", [0.0, 45.0, 90.0, 180.0])
def test_every_squat_is_counted_from_every_side(count, yaw):
    found = repetitions.segment(squats(*[100] * count, yaw=yaw), SQUAT)
    assert len(found.repetitions) == count
    assert found.attempts == ()


def test_boundaries_are_where_the_movement_begins_turns_and_ends():
    """One second of rest, then squats of 3 s with 0.5 s of rest between them."""
    found = repetitions.segment(squats(100, 100, 100), SQUAT).repetitions
    for number, span in enumerate(found):
        begin = 1.0 + 3.5 * number
        assert span.start_s == pytest.approx(begin, abs=0.12)
        assert span.peak_s == pytest.approx(begin + 1.5, abs=0.12)
        assert span.end_s == pytest.approx(begin + 3.0, abs=0.12)


def test_slow_and_fast_repetitions_count_alike():
    slow, fast = squats(90, 90, period_s=7.0), squats(90, 90, period_s=0.9)
    assert len(repetitions.segment(slow, SQUAT).repetitions) == 2
    assert len(repetitions.segment(fast, SQUAT).repetitions) == 2


def test_a_small_movement_among_large_ones_is_an_attempt():
    found = repetitions.segment(squats(100, 30, 100), SQUAT)
    assert len(found.repetitions) == 2
    (attempt,) = found.attempts
    assert attempt.reason == attempts.TOO_SMALL
    assert attempt.start_s == pytest.approx(4.5, abs=0.3)
    assert attempt.end_s == pytest.approx(7.5, abs=0.3)


def test_of_two_movements_the_larger_says_what_is_typical():
    found = repetitions.segment(squats(100, 40), SQUAT)
    assert len(found.repetitions) == 1
    assert [attempt.reason for attempt in found.attempts] == [attempts.TOO_SMALL]


def test_a_movement_that_was_hardly_seen_is_none():
    """Of the second of three squats one frame in five shows the body."""
    values = angle(100, 100, 100)
    time_s = np.arange(len(values)) / RATE
    hidden = (time_s > 4.6) & (time_s < 7.4) & (np.arange(len(values)) % 5 != 0)
    for shown, peaks_s in (
        (values, [2.5, 6, 9.5]),
        (np.where(hidden, np.nan, values), [2.5, 9.5]),
    ):
        found = movements.of_track(signal.Track("both", shown), time_s, 30.0)
        assert [m.peak_s for m in found] == pytest.approx(peaks_s, abs=0.1)


def test_both_knees_count_where_the_front_leg_tells_the_side():
    """Heels lifted behind in turn: the knees bend one after the other."""
    curls = Scenario(exercise="knee_flexion_standing", side="alternating", seed=3)
    poses = clean(observe(perform(curls)))
    both = ("left", "right")
    knees = [measure_series("knee_flexion", side, poses) for side in both]
    assert signal.take_turns(*knees)
    for track in signal.tracks(poses, catalog.get("lunge")):
        whole = measure_series("knee_flexion", track.side, poses)
        np.testing.assert_array_equal(track.values, whole)


def test_a_far_leg_is_followed_though_the_near_one_hides_it_at_rest():
    """From the side both legs of a dead bug are seen only while one is stretched."""
    camera = stage.camera("dead_bug", 90.0)
    scenario = Scenario("dead_bug", 4, side="alternating", camera=camera, seed=3)
    performance = perform(scenario)
    poses = clean(observe(performance))
    followed = signal.tracks(poses, DEAD_BUG)
    assert [track.side for track in followed] == ["left", "right"]
    for cycle in performance.cycles:
        peak = np.argmin(np.abs(poses.time_s - cycle.peak_s))
        near, far = (track.values[peak] for track in followed)
        assert bool(near > 40) is (cycle.side == "left")
        assert bool(far > 40) is (cycle.side == "right")


def test_a_far_leg_that_is_never_seen_takes_no_turns():
    near = angle(60, 60, 60)
    for far in (np.full_like(near, np.nan), np.where(near > 55, near, np.nan)):
        assert not signal.take_turns(*signal.behind(near, far))


def test_small_movements_before_the_first_repetition_are_set_up():
    found = repetitions.segment(squats(25, 25, 100, 100, pause_s=4.0), SQUAT)
    assert len(found.repetitions) == 2
    assert found.attempts == ()


def test_standing_still_is_no_repetition():
    found = repetitions.segment(squats(0, 0), SQUAT)
    assert found.repetitions == ()
    assert found.attempts == ()


def test_a_last_repetition_that_does_not_return_is_an_attempt():
    poses = cut(squats(100, 100), 0.0, 1.0 + 3.5 + 1.7)
    found = repetitions.segment(poses, SQUAT)
    assert len(found.repetitions) == 1
    assert [attempt.reason for attempt in found.attempts] == [attempts.NOT_FINISHED]


def test_a_recording_that_starts_at_the_peak_counts_the_return():
    poses = cut(squats(100, 100, 100), 1.0 + 1.4, 12.0)
    found = repetitions.segment(poses, SQUAT).repetitions
    assert [span.is_cut for span in found] == [True, False, False]
    assert found[0].confidence < found[1].confidence


def test_unseen_time_is_not_counted():
    poses = squats(100, 100, 100)
    unseen = (poses.time_s > 4.4) & (poses.time_s < 7.6)
    poses.landmarks[unseen] = np.nan
    poses.world[unseen] = np.nan
    assert len(repetitions.segment(poses, SQUAT).repetitions) == 2


def test_both_arms_together_are_one_repetition_of_both():
    arms = angle(90, 90, 90)
    found = repetitions.segment(arm_raises(arms, arms), ABDUCTION).repetitions
    assert [span.side for span in found] == ["both"] * 3


def test_arms_in_turn_are_repetitions_of_one_side_each():
    left, right = angle(90, 0, 90, 0), angle(0, 90, 0, 90)
    found = repetitions.segment(arm_raises(left, right), ABDUCTION).repetitions
    assert [span.side for span in found] == ["left", "right", "left", "right"]


def test_a_shallow_squat_between_deep_ones_is_a_repetition():
    """Its hips go back less, too: the body as a whole does not repeat itself there."""
    knee = 5 + angle(100, 100, 60, 100, 100)
    lean = np.where(knee > 70, knee, 0.3 * knee)
    figure = Figure(frames=len(knee), knee=knee, hip=lean, shank=knee / 4)
    found = repetitions.segment(clean(figure.seen(yaw=60)), SQUAT)
    assert len(found.repetitions) == 5
    assert found.attempts == ()


def less_seen(poses, side):
    """Return the poses with one arm half hidden, though measured all the time."""
    columns = [INDEX[f"{side}_{joint}"] for joint in ("elbow", "wrist")]
    visibility = poses.visibility.copy()
    visibility[:, columns] = 0.55
    return replace(poses, visibility=visibility)


def test_an_arm_that_takes_turns_counts_though_it_is_seen_less_well():
    turns = arm_raises(angle(90, 0, 90, 0, 90), angle(0, 90, 0, 90, 0))
    found = repetitions.segment(less_seen(turns, "left"), ABDUCTION).repetitions
    assert [span.side for span in found] == ["left", "right", "left", "right", "left"]


def test_an_arm_that_is_seen_less_well_and_moves_along_counts_once():
    along = arm_raises(angle(90, 90, 90), angle(60, 60, 60))
    found = repetitions.segment(less_seen(along, "right"), ABDUCTION).repetitions
    assert len(found) == 3


def test_one_arm_alone_is_counted_on_its_side():
    found = repetitions.segment(arm_raises(angle(0), angle(90, 90)), ABDUCTION)
    assert [span.side for span in found.repetitions] == ["right", "right"]


def test_the_mirror_exchanges_the_sides_and_nothing_else():
    poses = arm_raises(angle(90, 0, 80), angle(0, 85, 0))
    seen = repetitions.segment(poses, ABDUCTION).repetitions
    mirror = repetitions.segment(mirrored(poses), ABDUCTION).repetitions
    swap = {"left": "right", "right": "left"}
    assert [swap[span.side] for span in seen] == [span.side for span in mirror]
    np.testing.assert_allclose(
        [span.peak_s for span in seen], [span.peak_s for span in mirror]
    )


def test_many_equal_small_movements_are_the_patient_s_repetitions():
    """After surgery 30 degrees may be all: equal and many, so they are meant."""
    found = repetitions.segment(arm_raises(*[angle(*[28] * 5)] * 2), ABDUCTION)
    assert len(found.repetitions) == 5


def test_a_larger_swing_is_surer():
    small = repetitions.segment(squats(55, 55), SQUAT).repetitions
    large = repetitions.segment(squats(110, 110), SQUAT).repetitions
    assert 0 < small[0].confidence < large[0].confidence <= 1


def test_knees_that_bend_in_walking_are_no_standing_up():
    """Stand up from a chair, walk on the spot, sit down: one repetition."""
    seated = 95 * (1 - (1 - np.cos(np.linspace(0, np.pi, 40))) / 2)
    steps = 25 * (1 - np.cos(np.arange(150) * 2 * np.pi / 18))
    knee = np.concatenate([[95] * 30, seated, steps, seated[::-1], [95] * 30])
    poses = squats_of(knee)
    assert len(repetitions.segment(poses, STAND_UP).repetitions) == 1


def squats_of(knee):
    return clean(Figure(len(knee), knee=knee, hip=0.9 * knee).seen(yaw=70))


def test_too_short_a_recording_holds_nothing():
    poses = cut(squats(100), 0.0, 0.01)
    assert repetitions.segment(poses, SQUAT) == repetitions.Segmentation()


def test_arms_that_take_turns_are_told_apart_though_the_trunk_moves_both():
    """A trunk that leans to and fro lifts both arms alike; their difference stays."""
    left, right = angle(60, 0, 60, 0, 60, 0), angle(0, 60, 0, 60, 0, 60)
    sway = 20 + 20 * np.sin(np.arange(len(left)) * 2 * np.pi / 120)
    found = repetitions.segment(arm_raises(left + sway, right + sway), ABDUCTION)
    sides = [span.side for span in found.repetitions]
    assert sides == ["left", "right", "left", "right", "left", "right"]


@pytest.mark.parametrize("seed", [26, 43, 58])
def test_the_last_of_alternating_lunges_counts_like_the_others(seed):
    """They go forward in turn, so the body as a whole repeats itself less plainly."""
    scenario = Scenario("lunge", 6, side="alternating", camera=Camera(-30.0), seed=seed)
    poses = clean(observe(perform(scenario)))
    assert len(repetitions.segment(poses, catalog.get("lunge")).repetitions) == 6


@pytest.mark.parametrize("share", [0.35, 0.55, 0.75])
def test_a_recording_that_starts_on_the_way_back_does_not_count_it(share):
    """Neither the turning point nor all of the return is seen."""
    back_s = 1.0 + 1.5 + 1.5 * share
    found = repetitions.segment(cut(squats(100, 100, 100), back_s, 12.0), SQUAT)
    assert [span.is_cut for span in found.repetitions] == [False, False]


def test_a_start_that_is_cut_is_an_attempt_with_its_reason():
    found = repetitions.segment(cut(squats(100, 100, 100), 3.0, 12.0), SQUAT)
    assert [attempt.reason for attempt in found.attempts] == [attempts.NOT_BEGUN]


@pytest.mark.parametrize("begin_s", [1.4, 1.8, 2.2])
def test_a_recording_that_starts_on_the_way_to_the_peak_counts_it(begin_s):
    found = repetitions.segment(cut(squats(100, 100, 100), begin_s, 12.0), SQUAT)
    assert len(found.repetitions) == 3
