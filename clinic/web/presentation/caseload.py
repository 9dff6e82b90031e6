"""A therapist's patients and threads as rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.domain.attention import Concern, rank
from clinic.domain.course import Course, Direction
from clinic.models import Message, User
from clinic.selectors import CaseloadRow
from clinic.web.presentation import rows, trends, words
from clinic.web.presentation.addresses import addresses_of
from clinic.web.presentation.days import Days

_TONES: Final = {
    Concern.MAJOR_FINDING: "act",
    Concern.PAIN_JUMP: "act",
    Concern.RANGE_DOWN: "watch",
    Concern.DECLINING: "watch",
    Concern.TROUBLE: "watch",
    Concern.MISSED: "watch",
    Concern.INACTIVE: "watch",
    Concern.MODERATE_FINDING: "watch",
}
COURSES: Final = {
    Direction.IMPROVING: ("good", "arrow-up-right"),
    Direction.SAME: ("", "arrow-right"),
    Direction.DECLINING: ("watch", "arrow-down-right"),
    Direction.UNKNOWN: ("", ""),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """One concern, with the figures behind it."""

    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class CourseWords:
    """Where the scores go, and from what to what."""

    tone: str
    icon: str
    label: str
    figures: str


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient."""

    person: User
    address: str
    tags: tuple[Tag, ...]
    proposed: str
    course: CourseWords
    exercises: int
    waiting: int
    latest: str
    spark: trends.Trend | None
    spark_words: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One kind of concern as a number that filters; `detail` says what is in it."""

    key: str
    number: int
    label: str
    detail: str
    icon: str
    tone: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages with one patient."""

    patient: User
    last: Message
    unread: int


_KINDS: Final[Mapping[str, Callable[[CaseloadRow], bool]]] = {
    "all": lambda _row: True,
    "attention": lambda row: bool(row.concerns),
    "findings": lambda row: (
        Concern.MAJOR_FINDING in row.concerns
        or Concern.MODERATE_FINDING in row.concerns
    ),
    "pain": lambda row: Concern.PAIN_JUMP in row.concerns,
    "range": lambda row: Concern.RANGE_DOWN in row.concerns,
    "declining": lambda row: Concern.DECLINING in row.concerns,
    "missed": lambda row: Concern.MISSED in row.concerns,
    "inactive": lambda row: Concern.INACTIVE in row.concerns,
    "trouble": lambda row: Concern.TROUBLE in row.concerns,
    "phase": lambda row: bool(row.proposed),
}
_SORTS: Final[Mapping[str, Callable[[CaseloadRow], tuple[object, ...]]]] = {
    "attention": lambda row: rank(row.concerns),
    "name": lambda row: (row.patient.full_name.casefold(),),
    "last": lambda row: (-(row.latest.timestamp() if row.latest else 0.0),),
    "waiting": lambda row: (-row.waiting,),
    "course": lambda row: (_change(row.weeks.course),),
}


def patients(
    found: Sequence[CaseloadRow], *, kind: str, sort: str, query: str
) -> list[PatientRow]:
    """Return the patients of one kind, whose name holds `query`, in order of `sort`."""
    of_kind = _KINDS.get(kind, _KINDS["all"])
    wanted = query.casefold()
    shown = [
        row
        for row in found
        if of_kind(row) and wanted in row.patient.full_name.casefold()
    ]
    key = _SORTS.get(sort, _SORTS["attention"])
    pages = addresses_of("therapist:patient")
    labels = _course_labels()
    days = Days(_("j M"))
    return [
        _row(row, pages(row.patient.public_id), labels, days)
        for row in sorted(shown, key=key)
    ]


def tiles(found: Sequence[CaseloadRow], chosen: str) -> tuple[Tile, ...]:
    """Return how many patients each concern has."""
    kinds = [
        ("findings", _("with new findings"), "exclamation-octagon", "act"),
        ("pain", _("pain jumped"), "lightning-charge", "act"),
        ("range", _("range went down"), "rulers", "watch"),
        ("declining", _("declining"), "graph-down-arrow", "watch"),
        ("missed", _("missed exercises"), "calendar-x", "watch"),
        ("inactive", _("inactive"), "moon", "watch"),
        ("trouble", _("trouble with videos"), "camera-video-off", "watch"),
        ("phase", _("next phase proposed"), "ladder", "good"),
        ("all", _("patients"), "people", ""),
    ]
    return tuple(
        Tile(
            key=key,
            number=sum(map(_KINDS[key], found)),
            label=label,
            detail=_severities(found) if key == "findings" else "",
            icon=icon,
            tone=tone,
            is_chosen=key == chosen,
        )
        for key, label, icon, tone in kinds
    )


