"""Writes rendered pictures as an H.264 film whose bytes depend on nothing else."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]

_TICKS: Final = 90_000  # of the time base, a second; divides all usual frame rates
_AHEAD: Final = 8  # pictures that may wait for the encoder


@dataclass(frozen=True, slots=True)
class Encoding:
    """How hard the film is compressed.

    Attributes:
        crf: constant rate factor of x264; 18 = hardly visible, 35 = blocky.
        preset: speed of x264.
    """

    crf: int = 23
    preset: str = "veryfast"


def write(
    path: Path,
    pictures: Iterable[Picture],
    time_s: Floats,
    encoding: Encoding = Encoding(),
) -> None:
    """Write `pictures`, (height, width, 3) RGB with even sides, shown at `time_s` (T,).

    x264 runs in one thread, without macroblock trees and writes no date, so the same
    pictures make the same file. (With the trees, pictures with a sensor's noise were
    compressed a little differently from one run to the next.)
    """
    rate = (
        max(1, round(1.0 / float(np.median(np.diff(time_s)))))
        if len(time_s) > 1
        else 30
    )
    with av.open(
        str(path), "w", format="mp4", options={"movflags": "+faststart"}
    ) as film:
        film.flags |= 0x0400  # AVFMT_FLAG_BITEXACT: no encoder version, no date
        stream = film.add_stream("libx264", rate=rate)
        stream.options = {
            "crf": str(encoding.crf),
            "preset": encoding.preset,
            "threads": "1",
            "x264-params": "mbtree=0:sync-lookahead=0",
            "flags": "+bitexact",
        }
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS)

        def encode(picture: Picture, moment: float) -> None:
            if not stream.width or stream.width != picture.shape[1]:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = round(moment * _TICKS)
            frame.time_base = Fraction(1, _TICKS)
            film.mux(stream.encode(frame))

        _beside(encode, zip(pictures, time_s.tolist(), strict=True))
        film.mux(stream.encode())


def _beside(
    encode: Callable[[Picture, float], None], shown: Iterable[tuple[Picture, float]]
) -> None:
    """Encode in one other thread, in order, while the next pictures are painted.

    x264 and the conversion of colors work without Python's lock, so painting goes on.
    """
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(max_workers=1) as encoder:
        for picture, moment in shown:
            waiting.append(encoder.submit(encode, picture, moment))
            if len(waiting) > _AHEAD:
                waiting.popleft().result()
        for last in waiting:
            last.result()
