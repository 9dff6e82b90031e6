"""Agreement: shares with their error, kappa, and thresholds tried on other patients."""

import pytest

from clinic.domain import agreement
from clinic.domain.agreement import Judged, Said, Share, Trust


def judged(said, n=1, **more):
    return [Judged("shallow", said, **more) for _ in range(n)]


class TestShare:
    def test_agrees_with_a_textbook_interval(self):
        # Wilson's interval of 8 of 10 at 95 %: Newcombe (1998), Stat. Med. 17:857-872,
        # gives the formula; the figures follow from it.
        low, high = Share(8, 10).interval
        assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-4)

    def test_stays_within_0_and_1_and_narrows_with_more(self):
        widths = []
        for n in (1, 10, 100):
            low, high = Share(n, n).interval
            assert 0 <= low < high <= 1
            widths.append(high - low)
        assert widths == sorted(widths, reverse=True)

    def test_of_nothing_is_not_known(self):
        assert Share(0, 0).value is None
        assert Share(0, 0).interval is None


class TestByMistake:
    def test_counts_what_was_right_wrong_and_missed(self):
        verdicts = [
            *judged(Said.RIGHT, 6),
            *judged(Said.NOTHING, 2),
            *judged(Said.OTHER, instead="lean"),
            *judged(Said.NOT_VISIBLE, 3),
            *judged(Said.MISSED, 2),
        ]
        lean, shallow = agreement.by_mistake(verdicts)
        assert (shallow.precision.hits, shallow.precision.of) == (6, 9)
        assert (shallow.recall.hits, shallow.recall.of) == (6, 8)
        assert shallow.not_visible == 3
        assert (lean.mistake, lean.precision.of, lean.recall.of) == ("lean", 0, 1)

    @pytest.mark.parametrize(
        ("right", "wrong", "trust"),
        [
            (40, 1, Trust.TRUSTED),
            (2, 12, Trust.DISTRUSTED),
            (3, 1, Trust.UNKNOWN),
            (0, 0, Trust.UNKNOWN),
        ],
    )
    def test_few_verdicts_settle_nothing(self, right, wrong, trust):
        verdicts = [
            *judged(Said.RIGHT, right),
            *judged(Said.NOTHING, wrong),
            *judged(Said.MISSED),
        ]
        (one,) = agreement.by_mistake(verdicts)
        assert one.trust == trust


def test_confusion_counts_each_verdict_once():
    verdicts = [
        *judged(Said.RIGHT, 2),
        *judged(Said.OTHER, instead="lean"),
        *judged(Said.NOTHING),
        *judged(Said.MISSED),
        *judged(Said.NOT_VISIBLE),
    ]
    assert agreement.confusion(verdicts) == {
        ("shallow", "shallow"): 2,
        ("shallow", "lean"): 1,
        ("shallow", ""): 1,
        ("", "shallow"): 1,
    }


class TestKappa:
    def test_agrees_with_cohens_formula_by_hand(self):
        # 20 both yes, 15 both no, 5 and 10 apart: seen .7, by chance .5, so .4.
        pairs = (
            [("yes", "yes")] * 20
            + [("yes", "no")] * 5
            + [("no", "yes")] * 10
            + [("no", "no")] * 15
        )
        assert agreement.kappa(pairs) == pytest.approx(0.4)

    def test_is_1_for_the_same_and_0_for_chance(self):
        assert agreement.kappa([("a", "a"), ("b", "b")]) == 1
        even = [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
        assert agreement.kappa(even) == 0

    def test_is_not_defined_without_choice(self):
        assert agreement.kappa([]) is None
        assert agreement.kappa([("a", "a")]) is None


class TestSuggestion:
    def verdicts(self, patients=4):
        """Findings below .6 are wrong, the others right, in every patient."""
        return [
            verdict
            for patient in range(patients)
            for said, sure in [
                (Said.NOTHING, 0.4), (Said.NOTHING, 0.5), (Said.RIGHT, 0.7),
                (Said.RIGHT, 0.9),
            ]
            for verdict in judged(said, confidence=sure, patient=patient)
        ]  # fmt: skip

    def test_says_what_it_would_have_hidden(self):
        effect = agreement.suggestion(self.verdicts())
        assert effect.threshold == 0.7
        assert (effect.false_hidden, effect.false_all) == (8, 8)
        assert (effect.right_hidden, effect.right_all) == (0, 8)

    def test_is_tried_on_patients_it_was_not_chosen_on(self):
        usual = [
            verdict
            for patient in range(4)
            for said, sure in [
                (Said.NOTHING, 0.4), (Said.RIGHT, 0.6), (Said.RIGHT, 0.7),
                (Said.RIGHT, 0.9),
            ]
            for verdict in judged(said, confidence=sure, patient=patient)
        ]  # fmt: skip
        odd = judged(Said.NOTHING, 6, confidence=0.6, patient=99)
        effect = agreement.suggestion([*usual, *odd])
        # Without the odd patient 0.6 is high enough: the six would have been shown.
        assert (effect.false_hidden, effect.false_all) == (4, 10)
        assert (effect.right_hidden, effect.right_all) == (4, 12)

    def test_is_not_made_of_few_verdicts_nor_where_none_is_needed(self):
        assert agreement.suggestion(self.verdicts(2)) is None
        right = judged(Said.RIGHT, 20, confidence=0.9)
        assert agreement.suggestion(right) is None
        unknown = judged(Said.NOTHING, 20)
        assert agreement.suggestion(unknown) is None
