"""What can be watched of a recording: its video, its measured movement, or neither."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clinic.models import Recording
from clinic.selectors import EffectiveResult


class Kind(StrEnum):
    """What a player has to show."""

    VIDEO = "video"
    DRAWING = "drawing"  # the skeleton alone, on a plain ground
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Footage:
    """What can be watched, and why it is not the video.

    Attributes:
        kind: what there is.
        title: what a page without anything to watch says; empty where there is.
        words: why there is no video; empty where there is one.
    """

    kind: Kind
    title: str = ""
    words: str = ""

    @property
    def is_drawing(self) -> bool:
        """Whether the movement is drawn, without a video."""
        return self.kind is Kind.DRAWING

    @property
    def can_be_watched(self) -> bool:
        """Whether there is anything to play."""
        return self.kind is not Kind.NOTHING


VIDEO: Final = Footage(Kind.VIDEO)


def of(result: EffectiveResult) -> Footage:
    """Return what the viewer of `result` can watch.

    Nobody who has to wait for the review is shown the movement before.
    """
    if result.recording.shown:
        return VIDEO
    if _has_movement(result):
        return Footage(Kind.DRAWING, words=_why_drawn(result.recording))
    return _nothing(result)


def _has_movement(result: EffectiveResult) -> bool:
    has_curves = result.analysis is not None and bool(result.analysis.curves)
    return result.is_done and result.shows_findings and has_curves


def _why_drawn(recording: Recording) -> str:
    if recording.video_erased_at:
        return _(
            "Drawn from the measured movement; the video was erased on %(day)s, "
            "as your clinic has decided."
        ) % {"day": _day_erased(recording)}
    return _("Drawn from the measured movement; there is no video.")


def _nothing(result: EffectiveResult) -> Footage:
    recording = result.recording
    if recording.video_erased_at:
        words = _(
            "It was erased on %(day)s, as your clinic has decided. What was measured "
            "stays."
        ) % {"day": _day_erased(recording)}
        return Footage(Kind.NOTHING, _("The video is no longer kept"), words)
    if _is_prepared(result):
        words = _("It can be watched here in a moment.")
        return Footage(Kind.NOTHING, _("The video is being prepared"), words)
    if recording.blurs_faces and recording.playback:
        words = _(
            "Your clinic has faces made unrecognizable. In this video that was not "
            "possible, since nobody was followed to the end."
        )
        return Footage(Kind.NOTHING, _("The video is not shown"), words)
    words = _("Nothing of this recording can be watched.")
    return Footage(Kind.NOTHING, _("There is no video"), words)


def _is_prepared(result: EffectiveResult) -> bool:
    """Say whether a worker still makes the copy that people watch."""
    has_film = bool(result.recording.original or result.recording.playback)
    is_pending = result.analysis is None or result.analysis.is_pending
    return has_film and is_pending


def _day_erased(recording: Recording) -> str:
    erased_at = recording.video_erased_at
    return date_format(localtime(erased_at), _("j M Y")) if erased_at else ""
