"""How far system and therapists agree: proportions with their error, kappa, thresholds.

Pure arithmetic on verdicts; nothing here changes what the recognizer does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

# Two-sided 95 % of the normal distribution.
_Z: Final = 1.959964
# A mistake is relied on when 8 of 10 findings are right. Two physiotherapists agree
# in 83 % of such judgments (design notes, 3c), so more cannot be asked for.
WANTED_PRECISION: Final = 0.8
# With fewer verdicts a threshold would be a guess.
ENOUGH: Final = 10


class Said(StrEnum):
    """What a therapist said of a finding, or of a moment without one."""

    RIGHT = "right"
    OTHER = "other"
    NOTHING = "nothing"
    NOT_VISIBLE = "not_visible"
    MISSED = "missed"


class Trust(StrEnum):
    """Whether findings of a mistake can be relied on."""

    TRUSTED = "trusted"
    DISTRUSTED = "distrusted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict.

    Attributes:
        mistake: which the system named; of what it missed, which the therapist named.
        said: what the therapist said.
        instead: the mistake that the therapist named instead; empty without one.
        confidence: of the system; None where it is not known.
        patient: who was seen, so that thresholds are tried on other patients.
    """

    mistake: str
    said: Said
    instead: str = ""
    confidence: float | None = None
    patient: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion with its 95 % interval (Wilson, 1927); None where nothing counts."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """Hits over all."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval, which holds for few verdicts too."""
        if not self.of:
            return None
        n, p = self.of, self.hits / self.of
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a threshold would have done: false and right findings it would have hidden.

    Each patient's findings were judged by the threshold that fits the others best.
    """

    threshold: float
    false_hidden: int
    false_all: int
    right_hidden: int
    right_all: int


@dataclass(frozen=True, slots=True)
class MistakeAgreement:
    """One mistake: how often the system is right, and what it misses."""

    mistake: str
    precision: Share
    recall: Share
    not_visible: int
    trust: Trust
    effect: Effect | None


def by_mistake(judged: Iterable[Judged]) -> list[MistakeAgreement]:
    """Return each mistake's agreement, by its code."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.mistake].append(one)
        if one.said == Said.OTHER and one.instead:
            groups[one.instead].append(Judged(one.instead, Said.MISSED))
    return [_agreement(name, groups[name]) for name in sorted(groups)]


def confusion(judged: Iterable[Judged]) -> dict[tuple[str, str], int]:
    """Return how often the system said one mistake and therapists another.

    Keys are (system, therapist); an empty word stands for no mistake. What could not
    be seen is left out.
    """
    table: dict[tuple[str, str], int] = defaultdict(int)
    for one in judged:
        match one.said:
            case Said.RIGHT:
                table[one.mistake, one.mistake] += 1
            case Said.OTHER:
                table[one.mistake, one.instead] += 1
            case Said.NOTHING:
                table[one.mistake, ""] += 1
            case Said.MISSED:
                table["", one.mistake] += 1
    return dict(table)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return how far two therapists agree beyond chance: Cohen's kappa.

    None without pairs, or where both always say the same one thing: chance then
    agrees as well. Source: Cohen (1960), Educ. Psychol. Meas. 20(1):37-46.
    """
    if not pairs:
        return None
    n = len(pairs)
    words = {word for pair in pairs for word in pair}
    seen = sum(a == b for a, b in pairs) / n
    chance = sum(
        sum(a == word for a, _ in pairs) * sum(b == word for _, b in pairs)
        for word in words
    ) / (n * n)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def _agreement(mistake: str, judged: list[Judged]) -> MistakeAgreement:
    count = {said: sum(one.said == said for one in judged) for said in Said}
    right = count[Said.RIGHT]
    precision = Share(right, right + count[Said.OTHER] + count[Said.NOTHING])
    return MistakeAgreement(
        mistake=mistake,
        precision=precision,
        recall=Share(right, right + count[Said.MISSED]),
        not_visible=count[Said.NOT_VISIBLE],
        trust=_trust(precision),
        effect=suggestion(judged),
    )


def _trust(precision: Share) -> Trust:
    interval = precision.interval
    if interval is None:
        return Trust.UNKNOWN
    if interval[0] >= WANTED_PRECISION:
        return Trust.TRUSTED
    return Trust.DISTRUSTED if interval[1] < WANTED_PRECISION else Trust.UNKNOWN


def suggestion(judged: Iterable[Judged]) -> Effect | None:
    """Return a confidence below which findings might be hidden, and what it would do.

    None with fewer than `ENOUGH` verdicts, from one patient only, where what is shown
    is right often enough already, or where no threshold helps.
    """
    known = [
        one
        for one in judged
        if one.confidence is not None
        and one.said in {Said.RIGHT, Said.OTHER, Said.NOTHING}
    ]
    if len(known) < ENOUGH or _precision(known) >= WANTED_PRECISION:
        return None
    threshold = _best(known)
    hidden = _hidden_elsewhere(known)
    if threshold is None or not any(one.said != Said.RIGHT for one in hidden):
        return None
    right = sum(one.said == Said.RIGHT for one in known)
    right_hidden = sum(one.said == Said.RIGHT for one in hidden)
    return Effect(
        threshold=threshold,
        false_hidden=len(hidden) - right_hidden,
        false_all=len(known) - right,
        right_hidden=right_hidden,
        right_all=right,
    )


def _hidden_elsewhere(known: list[Judged]) -> list[Judged]:
    """Return what thresholds chosen on all other patients would have hidden."""
    hidden = []
    for patient in {one.patient for one in known}:
        limit = _best([one for one in known if one.patient != patient])
        own = [one for one in known if one.patient == patient]
        hidden += [one for one in own if limit is not None and _sure(one) < limit]
    return hidden


def _best(known: list[Judged]) -> float | None:
    """Return the lowest confidence from which on findings are right often enough."""
    for limit in sorted({_sure(one) for one in known}):
        if _precision([one for one in known if _sure(one) >= limit]) >= (
            WANTED_PRECISION
        ):
            return limit
    return None


def _precision(known: list[Judged]) -> float:
    return sum(one.said == Said.RIGHT for one in known) / len(known)


def _sure(one: Judged) -> float:
    return one.confidence if one.confidence is not None else 0.0
