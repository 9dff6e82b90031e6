"""What the player needs beside the video: repetitions, findings, the strip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import wording
from clinic.models import Exercise, Prescription, Recording, Repetition
from clinic.selectors import EffectiveResult, FindingResult, RepetitionResult
from clinic.web.presentation import comments, findings
from clinic.web.presentation.words import whole

STRIP_WIDTH: Final = 1000
# What differs from the reference by less is no difference: the smallest detectable one
# of angles from one camera is 4.4 to 7.9 degrees (van den Hoorn et al. 2025).
REFERENCE_TOLERANCE_DEG: Final = 8

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chip:
    """One repetition as a button."""

    index: int
    start: float
    score: int | None
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of the strip, in whole units of its width."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Strip:
    """All repetitions and attempts in time."""

    duration: float
    bars: tuple[Bar, ...]


def facts(result: EffectiveResult, *, for_therapist: bool) -> Facts:
    """Return what the player's scripts read: times, joints and words, no more."""
    phases = _phases(result) if for_therapist else {}
    return {
        "duration": duration(result),
        "opens_at": _opens_at(result),
        "repetitions": [
            {
                "index": item.repetition.index,
                "start": item.repetition.start_s,
                "peak": item.repetition.peak_s,
                "end": item.repetition.end_s,
                "side": item.repetition.side,
                **_for_editing(item.repetition, phases, for_therapist),
            }
            for item in result.repetitions
        ],
        "findings": [
            _finding(finding, for_therapist)
            for item in result.repetitions
            for finding in item.findings
        ],
        "comments": comments.for_player(result.recording),
        "curves": wording.curves() if for_therapist else {},
    }


def _for_editing(
    repetition: Repetition, phases: Mapping[int, list[Facts]], for_therapist: bool
) -> Facts:
    """Return what only who judges and corrects needs."""
    if not for_therapist:
        return {}
    is_found = repetition.source == Repetition.Source.AUTOMATIC
    known = phases.get(repetition.index, []) if is_found else []
    return {
        "key": repetition.pk,
        # Where a therapist moved a boundary, what lies beyond it is gone.
        "phases": [
            phase
            for phase in known
            if phase["end"] > repetition.start_s and phase["start"] < repetition.end_s
        ],
    }


def _phases(result: EffectiveResult) -> dict[int, list[Facts]]:
    """Return the phases of each repetition that was found, in words."""
    return {
        found["index"]: [
            {
                "name": wording.in_words(phase["name"]),
                "start": phase["start_s"],
                "end": phase["end_s"],
            }
            for phase in found.get("phases", ())
        ]
        for found in result.report.get("repetitions", ())
    }


def _finding(result: FindingResult, for_therapist: bool) -> Facts:
    finding = result.finding
    said = wording.translated(result.message)
    message = findings.name(result) if for_therapist else said
    return {
        "id": str(finding.public_id),
        "joint": finding.joint,
        "side": finding.side,
        "time": finding.time_s,
        "message": message,
        "status": result.decision or "open",
    }


@dataclass(frozen=True, slots=True)
class Reference:
    """How the exercise is done: a static file, and the side it is seen from."""

    motion: str  # an address
    yaw: int


# Where the camera stands: degrees from the front to the left of the body.
_YAWS: Final = {"front": 0, "back": 180, "left": 90, "right": -90}
_FROM_THE_SIDE: Final = 90


def reference(result: EffectiveResult) -> Reference | None:
    """Return the reference figure, turned as the patient; None where there is none."""
    address = motion_of(result.recording.exercise)
    if not result.is_done or not address:
        return None
    return Reference(address, _yaw(result.report.get("view") or {}))


def motion_of(exercise: Exercise) -> str:
    """Return where it is fetched how `exercise` is done; empty where it is not known.

    A clinic's own is the skeleton of its reference, behind the same access as the
    exercise.
    """
    if exercise.is_own:
        return reverse("media:motion", kwargs={"code": exercise.code})
    path = motion_file(exercise.code)
    return static(path) if path else ""


@cache
def motion_file(code: str) -> str:
    """Return the static file of how exercise `code` is done; empty without one."""
    path = f"motions/{code}.json"
    return path if finders.find(path) else ""


def _yaw(view: Mapping[str, Any]) -> int:
    name, yaw = view.get("name", ""), view.get("yaw_deg")
    if name in _YAWS:
        return _YAWS[name]
    return _FROM_THE_SIDE if yaw is None else round(yaw)


def duration(result: EffectiveResult) -> float:
    """Return how long the video is, in seconds; 0 where it is not known."""
    known = result.report.get("video", {}).get("duration_s")
    return float(known or result.recording.duration_s or 0.0)


def size(report: Mapping[str, Any]) -> dict[str, int]:
    """Return the size of the upright picture, so that the page does not jump."""
    video = report.get("video", {})
    return {key: video[key] for key in ("width", "height") if key in video}


def chips(result: EffectiveResult) -> list[Chip]:
    """Return the repetitions as buttons, each with what was seen in it."""
    return [_chip(item, result.shows_findings) for item in result.repetitions]


def _chip(item: RepetitionResult, shows_findings: bool) -> Chip:
    repetition = item.repetition
    return Chip(
        index=repetition.index,
        start=repetition.start_s,
        score=whole(item.score),
        tone=findings.TONES[item.worst] if shows_findings else "unknown",
        words=_seen(item),
    )


def _seen(item: RepetitionResult) -> str:
    names = dict.fromkeys(findings.name(found) for found in item.standing)
    return wording.listed(names) or _("nothing wrong was seen")


def strip(result: EffectiveResult) -> Strip:
    """Return repetitions and attempts as stretches of the video."""
    length = duration(result)
    spans = [
        (
            f"rep {findings.TONES[item.worst]}",
            item.repetition.start_s,
            item.repetition.end_s,
        )
        for item in result.repetitions
    ]
    spans += [
        ("attempt", attempt["start_s"], attempt["end_s"])
        for attempt in result.report.get("attempts", ())
    ]
    return Strip(length, tuple(_bars(spans, length)))


def _bars(spans: Sequence[tuple[str, float, float]], length: float) -> list[Bar]:
    if length <= 0:
        return []
    scale = STRIP_WIDTH / length
    return [
        Bar(kind, round(start * scale), max(1, round((end - start) * scale)))
        for kind, start, end in spans
    ]


def _opens_at(result: EffectiveResult) -> float:
    """Return the best moment: the peak of the best repetition."""
    best = max(
        result.repetitions,
        key=lambda item: item.score or 0.0,
        default=None,
    )
    return best.repetition.peak_s if best else 0.0


def of_prescribed(recording: Recording, count: int) -> str:
    """Say how many repetitions of those prescribed: '9 of 10'."""
    prescribed = prescribed_count(recording.prescription)
    if prescribed is None or count > prescribed:
        return str(count)
    words = {"count": count, "prescribed": prescribed}
    return _("%(count)d of %(prescribed)d") % words


def prescribed_count(prescription: Prescription | None) -> int | None:
    """Return the repetitions of one set, which is what one recording shows."""
    return prescription.repetitions if prescription else None


def often(count: int, of: int) -> str:
    """Say how often something was seen: 'Seen in 3 of 9 repetitions.'."""
    text = ngettext(
        "Seen in %(count)d of %(of)d repetition.",
        "Seen in %(count)d of %(of)d repetitions.",
        of,
    )
    return text % {"count": count, "of": of}
