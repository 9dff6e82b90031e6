"""The room behind the patient: floor, wall, a window, a rug, soft shadows."""

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from recognition.simulation.camera import Camera

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]

_WALL_M = 1.9  # from the patient's place to each wall
_CEILING_M = 2.6


@lru_cache(maxsize=4)
def paint(camera: Camera) -> Picture:
    """Return the empty room as `camera` sees it, (height, width, 3) RGB; read only.

    Every pixel's ray is followed to the floor or to one of four walls.
    """
    height, width = camera.height, camera.width
    rows, columns = np.mgrid[0:height, 0:width]
    ray = np.stack(
        [columns - width / 2, rows - height / 2, np.full(rows.shape, camera.focal_px)],
        -1,
    )
    ray = ray @ camera.axes()
    eye = camera.position
    with np.errstate(divide="ignore", invalid="ignore"):
        to_floor = np.where(ray[..., 2] < 0, -eye[2] / ray[..., 2], np.inf)
        walls = [_wall_distance(ray, eye, camera.yaw_deg, side) for side in range(3)]
    distance = np.stack([to_floor, *walls])
    nearest = np.argmin(distance, axis=0)
    far = np.take_along_axis(distance, nearest[None], axis=0)[0]
    place = eye + ray * np.where(np.isfinite(far), far, 0.0)[..., None]
    color = np.where((nearest == 0)[..., None], _floor(place), _wall(place, nearest))
    color = color * _vignette(height, width)[..., None]
    picture = np.clip(color, 0, 255).astype(np.uint8)
    soft = np.asarray(cv2.GaussianBlur(picture, (5, 5), 1.1), dtype=np.uint8)
    soft.flags.writeable = False
    return soft


def _wall_distance(ray: Floats, eye: Floats, yaw_deg: float, side: int) -> Floats:
    """Return how far along `ray` a wall lies: behind the patient, left, right."""
    yaw = np.radians(yaw_deg) + (np.pi, np.pi / 2, -np.pi / 2)[side]
    normal = np.array([np.cos(yaw), np.sin(yaw), 0.0])
    offset = _WALL_M if side == 0 else 2.4
    speed = ray @ normal
    distance = (offset - eye @ normal) / speed
    return np.where(speed > 1e-9, distance, np.inf)


def _floor(place: Floats) -> Floats:
    """Return the color of wooden boards with a rug."""
    x, y = place[..., 0], place[..., 1]
    board = np.floor(y / 0.14)
    tone = 6.0 * np.sin(board * 12.9898) + 2.5 * np.sin(x * 9.0 + board * 4.1)
    seam = np.abs(y / 0.14 - board) < 0.035
    wood = np.array([182.0, 150.0, 116.0]) + tone[..., None] - 20.0 * seam[..., None]
    near = np.hypot(x, y)
    rug = np.array([150.0, 156.0, 158.0]) + 3.0 * np.sin(38.0 * near)[..., None]
    edge = ((near > 1.10) & (near < 1.16))[..., None]
    return np.where(near[..., None] < 1.16, np.where(edge, 120.0, rug), wood)


def _wall(place: Floats, nearest: npt.NDArray[np.intp]) -> Floats:
    """Return the color of a plain wall with a skirting board."""
    height = place[..., 2]
    shade = np.choose(nearest, [1.0, 1.0, 0.94, 0.90])
    glow = 1.0 + 0.05 * np.clip(height / _CEILING_M, 0.0, 1.2)
    wall = np.array([216.0, 212.0, 203.0]) * (shade * glow)[..., None]
    board = (height < 0.09)[..., None]
    return np.where(board, np.array([238.0, 237.0, 233.0]) * shade[..., None], wall)


def _vignette(height: int, width: int) -> Floats:
    """Return the lens's loss of light toward the corners, (height, width)."""
    y = np.linspace(-1.0, 1.0, height)[:, None]
    x = np.linspace(-1.0, 1.0, width)[None, :]
    return np.asarray(1.02 - 0.10 * (x**2 + y**2))


def fallen(joints: Floats) -> Floats:
    """Return where the shadows of `joints` (J, 3) lie on the floor."""
    ground = joints.copy()
    ground[:, :2] -= 0.25 * ground[:, 2:] * np.array([0.45, 0.35])
    ground[:, 2] = 0.0
    return ground


def shadow(picture: Picture, camera: Camera, seen: Floats, joints: Floats) -> None:
    """Darken the floor under the body, in place.

    Each joint throws a soft round patch; the higher it is, the fainter. `seen` are
    the patches (J, 3) in the camera's axes.
    """
    size = 4
    mask = np.zeros((camera.height // size, camera.width // size), dtype=np.uint8)
    height = joints[:, 2]
    points = camera.project(seen) / size
    for index in np.argsort(-height):
        radius = camera.focal_px / max(seen[index, 2], 0.3) / size
        wide = radius * (0.07 + 0.10 * min(height[index], 1.5))
        flat = max(camera.height_m / camera.distance_m, 0.12)
        strength = int(120 * np.exp(-2.4 * height[index]))
        center = (int(points[index, 0]), int(points[index, 1]))
        axes = (max(int(wide), 1), max(int(wide * flat), 1))
        if strength > 6:
            cv2.ellipse(mask, center, axes, 0, 0, 360, strength, -1)
    if not mask.any():
        return
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), 3.0), dtype=np.uint8)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, left = rows[0] * size, columns[0] * size
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide_mask = cv2.resize(part, None, fx=size, fy=size, interpolation=cv2.INTER_LINEAR)
    target = picture[top : top + wide_mask.shape[0], left : left + wide_mask.shape[1]]
    keep = cv2.cvtColor(255 - wide_mask, cv2.COLOR_GRAY2RGB)
    cv2.multiply(target, keep, dst=target, scale=1.0 / 255.0)
