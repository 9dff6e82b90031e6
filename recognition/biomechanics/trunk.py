"""The formulas of trunk, pelvis and neck: from a body and a side to one value a frame.

Each returns (T,), NaN where a landmark is missing. Signs: forward, inward and upward
are positive unless the docstring says otherwise.
"""

from typing import Final

import numpy as np

from recognition.biomechanics.angles import between, joint_angle
from recognition.biomechanics.body import Body
from recognition.biomechanics.planes import (
    STRAIGHT_DEG,
    Points,
    down,
    full_length,
    lean,
    leg_length,
    outward,
    slope,
    torso_length,
    usual_torso_length,
)
from recognition.poses import Floats
from recognition.skeleton import OneSide, opposite

# Depth or width of a line, as a share of its length, that hardly tells its direction.
DOUBTED: Final = 0.1


def trunk_lean_forward(body: Body, _side: OneSide) -> Floats:
    """Return the lean of the trunk from the vertical; backward is negative."""
    return body.on(
        "sagittal", lambda at: lean(at("shoulders") - at("hips"), toward=1.0)
    )


def trunk_lean_side(body: Body, side: OneSide) -> Floats:
    """Return the sideways lean of the trunk; toward `side` is positive."""
    toward = outward(side)
    return body.on(
        "frontal", lambda at: lean(at("shoulders") - at("hips"), toward=toward)
    )


def trunk_inclination(body: Body, _side: OneSide) -> Floats:
    """Return the tilt of the trunk from the vertical in any direction; lying is 90."""
    return body.on(
        "sagittal",
        lambda at: STRAIGHT_DEG - between(at("shoulders") - at("hips"), down(body)),
    )


def body_line(body: Body, side: OneSide) -> Floats:
    """Return the bend of the line shoulder, hip, knee; hips sagging is positive.

    For a body lying on its front: the hip below the line counts as sagging, above it
    as negative (piked).
    """
    return body.on(
        "sagittal",
        lambda at: sag(at(f"{side}_shoulder"), at(f"{side}_hip"), at(f"{side}_knee")),
    )


def neck_flexion(body: Body, side: OneSide) -> Floats:
    """Return the bend between trunk and head; 0 has the ear above the shoulder."""
    names = (f"{side}_hip", f"{side}_shoulder", f"{side}_ear")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def pelvic_tilt_side(body: Body, side: OneSide) -> Floats:
    """Return the slope of the line through the hips; `side` higher is positive."""
    return slope(body, f"{side}_hip", f"{opposite(side)}_hip")


def shoulder_tilt_side(body: Body, side: OneSide) -> Floats:
    """Return the slope of the shoulder line; `side` higher is positive."""
    return slope(body, f"{side}_shoulder", f"{opposite(side)}_shoulder")


def pelvis_height(body: Body, _side: OneSide) -> Floats:
    """Return the height of the hips above the ankles, in leg lengths."""
    return body.on(
        "sagittal", lambda at: (at("hips") - at("ankles"))[:, 1] / leg_length(at)
    )


def pelvis_shift(body: Body, side: OneSide) -> Floats:
    """Return how far the hips are shifted toward `side`, in leg lengths.

    Hips that go forward, as in standing up, move sideways in the picture of a camera
    that stands a little off the front: that part, from depth, is taken away. The feet
    stand, so one direction holds for the whole recording.
    """
    toward, yaw = outward(side), _usual_yaw(body)

    def picture(name: str) -> Floats:
        return body.in_picture("frontal", name)

    def depth(name: str) -> Floats:
        return body.in_depth("sagittal", name)

    aside = (picture("hips") - picture("ankles"))[:, 0] / leg_length(picture)
    ahead = (depth("hips") - depth("ankles"))[:, 0] / leg_length(depth)
    with np.errstate(divide="ignore", invalid="ignore"):
        flat = (aside + np.sign(np.cos(yaw)) * ahead * np.sin(yaw)) / np.abs(
            np.cos(yaw)
        )
    deep = body.in_depth("frontal", "hips") - body.in_depth("frontal", "ankles")
    length = leg_length(lambda name: body.in_depth("frontal", name))
    return toward * body.mixed("frontal", flat, deep[:, 0] / length)


def _usual_yaw(body: Body) -> float:
    """Return the direction that the body faces most of the time, in radians."""
    yaw = np.radians(body.yaw_deg)
    sine, cosine = float(np.nanmedian(np.sin(yaw))), float(np.nanmedian(np.cos(yaw)))
    return float(np.arctan2(sine, cosine))


def neck_length(body: Body, side: OneSide) -> Floats:
    """Return the height of the ear above the shoulder, in torso lengths.

    Along the trunk, so that a leaning trunk does not pull the shoulder up.
    """

    def height(at: Points) -> Floats:
        trunk = at("shoulders") - at("hips")
        neck = at(f"{side}_ear") - at(f"{side}_shoulder")
        along: Floats = (neck * trunk).sum(axis=1) / np.linalg.norm(trunk, axis=1)
        return along / usual_torso_length(at)

    return body.on("frontal", height)


def chest_height(body: Body, side: OneSide) -> Floats:
    """Return the height of the shoulder above the hand, in torso lengths."""
    return body.on(
        "sagittal",
        lambda at: (
            (at(f"{side}_shoulder") - at(f"{side}_wrist"))[:, 1] / torso_length(at)
        ),
    )


