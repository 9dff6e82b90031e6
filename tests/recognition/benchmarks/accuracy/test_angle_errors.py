"""Errors of measures: what is put in is what is found."""

import numpy as np
import pytest

from recognition.benchmarks.accuracy import angle_errors, error_file, grid, residual
from recognition.benchmarks.accuracy.angle_errors import Series, Spread
from recognition.poses import PoseSequence
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from recognition.skeleton import INDEX


def series(errors: np.ndarray, band: str = "in_plane") -> Series:
    truth = np.linspace(0.0, 90.0, len(errors))
    return Series("knee_flexion", band, errors, np.array([3.0]), truth)


def test_bias_systematic_and_random_parts_are_told_apart() -> None:
    generator = np.random.default_rng(1)
    members = [
        series(2.0 + generator.normal(0.0, 4.0) + generator.normal(0.0, 1.0, 500))
        for _ in range(200)
    ]

    spread = angle_errors.summarize(members)["knee_flexion"]["in_plane"]

    assert spread.n == 200
    assert spread.bias == pytest.approx(2.0, abs=0.8)
    assert spread.systematic == pytest.approx(4.0, abs=0.5)
    assert spread.random == pytest.approx(1.0, abs=0.05)
    assert spread.covered == pytest.approx(1.96 * np.hypot(4.0, 1.0), rel=0.25)
    assert spread.truth == pytest.approx(90.0 / np.sqrt(12.0), rel=0.05)


def test_few_recordings_give_no_figure() -> None:
    few = [series(np.ones(100)) for _ in range(angle_errors.FEWEST - 1)]

    assert angle_errors.summarize(few) == {}


@pytest.mark.parametrize(
    ("measure", "yaw", "band"),
    [
        ("knee_flexion", 90.0, "in_plane"),
        ("knee_flexion", -80.0, "in_plane"),
        ("knee_flexion", 40.0, "oblique"),
        ("knee_flexion", 0.0, "out_of_plane"),
        ("trunk_lean_side", 180.0, "in_plane"),
        ("trunk_lean_side", 90.0, "out_of_plane"),
    ],
)
def test_the_plane_of_a_measure_decides_what_a_view_is(
    measure: str, yaw: float, band: str
) -> None:
    off_deg = angle_errors.off_picture_deg(measure, yaw)

    assert angle_errors.band_of(off_deg) == band


def test_error_free_landmarks_have_small_errors_from_the_side() -> None:
    performance = perform(Scenario("squat", 2, camera=Camera(yaw_deg=90.0)))
    found = list(angle_errors.of_recording(performance, observation.ideal(performance)))

    knees = [each for each in found if each.measure == "knee_flexion"]
    assert knees
    for each in knees:
        assert each.band == "in_plane"
        assert np.abs(each.errors).max() < 5.0
        assert len(each.changes) == 2


SPREAD = Spread(1.0, 2.0, 3.0, covered=8.0, change=5.0, truth=30.0, n=20)


def test_nothing_falls_below_what_is_published() -> None:
    text = error_file.text_of({"knee_flexion": {"in_plane": SPREAD}}, {})

    assert "half_width = 12.5" in text
    assert "change = 7.9" in text
    assert "bias = 1.0" in text


def test_real_clips_widen_the_random_part_alone() -> None:
    wider = Spread(1.0, 2.0, 3.0, covered=20.0, change=9.0, truth=30.0, n=20)
    text = error_file.text_of(
        {"knee_flexion": {"in_plane": wider}}, {"knee_flexion": 2.0}
    )

    grown = 20.0 * np.sqrt((1 + 4 + 36) / (1 + 4 + 9))
    assert f"half_width = {grown:.3g}" in text
    assert "change = 18.0" in text


def test_a_measure_is_reliable_where_it_errs_less_than_it_varies() -> None:
    assert error_file.reliability(30.0, half_width=12.5) > 0.9
    assert error_file.reliability(3.0, half_width=12.5) < 0.3


def test_clips_that_tremble_more_widen_and_steadier_ones_do_not() -> None:
    generator = np.random.default_rng(2)

    def standing(trembling: float) -> PoseSequence:
        performance = perform(Scenario("squat", 1, camera=Camera(yaw_deg=90.0)))
        poses = observation.ideal(performance)
        jitter = generator.normal(0.0, trembling, poses.landmarks.shape)
        return PoseSequence(
            poses.time_s, poses.landmarks + jitter, poses.world,
            poses.visibility, poses.width, poses.height,
        )  # fmt: skip

    calm, shaky = standing(0.001), standing(0.003)
    names = ["knee_flexion"]

    assert residual.widening(names, [shaky], [calm])["knee_flexion"] > 2.0
    assert residual.widening(names, [calm], [shaky])["knee_flexion"] == 1.0


def test_a_bone_that_changes_its_length_is_seen() -> None:
    performance = perform(Scenario("squat", 1, camera=Camera(yaw_deg=90.0)))
    poses = observation.ideal(performance)
    steady = max(residual.bone_spread("leg", poses))
    breathing = 1.0 + 0.2 * np.sin(np.arange(len(poses)))
    poses.world[:, INDEX["left_ankle"]] *= breathing[:, None]

    assert steady < 0.02
    assert max(residual.bone_spread("leg", poses)) > 0.05


def test_the_parts_of_the_grid_share_no_seed() -> None:
    seeds = {
        part: {s.seed for s in grid.scenarios(part=part, any_view=True)}
        for part in ("tune", "report")
    }

    assert seeds["tune"]
    assert not seeds["tune"] & seeds["report"]
