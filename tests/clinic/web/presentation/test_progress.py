"""Progress as a line and words: what two versions measured is not one line."""

from clinic.models import Exercise, Recording
from clinic.selectors import ExerciseProgress, Point
from clinic.web.presentation import progress
from tests.factories import NOON


def course(*scores):
    points = tuple(
        Point(
            recording=Recording(), recorded_at=NOON, repetitions=10, score=score,
            is_reviewed=False, version=version,
        )
        for score, version in scores
    )  # fmt: skip
    return progress.course(ExerciseProgress(Exercise(name="Squat"), points))


def test_the_line_is_of_the_newest_version_and_says_so():
    mixed = course((20.0, "1"), (30.0, "1"), (80.0, "2"), (82.0, "2"))
    assert len(mixed.trend.dots) == 2
    assert "2 were measured in an older way" in mixed.summary
    assert len(mixed.rows) == 4


def test_one_version_is_one_line_without_further_words():
    same = course((20.0, "1"), (30.0, "1"))
    assert len(same.trend.dots) == 2
    assert "older" not in same.summary
