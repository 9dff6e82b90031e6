"""What a phone's lens and sensor do to a picture: blur, dim light, noise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Optics:
    """How far the picture is from a perfect one.

    Attributes:
        noise: standard deviation of the sensor's noise, 0..255.
        blur_px: standard deviation of the lens's blur in pixels.
        light: brightness; 1 = daylight, 0.15 = a dim room.
    """

    noise: float = 0.0
    blur_px: float = 0.0
    light: float = 1.0

    @property
    def is_perfect(self) -> bool:
        """Return whether pictures stay as they are."""
        return self.noise <= 0.0 and self.blur_px <= 0.0 and self.light == 1.0


def through(
    pictures: Iterable[Picture], optics: Optics, seed: int
) -> Iterator[Picture]:
    """Yield `pictures` as the phone records them.

    The noise is drawn once, larger than the picture, and shifted from frame to
    frame, which is fast and looks the same.
    """
    if optics.is_perfect:
        yield from pictures
        return
    generator = np.random.default_rng([seed, 7])
    grain: npt.NDArray[np.int16] | None = None
    for picture in pictures:
        seen = picture
        if optics.blur_px > 0.0:
            seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), optics.blur_px), np.uint8)
        if optics.light != 1.0:
            seen = np.asarray(cv2.convertScaleAbs(seen, alpha=optics.light), np.uint8)
        if optics.noise > 0.0:
            grain = _grain(seen.shape, optics, generator) if grain is None else grain
            seen = _noisy(seen, grain, generator)
        yield seen


_MARGIN = 64


def _grain(
    shape: tuple[int, ...], optics: Optics, generator: np.random.Generator
) -> npt.NDArray[np.int16]:
    """Return noise for a picture of `shape` with a margin for shifting."""
    size = (shape[0] + _MARGIN, shape[1] + _MARGIN, 3)
    return generator.normal(0.0, optics.noise, size).astype(np.int16)


def _noisy(
    picture: Picture, grain: npt.NDArray[np.int16], generator: np.random.Generator
) -> Picture:
    """Return `picture` with a random part of `grain` added."""
    top, left = generator.integers(0, _MARGIN, 2)
    height, width = picture.shape[:2]
    part = grain[top : top + height, left : left + width]
    added = cv2.add(picture, part, dtype=cv2.CV_8U)
    return np.asarray(added, dtype=np.uint8)
