"""Make the faces in a video unrecognizable, in a copy."""

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import heads, overlay, video
from recognition.display import Picture
from recognition.heads import Box, Head
from recognition.options import Limits, Options
from recognition.pose_estimation import crowd, runtimes
from recognition.transcode import Mp4Writer, even_size

# A skeleton this far from a frame, in seconds, says nothing of where its head is.
STILL_THERE_S: Final = 0.25
# So few squares across a head, and across a whole picture without a skeleton.
_SQUARES: Final = 5
_SQUARES_OF_PICTURE: Final = 12

Points = npt.NDArray[np.float64]
Progress = Callable[[float], None]
# Left, top, right, bottom.
Pixels = tuple[int, int, int, int]


def hide(
    source: Path,
    target: Path,
    curves: Path,
    known: Path | None = None,
    *,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
) -> None:
    """Look for whoever else is in `source`, then `render` it without all heads.

    Args:
        source: a video of any accepted kind.
        target: an `.mp4` path, replaced if it exists.
        curves: the file `curves.json` of its analysis.
        known: the file of the heads that its analysis saw, if at hand.
        limits: what is refused.
        on_progress: called with the share that is done, 0 to 1.

    Raises:
        Unanalyzable: as `video.frames`.
        PoseModelUnavailable: the pose networks are neither at hand nor to be had.
    """
    say = on_progress or _say_nothing
    length_s = video.probe(source, limits).duration_s or limits.duration_s
    seen = heads.load(known) if known else ()
    others = crowd.bystanders(
        video.frames(source, limits),
        runtimes.networks(Options()),
        seen,
        on_look=lambda time_s: say(min(time_s / length_s, 1.0) / 2),
    )
    render(
        source,
        json.loads(curves.read_text("utf-8")),
        [*seen, *others],
        target,
        limits=limits,
        on_progress=lambda share: say((1 + share) / 2),
    )


def render(
    source: Path,
    curves: Mapping[str, Any],
    everybody: Sequence[Head],
    target: Path,
    *,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
) -> None:
    """Write `source` to `target` (MP4) with large squares in place of all heads.

    Every frame keeps its time. Frames between two skeletons are covered where the head
    is in either; a frame without any near it is covered whole. Whoever else was seen is
    covered too; who was never found stays.

    Args:
        source: a video of any accepted kind.
        curves: `curves.json` of its analysis.
        everybody: whose heads are covered beside.
        target: an `.mp4` path, replaced if it exists.
        limits: what is refused.
        on_progress: called with the share that is done, 0 to 1.

    Raises:
        Unanalyzable: as `video.frames`.
    """
    header = video.probe(source, limits)
    size = even_size(header.width, header.height)
    patient = Patient(curves)
    with Mp4Writer(target, size) as writer:
        for frame in video.frames(source, limits):
            others = heads.at(everybody, frame.time_s)
            picture = hidden(frame.picture, patient.near(frame.time_s), others)
            writer.add(overlay.encoded(picture, size), frame.time_s)
            if on_progress and header.duration_s:
                on_progress(min(frame.time_s / header.duration_s, 1.0))


class Patient:
    """Where the body of who exercises is around each moment."""

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


def hidden(
    picture: Picture, skeletons: Sequence[Points], others: Sequence[Box] = ()
) -> Picture:
    """Return a copy of `picture` (height, width, 3) without the heads.

    Covered whole where there is no skeleton, or one without head and trunk.

    Args:
        picture: RGB.
        skeletons: of who exercises, (33, 2) each, as fractions of the sides.
        others: boxes in the same unit.
    """
    height, width = picture.shape[:2]
    found = [heads.of_body(points * (width, height)) for points in skeletons]
    boxes = [box for box in found if box is not None]
    covered = picture.copy()
    if not found or len(boxes) < len(found):
        _cover(covered, (0, 0, width, height), _SQUARES_OF_PICTURE)
        return covered
    boxes += [_in_pixels(box, width, height) for box in others]
    for box in boxes:
        _cover(covered, _within(box, width, height), _SQUARES)
    return covered


def _in_pixels(box: Box, width: int, height: int) -> Box:
    left, top, right, bottom = box
    return left * width, top * height, right * width, bottom * height


def _within(box: Box, width: int, height: int) -> Pixels:
    """Return the pixels that `box` touches, within the picture."""
    left, top = (max(math.floor(side), 0) for side in box[:2])
    return left, top, min(math.ceil(box[2]), width), min(math.ceil(box[3]), height)


def _cover(picture: Picture, box: Pixels, squares: int) -> None:
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


def _say_nothing(share: float) -> None:
    """Take the place of a progress display."""
