"""Corrections of a whole analysis by a therapist: laid over it, and undone again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import (
    Analysis,
    Correction,
    Exercise,
    Prescription,
    Recording,
    Repetition,
    User,
)
from clinic.services import analyses, audit, digests
from clinic.services.errors import Refused

Kind = Correction.Kind
# More than anybody does in one video; a request with more was not made by our pages.
_MOST: Final = 500


class NothingToCorrect(Refused):
    """There is no finished analysis yet."""

    code = "nothing_to_correct"


class BoundariesWrong(Refused):
    """The repetitions overlap, run backwards or leave the video."""

    code = "boundaries_wrong"


class ExerciseUnknown(Refused):
    """There is no such exercise here."""

    code = "exercise_unknown"


class PointOutside(Refused):
    """The point is not in the picture, or the moment not in the video."""

    code = "point_outside"


@dataclass(frozen=True, slots=True)
class Cut:
    """One repetition as it should be; `repetition` is its row, None for a new one."""

    repetition: int | None
    start_s: float
    peak_s: float
    end_s: float


@transaction.atomic
def recut(
    *, by: User, recording: Recording, cuts: Sequence[Cut], now: datetime
) -> Correction:
    """Say which repetitions there are; it replaces an earlier correction.

    Raises:
        Denied: `by` is not in charge of the patient.
        NothingToCorrect, BoundariesWrong.
    """
    analysis = _judged(by, recording)
    _check(cuts, analysis)
    rows = [_row_of(cut, analysis) for cut in cuts]
    content = {
        "repetitions": [
            asdict(cut) | {"repetition": row}
            for cut, row in zip(cuts, rows, strict=True)
        ]
    }
    return _keep(by, analysis, Kind.REPETITIONS, content, now)


@transaction.atomic
def name_exercise(
    *, by: User, recording: Recording, exercise: str, now: datetime
) -> Correction:
    """Say which exercise was done: a code, or nothing for none of the catalog.

    Raises:
        Denied: `by` is not in charge of the patient.
        NothingToCorrect, ExerciseUnknown.
    """
    analysis = _judged(by, recording)
    known = Exercise.objects.visible_to(by).filter(code=exercise)
    if exercise and not known.exists():
        raise ExerciseUnknown(_("Choose one of the exercises of the library."))
    return _keep(by, analysis, Kind.EXERCISE, {"exercise": exercise}, now)


@transaction.atomic
def follow(
    *, by: User, recording: Recording, x: float, y: float, time_s: float, now: datetime
) -> Analysis:
    """Say where the patient is and analyze the recording again with that person.

    `x` and `y` are fractions of the upright picture. What was found stays current
    until the new analysis is done.

    Raises:
        Denied: `by` is not in charge of the patient.
        NothingToCorrect, PointOutside.
    """
    analysis = _current(by, recording)
    if not (0 <= x <= 1 and 0 <= y <= 1 and 0 <= time_s <= _length(analysis)):
        raise PointOutside(_("Click on the patient in the picture."))
    point = {"x": round(x, 4), "y": round(y, 4), "time_s": round(time_s, 3)}
    _keep(by, analysis, Kind.PERSON, point, now)
    return analyses.request(
        by=by, recording=recording, now=now, options={"patient": point}
    )


@transaction.atomic
def undo(*, by: User, recording: Recording, kind: str, now: datetime) -> bool:
    """Take back the newest correction of `kind`; say whether there was one."""
    access.require(access.can_review_recording(by, recording))
    standing = Correction.objects.standing().filter(recording=recording, kind=kind)
    if kind == Kind.REPETITIONS:
        standing = standing.filter(analysis__is_current=True)
    newest = standing.order_by("-pk").first()
    if newest is None:
        return False
    undone_at = Greatest("made_at", Value(now))
    Correction.objects.filter(pk=newest.pk).update(undone_at=undone_at)
    digests.refresh(recording)
    audit.record(
        action="correction.undone", about=newest, by=by, now=now,
        clinic=recording.clinic, kind=kind,
    )  # fmt: skip
    return True


def _current(by: User, recording: Recording) -> Analysis:
    access.require(access.can_review_recording(by, recording))
    analysis = recording.analyses.current().first()
    if analysis is None or analysis.is_pending:
        raise NothingToCorrect(_("Wait until the recording has been analyzed."))
    return analysis


def _judged(by: User, recording: Recording) -> Analysis:
    analysis = _current(by, recording)
    if analysis.status != Analysis.Status.DONE:
        raise NothingToCorrect(_("Nothing was found in this recording."))
    return analysis


def _length(analysis: Analysis) -> float:
    report = analysis.report or {}
    known = report.get("video", {}).get("duration_s")
    return float(known or analysis.recording.duration_s or 0.0)


def _check(cuts: Sequence[Cut], analysis: Analysis) -> None:
    length = _length(analysis)
    in_order = all(0 <= c.start_s <= c.peak_s <= c.end_s <= length for c in cuts)
    apart = all(a.end_s <= b.start_s for a, b in pairwise(cuts))
    kept = [cut.repetition for cut in cuts if cut.repetition is not None]
    known = analysis.repetitions.filter(pk__in=kept).count()
    if len(cuts) > _MOST or not (in_order and apart) or known != len(kept):
        raise BoundariesWrong(_("Repetitions must follow each other within the video."))


def _row_of(cut: Cut, analysis: Analysis) -> int:
    """Return the row of a repetition; a new one gets a row of its own."""
    if cut.repetition is not None:
        return cut.repetition
    last = analysis.repetitions.aggregate(last=Max("index"))["last"] or 0
    row = Repetition.objects.create(
        analysis=analysis,
        source=Repetition.Source.THERAPIST,
        index=last + 1,
        start_s=cut.start_s,
        peak_s=cut.peak_s,
        end_s=cut.end_s,
        side=_side_of(analysis),
    )
    return row.pk


def _side_of(analysis: Analysis) -> str:
    known = analysis.repetitions.order_by("index").first()
    return known.side if known else Prescription.Side.BOTH


def _keep(
    by: User, analysis: Analysis, kind: Kind, content: dict[str, Any], now: datetime
) -> Correction:
    correction = Correction.objects.create(
        recording=analysis.recording,
        analysis=analysis,
        kind=kind,
        content=content,
        by=by,
        made_at=now,
        pipeline_version=analysis.pipeline_version,
    )
    digests.refresh(analysis.recording)
    audit.record(
        action=f"correction.{kind.value}", about=correction, by=by, now=now,
        clinic=analysis.recording.clinic,
    )  # fmt: skip
    return correction
