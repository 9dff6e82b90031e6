"""Courses of scores, and what wants a therapist's attention."""

import pytest

from clinic.domain import attention
from clinic.domain.attention import Concern, Weeks
from clinic.domain.course import Course, Direction, course

CALM = {
    "major": 0, "moderate": 0, "failed": 0, "pains": (), "is_above_limit": False,
    "missed": 0, "idle_days": 0, "course": course(()),
}  # fmt: skip


def found(**changes):
    return attention.concerns(Weeks(**CALM | changes))


class TestCourse:
    @pytest.mark.parametrize(
        ("scores", "direction"),
        [
            ([60, 61, 59, 60, 80, 81, 79, 80], Direction.IMPROVING),
            ([80, 81, 79, 80, 60, 61, 59, 60], Direction.DECLINING),
            ([70, 71, 72, 70, 73, 72, 71, 74], Direction.SAME),
            ([40, 90, 50, 95, 60, 99, 55, 90], Direction.SAME),
            ([60, 90, 95], Direction.UNKNOWN),
        ],
        ids=["up", "down", "hardly noticed", "within the scatter", "too few"],
    )
    def test_says_where_scores_go(self, scores, direction):
        assert course(scores).direction == direction

    def test_the_reverse_goes_the_other_way(self):
        scores = [60, 62, 61, 80, 79, 82]
        up, down = course(scores), course(scores[::-1])
        assert (up.before, up.after) == (down.after, down.before)
        assert (up.direction, down.direction) == ("improving", "declining")

    def test_old_scores_do_not_matter(self):
        newest = [80.0] * 8
        assert course([0.0] * 5 + newest) == course(newest)


class TestConcerns:
    def test_nothing_wants_nothing(self):
        assert found() == ()

    @pytest.mark.parametrize(
        ("changes", "concern"),
        [
            ({"major": 1}, Concern.MAJOR_FINDING),
            ({"moderate": 1}, Concern.MODERATE_FINDING),
            ({"pains": (2, 2, 5)}, Concern.PAIN_JUMP),
            ({"pains": (6,), "is_above_limit": True}, Concern.PAIN_JUMP),
            ({"failed": 1}, Concern.TROUBLE),
            ({"stuck": 1}, Concern.TROUBLE),
            ({"missed": 2}, Concern.MISSED),
            ({"idle_days": 7}, Concern.INACTIVE),
            ({"course": Course(Direction.DECLINING, 80, 60, 8)}, Concern.DECLINING),
        ],
    )
    def test_each_has_its_reason(self, changes, concern):
        assert found(**changes) == (concern,)

    def test_a_graver_finding_speaks_for_the_milder_ones(self):
        assert found(major=1, moderate=3) == (Concern.MAJOR_FINDING,)

    def test_pain_that_is_always_there_is_no_jump(self):
        assert found(pains=(6, 6, 6, 6)) == ()
        assert found(pains=(9,)) == ()

    def test_graver_concerns_come_first_and_rank_higher(self):
        grave = found(major=1, missed=5)
        assert grave == (Concern.MAJOR_FINDING, Concern.MISSED)
        ranks = [attention.rank(one) for one in (grave, found(missed=5), found())]
        assert ranks == sorted(ranks)
