"""Every exercise file is complete, consistent and written for people."""

import pytest

from recognition.biomechanics.kinematics import QUANTITIES
from recognition.errors import UnknownExercise
from recognition.exercises import catalog

FIRST_SIX = {
    "squat",
    "sit_to_stand",
    "shoulder_abduction",
    "biceps_curl",
    "push_up",
    "lunge",
}
CATALOG = catalog.load()


@pytest.fixture(params=sorted(CATALOG))
def exercise(request):
    return CATALOG[request.param]


def test_the_first_six_are_there_and_recognized():
    assert set(CATALOG) >= FIRST_SIX
    assert all(CATALOG[code].recognized for code in FIRST_SIX)


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownExercise, match="juggling"):
        catalog.get("juggling")


def test_the_catalog_holds_the_38_exercises_and_the_variants_of_the_push_up():
    variants = {v.code for e in CATALOG.values() for v in e.variants}
    assert variants == {"push_up_wall", "push_up_incline"}
    assert len(set(CATALOG) - variants) == 38


def test_a_variant_is_judged_like_its_exercise_and_told_otherwise():
    wall, floor = catalog.get("push_up_wall"), catalog.get("push_up")
    assert wall.mistakes == floor.mistakes
    assert (wall.posture, wall.recognized) == ("standing", False)
    assert wall.instructions != floor.instructions
    assert wall.views.advice != floor.views.advice


class TestEveryExercise:
    def test_is_found_by_its_code(self, exercise):
        assert catalog.get(exercise.code) is exercise

    def test_speaks_in_sentences(self, exercise):
        texts = [exercise.purpose, exercise.start, exercise.end]
        texts += [exercise.views.advice, *exercise.instructions]
        texts += [m.cue for m in exercise.mistakes]
        for text in texts:
            assert text[0].isupper(), text
            assert text.endswith("."), text

    def test_names_a_source_for_every_number(self, exercise):
        for rule in (
            exercise.signal,
            exercise.tempo,
            exercise.dosage,
            *exercise.measures,
            *exercise.mistakes,
        ):
            assert len(rule.source) > 8, rule

    def test_has_a_phase_at_the_peak_and_one_for_the_whole(self, exercise):
        parts = {phase.part for phase in exercise.phases}
        assert {"at_peak", "whole"} <= parts

    def test_mistakes_are_judged_only_from_allowed_views(self, exercise):
        for rule in (*exercise.measures, *exercise.mistakes):
            assert rule.views, rule
            assert set(rule.views) <= set(exercise.views.allowed), rule

    def test_at_least_three_mistakes_are_judged_from_the_best_views(self, exercise):
        best = set(exercise.views.best)
        judged = [m for m in exercise.mistakes if best & set(m.views)]
        assert len(judged) >= 3 or exercise.kind == "hold"

    def test_a_mistake_has_a_cue_a_child_can_read(self, exercise):
        for mistake in exercise.mistakes:
            words = mistake.cue.replace(",", "").replace(".", "").split()
            assert len(words) <= 22, mistake.cue
            assert max(map(len, words)) <= 13, mistake.cue

    def test_reaching_the_target_is_never_a_mistake_of_the_same_measure(self, exercise):
        low, high = exercise.signal.target
        reached = low if exercise.signal.peak == "max" else high
        for mistake in exercise.mistakes:
            same = mistake.measure == exercise.signal.measure
            at_work = mistake.limb == "working"
            if same and at_work and mistake.reduce == exercise.signal.peak:
                assert mistake.excess(reached) <= 0, mistake.code

    def test_the_signal_has_a_unit_of_the_body(self, exercise):
        assert QUANTITIES[exercise.signal.measure].unit

    def test_says_for_which_part_of_the_body_it_is(self, exercise):
        assert exercise.regions

    def test_needs_what_its_instructions_name(self, exercise):
        words = " ".join(exercise.instructions).lower()
        named = {"against a wall": "wall", "firm chair": "chair", "on the step": "step"}
        for words_of, thing in named.items():
            at_choice = "on a table edge or" in words
            assert words_of not in words or thing in exercise.equipment or at_choice
