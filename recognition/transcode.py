"""Make the copy of a video that every browser plays and that tells no secrets."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from recognition import video
from recognition.options import Limits
from recognition.video import StampedFrame, VideoHeader

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import OutputContainer
    from av.video.stream import VideoStream

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
    import av

    size = _even_size(header)
    written = 0
    with av.open(str(target), "w", format="mp4", options=dict(MUXER)) as container:
        stream = _stream(container, size)
        for frame in video.stamped_frames(source, limits):
            container.mux(stream.encode(_picture(frame, size)))
            written += 1
            if on_progress and header.duration_s:
                on_progress(min(frame.time_s / header.duration_s, 1.0))
        container.mux(stream.encode(None))
    return written


def _stream(container: "OutputContainer", size: tuple[int, int]) -> "VideoStream":
    """Add the H.264 stream."""
    stream = container.add_stream("libx264", options=dict(ENCODER))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.time_base = CLOCK
    stream.codec_context.time_base = CLOCK
    return stream


def _even_size(header: VideoHeader) -> tuple[int, int]:
    """Return the size to write: within the limit, and even as 4:2:0 needs it."""
    scale = min(1.0, LONGEST_SIDE_PX / max(header.width, header.height))
    return (
        max(2, round(header.width * scale / 2) * 2),
        max(2, round(header.height * scale / 2) * 2),
    )


def _picture(frame: StampedFrame, size: tuple[int, int]) -> "VideoFrame":
    """Return the upright picture of `size`, stamped on the clock of the target."""
    turns = video.quarter_turn(frame.decoded.rotation) // 90
    width, height = size if turns % 2 == 0 else size[::-1]
    picture = frame.decoded.reformat(
        width=width, height=height, format="yuv420p", dst_color_range="MPEG"
    )
    if turns:
        picture = _turned(picture, turns)
    picture.pts = round(frame.time_s / CLOCK)
    picture.time_base = CLOCK
    return picture


def _turned(picture: "VideoFrame", turns: int) -> "VideoFrame":
    """Turn the three planes counterclockwise by quarters."""
    import av

    width, height = picture.width, picture.height
    flat = picture.to_ndarray().reshape(-1)
    luma = width * height
    planes = (
        flat[:luma].reshape(height, width),
        flat[luma : luma * 5 // 4].reshape(height // 2, width // 2),
        flat[luma * 5 // 4 :].reshape(height // 2, width // 2),
    )
    turned = [np.rot90(plane, turns) for plane in planes]
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
