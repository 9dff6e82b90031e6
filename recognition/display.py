"""How a player shows the stored pictures of a video: mirrored, then rotated."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from av import VideoFrame

Picture = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DisplayTurn:
    """How a player turns the stored picture: mirrored left to right, then rotated.

    Attributes:
        rotation_deg: counterclockwise, one of 0, 90, 180, -90.
    """

    rotation_deg: int
    is_mirrored: bool

    def applied(self, plane: Picture) -> Picture:
        """Return a picture, or one plane of it, as a player shows it."""
        import cv2

        if self.is_mirrored:
            plane = cv2.flip(plane, 1).astype(np.uint8, copy=False)
        if self.rotation_deg == 0:
            return plane
        # In blocks: NumPy's takes 15 times as long, as much as the pose itself.
        turns = {
            90: cv2.ROTATE_90_COUNTERCLOCKWISE,
            180: cv2.ROTATE_180,
            -90: cv2.ROTATE_90_CLOCKWISE,
        }
        return cv2.rotate(plane, turns[self.rotation_deg]).astype(np.uint8, copy=False)

    def shown_size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of a stored picture as a player shows it."""
        return (width, height) if self.rotation_deg % 180 == 0 else (height, width)

    def stored_from_shown(self, width: int, height: int) -> Matrix:
        """Return where the pixels that a player shows are stored, (3, 3).

        Args:
            width: of the stored picture.
            height: of the stored picture.
        """
        right, bottom = width - 1, height - 1
        unrotated = {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            90: [[0, -1, right], [1, 0, 0], [0, 0, 1]],
            180: [[-1, 0, right], [0, -1, bottom], [0, 0, 1]],
            -90: [[0, 1, 0], [-1, 0, bottom], [0, 0, 1]],
        }
        mirror = np.eye(3)
        if self.is_mirrored:
            mirror[0] = [-1, 0, right]
        return mirror @ np.array(unrotated[self.rotation_deg], np.float64)


def display_turn(decoded: "VideoFrame") -> DisplayTurn:
    """Return what the display matrix of a frame says; nothing where it has none.

    The matrix (a b u; c d v; x y w) moves a point to (a x + c y, b x + d y), ISO/IEC
    14496-12, 6.2.2. A camera that faces its owner may write a mirroring one.
    """
    side_data: Any = decoded.side_data  # PyAV's types know a few keys only
    stored = side_data.get("DISPLAYMATRIX")
    if stored is None:
        return DisplayTurn(0, is_mirrored=False)
    a, b, _, c, d = np.frombuffer(stored, np.int32)[:5].astype(float)
    turned = round(math.degrees(math.atan2(c, d)) / 90) * 90 % 360
    return DisplayTurn(
        turned - 360 if turned == 270 else turned, is_mirrored=bool(a * d - b * c < 0)
    )
