"""Video files made on the spot: whatever a phone, a browser or an attacker sends."""

import struct
from fractions import Fraction

import av
import numpy as np

# The scene: gray, red in the upper left corner, and a bright stripe that tells the
# number of the frame by where it is.
WIDTH, HEIGHT = 320, 240
CORNER = 48
STRIPES = 16
STRIPE = WIDTH // STRIPES

# The matrix of a track header, in the file's 16.16 and 2.30 fixed point, by the turn
# (counterclockwise, degrees) that a player applies.
ONE, W = 1 << 16, 1 << 30
MATRICES = {
    0: (ONE, 0, 0, 0, ONE, 0, 0, 0, W),
    90: (0, -ONE, 0, ONE, 0, 0, 0, 0, W),
    180: (-ONE, 0, 0, 0, -ONE, 0, 0, 0, W),
    -90: (0, ONE, 0, -ONE, 0, 0, 0, 0, W),
    "mirrored": (-ONE, 0, 0, 0, ONE, 0, 0, 0, W),
    "mirrored, then 90": (0, ONE, 0, ONE, 0, 0, 0, 0, W),
    "upside down, mirrored": (ONE, 0, 0, 0, -ONE, 0, 0, 0, W),
}


def scene(number, width=WIDTH, height=HEIGHT):
    """Return the picture of frame `number`."""
    picture = np.full((height, width, 3), 96, dtype=np.uint8)
    stripe = width // STRIPES
    at = (number % STRIPES) * stripe
    picture[height // 2 :, at : at + stripe] = 240
    picture[:CORNER, :CORNER] = (220, 20, 20)
    return picture


def number_of(picture):
    """Return which frame of the scene an upright picture shows."""
    row = picture[picture.shape[0] * 3 // 4, :, :].mean(axis=1)
    stripe = picture.shape[1] // STRIPES
    return int(row[: stripe * STRIPES].reshape(STRIPES, stripe).mean(axis=1).argmax())


def red_corner(picture):
    """Return where the red corner is: (is it below, is it to the right)."""
    red = picture[:, :, 0].astype(int) - picture[:, :, 1]
    rows, columns = np.nonzero(red > 80)
    return (
        bool(rows.mean() > picture.shape[0] / 2),
        bool(columns.mean() > picture.shape[1] / 2),
    )


CLOCK = Fraction(1, 90_000)


class Studio:
    """Writes small videos into a folder."""

    def __init__(self, folder):
        self.folder = folder

    def film(
        self,
        name="clip.mp4",
        *,
        times=None,
        codec="libx264",
        container=None,
        pictures=None,
        first_pts=0,
        rotation=0,
        container_options=None,
        codec_options=None,
        pixel_format=None,
        clock=CLOCK,
        metadata=None,
    ):
        """Write `name`; each picture is shown at its entry of `times`, in seconds."""
        times = [n / 30 for n in range(30)] if times is None else times
        pictures = pictures or [scene(n) for n in range(len(times))]
        path = self.folder / name
        with av.open(
            str(path), "w", format=container, options=container_options or {}
        ) as file:
            file.metadata.update(metadata or {})
            stream = file.add_stream(codec, rate=30, options=codec_options or {})
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = pixel_format or "yuv420p"
            stream.codec_context.time_base = clock
            stream.time_base = clock
            for time_s, picture in zip(times, pictures, strict=True):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame = frame.reformat(format=stream.pix_fmt)
                frame.pts = first_pts + round(time_s / clock)
                frame.time_base = clock
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
        if rotation:
            self.turn(path, rotation)
        return path

    def turn(self, path, rotation):
        """Write the display matrix of `rotation` into an MP4."""
        content = bytearray(path.read_bytes())
        at = content.index(b"tkhd") + 4 + 40
        struct.pack_into(">9i", content, at, *MATRICES[rotation])
        path.write_bytes(content)

    def sound(self, name="sound.mp4"):
        """Write a second of sound without any picture."""
        path = self.folder / name
        with av.open(str(path), "w") as file:
            stream = file.add_stream("aac", rate=16_000, layout="mono")
            for n in range(16):
                wave = np.sin(np.arange(1000) / 6).astype(np.float32)[None]
                frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = 16_000, n * 1000
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
        return path

    def write(self, name, content):
        """Write any bytes."""
        path = self.folder / name
        path.write_bytes(content)
        return path


def looped(source, target, *, times):
    """Write a clip one after the other so many times, without encoding anew.

    Its frames are evenly apart, the last one and the first of the next turn too.
    """
    with av.open(str(source)) as one, av.open(str(target), "w") as many:
        packets = [packet for packet in one.demux(video=0) if packet.dts is not None]
        stream = many.add_stream_from_template(one.streams.video[0])
        length = len(packets) * packets[0].duration
        stamps = [(packet.pts, packet.dts) for packet in packets]
        for turn in range(times):
            for packet, (pts, dts) in zip(packets, stamps, strict=True):
                packet.stream = stream
                packet.pts, packet.dts = pts + turn * length, dts + turn * length
                packet.time_base = one.streams.video[0].time_base
                many.mux(packet)
    return target
