"""One recording's result, as the patient reads it and as the therapist reads it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import wording
from clinic.selectors import EffectiveResult, FindingResult
from clinic.web.presentation import findings, footage, player, score_ring, words


@dataclass(frozen=True, slots=True)
class Cue:
    """The one thing to work on, and the moment that shows it."""

    text: str
    often: str
    time: float | None
    joint: str
    side: str
    picture: uuid.UUID | None
    picture_words: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a page says of one analyzed recording."""

    count: int
    prescribed: int | None
    is_short: bool
    score: int | None
    parts: tuple[score_ring.Part, ...]
    cue: Cue | None
    good: list[str]
    chips: list[player.Chip]
    attempts: int
    is_reviewed: bool
    other_exercise: str
    warnings: list[str]
    view_words: str
    findings: int
    open: int


def result_of(effective: EffectiveResult) -> Result:
    """Put `effective` into words."""
    report = effective.report
    prescribed = player.prescribed_count(effective.recording.prescription)
    judged = [found for item in effective.repetitions for found in item.findings]
    return Result(
        count=effective.count,
        prescribed=prescribed,
        is_short=prescribed is not None and effective.count <= prescribed,
        score=words.whole(effective.score),
        parts=score_ring.parts_of(effective.parts),
        cue=_cue(effective),
        good=_good(effective),
        chips=player.chips(effective),
        attempts=effective.attempts,
        is_reviewed=effective.is_reviewed,
        other_exercise=_other_exercise(effective),
        warnings=[
            wording.translated(str(one["message"]))
            for one in report.get("warnings", ())
        ],
        view_words=_view(report.get("view", {})),
        findings=len(judged),
        open=sum(not found.decision for found in judged),
    )


def _cue(effective: EffectiveResult) -> Cue | None:
    main = effective.main_finding
    if main is None or not effective.cue:
        return None
    finding = main.finding
    seen = footage.of(effective)
    return Cue(
        text=wording.translated(effective.cue),
        often=player.often(effective.mistakes[main.mistake], effective.count),
        time=finding.time_s if seen.can_be_watched else None,
        joint=finding.joint,
        side=finding.side,
        picture=_picture(main, effective),
        picture_words=_picture_words(seen) % {"what": findings.name(main)},
    )


def _picture_words(seen: footage.Footage) -> str:
    if seen.is_drawing:
        return _("The moment in your movement, drawn, the place marked: %(what)s")
    return _("The moment in your video, the place marked: %(what)s")


def _picture(main: FindingResult, effective: EffectiveResult) -> uuid.UUID | None:
    """Return the finding whose picture shows the mistake: this one or its like."""
    alike = (one for one in effective.standing if one.mistake == main.mistake)
    return next(
        (
            one.finding.public_id
            for one in (main, *alike)
            if one.finding.still and one.is_as_found
        ),
        None,
    )


def _good(effective: EffectiveResult) -> list[str]:
    """Return what went well: only what was measured, nothing made up."""
    if not effective.shows_findings or not effective.count:
        return []
    said = [_whole_set(effective), _clean(effective)]
    parts = effective.parts
    praise = {
        "range": _("You used the full range of the movement."),
        "control": _("Your pace was calm and steady."),
        "symmetry": _("Left and right worked evenly."),
    }
    if any(found.finding.unit == "s" for found in effective.standing):
        del praise["control"]  # a mistake of tempo stands: praise would contradict it
    said += [
        text
        for part, text in praise.items()
        if (parts.get(part) or 0) >= score_ring.VERY_GOOD
    ]
    return [text for text in said if text]


def _whole_set(effective: EffectiveResult) -> str:
    prescribed = player.prescribed_count(effective.recording.prescription)
    if prescribed is None or effective.count < prescribed:
        return ""
    text = ngettext(
        "You did the whole set: %(n)d repetition.",
        "You did the whole set: %(n)d repetitions.",
        effective.count,
    )
    return text % {"n": effective.count}


def _clean(effective: EffectiveResult) -> str:
    clean = sum(not item.standing for item in effective.repetitions)
    if not clean:
        return ""
    text = ngettext(
        "%(clean)d of %(n)d repetition without a mistake.",
        "%(clean)d of %(n)d repetitions without a mistake.",
        effective.count,
    )
    return text % {"clean": clean, "n": effective.count}


def _other_exercise(effective: EffectiveResult) -> str:
    if not effective.not_prescribed:
        return ""
    return _(
        "This looks like another exercise than %(name)s. "
        "If it is not, your therapist will see that."
    ) % {"name": wording.translated(effective.recording.exercise.name)}


def _view(view: dict[str, Any]) -> str:
    seen = {
        "front": _("seen from the front"),
        "back": _("seen from behind"),
        "left": _("seen from the left"),
        "right": _("seen from the right"),
        "oblique": _("seen at an angle"),
    }
    return seen.get(view.get("name", ""), "")
