"""What a refused video is told, for pages and for scripts."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.services.errors import Refused

_TITLES: Final = {
    "consent_missing": gettext_lazy("Your agreement is missing"),
    "plan_ended": gettext_lazy("This exercise has ended"),
    "file_empty": gettext_lazy("The file is empty"),
    "file_too_large": gettext_lazy("The video is too large"),
    "not_a_video": gettext_lazy("This is not a video"),
    "too_many_unfinished": gettext_lazy("Too many videos at once"),
}


def in_words(refused: Refused) -> dict[str, str]:
    """Return code, title and advice of `refused`."""
    title = str(_TITLES.get(refused.code, _("The video was not taken")))
    return {"code": refused.code, "title": title, "advice": refused.message}
