"""The shape of the head: skull, nose, ears and hair."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.mesh import Paint, Ring

Floats = npt.NDArray[np.float64]

_HEAD_RINGS: Final = (
    # along the head's axis from the skull joint, half width, half depth, forward
    (-0.024, 0.006, 0.008, 0.036),
    (-0.021, 0.017, 0.020, 0.029),
    (-0.014, 0.026, 0.032, 0.020),
    (-0.004, 0.033, 0.041, 0.012),
    (0.006, 0.0375, 0.047, 0.008),
    (0.016, 0.0405, 0.051, 0.005),
    (0.026, 0.0425, 0.054, 0.003),
    (0.036, 0.0438, 0.0555, 0.002),
    (0.046, 0.0448, 0.0565, 0.001),
    (0.056, 0.0452, 0.0570, 0.000),
    (0.068, 0.0450, 0.0570, -0.001),
    (0.080, 0.0435, 0.0550, -0.002),
    (0.092, 0.0400, 0.0505, -0.003),
    (0.102, 0.0340, 0.0430, -0.004),
    (0.110, 0.0250, 0.0320, -0.005),
    (0.115, 0.0120, 0.0160, -0.005),
    (0.117, 0.0020, 0.0030, -0.005),
)


def rings() -> list[Ring]:
    """Return chin to crown."""
    frame, line = ("head", "head"), ("skull", "crown")
    return [
        Ring(line, 0.0, frame, (w, d), (0, f, z), "skin", 0.15, 2.15)
        for z, w, d, f in _HEAD_RINGS
    ]


def _head_height(place: float) -> float:
    """Return the height of a ring above the skull joint, fractions of the stature."""
    heights = [ring[0] for ring in _HEAD_RINGS]
    return float(np.interp(place, np.arange(len(heights)), heights))


class HeadPaint(Paint):
    """Hair over crown and back of the head, a nose, lips."""

    def __init__(self, *, long_hair: bool) -> None:
        self._long = long_hair

    def shape(self, place: float, angles: Floats, outline: Floats) -> Floats:
        """Return the ring with a nose and the hair's thickness."""
        height = _head_height(place)
        front = np.cos(angles - np.pi / 2)
        nose = 0.17 * np.exp(-(((height - 0.022) / 0.011) ** 2))
        nose *= np.exp(-(((1.0 - front) / 0.025) ** 2))
        hair = [0.055 if self._is_hair(height, a) else 0.0 for a in angles]
        return np.asarray(outline * (1.0 + nose + np.array(hair))[:, None])

    def material(self, place: float, angle: float, material: str) -> str:
        """Return hair, or the skin of the face."""
        return "hair" if self._is_hair(_head_height(place), angle) else material

    def _is_hair(self, height: float, angle: float) -> bool:
        """Return whether hair grows there; the front is at pi/2."""
        back = 1.0 - np.cos(angle - np.pi / 2)  # 0 front, 1 side, 2 back
        nape = 0.012 if self._long else 0.022
        line = np.interp(back, [0.0, 0.35, 0.75, 1.0, 1.25, 2.0],
                         [0.086, 0.082, 0.062, 0.046, 0.03, nape])  # fmt: skip
        return bool(height >= line)


def ponytail() -> list[Ring]:
    """Return hair tied at the back of the head."""
    frame, line = ("head", "head"), ("skull", "crown")
    shape = ((0.078, 0.004, -0.052), (0.082, 0.016, -0.066), (0.066, 0.021, -0.076),
             (0.036, 0.020, -0.078), (0.004, 0.016, -0.074), (-0.03, 0.009, -0.068),
             (-0.042, 0.002, -0.066))  # fmt: skip
    return [
        Ring(line, 0.0, frame, (r, 0.8 * r), (0, f, z), "hair", 0.0)
        for z, r, f in shape
    ]


def ear(side: str) -> list[Ring]:
    """Return an ear."""
    frame, line = ("head", "head"), ("skull", "crown")
    sign = 1.0 if side == "left" else -1.0
    shape = (
        (0.020, 0.001), (0.024, 0.007), (0.034, 0.010),
        (0.046, 0.011), (0.053, 0.008), (0.056, 0.002),
    )  # fmt: skip
    return [
        Ring(line, 0.0, frame, (0.4 * d, d), (sign * 0.0455, -0.004, z), "skin", 0.0)
        for z, d in shape
    ]
