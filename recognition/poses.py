"""The pose of one person over time: what every later step reads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.errors import PosesNotReadable

Floats = npt.NDArray[np.float64]

JOINTS: Final = 33
DEFAULT_RATE_HZ: Final = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class PoseSequence:
    """Landmarks of one person, in BlazePose order, frame by frame.

    Attributes:
        time_s: (T,), strictly increasing, seconds from the first video frame.
        landmarks: (T, 33, 3). x to the right and y down, as fractions of the
            upright picture's width and height; z in units of the width, smaller
            is nearer. NaN where not seen.
        world: (T, 33, 3), metres from the mid-hip, x right, y down, z away from
            the camera. NaN where not seen.
        visibility: (T, 33) in [0, 1]; 0 where not seen.
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
    """

    time_s: Floats
    landmarks: Floats
    world: Floats
    visibility: Floats
    width: int
    height: int

    def __post_init__(self) -> None:
        frames = self.time_s.shape[0]
        if self.landmarks.shape != (frames, JOINTS, 3):
            message = f"landmarks are {self.landmarks.shape}, not ({frames}, 33, 3)"
            raise PosesNotReadable(message)
        if self.world.shape != self.landmarks.shape:
            raise PosesNotReadable(f"world landmarks are {self.world.shape}")
        if self.visibility.shape != (frames, JOINTS):
            raise PosesNotReadable(f"visibility is {self.visibility.shape}")
        if frames > 1 and not np.all(np.diff(self.time_s) > 0):
            raise PosesNotReadable("the times do not increase")

    def __len__(self) -> int:
        return int(self.time_s.shape[0])

    @property
    def found(self) -> npt.NDArray[np.bool_]:
        """(T,), true on frames in which the person was found."""
        return np.asarray(np.isfinite(self.landmarks[:, :, 0]).any(axis=1))

    def pixels(self) -> Floats:
        """Return the landmarks in the plane of the picture, (T, 33, 2), in pixels.

        Both axes have the same scale, as angles need it.
        """
        size = np.array([self.width, self.height], dtype=np.float64)
        pixels: Floats = self.landmarks[:, :, :2] * size
        return pixels

    def save(self, path: Path) -> None:
        """Write the arrays to `path` (npz)."""
        np.savez_compressed(
            path,
            time_s=self.time_s,
            landmarks=self.landmarks.astype(np.float32),
            world=self.world.astype(np.float32),
            visibility=self.visibility.astype(np.float32),
            size=np.array([self.width, self.height]),
        )


def load(path: Path) -> PoseSequence:
    """Read poses written by `PoseSequence.save`, or by anyone with NumPy.

    Only `landmarks` (T, 33, 3) is required. Without `size` the scale of both
    axes is taken as equal, without `time_s` the rate as 30 frames/s, without
    `visibility` what is finite counts as seen; world landmarks stay NaN.

    Raises:
        PosesNotReadable: not an npz file, or arrays of other shapes.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            stored = {name: np.asarray(arrays[name]) for name in arrays.files}
    except (OSError, ValueError, EOFError) as error:
        raise PosesNotReadable(f"{path.name} is not a NumPy archive") from error
    return _from_arrays(stored)


def _from_arrays(stored: dict[str, npt.NDArray[np.generic]]) -> PoseSequence:
    """Build a sequence from the arrays at hand, filling what may be missing."""
    if "landmarks" not in stored:
        raise PosesNotReadable("the array `landmarks` is missing")
    landmarks = stored["landmarks"].astype(np.float64)
    if landmarks.ndim != 3 or landmarks.shape[1:] != (JOINTS, 3):
        raise PosesNotReadable(f"landmarks are {landmarks.shape}, not (T, 33, 3)")
    frames = landmarks.shape[0]
    seen = np.isfinite(landmarks[:, :, 0]).astype(np.float64)
    width, height = (int(n) for n in stored.get("size", np.array([1, 1])))
    return PoseSequence(
        time_s=stored.get("time_s", np.arange(frames) / DEFAULT_RATE_HZ).astype(float),
        landmarks=landmarks,
        world=stored.get("world", np.full_like(landmarks, np.nan)).astype(np.float64),
        visibility=stored.get("visibility", seen).astype(np.float64),
        width=width,
        height=height,
    )
