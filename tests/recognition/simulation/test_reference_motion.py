"""What the pages draw is how the simulated patient does the exercise."""

import json
from pathlib import Path

import numpy as np
import pytest

from recognition.exercises import catalog
from recognition.exercises.catalog import UnknownExercise
from recognition.simulation import reference_motion
from recognition.simulation.motions.catalog import MOTIONS

PAGES = Path(__file__).resolve().parents[3] / "static" / "motions"


def places(motion):
    """Joints of every frame, (T, J, 3) metres."""
    frames = np.array(motion["frames"], dtype=float) / 1000
    return frames.reshape(len(frames), -1, 3)


def at(motion, joint):
    return places(motion)[:, motion["joints"].index(joint)]


def test_every_exercise_that_can_be_simulated_has_its_motion():
    wanted = {code for code in catalog.load() if code in MOTIONS}
    assert {path.stem for path in PAGES.glob("*.json")} == wanted


@pytest.mark.parametrize("code", ["squat", "lunge", "glute_bridge"])
def test_the_file_holds_what_the_simulator_does_now(code):
    kept = json.loads((PAGES / f"{code}.json").read_text())
    made = reference_motion.motion_of(code)
    assert {**kept, "frames": None} == {**made, "frames": None}
    assert places(kept) == pytest.approx(places(made), abs=0.005)


def test_a_squat_goes_down_to_its_peak_and_up_again():
    motion = reference_motion.motion_of("squat")
    height = at(motion, "left_hip")[:, 2]
    assert height[motion["peak"]] == pytest.approx(height.min(), abs=0.005)
    assert height[0] - height.min() > 0.25
    assert height[-1] == pytest.approx(height[0], abs=0.02)


def test_only_the_left_side_works_where_one_side_does():
    motion = reference_motion.motion_of("seated_knee_extension")
    assert motion["side"] == "left"
    moved = {
        side: np.ptp(at(motion, f"{side}_ankle")[:, 2]) for side in ("left", "right")
    }
    assert moved["left"] > 0.2
    assert moved["right"] < 0.02


def test_the_left_of_the_body_is_to_its_left():
    motion = reference_motion.motion_of("squat")
    assert (
        at(motion, "left_shoulder")[:, 1] > at(motion, "right_shoulder")[:, 1]
    ).all()


def test_every_file_of_the_catalog_is_written(tmp_path):
    assert "squat" in reference_motion.write(tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == len(list(PAGES.glob("*.json")))


def test_what_is_no_exercise_has_no_motion():
    with pytest.raises(UnknownExercise):
        reference_motion.motion_of("juggling")
