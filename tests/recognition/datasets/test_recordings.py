"""Labeled windows of recordings."""

import numpy as np
import pytest

from recognition.datasets import recordings, simulated, windows
from recognition.datasets.base import UNKNOWN
from recognition.datasets.joints import JOINT
from recognition.datasets.recordings import OTHER, names
from recognition.simulation.phases import Cycle

FEW = ("biceps_curl", "heel_slide", "squat")


@pytest.fixture(scope="module")
def filmed():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulated, "exercises", lambda: FEW)
        yield recordings.filmed(range(2), sets=3)


def test_windows_are_labeled_by_exercise_patient_and_form(filmed):
    assert names()[-1] == OTHER
    assert set(filmed.subject) == {simulated.FIRST_SUBJECT, simulated.FIRST_SUBJECT + 1}
    assert filmed.cuts.shape[1:] == (windows.FRAMES, 20, 3)
    is_other = filmed.exercise == 3
    assert set(filmed.exercise) == {0, 1, 2, 3}
    assert (filmed.correct[is_other] == UNKNOWN).all()
    assert {0, 1} <= set(filmed.correct[~is_other].tolist())


def test_a_squat_bends_the_knees_and_a_curl_does_not(filmed):
    def lowest(place):
        chosen = filmed.cuts[filmed.exercise == place]
        ankles = chosen[:, :, [JOINT["left_ankle"], JOINT["right_ankle"]], 1]
        return float(np.nanmedian(np.nanmax(ankles, axis=(1, 2))))

    assert lowest(2) > lowest(0) + 0.2


def test_the_same_patients_give_the_same_windows(filmed, monkeypatch):
    monkeypatch.setattr(simulated, "exercises", lambda: FEW)

    again = recordings.filmed(range(1), sets=3)

    np.testing.assert_array_equal(again.cuts, filmed.cuts[: len(again)])


def test_windows_come_back_from_a_file(filmed, tmp_path):
    filmed.save(tmp_path / "windows.npz")

    again = recordings.load(tmp_path / "windows.npz")

    np.testing.assert_array_equal(again.correct, filmed.correct)
    assert len(recordings.together(again, filmed)) == 2 * len(filmed)


CYCLES = (Cycle(2.0, 1.0, 0.0, 1.0, 0.0), Cycle(4.0, 1.0, 0.0, 1.0, 0.0))


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (2.0, 4.0, "squat"),
        (1.5, 6.5, "squat"),
        (0.0, 2.0, OTHER),
        (0.0, 3.0, None),  # more standing than squatting
        (5.9, 8.0, OTHER),
        (2.2, 2.9, "squat"),  # nothing but squatting, though not all of it
    ],
)
def test_a_window_shows_the_exercise_if_most_of_it_does(start, end, shown):
    assert recordings._shown("squat", CYCLES, start, end) == shown


def test_what_is_put_together_is_none_of_the_exercises(filmed, monkeypatch):
    monkeypatch.setattr(simulated, "exercises", lambda: FEW)

    made = recordings.nothing_known(filmed, 20, np.random.default_rng(0))

    assert 0 < len(made) <= 20
    assert set(made.exercise) == {3}
    assert set(made.correct) == {UNKNOWN}


def test_arms_at_rest_are_no_reason_to_call_a_squat_another_movement():
    squat = np.zeros((32, 20, 3), dtype=np.float32)
    squat[:, JOINT["left_knee"], 2] = np.sin(np.linspace(0, np.pi, 32))
    curl = np.zeros((32, 20, 3), dtype=np.float32)
    curl[:, JOINT["left_wrist"], 1] = np.sin(np.linspace(0, np.pi, 32))
    still = np.zeros((32, 20, 3), dtype=np.float32)
    made = [
        recordings._crossed(one, two, np.random.default_rng(seed))
        for seed in range(8)
        for one, two in ((squat, still), (still, curl), (squat, curl))
    ]

    both = [one for one in made if one is not None]
    assert both
    for found in both:
        assert np.ptp(found[:, JOINT["left_knee"], 2]) > 0.9
        assert np.ptp(found[:, JOINT["left_wrist"], 1]) > 0.9


def test_a_squat_with_arms_held_elsewhere_is_still_that_squat(filmed, monkeypatch):
    monkeypatch.setattr(simulated, "exercises", lambda: FEW)
    is_squat = filmed.exercise == 2
    squats = recordings.Windows(
        *(
            getattr(filmed, name)[is_squat]
            for name in ("cuts", "exercise", "correct", "subject")
        )
    )
    first = recordings.Windows(
        squats.cuts[:1], squats.exercise[:1], squats.correct[:1], squats.subject[:1]
    )

    made = recordings.held(first, 5, np.random.default_rng(3))

    assert len(made) == 1
    assert made.exercise.tolist() == [2]
    assert made.correct.tolist() == first.correct.tolist()
    legs = [JOINT["left_knee"], JOINT["right_ankle"]]
    np.testing.assert_array_equal(made.cuts[:, :, legs], first.cuts[:, :, legs])
    arm = made.cuts[0, :, JOINT["left_wrist"]] - made.cuts[0, :, JOINT["left_shoulder"]]
    np.testing.assert_allclose(arm, np.broadcast_to(arm[0], arm.shape), atol=1e-5)


def test_only_exercises_with_limbs_to_spare_are_held(filmed, monkeypatch):
    monkeypatch.setattr(simulated, "exercises", lambda: FEW)

    made = recordings.held(filmed, 10_000, np.random.default_rng(0))

    assert set(made.exercise) == {0, 2}  # not the slide of a heel, not `other`
    assert len(made) == np.isin(filmed.exercise, [0, 2]).sum()
    curls = made.cuts[made.exercise == 0]
    hidden = np.isnan(curls[:, :, JOINT["left_ankle"]]).all(axis=(1, 2))
    assert 0 < hidden.mean() < 0.8
