"""When a therapist is told at once: pain, missed days, lost range, warning words."""

import re
import unicodedata
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
# the pages, to be edited by each clinic and for each patient. Words are met whole, so
# the forms that people write are named one by one.
RED_FLAGS: Final = (
    "numb", "numbness", "chest pain", "fell", "fallen", "fever", "swollen",
    "swelling", "dizzy", "dizziness", "faint", "fainted", "calf", "short of breath",
    "shortness of breath", "bladder",
    "taub", "taube", "Taubheit", "Taubheitsgefühl", "Brustschmerz", "Brustschmerzen",
    "gestürzt", "gefallen", "Fieber", "geschwollen", "geschwollene", "Schwellung",
    "schwindlig", "schwindelig", "Schwindel", "ohnmächtig", "Wade", "Atemnot", "Blase",
    "entumecido", "entumecida", "hormigueo", "dolor en el pecho", "dolor de pecho",
    "me caí", "caída", "fiebre", "hinchado", "hinchada", "hinchazón", "mareo",
    "mareos", "mareado", "mareada", "desmayo", "desmayé", "pantorrilla",
    "falta de aire", "vejiga",
    "خدر", "تنميل", "ألم في الصدر", "ألم الصدر", "وقعت", "سقطت", "حمى", "حرارة",
    "متورم", "متورمة", "تورم", "انتفاخ", "دوخة", "دوار", "إغماء", "أغمي علي",
    "بطة الساق", "ربلة الساق", "ضيق تنفس", "ضيق في التنفس", "ضيق التنفس", "مثانة",
)  # fmt: skip
# Arabic writes "and", "with", "for" and "the" as one with the word that follows.
_JOINED: Final = "(?:[وف]?(?:ال|بال|لل|[بل])?)"
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
    """Return the words of the rule that `text` has, as whole words in their order."""
    if not rule.is_on:
        return ()
    said = _plain(text)
    return tuple(word for word in rule.words if word.strip() and _whole(word, said))


def _whole(word: str, said: str) -> bool:
    wanted = _plain(word)
    joined = _JOINED if "\u0620" <= wanted[0] <= "\u064a" else ""
    return bool(re.search(rf"(?<!\w){joined}{re.escape(wanted)}(?!\w)", said))


def _plain(text: str) -> str:
    """Return `text` for comparing: no capitals, one way to write accents and spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


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
