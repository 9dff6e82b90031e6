"""Cut small pictures out of large ones without converting the rest of them.

A pose network looks at 256 x 256 pixels. To convert the whole picture for it costs
0.4 ms (360p) to 1.8 ms (1080p) a frame, a fifth of what the network itself costs.
"""

import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from recognition.display import DisplayTurn, Matrix, Picture

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.reformatter import VideoReformatter

# 8-bit brightness in full, and two colors at half the width and height.
PLANAR: Final = ("yuv420p", "yuvj420p")
BLACK: Final = (0, 128, 128)


class Converter(threading.local):
    """Converts colors; makes its tables once a thread and size, as they take 0.3 ms."""

    def __init__(self) -> None:
        self._by_width: dict[int, VideoReformatter] = {}

    def rgb(self, decoded: "VideoFrame", width: int) -> Picture:
        """Return a picture of this width in red, green, blue, as it is stored.

        Its rows may lie apart in memory.
        """
        from av.video.reformatter import VideoReformatter

        if width not in self._by_width:
            self._by_width[width] = VideoReformatter()
        converted = self._by_width[width].reformat(
            decoded, width=width, format="rgb24", threads=1
        )
        return converted.to_ndarray().astype(np.uint8, copy=False)


def cut(
    picture: Picture, matrix: Matrix, side: int, *, is_repeated: bool = False
) -> Picture:
    """Return (side, side, ...) pixels of a picture.

    Args:
        picture: (H, W, ...).
        matrix: (2, 3), from pixels of the cut to pixels of the picture.
        side: in pixels.
        is_repeated: what lies outside repeats the picture's edge; otherwise black.
    """
    result = np.empty((side, side, *picture.shape[2:]), np.uint8)
    _cut_into(result, picture, matrix, is_repeated=is_repeated)
    return result


def _cut_into(
    result: Picture,
    plane: Picture,
    matrix: Matrix,
    *,
    is_repeated: bool,
    outside: int = 0,
) -> None:
    import cv2

    cv2.warpAffine(
        plane,
        matrix,
        result.shape[1::-1],
        dst=result,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE if is_repeated else cv2.BORDER_CONSTANT,
        borderValue=outside,
    )


class Planes:
    """The planes of a frame as the decoder left them, to cut upright pictures from.

    Attributes:
        size: width and height, upright.
    """

    def __init__(
        self, decoded: "VideoFrame", turn: DisplayTurn, converter: Converter
    ) -> None:
        self.decoded = decoded
        self.converter = converter
        self.size = turn.shown_size(decoded.width, decoded.height)
        self._stored = turn.stored_from_shown(decoded.width, decoded.height)

    def cut(self, matrix: Matrix, side: int, *, is_repeated: bool = False) -> Picture:
        """Return (side, side, 3) pixels, as `cut` does; `side` is even."""
        from av import VideoFrame

        matrix = (self._stored @ np.vstack([matrix, [0, 0, 1]]))[:2]
        # A color lies in the middle of four pixels, here and there.
        middle = np.array([0.5, 0.5])
        moved = (matrix @ [*middle, 1] - middle) / 2
        of_colors = np.column_stack([matrix[:, :2], moved])
        half = side // 2
        flat = np.empty((side + half, side), np.uint8)
        targets = (flat[:side], *flat[side:].reshape(2, half, half))
        for target, plane, outside in zip(targets, self._planes(), BLACK, strict=True):
            _cut_into(
                target,
                plane,
                matrix if target is targets[0] else of_colors,
                is_repeated=is_repeated,
                outside=outside,
            )
        small = VideoFrame.from_ndarray(flat, format="yuv420p")
        small.colorspace = self.decoded.colorspace
        small.color_range = self.decoded.color_range
        return self.converter.rgb(small, side)

    def _planes(self) -> list[Picture]:
        """Return brightness and the two colors, without copying them."""
        return [
            np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[  # type: ignore[call-overload]
                :, : plane.width
            ]
            for plane in self.decoded.planes
        ]
