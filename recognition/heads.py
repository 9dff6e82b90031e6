"""Where the head of everybody in a video is over time, so that it can be covered.

Everybody counts who was seen at any moment, be it once: a face that is covered in vain
costs less than one that is not.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.skeleton import INDEX

# Nose, eyes, ears and mouth come before the shoulders.
_FACE: Final = slice(0, INDEX["left_shoulder"])
_SHOULDERS: Final = (INDEX["left_shoulder"], INDEX["right_shoulder"])
_HIPS: Final = (INDEX["left_hip"], INDEX["right_hip"])
# The head around what is seen of the face: landmarks end at the ears and the mouth, the
# head at crown and chin. Of the trunk from shoulders to hips (about 0.29 of the body's
# height; Winter 2009, Biomechanics and Motor Control, fig. 4.1) half a head (0.13 of
# the height) is a quarter; all are widened, since a face half seen is a face seen.
_AROUND_FACE: Final = 1.8
_OF_TRUNK: Final = 0.32
_ABOVE_SHOULDERS: Final = 0.35
# A head is covered this long before and after it was seen, in seconds: people are
# looked for twice a second.
LINGERS_S: Final = 0.75
# Seen this shortly before and after, in seconds, it has not moved in between.
IN_SIGHT_S: Final = 0.15
# How fast a head walks, in widths of its box a second: 1.4 m/s, a usual pace, past
# boxes of 0.45 m. It tells which sightings can be one head, with as much to spare.
_PACE: Final = 3.0
_SPARE: Final = 1.0
# Two sightings of one moment are one head when they lie closer, in the same unit.
_SAME: Final = 0.4
# A head that is seen where one was this long ago was there meanwhile, in seconds.
REMEMBERED_S: Final = 5.0
# Whoever was seen once has no known direction; the cover grows by that much a second.
_SPREADS: Final = 1.5
# The direction is taken over this long, in seconds, and over two sightings at least.
_COURSE_S: Final = 0.3

Points = npt.NDArray[np.float64]
# Left, top, right, bottom: of heads over time as fractions of the picture's sides.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A head at one moment, its box in fractions of the picture's sides."""

    time_s: float
    box: Box


def sighting(time_s: float, box: Box, size: tuple[int, int]) -> Sighting:
    """Return the sighting of a `box` in pixels, of a picture (width, height)."""
    width, height = size
    left, top, right, bottom = box
    share = left / width, top / height, right / width, bottom / height
    return Sighting(time_s, share)


@dataclass(slots=True)
class Head:
    """One head over time: when it was seen, in order, and where."""

    time_s: list[float] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def add(self, seen: Sighting) -> None:
        """Append a sighting; two at one moment are one of both."""
        if self.time_s and self.time_s[-1] == seen.time_s:
            self.boxes[-1] = _hull(self.boxes[-1], seen.box)
            return
        self.time_s.append(seen.time_s)
        self.boxes.append(seen.box)

    def at(self, time_s: float) -> Box | None:
        """Return what to cover at `time_s`; None long before or after it was seen.

        Between two sightings it is both and all between them.
        """
        after = bisect_right(self.time_s, time_s)
        if 0 < after < len(self.time_s):
            return _hull(self.boxes[after - 1], self.boxes[after])
        end = 0 if after == 0 else -1
        away_s = time_s - self.time_s[end]
        if abs(away_s) > LINGERS_S:
            return None
        seen = self.boxes[end]
        dx, dy = self._course(end)
        gone = seen[0] + dx * away_s, seen[1] + dy * away_s
        there = (*gone, gone[0] + seen[2] - seen[0], gone[1] + seen[3] - seen[1])
        return wider(_hull(seen, there), 1.0 + _SPREADS * abs(away_s))

    def is_in_sight(self, time_s: float) -> bool:
        """Say whether it was seen just before `time_s` and just after, or then."""
        after = bisect_right(self.time_s, time_s)
        around = self.time_s[max(after - 1, 0) : after + 1]
        return bool(around) and max(abs(t - time_s) for t in around) <= IN_SIGHT_S

    def _course(self, end: int) -> tuple[float, float]:
        """Return its speed when first (0) or last (-1) seen, in sides a second."""
        times = self.time_s if end == 0 else self.time_s[::-1]
        boxes = self.boxes if end == 0 else self.boxes[::-1]
        near = [n for n, t in enumerate(times) if abs(t - times[0]) <= _COURSE_S]
        other = min(max(near[-1], 1), len(times) - 1)
        passed_s = times[other] - times[0]
        if passed_s == 0:
            return 0.0, 0.0
        (x0, y0), (x1, y1) = _center(boxes[0]), _center(boxes[other])
        return (x1 - x0) / passed_s, (y1 - y0) / passed_s


