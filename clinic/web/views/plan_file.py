"""A plan as a file to print, for its patient and the therapists in charge."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from clinic import access
from clinic.models import Plan
from clinic.selectors.plans import whole
from clinic.web import plan_document
from clinic.web.roles import for_patients, for_therapists
from clinic.web.visitors import signed_in


@require_safe
@for_therapists
def therapists_copy(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the plan of one of the therapist's patients."""
    return _file(request, public_id)


@require_safe
@for_patients
def patients_copy(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the patient's own plan."""
    return _file(request, public_id)


def _file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    user = signed_in(request)
    visible = whole(Plan.objects.visible_to(user))
    plan = get_object_or_404(visible, public_id=public_id)
    access.require(access.can_view_plan(user, plan))
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    response = HttpResponse(
        plan_document.pdf(plan, now_on=today), content_type="application/pdf"
    )
    name = plan_document.file_name(plan)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
