"""The camera: where it stands, what it sees, how a hand shakes it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognition.simulation import rotations

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera on a circle around the patient's place.

    Attributes:
        yaw_deg: 0 = the patient faces the camera, positive when the patient's left
            side turns toward it, 180 = seen from behind.
        distance_m: from the patient's place, on the floor.
        height_m: of the lens.
        aim_m: height above the patient's place at the middle of the picture.
        roll_deg: clockwise turn of the camera.
        focal: focal length in units of the longer side of the picture.
        width: of the picture in pixels.
        height: of the picture in pixels.
        sway_deg: typical size of the hand's shake; 0 = on a stand.
        aside_m: shift of the patient's place to the right in the picture.
    """

    yaw_deg: float = 0.0
    distance_m: float = 2.25
    height_m: float = 1.05
    aim_m: float = 0.9
    roll_deg: float = 0.0
    focal: float = 0.85
    width: int = 720
    height: int = 960
    sway_deg: float = 0.0
    aside_m: float = 0.0

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return self.focal * max(self.width, self.height)

    @property
    def position(self) -> Floats:
        """(3,), the lens, metres in the room."""
        yaw = np.radians(self.yaw_deg)
        aside = self.aside_m * np.array([np.sin(yaw), -np.cos(yaw), 0.0])
        ahead = self.distance_m * np.array([np.cos(yaw), np.sin(yaw), 0.0])
        return np.asarray(ahead + aside + np.array([0.0, 0.0, self.height_m]))

    @property
    def pitch_deg(self) -> float:
        """Angle of the view below the horizon."""
        return float(
            np.degrees(np.arctan2(self.height_m - self.aim_m, self.distance_m))
        )

    def axes(self) -> Floats:
        """Return (3, 3): rows are right, down and forward in the room."""
        yaw, pitch = np.radians(self.yaw_deg), np.radians(self.pitch_deg)
        level = -np.array([np.cos(yaw), np.sin(yaw), 0.0])
        forward = np.cos(pitch) * level - np.sin(pitch) * np.array([0.0, 0.0, 1.0])
        right = rotations.unit(np.cross(forward, np.array([0.0, 0.0, 1.0])))
        down = np.cross(forward, right)
        roll = np.radians(self.roll_deg)
        turned = np.cos(roll) * right + np.sin(roll) * down
        return np.stack([turned, np.cross(forward, turned), forward])

    def view(self, points: Floats, shake: Floats | None = None) -> Floats:
        """Return `points` (..., 3) of the room in the camera: right, down, forward.

        With `shake` (T, 3, 3) the first axis of `points` is time.
        """
        seen = (points - self.position) @ self.axes().T
        if shake is None:
            return np.asarray(seen)
        return np.asarray(np.einsum("tij,t...j->t...i", shake, seen))

    def project(self, seen: Floats) -> Floats:
        """Return pixels (..., 2) of points (..., 3) in the camera's own axes."""
        depth = np.maximum(seen[..., 2:], 0.05)
        middle = np.array([self.width / 2, self.height / 2])
        return np.asarray(self.focal_px * seen[..., :2] / depth + middle)

    def shake(self, time_s: Floats, generator: np.random.Generator) -> Floats:
        """Return the hand's shake as rotations (T, 3, 3) of the camera's axes.

        A sum of slow sines, 0.2 to 1.5 Hz: smooth, and defined at any time.
        """
        turns = np.zeros((len(time_s), 3))
        for hertz in (0.23, 0.41, 0.83, 1.47):
            size = np.radians(self.sway_deg) * 0.6 / (1.0 + 2.0 * hertz)
            amplitude = size * generator.normal(size=3) * np.array([1.0, 1.0, 0.4])
            phase = generator.uniform(0.0, 2.0 * np.pi, size=3)
            turns += amplitude * np.sin(2.0 * np.pi * hertz * time_s[:, None] + phase)
        tilt = rotations.about_x(turns[:, 0]) @ rotations.about_y(turns[:, 1])
        return tilt @ rotations.about_z(turns[:, 2])
