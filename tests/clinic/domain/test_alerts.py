"""When a therapist is told at once."""

import datetime as dt

import pytest

from clinic.domain.adherence import Day
from clinic.domain.alerts import DEFAULTS, Setting, fell, flagged, hurts, missed_days
from clinic.domain.measurement import Measured

MONDAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("pain", "rule", "raised"),
    [
        (7, Setting(threshold=7), True),
        (6, Setting(threshold=7), False),
        (None, Setting(threshold=7), False),
        (10, Setting(is_on=False, threshold=7), False),
        (10, Setting(threshold=None), False),
    ],
)
def test_pain_from_the_threshold_on(pain, rule, raised):
    assert hurts(pain, rule) is raised


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("My leg feels NUMB since Monday", ("numb",)),
        ("I fell, and my knee is swollen.", ("fell", "swollen")),
        ("the fellow next door helped", ()),  # part of another word
        ("I  fell\nat home", ("fell",)),
        ("fell-swollen", ("fell", "swollen")),
        ("all well, no pain", ()),
        ("unnumbered", ()),
        ("", ()),
    ],
)
def test_warning_words_are_met_whole(said, words):
    rule = Setting(words=("numb", "fell", "swollen", ""))
    assert flagged(said, rule) == words


def test_a_word_with_signs_is_taken_as_it_is():
    assert flagged("pain (left)", Setting(words=("(left)",))) == ("(left)",)
    assert flagged("a.b", Setting(words=("a.b",))) == ("a.b",)
    assert flagged("axb", Setting(words=("a.b",))) == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("My calf hurts", ("calf",)),
        ("Die Wade ist geschwollen.", ("geschwollen", "Wade")),
        ("wadenheben ging gut", ()),  # the exercise is no warning
        ("Me cai\u0301 ayer y tengo fiebre", ("me caí", "fiebre")),
        ("عندي ألم في الصدر ودوخة", ("ألم في الصدر", "دوخة")),
        ("الدوخة أقل", ("دوخة",)),
        ("كل شيء جيد", ()),
    ],
)
def test_the_usual_words_are_known_in_every_language(said, words):
    assert flagged(said, DEFAULTS["red_flag"]) == words


def test_a_rule_that_is_off_flags_nothing():
    assert flagged("numb", Setting(is_on=False, words=("numb",))) == ()


@pytest.mark.parametrize(
    ("days", "missed"),
    [
        ([(1, 1), (1, 0), (2, 0)], 2),
        ([(1, 0), (0, 0), (1, 0)], 2),  # a day of rest
        ([(1, 0), (1, 0), (2, 1)], 0),
        ([(0, 0), (0, 0)], 0),
        ([], 0),
    ],
)
def test_days_missed_in_a_row(days, missed):
    made = [
        Day(MONDAY + dt.timedelta(days=n), due, done)
        for n, (due, done) in enumerate(days)
    ]
    assert missed_days(made) == missed


class TestRange:
    def values(self, *values):
        return [Measured(value, 5.0) for value in values]

    def test_down_by_more_than_the_error(self):
        found = fell(self.values(100, 101, 99, 80, 81, 79), Setting())
        assert (found.before, found.after) == (100, 80)
        assert found.smallest < 20

    @pytest.mark.parametrize(
        "values",
        [(100, 101, 99, 96, 97, 98), (80, 81, 79, 100, 101, 99), (100,), ()],
        ids=["within the error", "more", "one", "none"],
    )
    def test_otherwise_nothing_is_said(self, values):
        assert fell(self.values(*values), Setting()) is None

    def test_off(self):
        falling = self.values(100, 101, 99, 80, 81, 79)
        assert fell(falling, Setting(is_on=False)) is None


def test_the_built_in_rules_are_those_that_can_be_stored():
    assert set(DEFAULTS) == {"pain", "missed", "range", "red_flag"}
    assert 1 <= DEFAULTS["pain"].threshold <= 10
    assert 1 <= DEFAULTS["missed"].threshold <= 30
