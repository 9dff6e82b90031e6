"""How much a clinic uses the system: counts over weeks, which name no patient."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import (
    Avg,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Sum,
    Value,
    When,
)

from clinic.models import (
    Analysis,
    CareRelationship,
    Clinic,
    Recording,
    Review,
    User,
)

WEEKS: Final = 12
# A patient who sent something so lately counts as active.
ACTIVE: Final = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday, by when recordings were sent.

    Attributes:
        starts_on: its Monday.
        recordings: sent, deleted ones left out.
        minutes: of video, as far as it was measured.
        patients: who sent something.
        analyses: that ended with a result.
        failed: that ended without one.
        seconds: how long one took from start to result on average; None without any.
    """

    starts_on: date
    recordings: int
    minutes: float
    patients: int
    analyses: int
    failed: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A therapist: patients in care now, and reviews finished in these weeks."""

    person: User
    patients: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Weeks oldest first, and what is there now.

    `sent_bytes` is the size of all recordings that are there, as they were sent.
    """

    weeks: tuple[Week, ...]
    reviewers: tuple[Reviewer, ...]
    patients: int
    active: int
    recordings: int
    sent_bytes: int


def usage(clinic: Clinic, *, now: datetime, weeks: int = WEEKS) -> Usage:
    """Return how `clinic` used the system in its last `weeks` weeks.

    Six queries, however many recordings there are.
    """
    zone = ZoneInfo(clinic.time_zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    mondays = [first + timedelta(weeks=n) for n in range(weeks)]
    starts = [datetime.combine(monday, time.min, zone) for monday in mondays]
    present = Recording.objects.present().filter(clinic=clinic)
    sent, done = _sent(clinic, starts), _analyzed(clinic, starts)
    totals = present.aggregate(
        number=Count("pk"),
        bytes=Sum("size_bytes"),
        active=Count("patient", filter=Q(uploaded_at__gt=now - ACTIVE), distinct=True),
    )
    people = User.objects.patients().filter(clinic=clinic, is_active=True)
    return Usage(
        weeks=tuple(_week(monday, n, sent, done) for n, monday in enumerate(mondays)),
        reviewers=tuple(_reviewers(clinic, starts[0])),
        patients=people.count(),
        active=totals["active"],
        recordings=totals["number"],
        sent_bytes=totals["bytes"] or 0,
    )


# By the number of the week, the oldest being 0.
Rows = dict[int, Mapping[str, Any]]


def _week(monday: date, number: int, sent: Rows, done: Rows) -> Week:
    row = {**sent.get(number, {}), **done.get(number, {})}
    return Week(
        starts_on=monday,
        recordings=int(row.get("recordings", 0)),
        minutes=(row.get("duration") or 0.0) / 60,
        patients=int(row.get("patients", 0)),
        analyses=int(row.get("done", 0)),
        failed=int(row.get("failed", 0)),
        seconds=row.get("seconds"),
    )


def _number_of(moment: str, starts: Sequence[datetime]) -> Case:
    """Return the number of the week that field `moment` lies in.

    By comparisons: SQLite has Python truncate dates, a call for every row.
    """
    ends = enumerate(starts[1:])
    cases = [When(**{f"{moment}__lt": end}, then=Value(n)) for n, end in ends]
    return Case(*cases, default=Value(len(starts) - 1))


def _sent(clinic: Clinic, starts: Sequence[datetime]) -> Rows:
    rows = (
        Recording.objects.present()
        .filter(clinic=clinic, uploaded_at__gte=starts[0])
        .annotate(week=_number_of("uploaded_at", starts))
        .values("week")
        .annotate(
            recordings=Count("pk"),
            duration=Sum("duration_s"),
            patients=Count("patient", distinct=True),
        )
    )
    return _by_week(rows)


def _analyzed(clinic: Clinic, starts: Sequence[datetime]) -> Rows:
    ended = Analysis.Status.DONE, Analysis.Status.FAILED
    took = ExpressionWrapper(
        F("finished_at") - F("started_at"), output_field=DurationField()
    )
    rows = (
        Analysis.objects.filter(
            recording__clinic=clinic, finished_at__gte=starts[0], status__in=ended
        )
        .annotate(week=_number_of("finished_at", starts))
        .values("week")
        .annotate(
            done=Count("pk", filter=Q(status=ended[0])),
            failed=Count("pk", filter=Q(status=ended[1])),
            took=Avg(took, filter=Q(status=ended[0], started_at__isnull=False)),
        )
    )
    return _by_week(
        {**row, "seconds": None if row["took"] is None else row["took"].total_seconds()}
        for row in rows
    )


def _by_week(rows: Iterable[Mapping[str, Any]]) -> Rows:
    return {row["week"]: row for row in rows}


def _reviewers(clinic: Clinic, since: datetime) -> Iterable[Reviewer]:
    reviewed = dict(
        Review.objects.filter(recording__clinic=clinic, reviewed_at__gte=since)
        .values("by")
        .annotate(number=Count("pk"))
        .values_list("by", "number")
    )
    in_care = dict(
        CareRelationship.objects.active()
        .filter(therapist__clinic=clinic, patient__is_active=True)
        .values("therapist")
        .annotate(number=Count("pk"))
        .values_list("therapist", "number")
    )
    therapists = User.objects.therapists().filter(clinic=clinic, is_active=True)
    for person in therapists.order_by("full_name", "pk"):
        yield Reviewer(person, in_care.get(person.pk, 0), reviewed.get(person.pk, 0))
