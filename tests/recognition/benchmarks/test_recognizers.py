"""The comparison of the recognizers by rules and by a net."""

import pytest

from recognition.benchmarks import recognizers
from recognition.benchmarks.recognizers import OTHER, Trial


def trial(code, rules, net, part="report"):
    return Trial("clips", part, "a.mp4", code, rules, net)


SURE = {"squat": 0.9, OTHER: 0.1}
MINI = {"mini_squat": 0.6, "squat": 0.3, OTHER: 0.1}


def test_the_net_says_other_below_its_least_probability():
    assert recognizers.named(MINI, 0.5) == "mini_squat"
    assert recognizers.named(MINI, 0.7) == OTHER
    assert recognizers.named({}, 0.0) == OTHER


def test_without_weight_the_rules_stand_alone_and_the_net_can_overrule_them():
    one = trial("mini_squat", SURE, {"mini_squat": 0.99, "squat": 0.001})

    alone, both = (recognizers.together(one, weight) for weight in (0.0, 0.8))

    assert alone["squat"] == pytest.approx(0.9, abs=1e-3)
    assert sum(both.values()) == pytest.approx(1.0)
    assert both[OTHER] > both["squat"]


def test_another_exercise_of_the_catalog_is_right_where_the_rules_have_no_name_for_it():
    trials = [
        trial("mini_squat", SURE, MINI),
        trial("squat", SURE, MINI),
        trial("dip", {OTHER: 1.0}, MINI),
    ]

    found = recognizers.figures(trials, lambda t: recognizers.named(t.net, 0.5))

    assert found == {
        "six": "0 of 1",
        "others": "2 of 2",
        "catalog": "1 of 2",
        "beside_catalog": "0 of 1",
    }


def test_what_was_refused_is_wrong():
    refused = [trial("dip", {}, {}), trial("squat", {}, {})]

    found = recognizers.compared(refused)["figures"]["clips report"]["rules"]

    assert found == {
        "six": "0 of 1",
        "others": "0 of 1",
        "catalog": "0 of 1",
        "beside_catalog": "0 of 1",
    }


def test_the_part_to_report_on_decides_nothing():
    unsure = {"squat": 0.2, "lunge": 0.1}
    tuned = [
        trial("squat", SURE, unsure, "tune"),
        trial("dip", {OTHER: 1.0}, {"squat": 0.1}, "tune"),
    ]
    misleading = [
        trial("dip", SURE, {"squat": 0.6}),
        trial("squat", SURE, {"squat": 0.9}),
    ] * 20

    alone, with_more = (
        recognizers.compared(trials) for trials in (tuned, tuned + misleading)
    )

    assert alone["chosen"] == with_more["chosen"]
    assert 0.1 < alone["chosen"]["least"] <= 0.2
    assert with_more["figures"]["clips report"]["net"]["others"] == "0 of 20"


def test_the_net_has_the_last_word_only_where_it_is_sure():
    one = trial("mini_squat", SURE, MINI)

    assert recognizers.overruled(one, 0.5) == "mini_squat"
    assert recognizers.overruled(one, 0.7) == "squat"
    assert recognizers.overruled(trial("squat", {}, {}), 0.5) == recognizers.REFUSED


def test_how_sure_it_must_be_costs_no_clip_to_tune_on():
    tuned = [
        trial("dip", {OTHER: 1.0}, {"squat": 0.62}, "tune"),
        trial("plank", {OTHER: 1.0}, {"plank": 0.8}, "tune"),
        trial("mini_squat", SURE, MINI, "tune"),
    ]

    assert 0.62 < recognizers.compared(tuned)["chosen"]["sure"] <= 0.8
