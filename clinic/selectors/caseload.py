"""A therapist's patients, and the recordings that want a look."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from clinic.domain import triage
from clinic.models import Analysis, Recording, User
from clinic.selectors.results import EffectiveResult, effective_results


@dataclass(frozen=True, slots=True)
class Flagged:
    """An unreviewed recording with the reasons to look at it, gravest first."""

    result: EffectiveResult
    reasons: tuple[triage.Reason, ...]

    @property
    def recording(self) -> Recording:
        """The recording."""
        return self.result.recording


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient with the newest recordings that want a look."""

    patient: User
    flagged: tuple[Flagged, ...]
    latest: Recording | None


def flagged(therapist: User, *, limit: int = 200) -> list[Flagged]:
    """Return the unreviewed recordings worth a look, newest first.

    Of the newest `limit` unreviewed ones: a therapist who is further behind needs
    another tool than a longer list.
    """
    results = effective_results(_unreviewed(therapist)[:limit], viewer=therapist)
    items = [Flagged(result, triage.reasons(_facts(result))) for result in results]
    return [item for item in items if item.reasons]


def caseload(therapist: User) -> list[CaseloadRow]:
    """Return the therapist's patients: newest flagged recording first, then by name."""
    patients = list(User.objects.in_care_of(therapist).order_by("full_name", "pk"))
    by_patient: dict[int, list[Flagged]] = {}
    for item in flagged(therapist):
        by_patient.setdefault(item.recording.patient_id, []).append(item)
    latest = _latest(patients)
    rows = [
        CaseloadRow(
            patient, tuple(by_patient.get(patient.pk, ())), latest.get(patient.pk)
        )
        for patient in patients
    ]
    return sorted(rows, key=_newest_flag, reverse=True)


def _newest_flag(row: CaseloadRow) -> float:
    if not row.flagged:
        return 0.0
    return row.flagged[0].recording.recorded_at.timestamp()


def _unreviewed(therapist: User) -> QuerySet[Recording]:
    settled = [Analysis.Status.DONE, Analysis.Status.FAILED]
    return (
        Recording.objects.visible_to(therapist)
        .filter(analyses__is_current=True, analyses__status__in=settled)
        .exclude(review__reviewed_at__isnull=False)
        .select_related("patient", "exercise", "prescription")
        .order_by("-recorded_at", "-pk")
    )


def _facts(result: EffectiveResult) -> triage.Facts:
    prescription = result.recording.prescription
    worst = [item.worst for item in result.repetitions]
    return triage.Facts(
        has_failed=not result.is_done,
        not_prescribed=bool(result.report.get("exercise", {}).get("not_prescribed")),
        repetitions=result.count,
        prescribed=prescription.repetitions if prescription else None,
        major=worst.count("major"),
        moderate=worst.count("moderate"),
    )


def _latest(patients: list[User]) -> dict[int, Recording]:
    newest = (
        Recording.objects.present()
        .filter(patient__in=patients)
        .values("patient")
        .annotate(newest=Max("recorded_at"))
    )
    moments = {row["patient"]: row["newest"] for row in newest}
    recordings = (
        Recording.objects.present()
        .filter(patient__in=moments, recorded_at__in=set(moments.values()))
        .select_related("exercise")
    )
    return {
        recording.patient_id: recording
        for recording in recordings
        if moments[recording.patient_id] == recording.recorded_at
    }
