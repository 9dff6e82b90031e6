"""How allauth behaves here: nobody signs up, people are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from clinic.models import User
from clinic.services import profiles


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Account rules of the clinic."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Say no: an account begins with an invitation."""
        return False

    def post_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponse:
        """Take over the language that was chosen on the way in."""
        language = request.session.pop(profiles.CHOSEN_LANGUAGE, "")
        if language in dict(settings.LANGUAGES):
            profiles.choose_language(by=user, language=language, now=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **options)
        return answer

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Write in the reader's language: whoever asks may be another person."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, User) else None
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)
