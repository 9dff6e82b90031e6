"""A step runs once, again when its inputs change, and leaves no stamp when it fails."""

import sys
from pathlib import Path

import pytest

from clinic.bootstrap.problems import CannotContinue
from clinic.bootstrap.steps import Step, Workshop

APPEND = "open('ran', 'a').write('x')"


def step(root: Path, code: str = APPEND, **changes: object) -> Step:
    wanted = root / "wanted.txt"
    if not wanted.exists():
        wanted.write_text("1")
    settings = {"name": "s", "title": "Things", "inputs": [wanted]} | changes
    return Step(command=[sys.executable, "-c", code], **settings)  # type: ignore[arg-type]


def runs(root: Path) -> int:
    return len((root / "ran").read_text())


def test_a_done_step_does_not_run_again(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)

    workshop.do(step(tmp_path))
    workshop.do(step(tmp_path))

    assert runs(tmp_path) == 1


def test_a_changed_input_runs_it_again(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.do(step(tmp_path))

    (tmp_path / "wanted.txt").write_text("2")
    workshop.do(step(tmp_path))
    workshop.do(step(tmp_path, settings="another Python"))

    assert runs(tmp_path) == 3


def test_a_step_whose_result_was_deleted_runs_again(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    made = step(tmp_path, proof=tmp_path / "ran")
    workshop.do(made)

    (tmp_path / "ran").unlink()
    workshop.do(made)

    assert (tmp_path / "ran").exists()


def test_a_failed_step_stops_with_a_sentence_and_is_not_taken_for_done(
    tmp_path: Path,
) -> None:
    workshop = Workshop(tmp_path)
    failing = step(tmp_path, "print('ENOTFOUND'); raise SystemExit(1)")

    with pytest.raises(CannotContinue, match="network connection"):
        workshop.do(failing)

    assert not workshop.is_done(failing)
