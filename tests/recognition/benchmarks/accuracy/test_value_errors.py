"""Errors of measures: what is put in is what is found."""

from pathlib import Path

import numpy as np
import pytest

from recognition.benchmarks.accuracy import error_file, grid, residual, value_errors
from recognition.benchmarks.accuracy.value_errors import Series, Spread, of_recording
from recognition.biomechanics import errors as stored_errors
from recognition.poses import PoseSequence
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from recognition.skeleton import INDEX


def series(errors: np.ndarray) -> Series:
    truth, moves = np.full(len(errors), 90.0), float(np.linspace(0.0, 90.0, 100).std())
    return Series("knee_flexion", "value", "in_plane", errors, truth, moves)


def test_bias_systematic_and_random_parts_are_told_apart() -> None:
    generator = np.random.default_rng(1)
    members = [
        series(2.0 + generator.normal(0.0, 4.0) + generator.normal(0.0, 1.0, 500))
        for _ in range(200)
    ]

    spread = value_errors.summarize(members)["knee_flexion"]["value"]["in_plane"]

    assert spread.n == 200
    assert spread.bias == pytest.approx(2.0, abs=0.8)
    assert spread.systematic == pytest.approx(4.0, abs=0.5)
    assert spread.random == pytest.approx(1.0, abs=0.05)
    assert spread.covered == pytest.approx(1.96 * np.hypot(4.0, 1.0), rel=0.25)
    assert spread.truth == pytest.approx(90.0 / np.sqrt(12.0), rel=0.05)


def test_what_is_stated_may_vary_more_than_what_moves() -> None:
    members = [
        Series("heel_lift", "change", "oblique", np.zeros(3), np.full(3, float(k)), 0.0)
        for k in range(10)
    ]

    found = value_errors.summarize(members)["heel_lift"]["change"]["oblique"]
    assert found.truth == pytest.approx(np.arange(10).std())


def test_few_recordings_give_no_figure() -> None:
    few = [series(np.ones(100)) for _ in range(value_errors.FEWEST - 1)]

    assert value_errors.summarize(few) == {}


@pytest.mark.parametrize(
    ("yaw", "band"), [(90.0, "in_plane"), (40.0, "oblique"), (0.0, "out_of_plane")]
)
def test_error_free_landmarks_have_small_errors_where_the_plane_is_shown(
    yaw: float, band: str
) -> None:
    performance = perform(Scenario("squat", 2, camera=Camera(yaw_deg=yaw)))
    poses = observation.ideal(performance)
    found = list(value_errors.of_recording(performance, poses))

    knees = [each for each in found if each.measure == "knee_flexion"]
    assert {each.kind for each in knees} == {"value", "change", "sides"}
    for each in knees:
        assert each.band == band
        assert len(each.errors) == len(each.truth) == 2
        assert each.moves > 20.0
        if band == "in_plane":
            assert np.abs(each.errors).max() < 8.0


def test_a_hold_is_measured_while_it_is_held() -> None:
    camera = Camera(yaw_deg=90.0, distance_m=2.9, height_m=0.75, aim_m=0.35)
    performance = perform(Scenario("plank", 1, camera=camera))
    poses = observation.ideal(performance)
    found = list(value_errors.of_recording(performance, poses))

    lines = [each for each in found if each.measure == "body_line"]
    assert lines
    assert max(np.abs(each.errors).max() for each in lines) < 10.0


SPREAD = Spread(1.0, 2.0, 3.0, covered=8.0, truth=30.0, n=20)


def test_nothing_falls_below_what_is_published() -> None:
    spreads = {"knee_flexion": {"value": {"in_plane": SPREAD, "oblique": SPREAD},
                                "change": {"in_plane": SPREAD}}}  # fmt: skip
    text = error_file.text_of(spreads, {})

    widths = [row for row in text.splitlines() if row.startswith("half_width")]
    assert widths == ["half_width = 12.5", "half_width = 29.6", "half_width = 8.0"]
    assert "bias = 1.0" in text


def test_real_clips_widen_the_random_part_alone() -> None:
    wider = Spread(1.0, 2.0, 3.0, covered=20.0, truth=30.0, n=20)
    text = error_file.text_of(
        {"knee_flexion": {"value": {"in_plane": wider}}}, {"knee_flexion": 2.0}
    )

    grown = 20.0 * np.sqrt((1 + 4 + 36) / (1 + 4 + 9))
    assert f"half_width = {grown:.3g}" in text
    assert "systematic = 2.0" in text
    assert "random = 6.0" in text


def test_a_measure_is_reliable_where_it_errs_less_than_it_varies() -> None:
    assert error_file.reliability(30.0, half_width=12.5) > 0.9
    assert error_file.reliability(3.0, half_width=12.5) < 0.3


@pytest.mark.parametrize(
    ("off_deg", "band"),
    [(0.0, "in_plane"), (27.0, "in_plane"), (28.0, "oblique"), (65.0, "out_of_plane")],
)
def test_the_angle_off_the_picture_decides_the_band(off_deg: float, band: str) -> None:
    assert stored_errors.band_of(off_deg) == band


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


def test_an_interrupted_measurement_goes_on_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = list(grid.scenarios(("squat",), part="tune"))[:3]
    monkeypatch.setattr(grid, "scenarios", lambda **_options: iter(plan))
    kept = tmp_path / "series.jsonl"
    whole = error_file.measure(every=1, clips=None, kept=kept)
    lines = kept.read_text().splitlines()
    kept.write_text("\n".join(lines[:-1]) + "\n" + lines[-1][:50])
    done = []
    monkeypatch.setattr(
        error_file, "of_recording", lambda *a: done.append(a) or of_recording(*a)
    )

    again = error_file.measure(every=1, clips=None, kept=kept)

    assert len(done) == 1
    assert again == whole
