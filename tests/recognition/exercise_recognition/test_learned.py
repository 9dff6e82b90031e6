"""The net's word beside the rules."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import exercise_recognition
from recognition.cleaning import clean
from recognition.exercise_recognition import learned
from recognition.exercises import catalog
from recognition.report import Candidate
from recognition.simulation import observation
from recognition.simulation.scenario import Scenario, perform


@pytest.fixture(scope="module")
def jumping_jacks():
    performance = perform(Scenario("jumping_jack", 4, seed=500_123))
    return clean(observation.observe(performance))


def test_the_net_names_an_exercise_that_the_rules_do_not_know(jumping_jacks):
    verdict = exercise_recognition.recognize(jumping_jacks)

    assert verdict.code == "jumping_jack"
    assert verdict.confidence >= learned.SURE
    assert verdict.candidates[0].code == "jumping_jack"
    probabilities = [c.probability for c in verdict.candidates]
    assert sum(probabilities) == pytest.approx(1.0, abs=1e-3)
    assert probabilities == sorted(probabilities, reverse=True)


def test_a_prescription_is_left_to_the_rules(jumping_jacks, monkeypatch):
    monkeypatch.setattr(learned, "sure", lambda _: pytest.fail("the net was asked"))

    verdict = exercise_recognition.recognize(
        jumping_jacks, prescribed=catalog.get("squat")
    )

    assert verdict.code == "squat"


def test_where_the_net_is_not_sure_the_rules_stand(jumping_jacks, monkeypatch):
    monkeypatch.setattr(learned, "SURE", 1.01)

    assert learned.sure(jumping_jacks) is None
    assert exercise_recognition.recognize(jumping_jacks).code == "other"


def test_the_same_word_changes_nothing_of_what_the_rules_say(
    jumping_jacks, monkeypatch
):
    before = exercise_recognition.by_rules(jumping_jacks)
    best = max(before, key=lambda code: before[code])
    monkeypatch.setattr(learned, "sure", lambda _: Candidate(best, 0.99))

    verdict = exercise_recognition.recognize(jumping_jacks)

    assert verdict.confidence == pytest.approx(before[best], abs=1e-4)


class AlwaysSure:
    """A net that finds a squat in everything."""

    def shown(self, _):
        return {"squat": 0.99, "other": 0.01}


def test_too_little_of_the_trunk_or_of_time_is_no_ground_to_be_sure(
    jumping_jacks, monkeypatch
):
    monkeypatch.setattr(learned, "_net", AlwaysSure)
    unseen = np.full_like(jumping_jacks.world, np.nan)
    short = slice(0, 30)

    assert learned.sure(jumping_jacks) is not None
    assert learned.sure(replace(jumping_jacks, world=unseen)) is None
    assert (
        learned.sure(
            replace(
                jumping_jacks,
                time_s=jumping_jacks.time_s[short],
                landmarks=jumping_jacks.landmarks[short],
                world=jumping_jacks.world[short],
                visibility=jumping_jacks.visibility[short],
            )
        )
        is None
    )
