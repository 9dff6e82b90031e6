"""The next phase is proposed when each of the last sessions meets the rule."""

import datetime as dt

import pytest

from clinic.domain.progression import Rule, Session, is_proposed
from tests.factories import NOON

RULE = Rule(min_score=80, max_pain=3, sessions=3)


def sessions(*figures):
    made = []
    for number, (score, pain) in enumerate(figures):
        at = NOON + dt.timedelta(days=number)
        made.append(Session(at.date(), at, score, pain))
    return made


GOOD = (80, 3)


@pytest.mark.parametrize(
    ("figures", "proposed"),
    [
        pytest.param([GOOD] * 3, True, id="at the limits"),
        pytest.param([GOOD] * 2, False, id="one session short"),
        pytest.param([(10, 9), *[GOOD] * 3], True, id="only the last ones count"),
        pytest.param([GOOD, GOOD, (79.9, 3)], False, id="score too low"),
        pytest.param([GOOD, (95, 4), GOOD], False, id="pain too high"),
        pytest.param([GOOD, (None, 0), GOOD], False, id="score not known"),
        pytest.param([GOOD, (95, None), GOOD], False, id="pain not told"),
        pytest.param([], False, id="no session"),
    ],
)
def test_is_proposed(figures, proposed):
    assert is_proposed(sessions(*figures), RULE) is proposed


def test_after_not_yet_it_takes_a_later_session():
    done = sessions(GOOD, GOOD, GOOD)
    last = done[-1].last_at
    assert not is_proposed(done, RULE, put_off_at=last)
    assert is_proposed(done, RULE, put_off_at=last - dt.timedelta(minutes=1))
