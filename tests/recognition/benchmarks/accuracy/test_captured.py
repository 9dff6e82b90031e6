"""Captured squats: the knee's angle is held against the joint centers."""

import pytest

from recognition.benchmarks.accuracy import captured
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform


def test_error_free_landmarks_from_the_side_have_next_to_no_error() -> None:
    performance = perform(Scenario("squat", 3, camera=Camera(yaw_deg=90.0)))
    row = captured.compared(performance.skeleton, observation.ideal(performance))

    assert row["counted"] == 3
    assert row["found"] == 1.0
    assert row["mae_deg"] < 4.0
    assert row["seen_peak_deg"] == pytest.approx(row["true_peak_deg"], abs=6.0)
    lower, upper = row["limits_deg"]
    assert lower <= row["bias_deg"] <= upper


def test_the_table_names_view_count_and_limits() -> None:
    row = {
        "subject": 2, "yaw_deg": 90.0, "episodes": 4, "found": 1.0, "counted": 3,
        "bias_deg": -1.24, "mae_deg": 2.5, "limits_deg": [-6.0, 3.5],
        "true_peak_deg": 118.2, "seen_peak_deg": 115.9,
    }  # fmt: skip

    table = captured.markdown([row, {**row, "yaw_deg": 0.0}])

    assert (
        "| 2 | side | 100.0% | 3 of 4 | -1.2 / 2.5 (-6.0 to 3.5) | 118 / 116 |" in table
    )
    assert "| 2 | front |" in table
