"""The still figure of a learned exercise: rest as a ghost, the peak solid, as numbers.

Numbers, not markup: whoever draws them decides how, and nothing can be smuggled in.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from recognition.poses import Floats

SIZE: Final = 160.0
_MARGIN: Final = 15.0
_FLOOR: Final = 145.0
# Stroke widths for a body that fills the picture, as in the catalog's figures.
_LIMBS: Final = {
    "foot": ("heel", "foot_index", 8.0),
    "shank": ("ankle", "knee", 11.0),
    "thigh": ("knee", "hip", 13.0),
    "upper": ("shoulder", "elbow", 9.0),
    "fore": ("elbow", "wrist", 9.0),
}
_TRUNK_WIDTH: Final = 19.0
_HEAD_RADIUS: Final = 10.5
_POINTING_MM: Final = 100.0
_TURNED_DEG: Final = 14.0  # a segment that turns by more is drawn as moving

Places = Mapping[str, Floats]
Stroke = list[Any]


def strokes(motion: Mapping[str, Any]) -> list[Stroke]:
    """Return what to draw, back to front: [style, width, x, y, x, y ...].

    Styles are "ghost", "far", "body" and "move"; a stroke of one point is a disc whose
    radius is the width. The picture is `SIZE` wide and high.
    """
    rest, peak = (_seen(motion, frame) for frame in (0, int(motion["peak"])))
    fit = _fit([rest, peak])
    moving = _moving(rest, peak)
    return [
        *_body({k: fit(p) for k, p in rest.items()}, set(), is_ghost=True),
        *_body({k: fit(p) for k, p in peak.items()}, moving, is_ghost=False),
    ]


def _seen(motion: Mapping[str, Any], frame: int) -> dict[str, Floats]:
    """Return each joint from the side it is best seen from: right, up, near."""
    places = np.array(motion["frames"][frame], dtype=np.float64).reshape(-1, 3)
    yaw = np.radians(motion["yaw"])
    forward, left, up = places.T
    right = -np.sin(yaw) * forward + np.cos(yaw) * left
    near = np.cos(yaw) * forward + np.sin(yaw) * left
    flat = np.stack([right, up, near], axis=1)
    return dict(zip(motion["joints"], flat, strict=True))


def _fit(postures: Sequence[Places]) -> Any:  # noqa: ANN401  a function of a point
    points = np.array([p[:2] for one in postures for p in one.values()])
    low, high = points.min(axis=0), points.max(axis=0)
    room = SIZE - 2 * _MARGIN
    scale = float((room / np.maximum(high - low, 1.0)).min())
    middle = 0.5 * (low[0] + high[0])

    def place(point: Floats) -> Floats:
        x = SIZE / 2 + scale * (point[0] - middle)
        return np.array([x, _FLOOR - scale * (point[1] - low[1]), point[2]])

    return place


def _moving(rest: Places, peak: Places) -> set[str]:
    """Name the segments that turn."""
    return {
        f"{side}_{name}"
        for side in ("left", "right")
        for name, (first, last, _width) in _LIMBS.items()
        if _turn(rest, peak, f"{side}_{first}", f"{side}_{last}") > _TURNED_DEG
    }


def _turn(rest: Places, peak: Places, first: str, last: str) -> float:
    """Return the angle between a segment at rest and at the peak, degrees.

    0 where it points at the viewer, so that its direction says nothing.
    """
    before, after = (one[last][:2] - one[first][:2] for one in (rest, peak))
    if min(np.hypot(*before), np.hypot(*after)) < _POINTING_MM:
        return 0.0
    turn = np.arctan2(*before) - np.arctan2(*after)
    return float(np.degrees(np.abs(np.arctan2(np.sin(turn), np.cos(turn)))))


def _body(at: Places, moving: set[str], *, is_ghost: bool) -> list[Stroke]:
    """Return one posture: far limbs, trunk and head, near limbs."""
    depth = {
        side: float(np.mean([at[f"{side}_{j}"][2] for j in ("shoulder", "hip")]))
        for side in ("left", "right")
    }
    far = min(depth, key=lambda side: depth[side])
    near = "left" if far == "right" else "right"
    hips, neck = (
        0.5 * (at[f"left_{joint}"] + at[f"right_{joint}"])
        for joint in ("hip", "shoulder")
    )
    plain = "ghost" if is_ghost else "body"
    return [
        *_limbs(at, far, plain if is_ghost else "far", moving),
        _stroke(plain, _TRUNK_WIDTH, hips, neck),
        _stroke(plain, _HEAD_RADIUS, at["head"]),
        *_limbs(at, near, plain, moving),
    ]


def _limbs(at: Places, side: str, style: str, moving: set[str]) -> list[Stroke]:
    return [
        _stroke(
            "move" if f"{side}_{name}" in moving else style,
            width,
            at[f"{side}_{first}"],
            at[f"{side}_{last}"],
        )
        for name, (first, last, width) in _LIMBS.items()
    ]


def _stroke(style: str, width: float, *points: Floats) -> Stroke:
    return [style, width, *(round(float(v), 1) for p in points for v in p[:2])]
