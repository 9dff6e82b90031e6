"""`recognize simulate` writes recordings and their truth."""

import json
from pathlib import Path

import pytest

from recognition import poses
from recognition.cli import main


def test_landmarks_and_truth_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, truth = tmp_path / "poses.npz", tmp_path / "truth.json"
    code = main(
        [
            "simulate", "--exercise", "squat", "--repetitions", "3",
            "--mistake", "knees_inward:1.5@2-3/left", "--view", "front",
            "--attempts", "1", "--seed", "7",
            "--output", str(output), "--truth", str(truth),
        ]
    )  # fmt: skip

    answer = json.loads(capsys.readouterr().out)
    known = json.loads(truth.read_text())
    assert code == 0
    assert answer["repetitions"] == 3
    assert answer["attempts"] == 1
    assert len(poses.load(output)) == answer["frames"] == len(known["time_s"])
    assert [r["mistakes"] for r in known["repetitions"]] == [
        [],
        [{"mistake": "knees_inward", "grade": 1.5}],
        [{"mistake": "knees_inward", "grade": 1.5}],
    ]
    assert known["view"] == {"name": "front", "yaw_deg": 0.0}


@pytest.mark.parametrize(
    "wrong",
    [
        ["--mistake", "knees_inward"],
        ["--mistake", "bad_mood:1"],
        ["--view", "above"],
        ["--output", "squat.avi"],
    ],
)
def test_wrong_calls_are_usage_errors(
    tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["simulate", "--exercise", "squat", "--output", str(tmp_path / "a.npz")]
    try:
        code = main([*call, *wrong])
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    assert code == 64
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"
