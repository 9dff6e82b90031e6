"""Amounts, days and measured values in words."""

import datetime as dt

import pytest
from django.utils import translation

from clinic.domain import weekdays
from clinic.models import Exercise, Prescription
from clinic.web.presentation import words


def prescription(**changes):
    given = {"sets": 1, "repetitions": 10, "side": "both", **changes}
    return Prescription(**given)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "10 repetitions"),
        ({"repetitions": 1}, "1 repetition"),
        ({"sets": 3}, "3 sets × 10 repetitions"),
        ({"side": "left"}, "10 repetitions, left"),
        ({"side": "alternating"}, "10 repetitions"),
        ({"hold_s": 5}, "10 repetitions, hold 5 s each"),
        ({"repetitions": None, "hold_s": 30}, "hold 30 seconds"),
    ],
)
def test_dose(changes, said):
    assert words.dose(prescription(**changes)) == said


@pytest.mark.parametrize(
    ("movement", "rules", "said"),
    [
        (("knee_flexion", "max"), {}, ""),
        (
            ("knee_flexion", "max"),
            {"targets": {"knee_flexion": 80}, "limits": {"knee_flexion": 90}},
            "Knee flexion: at least 80°, not beyond 90°",
        ),
        (
            ("knee_flexion", "min"),
            {"targets": {"knee_flexion": 5}},
            "Knee flexion: at most 5°",
        ),
        (
            ("knee_flexion", "max"),
            {"limits": {"trunk_lean": 30}},
            "Trunk lean: not beyond 30.00",
        ),
    ],
)
def test_aims(movement, rules, said):
    measure, peak = movement
    exercise = Exercise(movement={"measure": measure, "unit": "deg", "peak": peak})
    assert words.aims(prescription(exercise=exercise, rules=rules)) == said


def test_days():
    assert words.days(prescription()) == "every day"
    some = prescription(weekdays=weekdays.pack([1, 3, 7]))
    assert words.days(some) == "Mon, Wed, Sun"


@pytest.mark.parametrize(
    ("value", "unit", "uncertainty", "said"),
    [
        (97.4, "deg", 5.6, "97 ± 6°"),
        (97.4, "deg", None, "97°"),
        (0.128, "leg lengths", 0.06, "0.13 ± 0.06\u202fleg lengths"),
        (1.26, "s", 0.1, "1.3 ± 0.1\u202fs"),
        (None, "deg", None, "not measured"),
        (0, "deg", None, "0°"),
    ],
)
def test_measured_value(value, unit, uncertainty, said):
    assert words.measured(value, unit, uncertainty) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (70, 140, "70 to 140°"),
        (70, None, "at least 70°"),
        (None, 45, "at most 45°"),
        (0, 45, "0 to 45°"),
        (None, None, ""),
    ],
)
def test_expected_range(low, high, said):
    assert words.expected(low, high, "deg") == said


def test_numbers_follow_the_language():
    with translation.override("de"):
        assert words.measured(1.26, "s") == "1,3\u202fs"


def test_period():
    first, last = dt.date(2026, 3, 2), dt.date(2026, 4, 1)
    assert words.period(first, last) == "2 Mar 2026 – 1 Apr 2026"
    assert words.period(first, None) == "since 2 Mar 2026"


def test_signs_stay_beside_their_number_from_right_to_left():
    with translation.override("ar"):
        assert words.measured(97.2, "deg", 6.0) == "\u206697 ± 6°\u2069"
    assert words.measured(97.2, "deg", 6.0) == "97 ± 6°"
