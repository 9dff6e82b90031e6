"""Each person's own language and time zone."""

import zoneinfo
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from clinic.models import User

# Programs read codes and English, whatever their library sends as a preference.
_FOR_PROGRAMS: Final = "/api/"

Next = Callable[[HttpRequest], HttpResponseBase]


def personal_settings(get_response: Next) -> Next:
    """Answer in the language and time zone of who is signed in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(_FOR_PROGRAMS):
            translation.activate("en")
            return get_response(request)
        if not isinstance(request.user, User):
            return get_response(request)
        if request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or ""
        with timezone.override(_zone(request.user)):
            return get_response(request)

    return middleware


def _zone(user: User) -> zoneinfo.ZoneInfo | None:
    """Return the zone of `user`; None, the installation's, where it has no such."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