def _severities(found: Sequence[CaseloadRow]) -> str:
    """Return how many recordings with new findings there are, by the gravest one."""
    numbers = {
        Concern.MAJOR_FINDING: sum(row.weeks.major for row in found),
        Concern.MODERATE_FINDING: sum(row.weeks.moderate for row in found),
    }
    said = (_findings(one, number) for one, number in numbers.items() if number)
    return " · ".join(said)


def sorts() -> dict[str, str]:
    """Return the orders in words."""
    return {
        "attention": _("What wants attention"),
        "name": _("Name"),
        "last": _("Last recording"),
        "waiting": _("To review"),
        "course": _("Course of the scores"),
    }


def kind_of(wanted: str) -> str:
    """Return the kind that `wanted` names, else all."""
    return wanted if wanted in _KINDS else "all"


def sort_of(wanted: str) -> str:
    """Return the order that `wanted` names, else by what wants attention."""
    return wanted if wanted in _SORTS else "attention"


def _row(
    row: CaseloadRow, address: str, labels: Mapping[Direction, str], days: Days
) -> PatientRow:
    return PatientRow(
        person=row.patient,
        address=address,
        tags=tuple(Tag(_TONES[one], _words(one, row)) for one in row.concerns),
        proposed=", ".join(row.proposed),
        course=_course(row.weeks.course, labels),
        exercises=row.exercises,
        waiting=row.waiting,
        latest=days.words(row.latest) if row.latest else "",
        spark=trends.trend(row.scores[-8:], width=100, height=30, margin=4),
        spark_words=rows.spark_words(row.scores[-8:]),
    )


def _words(concern: Concern, row: CaseloadRow) -> str:
    weeks = row.weeks
    match concern:
        case Concern.MAJOR_FINDING | Concern.MODERATE_FINDING:
            is_major = concern == Concern.MAJOR_FINDING
            return _findings(concern, weeks.major if is_major else weeks.moderate)
        case Concern.RANGE_DOWN:
            return _("range %(change)s") % {"change": _range(row)}
        case Concern.PAIN_JUMP:
            return _("pain %(now)d of 10") % {"now": weeks.pains[-1]}
        case Concern.DECLINING:
            return _("declining")
        case Concern.TROUBLE:
            return _("not analyzable") if weeks.failed else _("video stuck")
        case Concern.MISSED:
            return _counted(_("%(n)d missed"), weeks.missed)
        case Concern.INACTIVE:
            days = weeks.idle_days or 0
            said = ngettext("%(n)d day inactive", "%(n)d days inactive", days)
            return _counted(said, days)


def _findings(concern: Concern, number: int) -> str:
    if concern == Concern.MAJOR_FINDING:
        return _counted(ngettext("%(n)d major", "%(n)d major", number), number)
    return _counted(ngettext("%(n)d moderate", "%(n)d moderate", number), number)


def _range(row: CaseloadRow) -> str:
    facts = row.range_down or {}
    ends = (words.measured(facts[name], facts["unit"]) for name in ("before", "after"))
    return " → ".join(ends)


def _counted(said: str, number: int) -> str:
    return said % {"n": number}


def _course_labels() -> dict[Direction, str]:
    return {
        Direction.IMPROVING: _("improving"),
        Direction.SAME: _("about the same"),
        Direction.DECLINING: _("declining"),
        Direction.UNKNOWN: _("too few"),
    }


def _course(course: Course, labels: Mapping[Direction, str]) -> CourseWords:
    tone, icon = COURSES[course.direction]
    figures = ""
    if course.before is not None and course.after is not None:
        figures = f"{round(course.before)} → {round(course.after)}"
    return CourseWords(tone, icon, labels[course.direction], figures)


def _change(course: Course) -> float:
    if course.before is None or course.after is None:
        return 0.0
    return course.after - course.before


def threads(newest: Iterable[Message], unread: Mapping[int, int]) -> list[Thread]:
    """Return one row a patient: the last message and how many are unread."""
    last: dict[int, Message] = {}
    for message in newest:
        last.setdefault(message.patient_id, message)
    return [
        Thread(message.patient, message, unread.get(key, 0))
        for key, message in last.items()
    ]
