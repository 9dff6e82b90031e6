"""Films of simulated patients: repeatable, timed as asked, lit as asked."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from recognition.simulation import film, stage, video
from recognition.simulation.camera import Camera
from recognition.simulation.film import Picture
from recognition.simulation.optics import Optics
from recognition.simulation.scenario import Scenario, Timing, Variation, perform

pytestmark = pytest.mark.media

SMALL = Camera(yaw_deg=40.0, width=180, height=240)
SHORT = Variation(lead_s=0.3, tempo=2.0)


def _decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    scenario = Scenario("sit_to_stand", 1, camera=SMALL, variation=SHORT, seed=2)
    for name in ("first.mp4", "second.mp4"):
        video.write(tmp_path / name, perform(scenario))
    first, second = ((tmp_path / n).read_bytes() for n in ("first.mp4", "second.mp4"))
    assert first == second


def test_films_of_a_noisy_sensor_are_the_same_to_the_byte(tmp_path: Path) -> None:
    scenario = Scenario("squat", 1, camera=SMALL, variation=SHORT, seed=2)
    noisy = Optics(noise=12.0, blur_px=0.6, light=0.8)
    made = set()
    for _ in range(4):
        video.write(tmp_path / "noisy.mp4", perform(scenario), seen_through=noisy)
        made.add((tmp_path / "noisy.mp4").read_bytes())

    assert len(made) == 1


def test_frames_are_shown_when_they_were_taken(tmp_path: Path) -> None:
    timing = Timing(rate_hz=25.0, jitter=0.2)
    performance = perform(
        Scenario("biceps_curl", 1, camera=SMALL, variation=SHORT, timing=timing)
    )
    told: list[float] = []
    video.write(tmp_path / "uneven.mp4", performance, on_progress=told.append)

    frames = _decoded(tmp_path / "uneven.mp4")

    shown = np.array([frame.time for frame in frames])
    np.testing.assert_allclose(shown, performance.time_s, atol=1e-4)
    assert told[-1] == 1.0


@pytest.mark.parametrize(("painted", "error"), [(3, ValueError), (5, RuntimeError)])
def test_a_film_that_is_not_painted_to_its_end_is_an_error(
    tmp_path: Path, painted: int, error: type[Exception]
) -> None:
    def pictures() -> Iterator[Picture]:
        yield from [np.zeros((64, 64, 3), dtype=np.uint8)] * painted
        if error is RuntimeError:
            raise RuntimeError

    with pytest.raises(error):
        film.write(tmp_path / "torn.mp4", pictures(), np.arange(20) / 30.0)


@pytest.mark.parametrize("after", [1, 20])
def test_a_picture_that_cannot_be_encoded_is_an_error(
    tmp_path: Path, after: int
) -> None:
    shapes = [(64, 64, 3)] * 3 + [(64, 64)] + [(64, 64, 3)] * after
    pictures = (np.zeros(shape, dtype=np.uint8) for shape in shapes)

    with pytest.raises(ValueError, match="ndim"):
        film.write(tmp_path / "torn.mp4", pictures, np.arange(len(shapes)) / 30.0)


def test_a_swaying_camera_moves_the_room(tmp_path: Path) -> None:
    def corner(sway_deg: float) -> np.ndarray:
        camera = Camera(width=180, height=240, sway_deg=sway_deg)
        performance = perform(Scenario("squat", 1, camera=camera, variation=SHORT))
        rows = [p[150:165, :8].astype(float) for p in video.pictures(performance)]
        return np.array(rows).std(axis=0)

    assert corner(0.0).max() < 1e-9
    assert corner(2.0).mean() > 1.0


def test_a_dim_room_is_dim_and_a_noisy_sensor_noisy(tmp_path: Path) -> None:
    performance = perform(Scenario("squat", 1, camera=SMALL, variation=SHORT))

    def brightness(optics: Optics) -> float:
        video.write(tmp_path / "film.mp4", performance, seen_through=optics)
        return float(
            _decoded(tmp_path / "film.mp4")[3].to_ndarray(format="gray").mean()
        )

    assert brightness(Optics(light=0.2)) < 0.4 * brightness(Optics())


@pytest.mark.parametrize("exercise", ["squat", "push_up"])
def test_the_whole_body_is_in_the_picture(exercise: str) -> None:
    camera = stage.camera(exercise, 90.0)
    truth = perform(Scenario(exercise, 1, camera=camera)).truth()
    assert truth.joints_px[..., 0].min() > 0.0
    assert truth.joints_px[..., 0].max() < camera.width
    assert truth.joints_px[..., 1].min() > 0.0
    assert truth.joints_px[..., 1].max() < camera.height


def test_the_patient_is_painted_where_the_truth_says() -> None:
    performance = perform(Scenario("squat", 1, variation=SHORT))
    picture = video.still(performance, 0.0).astype(int)
    x, y = performance.truth().joints_px[0, 2]  # inside of the chest
    shirt = picture[int(y) - 5 : int(y) + 5, int(x) - 5 : int(x) + 5].mean(axis=(0, 1))
    assert shirt[2] > shirt[0] + 30.0, "the shirt is blue-green"
