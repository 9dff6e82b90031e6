"""Which languages there are, and what is to be said of the one that is read."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()


@register.inclusion_tag("components/_language_choice.html", takes_context=True)
def language_choice(context: Context) -> dict[str, Any]:
    """Offer the languages as buttons that lead back to this page."""
    return {
        "languages": settings.LANGUAGES,
        "chosen": get_language(),
        "csrf_token": context.get("csrf_token"),
        "next": context["request"].get_full_path(),
    }


@register.inclusion_tag("components/_language_note.html", takes_context=True)
def language_note(context: Context, *, plain: bool = False) -> dict[str, Any]:
    """Say that nobody has checked the language of this page, where nobody has.

    `plain`: without the button to English, as where there may be no request (errors)
    or no network.
    """
    unchecked = get_language() in settings.LANGUAGES_NOT_REVIEWED
    if plain:
        return {"unchecked": unchecked}
    return {
        "unchecked": unchecked,
        "csrf_token": context.get("csrf_token"),
        "next": context["request"].get_full_path(),
    }
