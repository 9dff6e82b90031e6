"""Take still pictures out of a video: the poster of a player, and marked moments."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition import marked_joints, overlay, video
from recognition.display import Picture
from recognition.options import Limits
from recognition.skeleton import EDGES, JOINT_NAMES
from recognition.video import StampedFrame

LONGEST_SIDE_PX: Final = 720
QUALITY: Final = 80
# Room around the person, as a share of the larger side of what the person takes.
_ROOM: Final = 0.18
# No picture is narrower or flatter than this.
_NARROWEST: Final = 3 / 5
_FLATTEST: Final = 5 / 3
# The face stays free, so that people see themselves, and hands end at the wrist.
_FREE: Final = frozenset(
    number
    for number, name in enumerate(JOINT_NAMES)
    if number < JOINT_NAMES.index("left_shoulder")
    or name.partition("_")[2] in {"pinky", "index", "thumb"}
)
_DARK: Final = (15, 23, 42)

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mark:
    """The joint to ring: as findings name it."""

    joint: str
    side: str


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take: the frame shown at `time_s`, seconds from the first frame.

    With a `mark` it is cut to the person, the skeleton is drawn and the joint ringed.
    """

    target: Path
    time_s: float
    mark: Mark | None = None


def save_stills(
    source: Path,
    shots: Sequence[Shot],
    *,
    curves: Path | None = None,
    limits: Limits = Limits(),
) -> None:
    """Write every shot as JPEG, without metadata, in one pass over the video.

    Args:
        source: a video of any accepted kind.
        shots: their targets are replaced if they exist; a time beyond the end is the
            last frame.
        curves: `curves.json` of the analysis; needed where a shot has a mark.
        limits: what is refused.

    Raises:
        Unanalyzable: as `video.stamped_frames`.
    """
    skeletons = overlay.Skeletons(json.loads(curves.read_text())) if curves else None
    for shot, frame in _frames_of(sorted(shots, key=_time), source, limits):
        picture = video.upright(frame).picture
        points = skeletons.at(frame.time_s) if skeletons and shot.mark else None
        if points is None or shot.mark is None:
            shown = _small(picture)
        else:
            shown = _marked(picture, points, shot.mark)
        shot.target.write_bytes(_jpeg(shown))


def _time(shot: Shot) -> float:
    return shot.time_s


def _frames_of(
    shots: Sequence[Shot], source: Path, limits: Limits
) -> Iterator[tuple[Shot, StampedFrame]]:
    """Yield each shot with its frame; `shots` are in order of time."""
    waiting = list(shots)
    shown = None
    for frame in video.stamped_frames(source, limits):
        while shown is not None and waiting and frame.time_s > waiting[0].time_s + 1e-6:
            yield waiting.pop(0), shown
        if not waiting:
            return
        shown = frame
    if shown is not None:
        yield from ((shot, shown) for shot in waiting)


def _marked(picture: Picture, points: Points, mark: Mark) -> Picture:
    """Return the person in the picture with skeleton and ring.

    `points` (33, 2) are fractions of the picture's sides, NaN where not seen.
    """
    height, width = picture.shape[:2]
    left, top, right, bottom = _cut(points * (width, height), width, height)
    part = _small(picture[top:bottom, left:right])
    scale = part.shape[1] / (right - left)
    placed = (points * (width, height) - (left, top)) * scale
    _draw(part, placed, set(marked_joints.landmarks_of(mark.joint, mark.side)))
    return part


def _cut(points: Points, width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of the part that shows the person."""
    seen = points[np.isfinite(points).all(axis=1)]
    if not len(seen):
        return 0, 0, width, height
    low, high = seen.min(axis=0), seen.max(axis=0)
    size = (high - low) + 2 * _ROOM * (high - low).max()
    size[0] = max(size[0], _NARROWEST * size[1])
    size[1] = max(size[1], size[0] / _FLATTEST)
    middle = 0.5 * (low + high)
    first = np.clip(middle - size / 2, 0, (width - 2, height - 2)).astype(int)
    last = np.clip(np.ceil(middle + size / 2), first + 2, (width, height)).astype(int)
    return int(first[0]), int(first[1]), int(last[0]), int(last[1])


def _draw(picture: Picture, points: Points, marked: set[int]) -> None:
    """Draw bones, the wrong ones in another color, and a ring around each joint."""
    unit = max(1.0, min(picture.shape[:2]) / 150)
    bones = [edge for edge in EDGES if not _FREE & set(edge)]
    wrong = [edge for edge in bones if marked & set(edge)]
    _lines(picture, points, bones, _DARK, 2.2 * unit)
    _lines(picture, points, bones, overlay.BONE, 1.2 * unit)
    _lines(picture, points, wrong, overlay.WRONG, 1.6 * unit)
    for joint in sorted(marked):
        _rings(picture, points[joint], unit)


def _lines(
    picture: Picture,
    points: Points,
    edges: Sequence[tuple[int, int]],
    color: tuple[int, int, int],
    width: float,
) -> None:
    import cv2

    for edge in edges:
        if np.isfinite(points[list(edge)]).all():
            first, last = points[list(edge)].round().astype(int)
            cv2.line(picture, first, last, color, round(width), cv2.LINE_AA)


def _rings(picture: Picture, point: Points, unit: float) -> None:
    """Draw a ring that stands out on any ground."""
    import cv2

    if not np.isfinite(point).all():
        return
    rings = (((255, 255, 255), 4.2), (_DARK, 3.2), (overlay.WRONG, 2.2))
    for color, width in rings:
        x, y = (round(float(place)) for place in point)
        radius, thickness = round(8 * unit), max(1, round(width * unit))
        cv2.circle(picture, (x, y), radius, color, thickness, cv2.LINE_AA)


def _small(picture: Picture) -> Picture:
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small, dtype=np.uint8)


def _jpeg(picture: Picture) -> bytes:
    import cv2

    blue_first = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    done, encoded = cv2.imencode(
        ".jpg", blue_first, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    )
    if not done:
        raise OSError("the still picture could not be encoded")
    return bytes(np.asarray(encoded).tobytes())
