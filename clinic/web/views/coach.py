"""The pose model for the live coach, which looks at the picture on the phone alone."""

from typing import Final

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clinic import recognizer
from clinic.web.roles import for_patients

_A_WEEK_S: Final = 7 * 24 * 3600


@require_safe
@for_patients
@cache_control(private=True, max_age=_A_WEEK_S)
def model(_request: HttpRequest) -> FileResponse:
    """Send the model; 404 until the worker has fetched it."""
    path = recognizer.coach_model()
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/octet-stream")
