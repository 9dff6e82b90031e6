"""Recordings as rows of lists and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.domain.triage import Reason
from clinic.models import Recording, User
from clinic.selectors import EffectiveResult, FindingResult
from clinic.selectors.results import SEVERITIES
from clinic.web.presentation import findings, player, trends
from clinic.web.presentation.words import whole

# How many things a row names before it says only how many more there are.
_NAMED: Final = 2
_LAST_SESSIONS: Final = 8

_REASONS: Final = {
    Reason.NOT_ANALYZED: ("watch", gettext_lazy("Not analyzable")),
    Reason.OTHER_EXERCISE: ("watch", gettext_lazy("Another exercise")),
    Reason.FEW_REPETITIONS: ("watch", gettext_lazy("Few repetitions")),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with a meaning."""

    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One recording as a row."""

    recording: Recording
    patient: User
    is_pending: bool
    has_failed: bool
    is_held_back: bool
    is_reviewed: bool
    is_flagged: bool
    percent: int
    count: int
    count_words: str
    score: int | None
    tags: tuple[Tag, ...]
    spark: trends.Trend | None = None
    spark_words: str = ""


def row(
    effective: EffectiveResult,
    *,
    reasons: Sequence[Reason] = (),
    scores: tuple[float, ...] = (),
) -> Row:
    """Return `effective` as a row, with the scores of the last sessions if given."""
    analysis = effective.analysis
    is_pending = analysis is None or analysis.is_pending
    recent = scores[-_LAST_SESSIONS:]
    return Row(
        recording=effective.recording,
        patient=effective.recording.patient,
        is_pending=is_pending,
        has_failed=not is_pending and not effective.is_done,
        is_held_back=not effective.shows_findings,
        is_reviewed=effective.is_reviewed,
        is_flagged=bool(reasons),
        percent=analysis.percent if analysis else 0,
        count=effective.count,
        count_words=player.count_words(effective),
        score=whole(effective.score),
        tags=tuple(_tags(effective, reasons)),
        spark=trends.trend(recent, width=100, height=30, margin=4),
        spark_words=spark_words(recent),
    )


def spark_words(scores: tuple[float, ...]) -> str:
    """Say a small line in words."""
    if not scores:
        return ""
    return _("Scores, oldest first: %(scores)s") % {
        "scores": ", ".join(str(round(score)) for score in scores)
    }


def _tags(effective: EffectiveResult, reasons: Sequence[Reason]) -> list[Tag]:
    tags = [
        Tag(tone, str(label))
        for tone, label in (
            _REASONS[reason] for reason in reasons if reason in _REASONS
        )
    ]
    named = {
        found.finding.mistake: Tag(
            findings.TONES[found.finding.severity], findings.name(found.finding)
        )
        for found in sorted(effective.standing, key=_gravity)
    }
    tags = [*tags, *reversed(named.values())]
    if len(tags) > _NAMED:
        more = Tag("", _("+%(n)d") % {"n": len(tags) - _NAMED})
        return [*tags[:_NAMED], more]
    if not tags and effective.is_done:
        return [Tag("good", _("Nothing flagged"))]
    return tags


def _gravity(found: FindingResult) -> int:
    return SEVERITIES.index(found.finding.severity)
