"""What every page of a patient shows beside its own content."""

from django.http import HttpRequest

from clinic.models import User
from clinic.selectors.news import News, news_for


def patients_news(request: HttpRequest) -> dict[str, News]:
    """Return what the navigation of patients marks as new; nothing for fragments."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_patient:
        return {}
    if getattr(request, "htmx", False):
        return {}
    return {"waiting_for_you": news_for(user)}
