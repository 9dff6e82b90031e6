"""Amounts, days and measured values in words."""

from datetime import date
from typing import Final

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from clinic import wording
from clinic.models import Prescription

_DAYS_OF_WEEK: Final = 7
_NARROW_SPACE: Final = "\u202f"

# Units of the library as people write them, and the decimals that are worth reading.
_SUFFIX: Final = {"deg": "°", "°": "°", "percent": f"{_NARROW_SPACE}%", "ratio": ""}
_DECIMALS: Final = {"deg": 0, "°": 0, "percent": 0, "s": 1}


def dose(prescription: Prescription) -> str:
    """Say how much is prescribed: '2 sets x 10 repetitions, left'."""
    words = _amount(prescription)
    if prescription.sets > 1:
        sets = ngettext("%(n)d set", "%(n)d sets", prescription.sets)
        words = f"{sets % {'n': prescription.sets}} × {words}"
    if prescription.side in {Prescription.Side.LEFT, Prescription.Side.RIGHT}:
        words = wording.listed([words, prescription.get_side_display().lower()])
    return words


def _amount(prescription: Prescription) -> str:
    hold = prescription.hold_s
    if prescription.repetitions is None:
        return _("hold %(n)d seconds") % {"n": hold or 0}
    count = prescription.repetitions
    words = ngettext("%(n)d repetition", "%(n)d repetitions", count) % {"n": count}
    if hold:
        words = wording.listed([words, _("hold %(n)d s each") % {"n": hold}])
    return words


def pace(prescription: Prescription) -> str:
    """Say tempo and rest: '3 s there, 2 s back; 60 s rest between sets'."""
    parts = []
    if prescription.toward_s:
        parts.append(_("%(n)d s there") % {"n": prescription.toward_s})
    if prescription.back_s:
        parts.append(_("%(n)d s back") % {"n": prescription.back_s})
    tempo = wording.listed(parts)
    if not prescription.rest_s:
        return tempo
    rest = _("%(n)d s rest between sets") % {"n": prescription.rest_s}
    if not tempo:
        return rest
    return _("%(tempo)s; %(rest)s") % {"tempo": tempo, "rest": rest}


def aims(prescription: Prescription) -> str:
    """Say the patient's own ranges: 'Knee flexion: at least 80°, not beyond 90°'."""
    told: dict[str, list[str]] = {}
    for measure, value in prescription.rules.get("targets", {}).items():
        told.setdefault(measure, []).append(_aim(prescription, measure, value))
    for measure, value in prescription.rules.get("limits", {}).items():
        unit = _unit(prescription, measure)
        words = _("not beyond %(value)s") % {"value": measured(value, unit)}
        told.setdefault(measure, []).append(words)
    return "; ".join(
        f"{_called(measure)}: {', '.join(words)}" for measure, words in told.items()
    )


def _called(measure: str) -> str:
    """Return what the library calls a measure, in the reader's language."""
    return wording.translated(measure.replace("_", " ").capitalize())


def _aim(prescription: Prescription, measure: str, value: float) -> str:
    """Say what to reach: a high value, or a low one where that is the far end."""
    movement, unit = prescription.exercise.movement, _unit(prescription, measure)
    if movement.get("measure") == measure and movement.get("peak") == "min":
        return expected(None, value, unit)
    return expected(value, None, unit)


def _unit(prescription: Prescription, measure: str) -> str:
    movement = prescription.exercise.movement
    return str(movement["unit"]) if movement.get("measure") == measure else ""


def days(prescription: Prescription) -> str:
    """Say on which days: 'Mon, Wed, Fri' or 'every day'."""
    chosen = prescription.days
    if len(chosen) == _DAYS_OF_WEEK:
        return _("every day")
    return wording.listed(str(WEEKDAYS_ABBR[day - 1]) for day in chosen)


def period(starts_on: date, ends_on: date | None) -> str:
    """Say from when to when a plan runs."""
    first = date_format(starts_on, _("j M Y"))
    if ends_on is None:
        return _("since %(day)s") % {"day": first}
    last = date_format(ends_on, _("j M Y"))
    return f"{first} – {last}"


def whole(number: float | None) -> int | None:
    """Round a score for people, who do not read its decimals."""
    return None if number is None else round(number)


def measured(value: float | None, unit: str, uncertainty: float | None = None) -> str:
    """Write a value with its uncertainty, where known, and unit: '97 ± 6°'."""
    if value is None:
        return _("not measured")
    words = _number(value, unit)
    if uncertainty is not None:
        words += f" ± {_number(uncertainty, unit)}"
    return left_to_right(words + _suffix(unit))


def left_to_right(amount: str) -> str:
    """Keep signs where they belong beside a number, amid text from right to left.

    Isolates of Unicode (UAX 9, section 2.4.2); other languages need none.
    """
    return f"\u2066{amount}\u2069" if get_language_bidi() else amount


def expected(low: float | None, high: float | None, unit: str) -> str:
    """Write an expected range: '70 to 140°', 'at least 70°', 'at most 45°'."""
    suffix = _suffix(unit)
    if low is not None and high is not None:
        high_end = left_to_right(_number(high, unit) + suffix)
        ends = {"low": _number(low, unit), "high": high_end}
        return _("%(low)s to %(high)s") % ends
    if low is not None:
        return _("at least %(value)s") % {
            "value": left_to_right(_number(low, unit) + suffix)
        }
    if high is not None:
        return _("at most %(value)s") % {
            "value": left_to_right(_number(high, unit) + suffix)
        }
    return ""


def _number(value: float, unit: str) -> str:
    places = _DECIMALS.get(unit, 2)
    return str(number_format(round(value, places), places))


def _suffix(unit: str) -> str:
    sign = f"{_NARROW_SPACE}{wording.translated(unit)}" if unit else ""
    return _SUFFIX.get(unit, sign)
