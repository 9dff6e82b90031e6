"""Read a video file: probe it, refuse what is hostile, hand out upright frames."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recognition import cutting
from recognition.cutting import PLANAR, Converter, Planes
from recognition.display import DisplayTurn, Matrix, Picture, display_turn
from recognition.errors import (
    NotAVideo,
    NoVideoStream,
    TooLarge,
    TooLong,
    TooShort,
    UnreadableVideo,
)
from recognition.options import Limits

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

# A playlist named .mp4 would make the demuxer open other files: only real containers.
CONTAINERS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif"
OPEN_OPTIONS: Final = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}

# Streams that a limit is handed to; a phone's file has up to five.
MOST_STREAMS: Final = 16

# First bytes of the accepted containers, to tell "damaged" from "not a video".
STARTING_BOXES: Final = {b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip", b"pnot"}
# Boxes at the top level that hold what is played, or room for it.
MP4_BOXES: Final = STARTING_BOXES | {b"moof", b"uuid", b"sidx", b"styp"}
EBML_MAGIC: Final = b"\x1a\x45\xdf\xa3"

MICROSECONDS: Final = 1_000_000

# A file that says how long it is and gives less than this share of it was cut.
WHOLE_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class VideoHeader:
    """What a file says of itself; only decoding tells the truth.

    Attributes:
        width: of the upright picture with square pixels, in pixels.
        height: of the same.
        rotation_deg: what the file says to turn the stored picture by, counter-
            clockwise, one of 0, 90, 180, -90.
        duration_s: None where the file does not say.
        codec: FFmpeg's name, such as `h264`.
    """

    width: int
    height: int
    rotation_deg: int
    duration_s: float | None
    codec: str


class Frame:
    """One upright picture, converted when it is first asked for.

    Attributes:
        index: number among the decoded frames of the video.
        time_s: seconds from the first frame, from the time stamp.
        size: width and height, in pixels.
        rotation_deg: as `VideoHeader.rotation_deg`, already applied.
    """

    def __init__(
        self,
        index: int,
        time_s: float,
        picture: Picture | Callable[[], Picture],
        rotation_deg: int,
        planes: Planes | None = None,
    ) -> None:
        self.index = index
        self.time_s = time_s
        self.rotation_deg = rotation_deg
        self._source = picture
        self._planes = planes

    @cached_property
    def picture(self) -> Picture:
        """(H, W, 3), red, green, blue; its rows may lie apart in memory."""
        return self._source() if callable(self._source) else self._source

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        if self._planes is not None:
            return self._planes.size
        return self.picture.shape[1], self.picture.shape[0]

    def cut(
        self,
        matrix: Matrix,
        side: int,
        *,
        is_repeated: bool = False,
        is_exact: bool = True,
    ) -> Picture:
        """Return (side, side, 3) pixels, as `cutting.cut` does.

        Where they need not be exact the rest of the picture is not converted; `side`
        is even then.
        """
        if self._planes is not None and not is_exact:
            return self._planes.cut(matrix, side, is_repeated=is_repeated)
        return cutting.cut(self.picture, matrix, side, is_repeated=is_repeated)


def probe(path: Path, limits: Limits = Limits()) -> VideoHeader:
    """Check a file without going through it, and return what it says of itself.

    Raises:
        Unanalyzable: not a video, damaged, or beyond a limit.
    """
    _check_file(path, limits)
    with _opened(path, limits) as container:
        return _header(container, limits)


def frames(
    path: Path, limits: Limits = Limits(), *, rate_hz: float | None = None
) -> Iterator[Frame]:
    """Decode a video frame by frame, upright, with true times.

    Memory does not grow with length. With `rate_hz` about as many frames/s are
    handed out at most; their times stay true.

    Raises:
        Unanalyzable: as `probe`, and what only decoding shows: cut short, too
            long, too short.
    """
    pace = Pace(rate_hz)
    for frame in stamped_frames(path, limits):
        if pace.is_due(frame.time_s):
            yield upright(frame)


def stamped_frames(path: Path, limits: Limits = Limits()) -> Iterator["StampedFrame"]:
    """Decode all frames as they are stored, not turned, with true times.

    Raises:
        Unanalyzable: as `frames`.
    """
    header = probe(path, limits)
    last_s = -1.0
    with _opened(path, limits) as container:
        for frame in _decoded(container, limits):
            last_s = frame.time_s
            yield frame
    _check_whole(header, last_s, limits)


@dataclass(frozen=True, slots=True, eq=False)
class StampedFrame:
    """A frame as the decoder gave it, with its true time and how it is to be shown.

    Attributes:
        converter: of colors, one for all frames.
    """

    index: int
    time_s: float
    decoded: "VideoFrame"
    pixel_aspect: float
    turn: DisplayTurn
    converter: Converter


class Pace:
    """Say which frames to look at, at a rate below the video's own."""

    # A frame that comes this much early is taken: time stamps jitter, and a video
    # of 30.2 frames/s shall not lose one now and then at a rate of 30.
    EARLY: Final = 0.25

    def __init__(self, rate_hz: float | None) -> None:
        self.step_s = (1 - self.EARLY) / rate_hz if rate_hz else 0.0
        self.last_s = -float("inf")

    def is_due(self, time_s: float) -> bool:
        """Say whether to look at the frame at `time_s`."""
        if time_s - self.last_s < self.step_s:
            return False
        self.last_s = time_s
        return True


