"""BlazePose around its two networks, whatever computes them.

A detector finds bodies by two points, the middle of the hips and one that tells size
and direction; the landmark network sees the square region that follows from them,
turned so that the body is upright in it. Bazarevsky et al. 2020, arXiv:2006.10204;
constants as in the configuration of MediaPipe's pose landmarker (Apache-2.0).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from recognition.display import Picture
from recognition.pose_estimation.person import Pose
from recognition.poses import JOINTS, Floats
from recognition.video import Frame

Singles = npt.NDArray[np.float32]
Pictures = npt.NDArray[np.uint8]

DETECTOR_SIDE: Final = 224
LANDMARK_SIDE: Final = 256
STRIDES: Final = (8, 16, 32, 32, 32)
ANCHORS_A_CELL: Final = 2
SCORE_LIMIT: Final = 100.0
SCORE_THRESHOLD: Final = 0.5
SAME_BODY_IOU: Final = 0.3
REGION_SCALE: Final = 1.25

# Landmarks 33 and 34 are the two points that the next frame's region follows from.
ALL_LANDMARKS: Final = 39
CENTER, SCALE_POINT = 33, 34
PRESENCE_THRESHOLD: Final = 0.5
HEAT_SIDE: Final = 64
# Frames under way together, and people in each, whose landmarks may be waited for.
MOST_AT_A_TIME: Final = 4
MOST_PEOPLE: Final = 4
IN_FLIGHT: Final = (MOST_AT_A_TIME + 1) * MOST_PEOPLE
HEAT_REACH: Final = 3  # a window of 7 x 7
HEAT_THRESHOLD: Final = 0.5
_REACH: Final = np.arange(-HEAT_REACH, HEAT_REACH + 1)


class Networks(Protocol):
    """The two networks on some processor.

    Attributes:
        at_a_time: how many frames' landmarks are best under way together.
        is_exact: a cut that is one gray level off here and there moves the landmarks
            by 0.7 % of the torso, which is more than the networks' own arithmetic
            does.
    """

    at_a_time: int
    is_exact: bool

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """Map (N, 224, 224, 3) to boxes (N, 2254, 12) and logits (N, 2254)."""
        ...

    def locate(self, picture: Picture) -> "Landmarks":
        """Begin to look for landmarks in (256, 256, 3); return how to wait for them.

        They hold until `IN_FLIGHT` further pictures are begun.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """What the landmark network gives for one region.

    Attributes:
        flat: (39, 5), x, y, z in pixels of 256, logits of visibility and presence.
        presence: that there is a body, 0 to 1.
        heat: (64, 64, 39), logits.
        world: (39, 3), metres, in the turned frame of the region.
    """

    flat: Singles
    presence: float
    heat: Singles
    world: Singles


Landmarks = Callable[[], Located]


@dataclass(frozen=True, slots=True)
class Region:
    """A square around a body, turned with it.

    Attributes:
        x: of the center, in pixels.
        y: of the center, in pixels.
        side: in pixels.
        turn: clockwise on the screen, radians; 0 for an upright body.
    """

    x: float
    y: float
    side: float
    turn: float


