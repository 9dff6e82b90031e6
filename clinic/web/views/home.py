"""The first page: where each person's work begins."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clinic.models import User

_BEGINS_AT: Final = {
    User.Role.PATIENT: "patient:today",
    User.Role.THERAPIST: "therapist:caseload",
    User.Role.CLINIC_ADMIN: "clinic_admin:people",
}


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Send people to their own first page, and visitors to the sign-in."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "home.html")
    if user.clinic_id is None:
        return redirect("admin:index")
    if user.role == User.Role.SERVICE:
        return redirect("api:docs")
    return redirect(_BEGINS_AT[User.Role(user.role)])
