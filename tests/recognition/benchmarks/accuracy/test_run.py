"""The benchmark runs, keeps what is done, and holds its floors on films."""

import json
from pathlib import Path

import pytest

from recognition.benchmarks.accuracy import grid, page, plots, run
from recognition.benchmarks.accuracy.trial import Trial
from recognition.options import Options

ENGINE = Options().runtime


def test_an_interrupted_run_goes_on_where_it_ended(tmp_path: Path, monkeypatch) -> None:
    kept = tmp_path / "trials.jsonl"
    whole = run.on_landmarks(("squat",), bodies=1, every=40, kept=kept)
    lines = kept.read_text().splitlines()
    assert len(lines) == whole["recordings"]
    kept.write_text("\n".join(lines[:-1]) + "\n" + lines[-1][:50])
    judged = []
    monkeypatch.setattr(
        run, "perform", lambda s, perform=run.perform: judged.append(s) or perform(s)
    )

    again = run.on_landmarks(("squat",), bodies=1, every=40, kept=kept)

    assert len(judged) == 1
    assert again == whole


def test_films_are_spread_over_everything() -> None:
    everything = list(grid.scenarios(bodies=1))
    chosen = run.stratified((), 100)

    assert 50 <= len(chosen) <= 100
    assert {s.exercise for s in chosen} == {s.exercise for s in everything}
    assert len({s.seed for s in chosen}) == len(chosen)
    assert len({s.exercise for s in run.stratified((), 12)}) == len(
        run.stratified((), 12)
    )


def outcome(source: str, exercise: str, found: float) -> run.Outcome:
    return run.Outcome(1, source, found, Trial(exercise, "left", true_count=3))


def test_the_share_of_frames_is_told_by_runtime_and_posture(tmp_path: Path) -> None:
    rows = run.found_by_posture(
        [
            outcome("a", "squat", 1.0),
            outcome("a", "squat", 0.9),
            outcome("a", "push_up", 0.8),
            outcome("b", "squat", 1.0),
        ]
    )

    assert [(r["source"], r["posture"], r["found"], r["worst"]) for r in rows] == [
        ("a", "lying", 0.8, 0.8),
        ("a", "standing", 0.95, 0.9),
        ("b", "standing", 1.0, 1.0),
    ]


def test_the_page_has_its_picture(tmp_path: Path) -> None:
    results = run.on_landmarks(("squat",), bodies=1, every=40)
    results["found"] = run.found_by_posture([outcome("a", "squat", 1.0)])

    plots.draw(results, tmp_path / "page.jpg")

    assert (tmp_path / "page.jpg").stat().st_size > 5_000
    assert "| a | standing | 1 | 100.0% | 100.0% |" in page.markdown(results)
    json.dumps(results)


@pytest.mark.slow
@pytest.mark.media
@pytest.mark.benchmark
@pytest.mark.timeout(900)
def test_a_dozen_films_hold_the_floors() -> None:
    """Floors, not aims: what a change must not fall below.

    Two of the ten are counted wrong by more than one, knees bent in turn seen from
    the side (the farther leg is hidden) and the dead bug.
    """
    results = run.on_films(most=12, sources=(ENGINE,))

    assert 8 <= results["recordings"] <= 12
    for row in results["found"]:
        least = 0.97 if row["posture"] == "standing" else 0.9
        assert row["found"] >= least, row
    overall = results["overall"]
    assert overall["refused"] == 0
    assert overall["count_within_one"] >= 0.8
    assert overall["count_exact"] >= 0.5
    assert overall["angle_deg"]["mae"] <= 12.0
