"""The exercise that a patient's page is about."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from clinic import access
from clinic.models import Prescription, User
from clinic.services import plan_versions


def prescribed_today(patient: User, public_id: uuid.UUID) -> Prescription:
    """Return what is prescribed to `patient`, as the plan of today has it.

    A link from before a change of the plan still leads to the exercise; 404 where it
    was never prescribed to them, or the plan has ended.
    """
    own = Prescription.objects.filter(plan__in=patient.plans.visible_to(patient))
    asked = get_object_or_404(
        own.select_related("exercise", "plan__clinic"), public_id=public_id
    )
    found = plan_versions.of_day(asked, timezone.localdate())
    if found.plan.ended_at is not None:
        raise Http404
    access.require(access.can_upload(patient, found))
    return found