def _check_file(path: Path, limits: Limits) -> None:
    """Refuse what the first bytes and the size already tell."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableVideo("The file is empty.")
    if size > limits.size_bytes:
        raise TooLarge(
            f"The file has {size / 1e6:.0f} MB; the limit is "
            f"{limits.size_bytes / 1e6:.0f} MB.",
        )
    with path.open("rb") as file:
        head = file.read(12)
    if not _is_container(head):
        raise NotAVideo("The content of the file is not a video.")
    if head[4:8] in STARTING_BOXES:
        _check_boxes(path, size)


def _is_container(head: bytes) -> bool:
    """Say whether the first 12 bytes are those of an accepted container."""
    return (
        head[4:8] in STARTING_BOXES
        or head[:4] == EBML_MAGIC
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or head[:4] == b"GIF8"
    )


def _check_boxes(path: Path, size: int) -> None:
    """Refuse an MP4 whose boxes reach past its end: it was cut short."""
    position = 0
    with path.open("rb") as file:
        while position + 8 <= size:
            file.seek(position)
            head = file.read(16)
            if head[4:8] not in MP4_BOXES:  # some editors leave rubbish at the end
                return
            length = int.from_bytes(head[:4], "big")
            if length == 1:  # the true length follows in 8 bytes
                length = int.from_bytes(head[8:16], "big")
            if length == 0:  # up to the end of the file
                return
            if length < 8 or position + length > size:
                raise UnreadableVideo("The file is cut short or damaged.")
            position += length


def _opened(path: Path, limits: Limits) -> "InputContainer":
    """Open a container of an accepted kind with bounded picture size."""
    import av

    # Checked inside the decoder too, before it reserves memory for a picture.
    pixels = {"max_pixels": str(limits.side_px**2)}
    try:
        return av.open(
            str(path),
            options=dict(OPEN_OPTIONS),
            stream_options=[pixels] * MOST_STREAMS,  # type: ignore[list-item]
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise UnreadableVideo("The file is damaged or cut short.") from error


def _header(container: "InputContainer", limits: Limits) -> VideoHeader:
    """Read the header and refuse what is beyond a limit."""
    stream = _video_stream(container)
    context = stream.codec_context
    _check_side(context.width, context.height, limits)
    duration_s = _declared_duration_s(container, stream)
    if duration_s is not None and duration_s > limits.duration_s:
        raise _too_long(limits)
    if not context.width or not context.height:
        raise UnreadableVideo("The file does not say how large its picture is.")
    first = _first_frame(container, limits)
    height, width = first.picture.shape[:2]
    return VideoHeader(
        width=width,
        height=height,
        rotation_deg=first.rotation_deg,
        duration_s=duration_s,
        codec=context.name,
    )


def _first_frame(container: "InputContainer", limits: Limits) -> Frame:
    """Decode one frame: only it carries the rotation."""
    for frame in _decoded(container, limits):
        return upright(frame)
    raise UnreadableVideo("No picture could be decoded.")


def _video_stream(container: "InputContainer") -> "VideoStream":
    """Return the first moving picture of a container, not its cover art."""
    import av

    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    raise NoVideoStream("The file holds no moving picture.")


def _declared_duration_s(
    container: "InputContainer", stream: "VideoStream"
) -> float | None:
    """Return what the file says of its length; MediaRecorder's say nothing."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration and container.duration > 0:
        # Matroska says when the last frame ends, not how long it is from the first.
        start = max(container.start_time or 0, 0)
        return float((container.duration - start) / MICROSECONDS)
    return None


