"""A clinic's use of the system in figures and bars."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from clinic.selectors.usage import Usage, Week


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of recordings: its height, of 100, beside the busiest one."""

    week: Week
    height: int
    minutes: str
    seconds: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure."""

    number: str
    label: str
    icon: str


def bars(usage: Usage) -> list[Bar]:
    """Return the weeks, oldest first."""
    most = max((week.recordings for week in usage.weeks), default=0)
    return [
        Bar(
            week,
            round(100 * week.recordings / most) if most else 0,
            _number(week.minutes, 1),
            "–" if week.seconds is None else _number(week.seconds, 1),
        )
        for week in usage.weeks
    ]


def tiles(usage: Usage) -> list[Tile]:
    """Return what is there now, and the sums of the weeks."""
    minutes = sum(week.minutes for week in usage.weeks)
    return [
        Tile(str(usage.active), _("patients active in four weeks"), "person-check"),
        Tile(str(usage.patients), _("patients with an account"), "people"),
        Tile(_number(usage.recordings), _("recordings kept"), "camera-video"),
        Tile(_number(minutes), _("minutes of video in these weeks"), "stopwatch"),
        Tile(
            str(filesizeformat(usage.sent_bytes)),
            _("sent by patients, of what is kept"),
            "hdd",
        ),
    ]


def _number(value: float, places: int = 0) -> str:
    return str(number_format(round(value, places), places, force_grouping=True))
