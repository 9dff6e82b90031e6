"""A wrong exercise file is refused by file, field and reason."""

from importlib import resources

import pytest

from recognition.exercises import catalog
from recognition.structure import Malformed

SQUAT = (
    resources.files("recognition.exercises")
    .joinpath("squat.toml")
    .read_text(encoding="utf-8")
)


def test_the_text_of_a_file_reads_as_its_exercise():
    assert catalog.read(SQUAT, where="squat.toml") == catalog.get("squat")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "repetitions"', "kind = ", "squat.toml: .*line"),
        ('kind = "repetitions"', 'kind = "dance"', "kind: `dance` is none of"),
        ('kind = "repetitions"', "", "the field `kind` is missing"),
        ("recognized = true", "recognised = true", "unknown field `recognised`"),
        ("recognized = true", "recognized = 1", "recognized: expected bool, found int"),
        ('measure = "knee_flexion"\npeak', 'measure = "knee"\npeak', "`knee` is no me"),
        ("attempt_range = 18.0", "attempt_range = 90.0", "attempt_range must lie"),
        ("target = [70.0, 140.0]", "target = [140.0, 70.0]", "target: 140.0 is above"),
        ("target = [70.0, 140.0]", "target = [70.0]", "target: expected 2 values"),
        ('best = ["left", "right"]', 'best = ["above"]', r"best\[0\]: `above`"),
        ('best = ["left", "right"]', "best = []", "views: the best views must be"),
        ("below = 70.0", "", "state one of `below` and `above`"),
        (
            "moderate = 12.0\nmajor = 25.0",
            "moderate = 30.0\nmajor = 25.0",
            "tolerance <",
        ),
        ('phase = "lowering"\nbelow', 'phase = "flying"\nbelow', "`flying` is none of"),
        ('code = "too_fast"', 'code = "heels_lift"', "`heels_lift` appears twice"),
        ('sides = ["both"]', "sides = []", "must not be empty"),
        (
            'kind = "repetitions"',
            'kind = "hold"',
            "`hold`, and no other, states `hold`",
        ),
        ('sides = ["both"]', 'sides = ["both"]\nside_by = "luck"', "`luck` is no meas"),
        ("sets = 3", 'sets = "three"', "dosage.sets: expected int, found str"),
    ],
)
def test_what_is_wrong_is_named(old, new, message):
    assert old in SQUAT
    with pytest.raises(Malformed, match=message):
        catalog.read(SQUAT.replace(old, new, 1), where="squat.toml")


def test_fewer_than_three_mistakes_are_refused():
    head, *mistakes = SQUAT.split("[[mistakes]]")
    dosage = mistakes[-1][mistakes[-1].index("[dosage]") :]
    text = "[[mistakes]]".join([head, *mistakes[:2]]) + dosage
    with pytest.raises(Malformed, match="fewer than 3 mistakes"):
        catalog.read(text, where="squat.toml")


class TestMistake:
    def test_a_value_on_the_good_side_has_no_excess(self):
        shallow = catalog.get("squat").mistake("shallow_depth")
        assert shallow.excess(95.0) < 0 < shallow.excess(50.0)
        lean = catalog.get("squat").mistake("forward_lean")
        assert lean.excess(20.0) < 0 < lean.excess(60.0)

    def test_severity_never_falls_with_the_deviation(self):
        order = ["minor", "moderate", "major"]
        for exercise in catalog.load().values():
            for mistake in exercise.mistakes:
                steps = [mistake.severity(n * mistake.major / 20) for n in range(40)]
                grades = [order.index(step) for step in steps]
                assert grades == sorted(grades)
                assert set(grades) == {0, 1, 2}
