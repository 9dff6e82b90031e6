"""Days in words, for tables whose hundreds of rows share a few dozen of them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


class Days:
    """Writes each day once, as `pattern` (translated by the caller) says."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._known: dict[date, str] = {}

    def words(self, moment: datetime) -> str:
        """Return the day of `moment` in the reader's time zone."""
        day = localtime(moment).date()
        if day not in self._known:
            self._known[day] = date_format(day, self._pattern)
        return self._known[day]
