"""What a recording is compared with: the one before it of the same exercise."""

from django.db.models import Q

from clinic.models import Analysis, Prescription, Recording, User
from clinic.selectors.results import EffectiveResult, effective_result


def last_before(result: EffectiveResult, *, viewer: User) -> EffectiveResult | None:
    """Return what was found the last time, or None where `viewer` is shown nothing.

    The last time is the newest analyzed recording before this one of the same
    exercise, with the same side of the body.
    """
    recording = result.recording
    analyzed = Analysis.objects.current().filter(status=Analysis.Status.DONE)
    earlier = (
        Recording.objects.visible_to(viewer)
        .filter(
            _same_side(recording.prescription),
            patient=recording.patient_id,
            exercise=recording.exercise_id,
            recorded_at__lt=recording.recorded_at,
            analyses__in=analyzed,
        )
        .select_related("exercise", "prescription", "patient")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    if earlier is None:
        return None
    found = effective_result(earlier, viewer=viewer)
    return found if found.shows_findings and not found.not_prescribed else None


def _same_side(prescription: Prescription | None) -> Q:
    if prescription is None:
        return Q()
    return Q(prescription__side=prescription.side)
