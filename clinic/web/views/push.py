"""A patient's browser asks to be woken when something new waits, or no longer."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.services import pushes
from clinic.services.errors import Refused
from clinic.web.roles import for_patients
from clinic.web.visitors import signed_in


@require_POST
@for_patients
def subscribe(request: HttpRequest) -> HttpResponse:
    """Wake this browser from now on."""
    endpoint = request.POST.get("endpoint", "")
    try:
        pushes.subscribe(by=signed_in(request), endpoint=endpoint, now=timezone.now())
    except Refused as refused:
        return HttpResponse(refused.message, status=422, content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@for_patients
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Let this browser sleep."""
    endpoint = request.POST.get("endpoint", "")
    pushes.unsubscribe(by=signed_in(request), endpoint=endpoint, now=timezone.now())
    return HttpResponse(status=204)
