"""Short films are watched for a body, and what is done is kept."""

from pathlib import Path

import pytest

from recognition.benchmarks.accuracy import found, run
from recognition.errors import NoPerson

pytestmark = pytest.mark.media


def watched(kept: Path) -> list[run.Outcome]:
    return list(
        found.outcomes(
            ("squat",), most=2, seconds=0.2, sources=(run.LANDMARKS,), kept=kept
        )
    )


def test_films_are_as_short_as_asked_and_are_not_watched_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths = []
    plain = run.poses_of

    def seen(performance, source, film):
        assert film.stat().st_size > 1000
        lengths.append(len(performance.time_s))
        return plain(performance, source, film)

    monkeypatch.setattr(run, "poses_of", seen)
    first = watched(tmp_path / "kept.jsonl")
    again = watched(tmp_path / "kept.jsonl")

    assert lengths == [6, 6]
    assert first == again
    assert [outcome.found for outcome in first] == [1.0, 1.0]


def test_a_film_in_which_nobody_is_found_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_arguments):
        raise NoPerson("nobody")

    monkeypatch.setattr(run, "poses_of", nobody)

    assert [outcome.found for outcome in watched(tmp_path / "k.jsonl")] == [0.0, 0.0]
