"""In which language the pages are read."""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.models import User
from clinic.services import profiles
from clinic.web.visitors import safe_next

_YEAR_S: Final = 365 * 24 * 3600


@require_POST
@login_not_required
def choose(request: HttpRequest) -> HttpResponse:
    """Store the chosen language, and go back to where it was chosen.

    It is stored with the account; a visitor without one gets a cookie, and the account
    takes the choice over when the visitor signs in.
    """
    language = request.POST.get("language", "")
    response = redirect(safe_next(request, otherwise="home"))
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        _store(request.user, language)
    else:
        request.session[profiles.CHOSEN_LANGUAGE] = language
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _store(user: User, language: str) -> None:
    profiles.choose_language(by=user, language=language, now=timezone.now())