def _check_side(width: int, height: int, limits: Limits) -> None:
    """Refuse a picture with a side beyond the limit."""
    if max(width, height) > limits.side_px:
        raise TooLarge(
            f"The picture has {width} x {height} pixels; the limit is "
            f"{limits.side_px} a side."
        )


def _too_long(limits: Limits) -> TooLong:
    return TooLong(
        f"The video is longer than {limits.duration_s / 60:.3g} minutes.",
    )


def _decoded(container: "InputContainer", limits: Limits) -> Iterator[StampedFrame]:
    """Decode frames in order of display, each later than the one before."""
    import av

    stream = _video_stream(container)
    stream.thread_type = "AUTO"
    aspect = float(stream.sample_aspect_ratio or 1)
    start: Fraction | None = None
    last_s = -1.0
    turn: DisplayTurn | None = None
    converter = Converter()
    try:
        for index, decoded in enumerate(container.decode(stream)):
            if decoded.pts is None or decoded.time_base is None:
                continue
            stamp = Fraction(decoded.pts * decoded.time_base)
            if start is None:
                start = stamp
            time_s = float(stamp - start)
            if time_s <= last_s:
                continue
            if time_s > limits.duration_s:
                raise _too_long(limits)
            _check_side(decoded.width, decoded.height, limits)
            last_s = time_s
            # Once only: a frame whose side data was read is kept until the garbage
            # collector runs, and with it the whole picture.
            turn = turn or display_turn(decoded)
            yield StampedFrame(index, time_s, decoded, aspect, turn, converter)
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise UnreadableVideo("The video is damaged or cut short.") from error


def _check_whole(header: VideoHeader, last_s: float, limits: Limits) -> None:
    """Refuse a video that ended before its time, or never began."""
    if last_s < 0:
        raise UnreadableVideo("No picture could be decoded.")
    if last_s < limits.shortest_s:
        raise TooShort(f"The video lasts {last_s:.1f} seconds.")
    if header.duration_s is not None and last_s < WHOLE_SHARE * (
        header.duration_s - limits.shortest_s
    ):
        raise UnreadableVideo(
            f"The video ends after {last_s:.1f} of {header.duration_s:.1f} seconds."
        )


def upright(frame: StampedFrame) -> Frame:
    """Return the picture in red, green, blue, turned as a player shows it."""
    decoded, turn = frame.decoded, frame.turn
    width = max(2, round(decoded.width * frame.pixel_aspect))
    is_planar = decoded.format.name in PLANAR and width == decoded.width
    return Frame(
        index=frame.index,
        time_s=frame.time_s,
        picture=lambda: turn.applied(frame.converter.rgb(decoded, width)),
        rotation_deg=turn.rotation_deg,
        planes=Planes(decoded, turn, frame.converter) if is_planar else None,
    )
