"""When a therapist is told at once: pain, missed days, lost range, warning words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clinic.domain.adherence import Day
from clinic.domain.measurement import Change, Comparison, Measured, compare


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule: whether it holds, from which number on, and by which words."""

    is_on: bool = True
    threshold: int | None = None
    words: tuple[str, ...] = ()


# Words that patients use for what should not wait: our own list, in the languages of
# the pages, to be edited by each clinic and for each patient.
RED_FLAGS: Final = (
    "numb", "chest pain", "fell", "fever", "swollen", "dizzy", "faint", "calf",
    "short of breath", "bladder",
    "taub", "Brustschmerz", "gestürzt", "Fieber", "geschwollen", "schwindlig",
    "ohnmächtig", "Wade", "Atemnot", "Blase",
)  # fmt: skip
# Pain of 7 or more interferes with life like no less: Serlin et al. (1995), Pain
# 61(2):277-284. Three days missed in a row are our own choice.
DEFAULTS: Final[Mapping[str, Setting]] = {
    "pain": Setting(threshold=7),
    "missed": Setting(threshold=3),
    "range": Setting(),
    "red_flag": Setting(words=RED_FLAGS),
}


def hurts(pain: int | None, rule: Setting) -> bool:
    """Say whether `pain` (0 to 10) is what the rule asks for."""
    return (
        rule.is_on
        and pain is not None
        and rule.threshold is not None
        and pain >= rule.threshold
    )


def flagged(text: str, rule: Setting) -> tuple[str, ...]:
    """Return the words of the rule that `text` has: whole, or as a word's beginning."""
    if not rule.is_on:
        return ()
    said = text.casefold()
    return tuple(
        word
        for word in rule.words
        if word and re.search(rf"\b{re.escape(word.casefold())}", said)
    )


def missed_days(days: Sequence[Day]) -> int:
    """Return how many days with something due, the last ones, passed without any.

    Days of rest neither count nor end the row.
    """
    missed = 0
    for day in reversed(days):
        if day.done:
            break
        missed += day.due > 0
    return missed


def fell(measured: Sequence[Measured], rule: Setting) -> Comparison | None:
    """Return how the range of motion went down by more than the error, else None.

    Args:
        measured: of one exercise and one version of the pipeline, in order of time.
        rule: whether it holds.
    """
    if not rule.is_on:
        return None
    found = compare(measured)
    return found if found.change == Change.LESS else None
