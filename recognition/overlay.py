"""Draw what was found into a copy of the video."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from recognition import video
from recognition.display import Picture
from recognition.marked_joints import landmarks_of
from recognition.options import Limits
from recognition.report import Report
from recognition.transcode import Mp4Writer, even_size
from recognition.video import Frame

if TYPE_CHECKING:
    from av import VideoFrame

# Red, green, blue. Blue and vermilion of Okabe & Ito stay apart for the color-blind.
BONE: Final = (86, 180, 233)
JOINT: Final = (255, 255, 255)
WRONG: Final = (213, 94, 0)
TEXT: Final = (255, 255, 255)
SHADOW: Final = (0, 0, 0)

# A mistake stays marked for this long around its moment, in seconds.
MARKED_S: Final = 0.5
# Positions in the curves are ten-thousandths of the picture's sides.
SCALE: Final = 10_000

Points = npt.NDArray[np.float64]


def render(
    source: Path,
    report: Report,
    curves: Mapping[str, Any],
    target: Path,
    *,
    limits: Limits = Limits(),
) -> None:
    """Write `source` with skeleton, count and marked mistakes to `target` (MP4).

    Every frame keeps its time; the skeleton is that of the frame itself, or of the
    last one looked at where the analysis left frames out.

    Raises:
        Unanalyzable: as `video.frames`.
    """
    header = video.probe(source, limits)
    size = even_size(header.width, header.height)
    drawing = Drawing(report, curves)
    with Mp4Writer(target, size) as writer:
        for frame in video.frames(source, limits):
            picture = drawing.over(frame)
            writer.add(encoded(picture, size), frame.time_s)


class Skeletons:
    """Where the joints are in each frame, as `curves.json` keeps it."""

    def __init__(self, curves: Mapping[str, Any]) -> None:
        self.times: Sequence[float] = curves["time_s"]
        self.points: Sequence[Sequence[float | None] | None] = curves["points"]

    def at(self, time_s: float) -> Points | None:
        """Return the joints at `time_s`, (33, 2) as fractions of the sides, or None.

        NaN where a joint was not seen.
        """
        index = bisect_right(self.times, time_s + 1e-6) - 1
        if index < 0 or self.points[index] is None:
            return None
        flat = np.array(self.points[index], dtype=np.float64)
        return flat.reshape(-1, 2) / SCALE


class Drawing:
    """Draws the findings of one report over its frames."""

    def __init__(self, report: Report, curves: Mapping[str, Any]) -> None:
        self.skeletons = Skeletons(curves)
        self.edges: Sequence[tuple[int, int]] = curves["edges"]
        self.ends = [repetition.end_s for repetition in report.repetitions]
        self.findings = [f for r in report.repetitions for f in r.findings]

    def over(self, frame: Frame) -> Picture:
        """Return the picture with everything drawn over it."""
        picture = frame.picture.copy()
        points = self.skeletons.at(frame.time_s)
        if points is not None:
            self._draw_skeleton(picture, points * _size(picture))
            self._mark_mistakes(picture, points * _size(picture), frame.time_s)
        self._write_count(picture, frame.time_s)
        return picture

    def _draw_skeleton(self, picture: Picture, points: Points) -> None:
        import cv2

        thickness = _thickness(picture)
        for first, last in self.edges:
            if np.isfinite(points[[first, last]]).all():
                ends = points[[first, last]].round().astype(int)
                cv2.line(picture, ends[0], ends[1], BONE, thickness, cv2.LINE_AA)
        for point in points[np.isfinite(points).all(axis=1)]:
            center = point.round().astype(int)
            cv2.circle(picture, center, thickness, JOINT, -1, cv2.LINE_AA)

    def _mark_mistakes(self, picture: Picture, points: Points, time_s: float) -> None:
        import cv2

        thickness = _thickness(picture)
        shown = [f for f in self.findings if abs(f.time_s - time_s) <= MARKED_S]
        for finding in shown:
            for point in points[list(landmarks_of(finding.joint, finding.side))]:
                if np.isfinite(point).all():
                    center = point.round().astype(int)
                    cv2.circle(picture, center, 4 * thickness, WRONG, thickness)
        for row, message in enumerate(dict.fromkeys(f.message for f in shown)):
            _write(picture, message, row=row + 1, size=0.6)

    def _write_count(self, picture: Picture, time_s: float) -> None:
        done = bisect_right(self.ends, time_s)
        _write(picture, f"{done} / {len(self.ends)}", row=0, size=1.2)


def _write(picture: Picture, text: str, *, row: int, size: float) -> None:
    """Write a line of text at the upper left, readable on any ground."""
    import cv2

    unit = picture.shape[0] / 720
    at = (round(16 * unit), round((44 + 32 * row) * unit))
    for color, width in ((SHADOW, 5), (TEXT, 2)):
        thickness = max(1, round(width * unit))
        cv2.putText(
            picture,
            text,
            at,
            cv2.FONT_HERSHEY_SIMPLEX,
            size * unit,
            color,
            thickness,
            cv2.LINE_AA,
        )


def _size(picture: Picture) -> Points:
    """Return width and height."""
    return np.array(picture.shape[1::-1], dtype=np.float64)


def _thickness(picture: Picture) -> int:
    """Return a line's thickness that suits the size of the picture."""
    height, width = picture.shape[:2]
    return max(2, int(min(height, width) / 180))


def encoded(picture: Picture, size: tuple[int, int]) -> "VideoFrame":
    """Return the picture in the form the encoder takes."""
    import av

    width, height = size
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
        width=width, height=height, format="yuv420p"
    )
