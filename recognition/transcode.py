"""Make the copy of a video that every browser plays and that tells no secrets."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from recognition import video
from recognition.display import DisplayTurn
from recognition.options import Limits
from recognition.video import StampedFrame, VideoHeader

if TYPE_CHECKING:
    from av import VideoFrame

CLOCK: Final = Fraction(1, 90_000)
LONGEST_SIDE_PX: Final = 1920
# No frames out of order: a player's clock then starts at 0 without an edit list.
ENCODER: Final = {"preset": "veryfast", "crf": "23", "bf": "0"}
MUXER: Final = {"movflags": "+faststart", "fflags": "+bitexact"}

Progress = Callable[[float], None]


class TranscodeFailed(Exception):
    """What was written is not what was read: keep the original."""


def to_browser_mp4(
    source: Path,
    target: Path,
    *,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
) -> None:
    """Write `source` to `target` as upright H.264 in an MP4 that streams.

    Sound, place, device and all other metadata are left behind. The time of each
    frame is that of `video.frames`: from its time stamp, the first at 0, so what
    is drawn over the picture by `PoseSequence.time_s` is never a frame off.
    `target` appears whole or not at all.

    Args:
        source: a video of any accepted kind.
        target: an `.mp4` path; replaced if it exists.
        limits: what is refused.
        on_progress: called with the share that is done, 0 to 1.

    Raises:
        Unanalyzable: as `video.frames`.
        TranscodeFailed: the written file does not hold every frame.
    """
    header = video.probe(source, limits)
    scratch = target.with_name(f".{target.name}.part")
    try:
        written = _encode(source, scratch, header, limits, on_progress)
        _check_written(scratch, written)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _encode(
    source: Path,
    target: Path,
    header: VideoHeader,
    limits: Limits,
    on_progress: Progress | None,
) -> int:
    """Write the file and return the number of frames."""
    with Mp4Writer(target, even_size(header.width, header.height)) as writer:
        for frame in video.stamped_frames(source, limits):
            writer.add(_upright(frame, writer.size), frame.time_s)
            if on_progress and header.duration_s:
                on_progress(min(frame.time_s / header.duration_s, 1.0))
        return writer.frames


class Mp4Writer:
    """Writes H.264 that browsers play, each frame with its own time.

    Attributes:
        size: width and height, both even.
        frames: how many were written.
    """

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self.path = path
        self.size = size
        self.frames = 0

    def __enter__(self) -> Self:
        import av

        self._container = av.open(
            str(self.path), "w", format="mp4", options=dict(MUXER)
        )
        self._stream = self._container.add_stream("libx264", options=dict(ENCODER))
        self._stream.width, self._stream.height = self.size
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = CLOCK
        self._stream.codec_context.time_base = CLOCK
        return self

    def add(self, picture: "VideoFrame", time_s: float) -> None:
        """Write one picture, in yuv420p and of `size`, to be shown at `time_s`."""
        picture.pts = round(time_s / CLOCK)
        picture.time_base = CLOCK
        self._container.mux(self._stream.encode(picture))
        self.frames += 1

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()


def even_size(width: int, height: int) -> tuple[int, int]:
    """Return the size to write: within the limit, and even as 4:2:0 needs it."""
    scale = min(1.0, LONGEST_SIDE_PX / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _upright(frame: StampedFrame, size: tuple[int, int]) -> "VideoFrame":
    """Return the upright picture of `size` in yuv420p."""
    turn = frame.turn
    width, height = size if turn.rotation_deg in (0, 180) else size[::-1]
    picture = frame.decoded.reformat(
        width=width, height=height, format="yuv420p", dst_color_range="MPEG"
    )
    is_turned = turn != DisplayTurn(0, is_mirrored=False)
    return _turned(picture, turn) if is_turned else picture


def _turned(picture: "VideoFrame", turn: DisplayTurn) -> "VideoFrame":
    """Turn the three planes as a player turns the picture."""
    import av

    width, height = picture.width, picture.height
    flat = picture.to_ndarray().reshape(-1).astype(np.uint8, copy=False)
    luma = width * height
    planes = (
        flat[:luma].reshape(height, width),
        flat[luma : luma * 5 // 4].reshape(height // 2, width // 2),
        flat[luma * 5 // 4 :].reshape(height // 2, width // 2),
    )
    turned = [turn.applied(plane) for plane in planes]
    stacked = np.concatenate([plane.reshape(-1) for plane in turned])
    return av.VideoFrame.from_ndarray(
        stacked.reshape(-1, turned[0].shape[1]), format="yuv420p"
    )


def _check_written(path: Path, frames: int) -> None:
    """Refuse a file that does not hold every frame."""
    import av

    with av.open(str(path)) as container:
        found = sum(1 for packet in container.demux(video=0) if packet.size)
    if found != frames:
        raise TranscodeFailed(f"{found} of {frames} frames were written.")
