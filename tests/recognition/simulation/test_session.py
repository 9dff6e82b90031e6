"""A session at home is its description: same description, same session."""

import json
from pathlib import Path

import av
import numpy as np
import pytest

from recognition import poses
from recognition.patient_rules import PatientRules
from recognition.simulation import session
from recognition.simulation.session import Lapse, Session

SHORT = Session("squat", person=3, seed=5, repetitions=2, yaw_deg=70.0, tempo=1.3)


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("session")
    session.judge(SHORT, folder)
    return folder


def report(folder: Path) -> dict:
    return json.loads((folder / "report.json").read_text())


def test_it_is_judged_like_any_recording(judged: Path) -> None:
    found = report(judged)

    assert found["summary"]["repetitions"] == 2
    assert found["exercise"]["source"] == "prescribed"
    assert found["view"]["name"] == "left"
    kept = poses.load(judged / "poses.npz")
    assert found["video"]["analyzed_frames"] == len(kept)
    assert (judged / "still.jpg").read_bytes()[:2] == b"\xff\xd8"
    curves = json.loads((judged / "curves.json").read_text())
    assert len(curves["time_s"]) == len(kept)


def test_the_same_description_gives_the_same_poses(judged: Path, tmp_path) -> None:
    session.judge(SHORT, tmp_path)

    first, second = (poses.load(each / "poses.npz") for each in (judged, tmp_path))
    assert np.array_equal(first.landmarks, second.landmarks)


def test_a_lapse_is_found_in_the_repetition_it_is_made_in(tmp_path) -> None:
    lapse = Lapse("forward_lean", 2.4, first=2, last=2)
    session.judge(Session(**{**SHORT.describe(), "lapses": (lapse,)}), tmp_path)

    first, second = report(tmp_path)["repetitions"]
    assert "forward_lean" not in [each["mistake"] for each in first["findings"]]
    assert "forward_lean" in [each["mistake"] for each in second["findings"]]


def test_it_is_judged_by_the_patients_own_rules(judged: Path, tmp_path) -> None:
    rules = PatientRules(limits={"knee_flexion": 60.0})
    session.judge(SHORT, tmp_path, rules=rules)

    def findings(folder: Path) -> int:
        return sum(len(each["findings"]) for each in report(folder)["repetitions"])

    assert findings(tmp_path) >= findings(judged) + 2


def test_less_reach_is_less_bend(judged: Path, tmp_path) -> None:
    session.judge(Session(**{**SHORT.describe(), "reach": 0.7}), tmp_path)

    def bend(folder: Path) -> float:
        values = report(folder)["repetitions"][0]["measures"]
        return max(each["value"] or 0.0 for each in values if "knee" in each["name"])

    assert bend(judged) - bend(tmp_path) > 15.0


def test_the_film_runs_as_long_as_the_poses(judged: Path, tmp_path) -> None:
    session.film(SHORT, tmp_path / "film.mp4")

    with av.open(str(tmp_path / "film.mp4")) as film:
        times = [frame.time for frame in film.decode(video=0)]
    kept = poses.load(judged / "poses.npz").time_s
    assert times == pytest.approx(list(kept[:: session.FILM_EVERY]), abs=1e-3)