@dataclass(frozen=True, slots=True)
class Detection:
    """A body that the detector found."""

    region: Region
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A body with landmarks, and where to look for it in the next frame."""

    pose: Pose
    region: Region
    following: Region
    presence: float


def region_of(center: Floats, scale_point: Floats) -> Region:
    """Return the region of two points, (2,) each, in pixels."""
    dx, dy = scale_point - center
    return Region(
        x=float(center[0]),
        y=float(center[1]),
        side=float(2 * np.hypot(dx, dy) * REGION_SCALE),
        turn=float(_within_a_turn(np.pi / 2 - np.arctan2(-dy, dx))),
    )


def _within_a_turn(angle: float) -> float:
    """Return the angle in [-pi, pi)."""
    return float((angle + np.pi) % (2 * np.pi) - np.pi)


def make_anchors() -> Singles:
    """Return the centers of the anchors, (2254, 2), in pixels of 224."""
    layers = []
    start = 0
    while start < len(STRIDES):
        stride = STRIDES[start]
        stacked = STRIDES.count(stride)
        cells = DETECTOR_SIDE // stride
        centers = (np.arange(cells) + 0.5) / cells * DETECTOR_SIDE
        y, x = np.meshgrid(centers, centers, indexing="ij")
        grid = np.stack([x, y], axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, ANCHORS_A_CELL * stacked, axis=0))
        start += stacked
    return np.concatenate(layers).astype(np.float32)


ANCHORS: Final = make_anchors()


def detector_input(frame: Frame, *, is_exact: bool = True) -> Picture:
    """Return the picture letterboxed to (224, 224, 3).

    Coordinates are those of pixel corners on both sides, as in MediaPipe: half a
    pixel of difference moves landmarks by one percent of the torso.
    """
    width, height = frame.size
    side = max(height, width)
    scale = side / DETECTOR_SIDE
    matrix = np.array([[scale, 0, (width - side) / 2], [0, scale, (height - side) / 2]])
    return frame.cut(matrix, DETECTOR_SIDE, is_exact=is_exact)


def detections(
    boxes: Singles, logits: Singles, width: int, height: int
) -> list[Detection]:
    """Return the bodies in one picture, the surest first.

    Args:
        boxes: (2254, 12).
        logits: (2254,).
        width: of the picture, in pixels.
        height: of the picture, in pixels.
    """
    scores = sigmoid(np.clip(logits, -SCORE_LIMIT, SCORE_LIMIT))
    kept = np.flatnonzero(scores >= SCORE_THRESHOLD)
    if not len(kept):
        return []
    points = boxes[kept].reshape(-1, 6, 2).astype(np.float64)
    # Entry 0 is the middle of the box, 1 its size, 2 and 3 the two points.
    points[:, [0, 2, 3, 4, 5]] += ANCHORS[kept][:, None]
    merged = _merged(points, scores[kept])
    side = max(width, height)
    margin = np.array([side - width, side - height]) / 2
    return [
        Detection(
            region_of(*(p * side / DETECTOR_SIDE - margin for p in body[2:4])), score
        )
        for body, score in merged
    ]


def _merged(points: Floats, scores: Floats) -> list[tuple[Floats, float]]:
    """Merge overlapping boxes, each weighted by its score."""
    low = points[:, 0] - points[:, 1] / 2
    high = points[:, 0] + points[:, 1] / 2
    left = np.argsort(-scores)
    bodies = []
    while len(left):
        best = left[0]
        same = _iou(low[best], high[best], low[left], high[left]) > SAME_BODY_IOU
        same[0] = True
        group = left[same]
        weights = scores[group] / scores[group].sum()
        body = np.einsum("n,nkd->kd", weights, points[group])
        bodies.append((body, float(scores[best])))
        left = left[~same]
    return bodies


def _iou(low: Floats, high: Floats, lows: Floats, highs: Floats) -> Floats:
    """Return intersection over union of one box with many, (N,)."""
    sides = np.clip(np.minimum(high, highs) - np.maximum(low, lows), 0, None)
    shared = sides.prod(axis=1)
    union = (high - low).prod() + (highs - lows).prod(axis=1) - shared
    ratio: Floats = shared / np.maximum(union, 1e-9)
    return ratio


def landmark_input(frame: Frame, region: Region, *, is_exact: bool = True) -> Picture:
    """Return the region cut out and turned upright, (256, 256, 3)."""
    scale = region.side / LANDMARK_SIDE
    cosine, sine = np.cos(region.turn) * scale, np.sin(region.turn) * scale
    half = LANDMARK_SIDE / 2
    matrix = np.array(
        [
            [cosine, -sine, region.x - cosine * half + sine * half],
            [sine, cosine, region.y - sine * half - cosine * half],
        ]
    )
    return frame.cut(matrix, LANDMARK_SIDE, is_repeated=True, is_exact=is_exact)


def poses_of(
    located: Sequence[Located], regions: Sequence[Region], width: int, height: int
) -> list[Found]:
    """Return the bodies in `regions` of one picture, in the same order."""
    return [
        _found(raw, region, width, height)
        for raw, region in zip(located, regions, strict=True)
    ]


def _found(located: Located, region: Region, width: int, height: int) -> Found:
    """Turn one region's raw landmarks into a pose in the picture."""
    flat = located.flat.astype(np.float64)
    points = refined(flat[:, :2] / LANDMARK_SIDE, located.heat)
    turn = np.array(
        [
            [np.cos(region.turn), np.sin(region.turn)],
            [-np.sin(region.turn), np.cos(region.turn)],
        ]
    )
    center = np.array([region.x, region.y])
    pixels = (points - 0.5) @ turn * region.side + center
    depth = flat[:, 2] / LANDMARK_SIDE * region.side / width
    world = located.world.astype(np.float64)
    world[:, :2] = world[:, :2] @ turn
    pose = Pose(
        landmarks=np.column_stack([pixels / [width, height], depth])[:JOINTS],
        world=world[:JOINTS],
        visibility=sigmoid(flat[:JOINTS, 3]),
    )
    following = region_of(pixels[CENTER], pixels[SCALE_POINT])
    return Found(pose, region, following, located.presence)


def refined(points: Floats, heat: Singles) -> Floats:
    """Move each landmark to the center of mass of its heat map around it.

    Args:
        points: (39, 2), as shares of the region.
        heat: (64, 64, 39), logits.

    Returns:
        (39, 2); a landmark whose map has no clear peak there, or that lies outside
        the region, stays where it was.
    """
    cells = np.floor(points * HEAT_SIDE).astype(int)  # (39, 2) column, row
    inside = ((cells >= 0) & (cells < HEAT_SIDE)).all(axis=1)
    columns = cells[:, 0, None, None] + _REACH[None, None, :]  # (39, 1, 7)
    rows = cells[:, 1, None, None] + _REACH[None, :, None]  # (39, 7, 1)
    on_map = (np.minimum(columns, rows) >= 0) & (np.maximum(columns, rows) < HEAT_SIDE)
    last = HEAT_SIDE - 1
    maps = np.arange(len(points))[:, None, None]
    logits = heat[rows.clip(0, last), columns.clip(0, last), maps]  # (39, 7, 7)
    weight = np.where(on_map, sigmoid(logits), 0.0)
    clear = inside & (weight.max(axis=(1, 2)) >= HEAT_THRESHOLD)
    total = np.maximum(weight.sum(axis=(1, 2)), 1e-12) * HEAT_SIDE
    x = (weight * columns).sum(axis=(1, 2)) / total
    y = (weight * rows).sum(axis=(1, 2)) / total
    return np.where(clear[:, None], np.stack([x, y], axis=1), points)


def sigmoid(logits: Singles | Floats) -> Floats:
    """Return the probabilities of logits."""
    probabilities: Floats = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return probabilities
