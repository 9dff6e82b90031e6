"""When the next phase of a plan is proposed; a therapist decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One day of exercising: mean score and worst pain; None where not known."""

    on: date
    last_at: datetime
    score: float | None
    pain: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What each of the last sessions has to meet."""

    min_score: int
    max_pain: int
    sessions: int

    def is_met_by(self, session: Session) -> bool:
        """Say whether `session` meets the rule; what is not known does not."""
        return (
            session.score is not None
            and session.score >= self.min_score
            and session.pain is not None
            and session.pain <= self.max_pain
        )


def looked_at(sessions: Sequence[Session], rule: Rule) -> Sequence[Session]:
    """Return the last sessions, of `sessions` in order of time, that the rule asks."""
    return sessions[-rule.sessions :]


def is_proposed(
    sessions: Sequence[Session], rule: Rule, *, put_off_at: datetime | None = None
) -> bool:
    """Say whether each of the last sessions meets the rule.

    After "not yet" at `put_off_at` a session since then is needed.
    """
    last = looked_at(sessions, rule)
    if len(last) < rule.sessions or not all(map(rule.is_met_by, last)):
        return False
    return put_off_at is None or last[-1].last_at > put_off_at
