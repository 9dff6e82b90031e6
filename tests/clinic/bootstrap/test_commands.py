"""The commands behind make take make's variables and answer in one sentence."""

import sys
from pathlib import Path

import pytest

from clinic.bootstrap import __main__ as entry
from clinic.bootstrap import checks, commands
from clinic.bootstrap.problems import CannotContinue


def test_make_variables_become_options(tmp_path: Path) -> None:
    clip = tmp_path / "my clip.mp4"
    clip.touch()
    given = {"PORT": "8123", "HTTPS": "1", "VIDEO": str(clip), "EXERCISE": "squat"}

    options = commands.demo_options(given)

    assert options == [
        *("--port", "8123", "--https"),
        *("--video", str(clip), "--exercise", "squat"),
    ]


def test_nothing_given_means_port_8000_without_https() -> None:
    assert commands.demo_options({"HTTPS": "", "VIDEO": ""}) == ["--port", "8000"]
    assert "--https" not in commands.demo_options({"HTTPS": "0"})


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotContinue, match="PORT="):
        commands.demo_options({"PORT": port})


def test_a_video_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotContinue, match=r"VIDEO=nowhere\.mp4 is no file"):
        commands.demo_options({"VIDEO": "nowhere.mp4", "EXERCISE": "squat"})


def test_a_video_needs_its_exercise(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.touch()

    with pytest.raises(CannotContinue, match="EXERCISE=squat"):
        commands.demo_options({"VIDEO": str(clip)})


def test_an_old_python_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18, "final", 0))

    assert entry.main(["demo"]) == 1

    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer and this is 3.8" in said
    assert said.count("\n") == 1


def test_a_problem_is_one_sentence_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(root: Path, *, for_tests: bool) -> None:
        raise CannotContinue("The disk is full: free 4 GB and run it again.")

    monkeypatch.setattr(commands.install, "prepare", fail)

    assert commands.run(["install"]) == 1
    assert "free 4 GB" in capsys.readouterr().err


def test_an_unknown_command_lists_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert commands.run(["dmeo"]) == 64
    assert "demo" in capsys.readouterr().err


def test_one_failed_check_fails_the_run_and_the_others_still_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wanted = [
        checks.Check("first", [sys.executable, "-c", "raise SystemExit(3)"]),
        checks.Check("second", [sys.executable, "-c", "print('ran')"]),
    ]

    assert checks.run(tmp_path, wanted) == 1

    printed = capfd.readouterr().out
    assert "FAILED (3)" in printed
    assert "\nran\n" in printed
    assert checks.run(tmp_path, wanted[1:]) == 0
