"""What a patient has to do today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.domain import weekdays
from clinic.models import Prescription, Recording, SelfReport, User
from clinic.selectors.consents import has_consented


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One exercise that is due, and what was recorded of it today (newest first).

    `told_instead` is why it was not done, if the patient said so today.
    """

    prescription: Prescription
    recordings: tuple[Recording, ...]
    told_instead: SelfReport | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was recorded today."""
        return bool(self.recordings)


@dataclass(frozen=True, slots=True)
class Today:
    """The exercises of one day, in the order of the plan."""

    on: date
    items: tuple[TodayItem, ...]
    has_consented: bool

    @property
    def done(self) -> int:
        """How many exercises were recorded."""
        return sum(item.is_done for item in self.items)


def today(patient: User, *, on: date) -> Today:
    """Return what is due for `patient` on the day `on` of their own time zone."""
    due = [
        prescription
        for prescription in _running(patient, on)
        if weekdays.includes(prescription.weekdays, on.isoweekday())
    ]
    recorded = _recorded(patient, due, on)
    told = _told_instead(patient, on)
    return Today(
        on=on,
        items=tuple(
            TodayItem(item, tuple(recorded.get(item.pk, ())), told.get(item.pk))
            for item in due
        ),
        has_consented=has_consented(patient),
    )


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the moments at which `day` begins and ends in the time zone `zone`."""
    begin = datetime.combine(day, time.min, ZoneInfo(zone))
    return begin, datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def _running(patient: User, on: date) -> list[Prescription]:
    plans = patient.plans.visible_to(patient).running_on(on)
    return list(
        Prescription.objects.filter(plan__in=plans)
        .select_related("exercise", "plan")
        .order_by("plan__starts_on", "plan_id", "position")
    )


def _recorded(
    patient: User, due: Sequence[Prescription], on: date
) -> dict[int | None, list[Recording]]:
    """Return the day's recordings by what is due that they count for, newest first.

    As `adherence.credited` has it: an exercise done before its plan was replaced counts
    for the plan that asks for it now.
    """
    begin, end = day_bounds(on, patient.time_zone)
    recordings = (
        Recording.objects.visible_to(patient)
        .filter(recorded_at__gte=begin, recorded_at__lt=end)
        .order_by("-recorded_at", "-pk")
    )
    known = {item.pk for item in due}
    same = {item.exercise_id: item.pk for item in reversed(due)}
    by_prescription: dict[int | None, list[Recording]] = {}
    for recording in recordings:
        own = recording.prescription_id
        key = own if own in known else same.get(recording.exercise_id, own)
        by_prescription.setdefault(key, []).append(recording)
    return by_prescription


def _told_instead(patient: User, on: date) -> dict[int, SelfReport]:
    begin, end = day_bounds(on, patient.time_zone)
    told = SelfReport.objects.visible_to(patient).filter(
        moment=SelfReport.Moment.INSTEAD, reported_at__gte=begin, reported_at__lt=end
    )
    return {one.prescription_id: one for one in told.order_by("reported_at", "pk")}
