"""Alerts in words, with the figures behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import Alert, AlertKind
from clinic.web.presentation import words
from clinic.wording import translated

_ICONS: Final[Mapping[str, str]] = {
    AlertKind.PAIN: "lightning-charge",
    AlertKind.MISSED: "calendar-x",
    AlertKind.RANGE: "graph-down-arrow",
    AlertKind.RED_FLAG: "flag",
}


@dataclass(frozen=True, slots=True)
class AlertWords:
    """One alert: what is the matter, and what the patient wrote, if anything."""

    alert: Alert
    icon: str
    what: str
    quote: str


def in_words(alerts: Iterable[Alert]) -> list[AlertWords]:
    """Return `alerts` (self-reports and messages selected) in words."""
    return [
        AlertWords(one, _ICONS[one.kind], _what(one), _quote(one)) for one in alerts
    ]


def _what(alert: Alert) -> str:
    facts: dict[str, Any] = alert.facts
    match alert.kind:
        case AlertKind.PAIN:
            said = _("Pain %(pain)d of 10; the rule says %(threshold)d")
            return said % facts
        case AlertKind.MISSED:
            said = ngettext(
                "%(days)d day with exercises missed in a row",
                "%(days)d days with exercises missed in a row",
                facts["days"],
            )
            return said % facts
        case AlertKind.RANGE:
            return _(
                "%(exercise)s: range went from %(before)s to %(after)s, which is more "
                "than its error of %(error)s"
            ) % {
                "exercise": translated(facts["exercise"]),
                "before": words.measured(facts["before"], facts["unit"]),
                "after": words.measured(facts["after"], facts["unit"]),
                "error": words.measured(facts["error"], facts["unit"]),
            }
        case _:
            said = _("Warning words: %(words)s")
            return said % {"words": ", ".join(facts["words"])}


def _quote(alert: Alert) -> str:
    if alert.message is not None:
        return alert.message.text
    return alert.self_report.comment if alert.self_report is not None else ""
