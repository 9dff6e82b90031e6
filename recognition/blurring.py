"""Make the face of the person who exercises unrecognizable in a copy of the video."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import overlay, video
from recognition.display import Picture
from recognition.options import Limits
from recognition.skeleton import INDEX
from recognition.transcode import Mp4Writer, even_size

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
# A skeleton this far from a frame, in seconds, says nothing of where its head is.
STILL_THERE_S: Final = 0.25
# So few squares across a head, and across a whole picture without a skeleton.
_SQUARES: Final = 5
_SQUARES_OF_PICTURE: Final = 12

Points = npt.NDArray[np.float64]
Progress = Callable[[float], None]
# Left, top, right, bottom in pixels.
Box = tuple[int, int, int, int]


def render(
    source: Path,
    curves: Mapping[str, Any],
    target: Path,
    *,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
) -> None:
    """Write `source` to `target` (MP4) with large squares in place of the head.

    Every frame keeps its time. Frames between two skeletons are covered where the head
    is in either; a frame without any near it is covered whole. Only the person that was
    followed is known: others in the picture stay as they are.

    Args:
        source: a video of any accepted kind.
        curves: `curves.json` of its analysis.
        target: an `.mp4` path, replaced if it exists.
        limits: what is refused.
        on_progress: called with the share that is done, 0 to 1.

    Raises:
        Unanalyzable: as `video.frames`.
    """
    header = video.probe(source, limits)
    size = even_size(header.width, header.height)
    heads = Heads(curves)
    with Mp4Writer(target, size) as writer:
        for frame in video.frames(source, limits):
            picture = hidden(frame.picture, heads.near(frame.time_s))
            writer.add(overlay.encoded(picture, size), frame.time_s)
            if on_progress and header.duration_s:
                on_progress(min(frame.time_s / header.duration_s, 1.0))


class Heads:
    """Where the head is around each moment."""

    def __init__(self, curves: Mapping[str, Any]) -> None:
        self._skeletons = overlay.Skeletons(curves)

    def near(self, time_s: float) -> list[Points]:
        """Return the skeletons just before and after `time_s`, as fractions (33, 2)."""
        times = self._skeletons.times
        after = bisect_right(times, time_s + 1e-6)
        moments = [times[n] for n in (after - 1, after) if 0 <= n < len(times)]
        near = [one for one in moments if abs(one - time_s) <= STILL_THERE_S]
        found = (self._skeletons.at(one) for one in near)
        return [points for points in found if points is not None]


def hidden(picture: Picture, skeletons: list[Points]) -> Picture:
    """Return a copy of `picture` (height, width, 3) without the heads.

    Covered whole where there is no skeleton, or one without head and trunk.
    """
    height, width = picture.shape[:2]
    boxes = [head_of(points * (width, height)) for points in skeletons]
    covered = picture.copy()
    if not boxes or None in boxes:
        _cover(covered, (0, 0, width, height), _SQUARES_OF_PICTURE)
        return covered
    for box in boxes:
        if box is not None:
            _cover(covered, _within(box, width, height), _SQUARES)
    return covered


def head_of(points: Points) -> Box | None:
    """Return the box around the head of `points` (33, 2) in pixels; None if unknown.

    By what is seen of the face, else above the shoulders.
    """
    face = points[_FACE][np.isfinite(points[_FACE]).all(axis=1)]
    trunk = _middle(points, _SHOULDERS) - _middle(points, _HIPS)
    length = float(np.hypot(*trunk))
    if len(face):
        center = face.mean(axis=0)
        reach = _AROUND_FACE * float(np.hypot(*(face - center).T).max())
        radius = max(reach, _OF_TRUNK * length if np.isfinite(length) else 0.0)
    elif np.isfinite(length):
        center = _middle(points, _SHOULDERS) + _ABOVE_SHOULDERS * trunk
        radius = 1.5 * _OF_TRUNK * length
    else:
        return None
    if radius <= 0:
        return None
    low, high = np.floor(center - radius), np.ceil(center + radius)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _middle(points: Points, pair: tuple[int, int]) -> Points:
    """Return the point between two joints; NaN where neither is seen."""
    seen = points[list(pair)]
    seen = seen[np.isfinite(seen).all(axis=1)]
    return seen.mean(axis=0) if len(seen) else np.full(2, np.nan)


def _within(box: Box, width: int, height: int) -> Box:
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def _cover(picture: Picture, box: Box, squares: int) -> None:
    """Replace what is in `box` by `squares` squares across; nothing if it is empty."""
    import cv2

    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    part = picture[top:bottom, left:right]
    size = right - left, bottom - top
    side = max(size) / squares
    few = max(1, round(size[0] / side)), max(1, round(size[1] / side))
    small = cv2.resize(part, few, interpolation=cv2.INTER_AREA)
    part[:] = cv2.resize(small, size, interpolation=cv2.INTER_NEAREST)
