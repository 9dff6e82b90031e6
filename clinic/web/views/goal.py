"""Patients write down what they want to be able to do again."""

import uuid

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.models import Goal
from clinic.services import goals
from clinic.services.errors import Refused
from clinic.web.roles import for_patients
from clinic.web.visitors import signed_in


@require_POST
@for_patients
def write(request: HttpRequest) -> HttpResponse:
    """Keep the goal; the next page offers to undo it."""
    user = signed_in(request)
    try:
        goal = goals.write(
            by=user, text=request.POST.get("text", ""), now=timezone.now()
        )
    except Refused as refused:
        notices.warning(request, refused.message)
        return redirect("patient:today")
    changed = f"?goal={goal.public_id}" if goal else ""
    return redirect(reverse("patient:today") + changed)


@require_POST
@for_patients
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Bring back the goal that held before."""
    user = signed_in(request)
    own = Goal.objects.visible_to(user)
    goal = get_object_or_404(own, public_id=public_id)
    goals.undo(by=user, goal=goal, now=timezone.now())
    return redirect("patient:today")
