"""The rules by which patients' alerts are raised, and what the periodic look needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic.domain import adherence, alerts
from clinic.domain.alerts import DEFAULTS, Setting
from clinic.domain.measurement import Measured
from clinic.models import (
    Alert,
    AlertRule,
    CareRelationship,
    Clinic,
    Prescription,
    Recording,
    User,
)
from clinic.selectors import movement

Rules = Mapping[str, Setting]
# What is older is no news, neither missed days nor ranges.
LOOKS_BACK: Final = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that an alert is to be raised for; `key` is the same for the same."""

    patient: User
    kind: str
    key: str
    facts: Mapping[str, object]


def defaults_of(clinic: Clinic) -> dict[str, Setting]:
    """Return the clinic's rules, the built-in ones where it has said nothing."""
    rows = AlertRule.objects.filter(clinic=clinic, patient__isnull=True)
    return dict(DEFAULTS) | {row.kind: _setting(row) for row in rows}


def rules_of(patient: User) -> dict[str, Setting]:
    """Return the rules for `patient`: their own over those of the clinic."""
    rows = AlertRule.objects.filter(clinic=patient.clinic_id)
    kept = list(rows.filter(patient__isnull=True)) + list(rows.filter(patient=patient))
    return dict(DEFAULTS) | {row.kind: _setting(row) for row in kept}


def open_alerts(therapist: User) -> list[Alert]:
    """Return what nobody has acknowledged of the therapist's patients, newest first."""
    visible = Alert.objects.visible_to(therapist).open()
    return list(
        visible.select_related("patient", "self_report", "message").order_by(
            "-raised_at", "-pk"
        )
    )


def occasions(clinic: Clinic, *, now: datetime) -> Iterator[Occasion]:
    """Yield what the periodic look finds: missed days and lost ranges.

    Four queries a clinic, however many patients and recordings.
    """
    patients = _in_care(clinic)
    usual, differing = _rules(clinic)
    recorded: dict[int, list[_Seen]] = defaultdict(list)
    for seen in _recordings(clinic, now):
        recorded[seen.patient].append(seen)
    scheduled: dict[int, dict[int, adherence.Schedule]] = defaultdict(dict)
    for item in Prescription.objects.filter(
        plan__clinic=clinic, plan__ended_at__isnull=True
    ).select_related("plan"):
        plan = item.plan
        scheduled[plan.patient_id][item.pk] = adherence.Schedule(
            plan.starts_on,
            plan.ends_on,
            item.weekdays,
            exercise=item.exercise_id,
        )
    for patient in patients:
        own = {**usual, **differing.get(patient.pk, {})}
        seen_of = recorded[patient.pk]
        yield from _missed(patient, own["missed"], scheduled[patient.pk], seen_of, now)
        yield from _fallen(patient, own["range"], seen_of)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One recording, as few columns as the look needs."""

    patient: int
    prescription: int | None
    exercise: int
    name: str
    recorded_at: datetime
    version: str | None
    movement: Mapping[str, Mapping[str, object]] | None


def _missed(
    patient: User,
    rule: Setting,
    schedules: dict[int, adherence.Schedule],
    seen: Iterable[_Seen],
    now: datetime,
) -> Iterator[Occasion]:
    if not rule.is_on or rule.threshold is None or not schedules:
        return
    zone = ZoneInfo(patient.time_zone)
    today = now.astimezone(zone).date()
    done = [
        (adherence.credited(schedules, one.prescription, one.exercise, day), day)
        for one in seen
        if one.prescription is not None
        for day in [one.recorded_at.astimezone(zone).date()]
    ]
    yesterday = today - timedelta(days=1)
    days = adherence.days(
        schedules, done, since=(now - LOOKS_BACK).date(), until=yesterday
    )
    missed = alerts.missed_days(days)
    if missed >= rule.threshold:
        last = max((day for _key, day in done), default=None)
        yield Occasion(
            patient,
            "missed",
            f"since {last or _first(schedules)}",
            {"days": missed, "threshold": rule.threshold},
        )


def _first(schedules: Mapping[int, adherence.Schedule]) -> date:
    return min(one.starts_on for one in schedules.values())


def _fallen(patient: User, rule: Setting, seen: Iterable[_Seen]) -> Iterator[Occasion]:
    ranges: dict[tuple[int, str | None], list[tuple[_Seen, Measured]]] = defaultdict(
        list
    )
    newest: dict[int, str | None] = {}
    for one in seen:
        measured = movement.read(one.movement).range
        if measured is not None:
            ranges[one.exercise, one.version].append((one, measured))
            newest[one.exercise] = one.version
    for exercise, version in newest.items():
        found = ranges[exercise, version]
        change = alerts.fell([measured for _seen, measured in found], rule)
        if change is None or change.before is None or change.after is None:
            continue
        last = found[-1][0]
        yield Occasion(
            patient,
            "range",
            f"exercise {exercise} {last.recorded_at:%G-W%V}",
            {
                "exercise": last.name,
                "before": round(change.before, 1),
                "after": round(change.after, 1),
                "error": round(change.smallest or 0.0, 1),
                "unit": movement.read(last.movement).unit,
            },
        )


def _recordings(clinic: Clinic, now: datetime) -> Iterable[_Seen]:
    rows = (
        Recording.objects.present()
        .filter(clinic=clinic, recorded_at__gte=now - LOOKS_BACK)
        .order_by("recorded_at", "pk")
        .values_list(
            "patient_id",
            "prescription_id",
            "exercise_id",
            "exercise__name",
            "recorded_at",
            "digest__analysis__pipeline_version",
            "digest__movement",
        )
    )
    return (_Seen(*row) for row in rows)


def _in_care(clinic: Clinic) -> list[User]:
    """Return the patients whom somebody treats now: nobody else is looked after."""
    treated = CareRelationship.objects.active().values("patient")
    patients = User.objects.patients().filter(clinic=clinic, is_active=True)
    return list(patients.filter(pk__in=treated).order_by("pk"))


def _rules(clinic: Clinic) -> tuple[Rules, Mapping[int, Rules]]:
    """Return the clinic's rules, and what differs for patients."""
    usual: dict[str, Setting] = dict(DEFAULTS)
    own: dict[int, dict[str, Setting]] = defaultdict(dict)
    for row in AlertRule.objects.filter(clinic=clinic):
        kept = usual if row.patient_id is None else own[row.patient_id]
        kept[row.kind] = _setting(row)
    return usual, own


def _setting(row: AlertRule) -> Setting:
    return Setting(row.is_on, row.threshold, tuple(row.words))
