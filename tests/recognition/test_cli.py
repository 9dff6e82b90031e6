"""The command line answers in JSON, and its exit codes say what happened."""

import json
import subprocess
import sys

import numpy as np
import pytest

from recognition import cli
from recognition.version import VERSION
from tests.recognition.stick_figure import Figure


@pytest.fixture
def recognize(capsys):
    """Run the command line; returns (exit code, JSON of stdout, text of stderr)."""

    def run(*arguments):
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as leaving:
            code = leaving.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def squats(tmp_path):
    depth = (1 - np.cos(np.linspace(0, 8 * np.pi, 300))) / 2
    figure = Figure(300, knee=100 * depth, hip=90 * depth, shank=30 * depth)
    path = tmp_path / "squats.npz"
    figure.seen(yaw=80.0).save(path)
    return path


class TestCount:
    def test_prints_the_number_and_the_boundaries(self, recognize, squats):
        code, out, _ = recognize("count", squats)

        answer = json.loads(out)
        assert code == 0
        assert answer["repetitions"] == 4 == len(answer["boundaries"])
        assert all(start < end for start, end in answer["boundaries"])

    def test_takes_landmarks_alone_of_any_scale_and_origin(
        self, recognize, squats, tmp_path
    ):
        with np.load(squats) as stored:
            landmarks = stored["landmarks"] * [720, 1280, 720] * 3 - 500
        bare = tmp_path / "bare.npz"
        np.savez(bare, landmarks=landmarks)

        code, out, _ = recognize("count", bare)

        assert code == 0
        assert json.loads(out)["repetitions"] == 4

    def test_refuses_a_file_that_holds_no_poses(self, recognize, tmp_path):
        wrong = tmp_path / "wrong.npz"
        np.savez(wrong, something=np.zeros(3))

        code, out, err = recognize("count", wrong)

        assert code == 2
        assert json.loads(out)["error"]["code"] == "poses_not_readable"
        assert "landmarks" in err


class TestErrors:
    def test_of_the_video_exit_with_2_and_say_what_to_do(self, recognize, studio):
        code, out, err = recognize("analyze", studio.write("clip.mp4", b""))

        error = json.loads(out)["error"]
        assert code == 2
        assert set(error) == {"code", "message", "what_to_do"}
        assert error["code"] == "unreadable_video"
        assert error["what_to_do"] in err

    def test_of_an_unknown_exercise_exit_with_2(self, recognize, studio):
        code, out, _ = recognize("analyze", studio.film(), "--exercise", "levitation")

        assert code == 2
        assert json.loads(out)["error"]["code"] == "unknown_exercise"

    @pytest.mark.parametrize(
        "arguments",
        [
            pytest.param([], id="nothing"),
            pytest.param(["dance"], id="unknown command"),
            pytest.param(["analyze"], id="no video"),
            pytest.param(["analyze", "nowhere.mp4"], id="no such file"),
            pytest.param(["count", "nowhere.npz", "--fast"], id="unknown option"),
            pytest.param(["analyze", __file__, "--patient", "left"], id="no point"),
            pytest.param(
                ["analyze", __file__, "--output", "/no/folder/r.json"], id="no folder"
            ),
        ],
    )
    def test_of_usage_exit_with_64(self, recognize, arguments):
        code, out, err = recognize(*arguments)

        assert code == 64
        assert json.loads(out)["error"]["code"] == "usage"
        assert err

    def test_of_missing_networks_exit_with_69(
        self, recognize, studio, monkeypatch, tmp_path
    ):
        monkeypatch.setenv("REPWISE_POSE_MODEL", str(tmp_path / "missing.task"))

        code, out, err = recognize("analyze", studio.film())

        error = json.loads(out)["error"]
        assert code == 69
        assert error["code"] == "pose_model_unavailable"
        assert error["message"] in err


def test_the_version_is_that_of_the_reports(recognize):
    code, out, _ = recognize("--version")

    assert (code, out) == (0, f"recognize {VERSION}\n")


def test_stopping_it_by_hand_is_no_error_of_the_program(recognize, squats, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("recognition.repetitions.segment", stopped)

    code, _, err = recognize("count", squats)

    assert (code, err) == (130, "Stopped.\n")


@pytest.mark.parametrize("command", ["analyze", "count", "exercises", "assets"])
def test_every_command_explains_itself_with_examples(recognize, command):
    code, out, _ = recognize(command, "--help")

    assert code == 0
    assert "examples:" in out
    assert f"recognize {command}" in out


def test_the_exercises_are_listed_with_their_mistakes(recognize):
    code, out, _ = recognize("exercises")

    listed = {e["code"]: e["mistakes"] for e in json.loads(out)["exercises"]}
    assert code == 0
    assert {"squat", "sit_to_stand", "shoulder_abduction", "biceps_curl"} <= set(listed)
    assert "shallow_depth" in listed["squat"]


def test_runs_as_a_module_without_django(squats):
    code = (
        "import sys; from recognition.cli import main; "
        f"code = main(['count', {str(squats)!r}]); "
        "assert 'django' not in sys.modules; "
        "assert 'mediapipe' not in sys.modules; "
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["repetitions"] == 4


@pytest.mark.media
@pytest.mark.slow
def test_analyze_writes_report_poses_curves_and_overlay(recognize, tmp_path):
    from recognition import video
    from recognition.simulation import sample

    film = tmp_path / "squats.mp4"
    sample.render_squats(film, repetitions=1)
    target = tmp_path / "out" / "answer.json"
    target.parent.mkdir()
    drawn = tmp_path / "overlay.mp4"

    code, out, err = recognize(
        "analyze", film, "--exercise", "squat", "--output", target, "--overlay", drawn
    )

    assert code == 0
    assert json.loads(out) == json.loads(target.read_text())
    assert {p.name for p in target.parent.iterdir()} == {
        "answer.json",
        "poses.npz",
        "curves.json",
    }
    assert "1 repetition," in err
    times = [f.time_s for f in video.frames(film)]
    assert [f.time_s for f in video.frames(drawn)] == pytest.approx(times, abs=1e-4)
