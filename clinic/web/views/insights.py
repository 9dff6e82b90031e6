"""How far the system and the therapists agree."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic import access
from clinic.selectors.agreement import agreement_in
from clinic.web.presentation import insights
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in


@require_safe
@for_therapists
def insights_page(request: HttpRequest) -> HttpResponse:
    """Show agreement by mistake, what was confused, and thresholds to think about."""
    user = signed_in(request)
    if user.clinic is None:
        raise PermissionDenied
    access.require(access.can_view_agreement(user, user.clinic))
    version = request.GET.get("version", "")
    found = agreement_in(user.clinic, version=version)
    context = {
        "place": "insights",
        "agreement": found,
        "rows": insights.rows(found),
        "confusion": insights.confusion(found),
        "version": version,
    }
    return render(request, "therapist/insights.html", context)
