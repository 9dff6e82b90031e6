"""How allauth behaves here: nobody signs up, people are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from clinic.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Account rules of the clinic."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Say no: an account begins with an invitation."""
        return False

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Write in the reader's language: whoever asks may be another person."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, User) else None
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)
