"""A clinic's own exercise on a page: the reference, its band, how it was judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic import wording
from clinic.models import ExerciseVersion
from clinic.web.presentation.player import Bar, Chip, Facts, Strip
from clinic.wording import translated

# Of a small drawing of one measure.
WIDTH: Final = 240
HEIGHT: Final = 110
_MARGIN: Final = 6
# As patients are judged (`recognition.assessment.deviations`): another tempo is no
# difference, samples that time may be warped by; a difference lasts for some samples.
WARPED: Final = 4
LASTING: Final = 3
_TONES: Final = {"major": "act", "moderate": "watch", "minor": "watch"}


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure of the reference: what is drawn, and what is set.

    Attributes:
        lines: the reference's own repetitions, as points of a polyline.
        band: what is allowed, as points of a polygon.
        facts: what a script needs to draw the band anew.
        inside: how many of the repetitions lie in the band.
    """

    key: str
    name: str
    is_primary: bool
    is_judged: bool
    tolerance: int
    lines: tuple[str, ...]
    band: str
    facts: Mapping[str, Any]
    inside: int
    count: int
    low: int
    high: int


def curves(
    takes: Sequence[Mapping[str, Any]], tolerances: Mapping[str, float]
) -> list[Curve]:
    """Return the measures of a reference, the primary one first."""
    return [_curve(take, tolerances) for take in takes]


def _curve(take: Mapping[str, Any], tolerances: Mapping[str, float]) -> Curve:
    tolerance = float(tolerances.get(take["key"], take["tolerance"]))
    values, rows = take["values"], take["takes"]
    room = max(take["tolerance"], tolerance)
    lowest = min(min(values) - room, *(min(row) for row in rows))
    highest = max(max(values) + room, *(max(row) for row in rows))
    scale = _Scale(lowest, highest, len(values))
    return Curve(
        key=take["key"],
        name=_name(take),
        is_primary=take["primary"],
        is_judged=take["primary"] or take["key"] in tolerances,
        tolerance=round(tolerance),
        lines=tuple(scale.line(row) for row in rows),
        band=scale.band(values, tolerance),
        facts={
            "values": values,
            "takes": rows,
            "lowest": lowest,
            "highest": highest,
            "width": WIDTH,
            "height": HEIGHT,
            "margin": _MARGIN,
            "warped": WARPED,
            "lasting": LASTING,
        },
        inside=sum(_is_inside(row, values, tolerance) for row in rows),
        count=len(rows),
        low=round(lowest),
        high=round(highest),
    )


def _name(take: Mapping[str, Any]) -> str:
    words = take["measure"].replace("_", " ").capitalize()
    name = translated(words)
    if take["limb"] == "other":
        return _("%(measure)s, other side") % {"measure": name}
    return name


def _is_inside(row: Sequence[float], values: Sequence[float], tolerance: float) -> bool:
    """Say whether nothing differs lastingly from the middle near it."""
    apart = [
        min(abs(value - near) for near in values[max(0, n - WARPED) : n + WARPED + 1])
        for n, value in enumerate(row)
    ]
    lasting = (sum(apart[n : n + LASTING]) / LASTING for n in range(len(apart)))
    return all(mean <= tolerance for mean in lasting)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places in a small drawing."""

    lowest: float
    highest: float
    samples: int

    def line(self, values: Sequence[float]) -> str:
        return " ".join(self._place(n, value) for n, value in enumerate(values))

    def band(self, values: Sequence[float], tolerance: float) -> str:
        upper = [self._place(n, v + tolerance) for n, v in enumerate(values)]
        lower = [self._place(n, v - tolerance) for n, v in enumerate(values)]
        return " ".join([*upper, *reversed(lower)])

    def _place(self, number: int, value: float) -> str:
        x = WIDTH * number / (self.samples - 1)
        share = (value - self.lowest) / max(self.highest - self.lowest, 1e-6)
        y = HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * share
        return f"{x:.1f},{y:.1f}"


def facts(version: ExerciseVersion) -> Facts:
    """Return what the player's scripts read."""
    rows = _repetitions(version)
    return {
        "duration": (version.reference.duration_s or 0.0),
        "opens_at": rows[0]["peak_s"] if rows else 0.0,
        "repetitions": [
            {
                "index": row["index"],
                "start": row["start_s"],
                "peak": row["peak_s"],
                "end": row["end_s"],
                "side": row["side"],
            }
            for row in rows
        ],
        "findings": [_finding(one) for row in rows for one in row["findings"]],
        "comments": [],
        "curves": wording.curves(),
    }


def _finding(reported: Mapping[str, Any]) -> Facts:
    return {
        "id": "",
        "joint": reported["joint"],
        "side": reported["side"],
        "time": reported["time_s"],
        "message": translated(reported["name"]),
        "status": "open",
    }


def chips(version: ExerciseVersion) -> list[Chip]:
    """Return the reference's repetitions as buttons, judged by what is set."""
    return [_chip(row) for row in _repetitions(version)]


def _chip(row: Mapping[str, Any]) -> Chip:
    worst = {finding["severity"] for finding in row["findings"]}
    tone = next((_TONES[one] for one in _TONES if one in worst), "good")
    names = dict.fromkeys(translated(one["name"]) for one in row["findings"])
    score = row["score"]
    return Chip(
        index=row["index"],
        start=row["start_s"],
        score=None if score is None else round(score),
        tone=tone,
        words=", ".join(names) or _("nothing wrong was seen"),
    )


def strip(version: ExerciseVersion) -> Strip:
    """Return the repetitions as stretches of the video."""
    length = version.reference.duration_s or 0.0
    scale = 1000 / length if length else 0.0
    bars = [
        Bar(
            f"rep {_chip(row).tone}",
            round(row["start_s"] * scale),
            max(1, round((row["end_s"] - row["start_s"]) * scale)),
        )
        for row in _repetitions(version)
    ]
    return Strip(length, tuple(bars))


def differences(version: ExerciseVersion) -> list[str]:
    """Return what the reference itself would be told, each once."""
    names = (
        translated(finding["name"])
        for row in _repetitions(version)
        for finding in row["findings"]
    )
    return list(dict.fromkeys(names))


def _repetitions(version: ExerciseVersion) -> list[Mapping[str, Any]]:
    return list((version.report or {}).get("repetitions", ()))


def addresses(version: ExerciseVersion) -> dict[str, str]:
    """Return where video, still and curves of the reference are fetched."""
    reference, named = version.reference, {"public_id": version.reference.public_id}
    found = {}
    if reference.has_video:
        found["video"] = reverse("media:reference_video", kwargs=named)
        if reference.still:
            found["still"] = reverse("media:reference_still", kwargs=named)
    if version.curves:
        own = {"public_id": version.public_id}
        found["curves"] = reverse("media:version_curves", kwargs=own)
    return found
