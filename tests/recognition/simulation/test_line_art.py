"""Every exercise can be drawn, and the page has the drawing."""

from pathlib import Path

import pytest

from recognition.exercises import catalog
from recognition.exercises.catalog import UnknownExercise
from recognition.simulation import line_art

FIGURES = Path(__file__).resolve().parents[3] / "templates" / "components" / "figures"


def test_every_exercise_of_the_catalog_has_a_figure():
    drawn = {path.stem for path in FIGURES.glob("*.svg")}
    assert set(catalog.load()) <= drawn


def test_what_moves_is_drawn_as_moving():
    art = line_art.draw("seated_knee_extension")
    assert art.count("fig-move") == 2  # shin and foot of the working leg
    assert "fig-prop" in art  # the chair
    assert "fig-ghost" in art


def test_only_what_is_missing_is_drawn(tmp_path):
    for code in catalog.load():
        (tmp_path / f"{code}.svg").write_text("by hand")
    (tmp_path / "plank.svg").unlink()
    assert line_art.write_missing(tmp_path) == ["plank"]
    assert (tmp_path / "squat.svg").read_text() == "by hand"


def test_what_is_no_exercise_is_not_drawn():
    with pytest.raises(UnknownExercise):
        line_art.draw("juggling")
