"""Why an analysis failed when it was not the video: codes and plain sentences."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Failure:
    """A stored outcome: a stable code, what happened, and what to do, in English."""

    code: str
    message: str
    what_to_do: str

    def columns(self) -> dict[str, str]:
        """Return the columns of `Analysis` that hold it."""
        return {
            "failure_code": self.code,
            "failure_message": self.message,
            "failure_what_to_do": self.what_to_do,
        }


TOOK_TOO_LONG: Final = Failure(
    "took_too_long",
    _("The analysis took too long and was stopped."),
    _("Record a shorter video. This one stays visible to you and your therapist."),
)
INTERNAL_ERROR: Final = Failure(
    "internal_error",
    _("Something went wrong on our side. Your video is safe."),
    _("Try again later. Your therapist can watch the video meanwhile."),
)
GAVE_UP: Final = Failure(
    "gave_up",
    _("The analysis was interrupted several times. Your video is safe."),
    _("Try again later. Your therapist can watch the video meanwhile."),
)
UNAVAILABLE: Final = Failure(
    "unavailable",
    _("The analysis is not available at the moment. Your video is safe."),
    _("Try again later. Your therapist can watch the video meanwhile."),
)
# Trying again may help with these; the others lie in the video.
PASSING: Final = (TOOK_TOO_LONG, INTERNAL_ERROR, GAVE_UP, UNAVAILABLE)
_PASSING_CODES: Final = {failure.code for failure in PASSING}
NONE: Final = Failure("", "", "").columns()


def is_passing(code: str) -> bool:
    """Say whether trying again may help with the failure `code`."""
    return code in _PASSING_CODES