def followed(sightings: Iterable[Sighting]) -> tuple[Head, ...]:
    """Return the heads that `sightings`, in any order, are of.

    Who is who does not matter, as all are covered: each sighting goes to the nearest
    head that can have come there.
    """
    heads: list[Head] = []
    recent: list[Head] = []
    for seen in sorted(sightings, key=lambda one: one.time_s):
        recent = [h for h in recent if seen.time_s - h.time_s[-1] <= REMEMBERED_S]
        head = _nearest(recent, seen)
        if head is None:
            head = Head()
            heads.append(head)
            recent.append(head)
        head.add(seen)
    return tuple(heads)


def _nearest(heads: list[Head], seen: Sighting) -> Head | None:
    """Return the head that was `seen`, if it is one of `heads`."""
    near = [head for head in heads if _can_be(head, seen)]
    return min(near, key=lambda h: _apart(h.boxes[-1], seen.box), default=None)


def _can_be(head: Head, seen: Sighting) -> bool:
    """Say whether the head can have come where one was `seen`, or has stayed there."""
    away_s = seen.time_s - head.time_s[-1]
    apart = _apart(head.boxes[-1], seen.box)
    if away_s == 0:
        return apart < _SAME
    if away_s > LINGERS_S:
        return apart < _SPARE
    return apart < _SPARE + _PACE * away_s


def at(heads: Sequence[Head], time_s: float) -> list[Box]:
    """Return what to cover of all `heads` at `time_s`."""
    return [box for head in heads if (box := head.at(time_s)) is not None]


def save(heads: Sequence[Head], path: Path) -> None:
    """Write `heads` to `path` (JSON)."""
    rows = [{"time_s": head.time_s, "boxes": head.boxes} for head in heads]
    path.write_text(json.dumps(rows, allow_nan=False), "utf-8")


def load(path: Path) -> tuple[Head, ...]:
    """Read what `save` wrote."""
    return tuple(
        Head(row["time_s"], [(*box,) for box in row["boxes"]])
        for row in json.loads(path.read_text("utf-8"))
    )


def of_body(points: Points) -> Box | None:
    """Return the box around the head of `points` (33, 2), in their unit; or None.

    By what is seen of the face, else above the shoulders; None where neither is seen.
    """
    face = points[_FACE][np.isfinite(points[_FACE]).all(axis=1)]
    shoulders, hips = _middle(points, _SHOULDERS), _middle(points, _HIPS)
    if not len(face):
        return _over_trunk(shoulders, hips)
    length = float(np.hypot(*(shoulders - hips)))
    center = face.mean(axis=0)
    reach = _AROUND_FACE * float(np.hypot(*(face - center).T).max())
    return _around(center, max(reach, _OF_TRUNK * length if length > 0 else 0.0))


def _over_trunk(shoulders: Points, hips: Points) -> Box | None:
    """Return the box around the head over a trunk, (2,) each; None where not seen."""
    trunk = shoulders - hips
    return _around(
        shoulders + _ABOVE_SHOULDERS * trunk, 1.5 * _OF_TRUNK * float(np.hypot(*trunk))
    )


def _around(center: Points, radius: float) -> Box | None:
    """Return the square around `center`; None unless it has a size."""
    if not radius > 0:
        return None
    x, y = float(center[0]), float(center[1])
    return x - radius, y - radius, x + radius, y + radius


def _middle(points: Points, pair: tuple[int, int]) -> Points:
    """Return the point between two joints; NaN where neither is seen."""
    seen = points[list(pair)]
    seen = seen[np.isfinite(seen).all(axis=1)]
    return seen.mean(axis=0) if len(seen) else np.full(2, np.nan)


def _hull(one: Box, other: Box) -> Box:
    """Return the box around two."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def wider(box: Box, factor: float) -> Box:
    """Return a box so many times as wide and high around the same center."""
    (x, y), half = _center(box), factor / 2
    width, height = (box[2] - box[0]) * half, (box[3] - box[1]) * half
    return x - width, y - height, x + width, y + height


def holds(box: Box, other: Box) -> bool:
    """Say whether all of `other` lies in `box`."""
    return _hull(box, other) == box


def _center(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _apart(one: Box, other: Box) -> float:
    """Return how far two boxes are apart, in sides of the larger one."""
    (x0, y0), (x1, y1) = _center(one), _center(other)
    width = max(one[2] - one[0], other[2] - other[0], 1e-9)
    height = max(one[3] - one[1], other[3] - other[1], 1e-9)
    return max(abs(x1 - x0) / width, abs(y1 - y0) / height)
