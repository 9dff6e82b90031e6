"""Recordings as rows of lists and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.domain.triage import Reason
from clinic.models import Recording, RecordingDigest, User
from clinic.selectors import EffectiveResult, Listed, digest_of
from clinic.web.presentation import findings, player, trends
from clinic.web.presentation.words import whole

# How many things a row names before it says only how many more there are.
_NAMED: Final = 2
_LAST_SESSIONS: Final = 8

_REASONS: Final = {
    Reason.PATIENT_ASKS: ("act", gettext_lazy("Patient asks you to look")),
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


def row(effective: EffectiveResult) -> Row:
    """Return `effective` as a row, as its viewer may see it."""
    analysis = effective.analysis
    has_ended = analysis is not None and not analysis.is_pending
    item = Listed(
        recording=effective.recording,
        status=analysis.status if analysis else "",
        percent=analysis.percent if analysis else 0,
        version=analysis.pipeline_version if analysis else "",
        digest=digest_of(effective) if has_ended else None,
        reviewed_at=effective.review.reviewed_at if effective.review else None,
    )
    return replace(listed_row(item), is_held_back=not effective.shows_findings)


def listed_row(
    item: Listed,
    *,
    reasons: Sequence[Reason] = (),
    scores: tuple[float, ...] = (),
) -> Row:
    """Return `item` as a row, with the scores of the last sessions if given."""
    digest, recent = item.digest, scores[-_LAST_SESSIONS:]
    is_done = digest is not None and not digest.has_failed
    count = digest.repetitions if digest else 0
    return Row(
        recording=item.recording,
        patient=item.recording.patient,
        is_pending=item.is_pending,
        has_failed=not item.is_pending and not is_done,
        is_held_back=False,
        is_reviewed=item.is_reviewed,
        is_flagged=bool(reasons),
        percent=item.percent,
        count=count,
        count_words=player.of_prescribed(item.recording, count) if is_done else "–",
        score=whole(digest.score) if digest else None,
        tags=tuple(_tags(digest, reasons)) if digest else (),
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


def _tags(digest: RecordingDigest, reasons: Sequence[Reason]) -> list[Tag]:
    tags = [
        Tag(tone, str(label))
        for tone, label in (
            _REASONS[reason] for reason in reasons if reason in _REASONS
        )
    ]
    tags += [
        Tag(findings.TONES[one["severity"]], findings.in_words(one))
        for one in digest.mistakes
    ]
    if len(tags) > _NAMED:
        more = Tag("", _("+%(n)d") % {"n": len(tags) - _NAMED})
        return [*tags[:_NAMED], more]
    if not tags and not digest.has_failed:
        return [Tag("good", _("Nothing flagged"))]
    return tags
