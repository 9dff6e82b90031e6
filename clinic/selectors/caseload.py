"""A therapist's patients, and the recordings that want a look."""

from dataclasses import dataclass

from django.db.models import Max

from clinic.domain import triage
from clinic.models import Recording, User
from clinic.selectors.digests import Listed, listed
from clinic.selectors.queue import unreviewed


@dataclass(frozen=True, slots=True)
class Flagged:
    """An unreviewed recording with the reasons to look at it, gravest first."""

    listed: Listed
    reasons: tuple[triage.Reason, ...]

    @property
    def recording(self) -> Recording:
        """The recording."""
        return self.listed.recording


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
    newest = unreviewed(Recording.objects.visible_to(therapist))
    found = listed(newest.order_by("-recorded_at", "-pk")[:limit])
    items = [Flagged(item, item.reasons) for item in found]
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
