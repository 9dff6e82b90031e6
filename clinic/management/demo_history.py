"""Twelve weeks of the demo's patients: who gets better, who does not, who stopped.

Every session is simulated and judged by the real assessment, then stored through the
services. The same clinic always gets the same history, counted from the first day of
its plans, so that an interrupted start is taken up where it ended.
"""

import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from django.db.models import QuerySet

from clinic import recognizer
from clinic.management import demo_clinic
from clinic.management.demo_clinic import (
    BREATHLESS,
    BUSY,
    DECLINING,
    KNEE,
    PAINFUL,
    SHOULDER,
    Person,
)
from clinic.models import Alert, Finding, Prescription, Recording, User
from clinic.recognizer import Lapse, Session
from clinic.services import alerts, comments, reviews, self_reports, simulations

Say = Callable[[str], None]

# Work for one core each; the demo's other programs share them.
PROCESSES: Final = 2
REPETITIONS: Final = 6
# Sessions older than this have been looked at by a therapist.
REVIEWED_BEFORE_DAYS: Final = 9
_DISMISSED_EVERY: Final = 7  # one finding in so many was wrong, says the therapist
# One session in so many is answered, in words that turn up on the progress page.
_ANSWERED_EVERY: Final = 5
_ANSWER: Final = "Steady and slow, well done. Try to go a little further each week."


@dataclass(frozen=True, slots=True)
class Course:
    """How one patient does one exercise over the weeks.

    Attributes:
        number: of the patient; 0 looks like the one in the sample video.
        days: ISO weekdays on which it is done.
        reach: share of the usual range on the first and on the last day.
        tempo: speed on the first and on the last day.
        missed: days from the start on which nothing was recorded, from and to.
        lapse: a mistake with its grades on the first and on the last day.
        pain: after the exercise, 0 to 10, on the first and on the last day.
    """

    person: Person
    number: int
    code: str
    days: tuple[int, ...]
    yaw_deg: float
    reach: tuple[float, float]
    tempo: tuple[float, float] = (1.0, 1.0)
    fatigue: float = 0.03
    missed: tuple[tuple[int, int], ...] = ()
    lapse: tuple[str, float, float] | None = None
    pain: tuple[int, int] = (1, 1)
    side: Literal["left", "right"] | None = None


