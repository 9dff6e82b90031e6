"""Things that stand in the room: chair, step and wall."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.humanoid import Skeleton

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_TILE_M: Final = 0.07  # faces are cut this small, so that sorting by depth is right
_WOOD: Final = (168.0, 124.0, 84.0)
_SEAT: Final = (118.0, 128.0, 138.0)
_PLASTER: Final = (222.0, 219.0, 210.0)
_WALL_HALF_M: Final = (0.02, 0.6, 1.05)
_PALM_M: Final = 0.09  # from the wrist to a wall on which the palm lies
_BACK_DEPTH: Final = 0.072  # mid-hip to the skin of the back, statures


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Faces that do not move.

    Attributes:
        vertices: (V, 3), metres in the room.
        quads: (Q, 4) vertices of each face, in order around it.
        color: (Q, 3), 0..255.
    """

    vertices: Floats
    quads: Ints
    color: Floats


def nothing() -> Solid:
    """Return no face at all."""
    return Solid(np.zeros((0, 3)), np.zeros((0, 4), dtype=np.intp), np.zeros((0, 3)))


def chair(body: Body, hip: Floats, yaw: float) -> Solid:
    """Return a chair under a seated `body` whose mid-hip is at `hip` (3,)."""
    top = float(hip[2]) - 0.056 * body.stature_m * body.girth
    wide, deep = 0.23, 0.22
    middle = -0.02
    boxes = [
        ((middle, 0.0, top - 0.02), (deep, wide, 0.02), _SEAT),
        ((middle - deep + 0.02, 0.0, top + 0.36), (0.015, wide, 0.10), _SEAT),
    ]
    back, front = middle - deep + 0.02, middle + deep - 0.02
    half = 0.5 * top - 0.02
    boxes += [
        ((x, y, half), (0.018, 0.018, half), _WOOD)
        for x in (back, front)
        for y in (-wide + 0.02, wide - 0.02)
    ]
    boxes += [
        ((back, y, top + 0.22), (0.016, 0.016, 0.24), _WOOD)
        for y in (-wide + 0.02, wide - 0.02)
    ]
    return _placed(_joined([_box(*box) for box in boxes]), hip, yaw)


def step(ball: Floats, height: float) -> Solid:
    """Return a step as high as `height` under a foot whose ball is at `ball` (3,)."""
    half = 0.5 * height
    box = _box((-0.06, 0.0, half), (0.17, 0.34, half), _WOOD)
    return _placed(box, np.array([ball[0], 0.0, 0.0]), 0.0)


def wall(body: Body, hip: Floats) -> Solid:
    """Return a piece of wall behind a `body` whose mid-hip is at `hip` (3,)."""
    return _wall(float(hip[0]) - _BACK_DEPTH * body.stature_m * body.girth)


def _wall(ahead: float) -> Solid:
    """Return a piece of wall across the patient's way, `ahead` metres before 0."""
    thick, wide, half = _WALL_HALF_M
    place = ahead + np.copysign(thick, ahead)
    return _box((float(place), 0.0, half), (thick, wide, half), _PLASTER)


def bench(wrist: Floats) -> Solid:
    """Return a bench under hands whose left wrist is at `wrist` (3,)."""
    half = 0.5 * (float(wrist[2]) - 0.03)
    return _box((float(wrist[0]) + 0.14, 0.0, half), (0.20, 0.5, half), _WOOD)


def around(body: Body, things: Set[str], rest: Skeleton) -> Solid | None:
    """Return what stands about a `body` whose first frame of `rest` is at rest."""
    hip = rest.joint("pelvis")[0]
    if "chair" in things:
        return chair(body, hip, 0.0)
    if "wall" in things:
        return wall(body, hip)
    if "step" in things:
        feet = [rest.joint(f"{side}_ball")[0] for side in ("left", "right")]
        foot = max(feet, key=lambda ball: float(ball[2]))
        return step(foot, float(foot[2]))
    wrist = rest.joint("left_wrist")[0]
    if "bench" in things:
        return bench(wrist)
    if "wall_ahead" in things:
        return _wall(float(wrist[0]) + _PALM_M)
    return None


def _placed(solid: Solid, place: Floats, yaw: float) -> Solid:
    """Turn `solid` about the vertical and move it over the floor to `place`."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    shift = np.array([place[0], place[1], 0.0])
    return Solid(solid.vertices @ turn.T + shift, solid.quads, solid.color)


def _joined(parts: list[Solid]) -> Solid:
    """Return several solids as one."""
    first = np.cumsum([0, *(len(p.vertices) for p in parts[:-1])])
    return Solid(
        np.concatenate([p.vertices for p in parts]),
        np.concatenate([p.quads + k for p, k in zip(parts, first, strict=True)]),
        np.concatenate([p.color for p in parts]),
    )


def _box(
    center: tuple[float, float, float],
    half: tuple[float, float, float],
    color: tuple[float, float, float],
) -> Solid:
    """Return a box whose faces are cut into tiles."""
    sides = [
        _face(np.array(center), np.array(half), axis, sign)
        for axis in range(3)
        for sign in (-1.0, 1.0)
    ]
    return _joined([Solid(v, q, np.tile(color, (len(q), 1))) for v, q in sides])


def _face(center: Floats, half: Floats, axis: int, sign: float) -> tuple[Floats, Ints]:
    """Return the tiles of one side of a box, wound as the body's faces are."""
    u, v = (axis + 1) % 3, (axis + 2) % 3
    if sign > 0.0:
        u, v = v, u
    across = np.linspace(-half[u], half[u], max(2, round(2 * half[u] / _TILE_M) + 1))
    along = np.linspace(-half[v], half[v], max(2, round(2 * half[v] / _TILE_M) + 1))
    grid = np.zeros((len(across), len(along), 3))
    grid[..., axis] = sign * half[axis]
    grid[..., u] = across[:, None]
    grid[..., v] = along[None, :]
    number = np.arange(grid[..., 0].size).reshape(grid.shape[:2])
    quads = np.stack(
        [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]], axis=-1
    )
    return grid.reshape(-1, 3) + center, quads.reshape(-1, 4)
