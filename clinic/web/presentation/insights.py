"""Agreement between system and therapists as tables."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from clinic.domain.agreement import Effect, Share, Trust
from clinic.selectors.agreement import Agreement

_TONES: Final = {Trust.TRUSTED: "good", Trust.DISTRUSTED: "act", Trust.UNKNOWN: "note"}


@dataclass(frozen=True, slots=True)
class Row:
    """One mistake."""

    name: str
    tone: str
    trust: str
    precision: str
    precision_of: str
    recall: str
    recall_of: str
    not_visible: int
    suggestion: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """System by therapist: columns, and one row of counts for each of the system's."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, bool], ...]], ...]


def rows(agreement: Agreement) -> list[Row]:
    """Return each mistake, those to distrust first."""
    order = [Trust.DISTRUSTED, Trust.UNKNOWN, Trust.TRUSTED]
    trust = {
        Trust.TRUSTED: _("reliable"),
        Trust.DISTRUSTED: _("distrust"),
        Trust.UNKNOWN: _("not known yet"),
    }
    found = sorted(agreement.mistakes, key=lambda one: order.index(one.trust))
    return [
        Row(
            name=_name(agreement, one.mistake),
            tone=_TONES[one.trust],
            trust=trust[one.trust],
            precision=_percent(one.precision),
            precision_of=_of(one.precision),
            recall=_percent(one.recall),
            recall_of=_of(one.recall),
            not_visible=one.not_visible,
            suggestion=_suggestion(one.effect) if one.effect else "",
        )
        for one in found
    ]


def confusion(agreement: Agreement) -> Confusion:
    """Return what the system said against what therapists said."""
    codes = sorted({code for pair in agreement.confusion for code in pair if code})
    order = [*codes, ""]
    return Confusion(
        columns=tuple(_name(agreement, code) for code in order),
        rows=tuple(
            (
                _name(agreement, system),
                tuple(
                    (agreement.confusion.get((system, said), 0), system == said)
                    for said in order
                ),
            )
            for system in order
        ),
    )


def _name(agreement: Agreement, code: str) -> str:
    if not code:
        return _("no mistake")
    return agreement.names.get(code) or code.replace("_", " ").capitalize()


def _percent(share: Share) -> str:
    interval = share.interval
    if share.value is None or interval is None:
        return "–"
    words = {
        "value": round(100 * share.value),
        "low": round(100 * interval[0]),
        "high": round(100 * interval[1]),
    }
    return _("%(value)d %% (%(low)d to %(high)d)") % words


def _of(share: Share) -> str:
    if not share.of:
        return ""
    return _("%(hits)d of %(all)d") % {"hits": share.hits, "all": share.of}


def _suggestion(effect: Effect) -> str:
    return _(
        "Hide below %(limit)d %%: of other patients' findings it would have hidden "
        "%(false)d of %(false_all)d false ones and %(right)d of %(right_all)d right "
        "ones."
    ) % {
        "limit": round(100 * effect.threshold),
        "false": effect.false_hidden,
        "false_all": effect.false_all,
        "right": effect.right_hidden,
        "right_all": effect.right_all,
    }