COURSES: Final = (
    # Better every week; the film of today and three others come on top.
    Course(KNEE, 0, "squat", (1, 3, 6), 64.0, (0.57, 0.95), (0.8, 1.0),
           missed=((30, 30), (34, 34), (38, 38), (41, 42)),
           lapse=("forward_lean", 4.0, 0.4), pain=(5, 1)),
    Course(KNEE, 0, "sit_to_stand", (5,), 60.0, (1.0, 1.0), (0.8, 1.05),
           lapse=("excessive_lean", 1.6, 0.2)),
    # Better at first, then about the same.
    Course(SHOULDER, 3, "shoulder_abduction", (2, 4), 0.0, (0.55, 0.9),
           lapse=("trunk_lean", 2.2, 0.4), pain=(5, 3), side="right"),
    # Worse: slower, less range, leans forward to get up.
    Course(DECLINING, 14, "sit_to_stand", (1, 4), 70.0, (1.0, 1.0), (1.05, 0.72),
           fatigue=0.15, lapse=("excessive_lean", 0.1, 4.0), pain=(2, 4)),
    Course(DECLINING, 14, "marching", (2, 6), 80.0, (1.0, 0.5), (1.0, 0.8),
           fatigue=0.12, missed=((0, 2), (20, 24))),
    # The knee began to hurt in the fifth week: shallower, then nothing.
    Course(PAINFUL, 4, "squat", (1, 3, 5), 55.0, (0.85, 0.45), (1.0, 0.75),
           fatigue=0.1, missed=((29, 36), (38, 42)), pain=(2, 8)),
    # Keen, and too fast for a good form: findings wait for a look.
    Course(BREATHLESS, 8, "push_up", (2,), 90.0, (1.0, 0.9), (1.0, 1.35),
           missed=((0, 12),), lapse=("sagging_hips", 0.8, 2.0)),
    Course(BREATHLESS, 8, "squat", (3, 6), 0.0, (0.95, 1.0), (1.1, 1.3),
           missed=((0, 12),), lapse=("knees_inward", 1.2, 2.1)),
    # A good week, then none.
    Course(BUSY, 38, "shoulder_flexion", (1, 3, 5), 85.0, (0.75, 0.82),
           missed=((5, 14), (19, 30), (37, 42)), pain=(4, 3)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of one patient, and when it was."""

    course: Course
    on: date
    at: datetime
    session: Session
    pain: int
    effort: int


def entries(first_day: date) -> list[Entry]:
    """Return all sessions, oldest first."""
    found = [
        entry
        for number, course in enumerate(COURSES)
        for entry in _sessions(course, number, first_day)
    ]
    return sorted(found, key=lambda entry: entry.at)


def _sessions(course: Course, number: int, first_day: date) -> Iterator[Entry]:
    full = demo_clinic.HISTORY_DAYS - demo_clinic.FULL_DAYS
    yield from _beginning(course, number, first_day)
    for offset in range(demo_clinic.FULL_DAYS):
        on = first_day + timedelta(days=full + offset)
        is_missed = any(begin <= offset <= end for begin, end in course.missed)
        if on.isoweekday() not in course.days or is_missed:
            continue
        share = offset / demo_clinic.FULL_DAYS
        yield _entry(course, 1000 * number + offset, share, on)


def _beginning(course: Course, number: int, first_day: date) -> Iterator[Entry]:
    """Yield the first weeks: once a week, as on the first day of the full plan."""
    if demo_clinic.BEGINNINGS.get(course.person) != (course.code, course.days[0]):
        return
    for offset in range(demo_clinic.HISTORY_DAYS - demo_clinic.FULL_DAYS):
        on = first_day + timedelta(days=offset)
        if on.isoweekday() == course.days[0]:
            yield _entry(course, 1000 * number + 500 + offset, 0.0, on)


def _entry(course: Course, seed: int, share: float, on: date) -> Entry:
    chance = random.Random(seed)  # noqa: S311  nothing secret
    clock = time(chance.randrange(8, 19), chance.randrange(60))
    at = datetime.combine(on, clock, UTC)
    session = _session(course, seed, share, chance)
    first, last = course.pain
    pain = round(first + share * (last - first) + chance.uniform(-0.6, 0.6))
    return Entry(course, on, at, session, min(max(pain, 0), 10), chance.randrange(3, 6))


def _session(course: Course, seed: int, share: float, chance: random.Random) -> Session:
    def between(first: float, last: float) -> float:
        return round(first + share * (last - first), 3)

    lapses: tuple[Lapse, ...] = ()
    if course.lapse is not None:
        mistake, first, last = course.lapse
        grade = max(0.0, between(first, last) + chance.uniform(-0.15, 0.15))
        begin = chance.randrange(1, 3)
        end = begin + round(2.0 * grade)  # what is bad is bad more often
        lapses = (Lapse(mistake, round(grade, 3), begin, end, course.side),)
    return Session(
        course.code,
        person=course.number,
        seed=seed,
        repetitions=REPETITIONS,
        side=course.side,
        yaw_deg=course.yaw_deg + round(chance.uniform(-4.0, 4.0), 1),
        reach=round(between(*course.reach) + chance.uniform(-0.02, 0.02), 3),
        tempo=round(between(*course.tempo) + chance.uniform(-0.05, 0.05), 3),
        fatigue=course.fatigue,
        attempts=int(chance.random() < 0.15),
        lapses=lapses,
    )


def add(now: datetime, say: Say) -> int:
    """Simulate and store the sessions that are not there yet; return how many."""
    wanted = [entry for entry in _until(now) if _recording(entry) is None]
    if not wanted:
        return 0
    with TemporaryDirectory() as place, _pool() as pool:
        folders = [Path(place) / str(number) for number in range(len(wanted))]
        sessions = [each.session for each in wanted]
        rules = [_prescription(each).rules for each in wanted]
        made = pool.map(recognizer.simulate, sessions, folders, rules)
        for number, (entry, simulated) in enumerate(zip(wanted, made, strict=True), 1):
            _store(entry, simulated)
            say(f"\r  Twelve weeks of history ... {100 * number // len(wanted)} %")
    _review(wanted, now)
    _alert(now)
    return len(wanted)


def add_films(now: datetime) -> int:
    """Render what the sessions look like, newest first; return how many were."""
    lacking = [
        (entry, recording)
        for entry in reversed(list(_until(now)))
        if (recording := _recording(entry)) is not None and not recording.playback
    ]
    with TemporaryDirectory() as place, _pool() as pool:
        paths = [Path(place) / f"{number}.mp4" for number in range(len(lacking))]
        sessions = [entry.session for entry, _ in lacking]
        done = pool.map(recognizer.film, sessions, paths)
        for (_, recording), path in zip(lacking, done, strict=True):
            simulations.show(recording=recording, film=path)
            path.unlink()
    return len(lacking)


def _until(now: datetime) -> Iterator[Entry]:
    first_day = demo_clinic.first_day()
    return (entry for entry in entries(first_day) if entry.at < now)


def _pool() -> Executor:
    """Return processes that simulate: apart, since this one talks and stores.

    They run functions of `recognizer` alone, which needs no Django.
    """
    return ProcessPoolExecutor(
        PROCESSES,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=os.nice,
        initargs=(5,),
    )


def _recording(entry: Entry) -> Recording | None:
    patient = demo_clinic.user(entry.course.person)
    return simulations.find(patient=patient, session=entry.session)


def _prescription(entry: Entry) -> Prescription:
    """Return what the exercise was prescribed as on the day of the session."""
    return demo_clinic.prescription(entry.course.person, entry.course.code, entry.at)


def _store(entry: Entry, simulated: recognizer.Simulated) -> None:
    person = entry.course.person
    patient = demo_clinic.user(person)
    recording = simulations.add(
        by=patient,
        prescription=_prescription(entry),
        session=entry.session,
        made=simulated,
        now=entry.at,
    )
    self_reports.after(
        by=patient,
        recording=recording,
        pain=entry.pain,
        effort=entry.effort,
        comment="",
        now=entry.at + timedelta(minutes=2),
    )


def _review(stored: list[Entry], now: datetime) -> None:
    """Let the therapists have looked at what is some days old."""
    before = now - timedelta(days=REVIEWED_BEFORE_DAYS)
    seen: Counter[Course] = Counter()
    for entry in stored:
        recording = _recording(entry)
        if recording is None or entry.at >= before:
            continue
        therapist = demo_clinic.therapist_of(recording.patient)
        at = entry.at + timedelta(hours=20)
        _look(recording, therapist, at)
        seen[entry.course] += 1
        if seen[entry.course] % _ANSWERED_EVERY == 0:
            comments.write(
                by=therapist, recording=recording, text=_ANSWER, time_s=2.0, now=at
            )


def _alert(now: datetime) -> None:
    """Raise what the rules find by now; what is some days old was acknowledged."""
    alerts.look(now=now)
    before = now - timedelta(days=REVIEWED_BEFORE_DAYS)
    for alert in Alert.objects.open().filter(raised_at__lt=before):
        therapist = demo_clinic.therapist_of(alert.patient)
        at = alert.raised_at + timedelta(hours=3)
        alerts.acknowledge(by=therapist, alert=alert, now=at)


def _look(recording: Recording, therapist: User, at: datetime) -> None:
    found = Finding.objects.filter(repetition__analysis__recording=recording)
    _second_opinion(found, recording, therapist, at - timedelta(hours=2))
    for finding in found.order_by("pk"):
        if finding.pk % _DISMISSED_EVERY:
            reviews.confirm(by=therapist, finding=finding, now=at)
        else:
            reason = "The clothes hide it."
            reviews.dismiss(by=therapist, finding=finding, now=at, reason=reason)
    reviews.mark_reviewed(by=therapist, recording=recording, now=at)


def _second_opinion(
    found: QuerySet[Finding], recording: Recording, therapist: User, at: datetime
) -> None:
    """Let a second therapist in charge judge first: who treats has the last word."""
    treating = User.objects.filter(
        care_given__patient=recording.patient, care_given__ended_at__isnull=True
    )
    for colleague in treating.exclude(pk=therapist.pk):
        for finding in found.order_by("pk")[:2]:
            is_wrong = finding.pk % _DISMISSED_EVERY == 0 or finding.pk % 15 == 1
            judge = reviews.dismiss if is_wrong else reviews.confirm
            judge(by=colleague, finding=finding, now=at)