def trunk_rotation(body: Body, side: OneSide) -> Floats:
    """Return the turn of the shoulders against the hips; toward `side` is positive.

    About the upright. From the front, shoulders that turn look narrower, which says by
    how much, and what is before the chest moves to the side that it turns to (depth has
    a bias as large as the turn). From elsewhere depth alone: indicative only.
    """
    hips = body.point("left_hip") - body.point("right_hip")
    shoulders = body.point("left_shoulder") - body.point("right_shoulder")
    across = _across(body, "left_shoulder", "right_shoulder")
    behind = np.sqrt(np.maximum(0.0, 1.0 - across**2))
    depth = shoulders[:, 2] / np.linalg.norm(shoulders, axis=1)
    ahead = _ahead_of_shoulders(body)
    told = np.where(np.isfinite(ahead), ahead, depth)
    sure = told / (np.abs(told) + DOUBTED)
    facing = np.arctan2(-hips[:, 2], hips[:, 0])
    flat = _half_turn(facing - np.arctan2(-behind * sure, across))
    deep = _half_turn(facing - np.arctan2(-shoulders[:, 2], shoulders[:, 0]))
    turn: Floats = outward(side) * body.mixed("frontal", flat, deep)
    return turn


def _ahead_of_shoulders(body: Body) -> Floats:
    """Return how far nose and elbows are right of the shoulders in the picture, (T,).

    From where they usually are, in shoulder widths; of nose and elbows what is seen.
    """
    left, right = (body.in_picture_plane(f"{s}_shoulder") for s in ("left", "right"))
    middle = (left[:, 0] + right[:, 0]) / 2.0
    names = ("nose", "left_elbow", "right_elbow")
    points = np.stack([body.in_picture_plane(name)[:, 0] - middle for name in names])
    seen = np.isfinite(points)
    offset = np.where(seen, points, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    offset = np.where(seen.any(axis=0), offset, np.nan)
    known = offset[np.isfinite(offset)]
    usual = float(np.median(known)) if known.size else 0.0
    return np.asarray(
        (offset - usual) / full_length(np.linalg.norm(left - right, axis=1))
    )


def trunk_turn(body: Body, _side: OneSide) -> Floats:
    """Return how far the shoulders are turned against the hips, to either side.

    From the front by their width alone, which does not tell the side but is surer.
    """
    across = _across(body, "left_shoulder", "right_shoulder")
    flat = np.degrees(np.arccos(np.abs(across)))
    return body.mixed("frontal", flat, np.abs(trunk_rotation(body, "left")))


def _half_turn(radians: Floats) -> Floats:
    """Return angles in degrees, in [-180, 180)."""
    degrees: Floats = (np.degrees(radians) + STRAIGHT_DEG) % 360.0 - STRAIGHT_DEG
    return degrees


def _across(body: Body, left: str, right: str) -> Floats:
    """Return how wide a line looks in the picture against its full width, -1 to 1.

    Negative where it is seen from behind; seen along itself, it has no width.
    """
    line = body.in_picture_plane(left) - body.in_picture_plane(right)
    width = np.linalg.norm(line, axis=1)
    full = full_length(width)
    toward = np.tanh(line[:, 0] / (DOUBTED * full))
    return np.asarray(np.clip(toward * width / full, -1.0, 1.0))


def pelvis_roll(body: Body, _side: OneSide) -> Floats:
    """Return how far the pelvis of a body on its side rolls back; 0 has the hips level.

    Level is one hip straight above the other. Against the direction that the body
    faces over the whole recording, so from depth alone: indicative only.
    """
    yaw = np.radians(body.yaw_deg)
    facing = np.array([-np.nanmean(np.sin(yaw)), -np.nanmean(np.cos(yaw))])
    line = body.point("left_hip") - body.point("right_hip")
    line = line * np.sign(line[:, 1:2])  # from the lower to the upper hip
    backward = -(line[:, [0, 2]] @ facing) / np.linalg.norm(facing)
    degrees: Floats = np.degrees(np.arctan2(backward, line[:, 1]))
    return degrees


def side_line(body: Body, _side: OneSide) -> Floats:
    """Return the bend of the line shoulders, hips, ankles; hips sagging is positive.

    For a body lying on its side, seen from its front or back.
    """
    return body.on("frontal", lambda at: sag(at("shoulders"), at("hips"), at("ankles")))


def pelvis_rise(body: Body, _side: OneSide) -> Floats:
    """Return the height of the hips in the picture, in leg lengths.

    Counted from the bottom of the picture: only its change means anything.
    """
    height: Floats = body.in_picture("sagittal", "hips")[:, 1]
    return height / leg_length(lambda name: body.in_picture("sagittal", name))


def sag(upper: Floats, hip: Floats, lower: Floats) -> Floats:
    """Return the bend at the hip, (T,), positive where the hip is below the line."""
    size = STRAIGHT_DEG - joint_angle(upper, hip, lower)
    along = lower - upper
    share = ((hip - upper) * along).sum(axis=1) / (along**2).sum(axis=1)
    line = upper[:, 1] + share * along[:, 1]
    signed: Floats = size * np.sign(line - hip[:, 1])
    return signed
