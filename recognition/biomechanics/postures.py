"""The formula of each measure: from a body and a side to one value per frame.

Each returns (T,), NaN where a landmark is missing. Signs: forward, inward and upward
are positive unless the docstring says otherwise.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from recognition.biomechanics.angles import between, joint_angle, turning
from recognition.biomechanics.body import Body, Plane, distance
from recognition.poses import Floats
from recognition.skeleton import OneSide, opposite

Points = Callable[[str], Floats]

STRAIGHT_DEG: Final = 180.0
# Half of buttock-knee length less buttock-popliteal length (61.6 and 50.0 cm, men,
# Gordon et al. 1989, 1988 Anthropometric Survey of U.S. Army Personnel), over a leg
# of 0.491 statures (Winter, after Drillis and Contini 1966).
KNEE_HALF_DEPTH: Final = 0.06
# Ankles closer than this part of the leg have no useful distance to divide by.
FEET_TOGETHER: Final = 0.12


def knee_flexion(body: Body, side: OneSide) -> Floats:
    """Return how far the knee is bent; 0 is straight."""
    names = (f"{side}_hip", f"{side}_knee", f"{side}_ankle")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def hip_flexion(body: Body, side: OneSide) -> Floats:
    """Return how far thigh and trunk fold; 0 is standing straight."""
    names = (f"{side}_shoulder", f"{side}_hip", f"{side}_knee")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def ankle_dorsiflexion(body: Body, side: OneSide) -> Floats:
    """Return how far the foot is pulled up; 0 is the right angle, plantar negative."""
    names = (f"{side}_knee", f"{side}_ankle", f"{side}_foot_index")
    return 90.0 - body.angle("sagittal", *names)


def elbow_flexion(body: Body, side: OneSide) -> Floats:
    """Return how far the elbow is bent; 0 is straight."""
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def elbow_flexion_frontal(body: Body, side: OneSide) -> Floats:
    """Return how far the elbow is bent, for arms that move in the frontal plane."""
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    return STRAIGHT_DEG - body.angle("frontal", *names)


def shoulder_abduction(body: Body, side: OneSide) -> Floats:
    """Return how far the arm is lifted sideways from the trunk; 0 hangs, 180 is up."""
    return _arm_from_trunk(body, side, "frontal")


def shoulder_flexion(body: Body, side: OneSide) -> Floats:
    """Return how far the arm is lifted forward from the trunk; 0 hangs, 180 is up."""
    return _arm_from_trunk(body, side, "sagittal")


def upper_arm_forward(body: Body, side: OneSide) -> Floats:
    """Return the swing of the upper arm against the trunk; behind it is negative."""
    return body.on(
        "sagittal",
        lambda at: turning(
            at("hips") - at("shoulders"),
            at(f"{side}_elbow") - at(f"{side}_shoulder"),
        ),
    )


def trunk_lean_forward(body: Body, _side: OneSide) -> Floats:
    """Return the lean of the trunk from the vertical; backward is negative."""
    return body.on(
        "sagittal", lambda at: _lean(at("shoulders") - at("hips"), toward=1.0)
    )


def trunk_lean_side(body: Body, side: OneSide) -> Floats:
    """Return the sideways lean of the trunk; toward `side` is positive."""
    toward = _outward(side)
    return body.on(
        "frontal", lambda at: _lean(at("shoulders") - at("hips"), toward=toward)
    )


def trunk_inclination(body: Body, _side: OneSide) -> Floats:
    """Return the tilt of the trunk from the vertical in any direction; lying is 90."""
    return body.on(
        "sagittal",
        lambda at: STRAIGHT_DEG - between(at("shoulders") - at("hips"), _down(body)),
    )


def thigh_inclination(body: Body, side: OneSide) -> Floats:
    """Return the angle of the thigh from hanging straight down; level is 90."""
    return body.on(
        "sagittal",
        lambda at: between(at(f"{side}_knee") - at(f"{side}_hip"), _down(body)),
    )


def shank_lean_forward(body: Body, side: OneSide) -> Floats:
    """Return the lean of the shank from the vertical; the knee in front is positive."""
    return body.on(
        "sagittal",
        lambda at: _lean(at(f"{side}_knee") - at(f"{side}_ankle"), toward=1.0),
    )


def heel_lift(body: Body, side: OneSide) -> Floats:
    """Return the slope of the sole, heel above toes positive.

    A foot flat on the floor reads a few degrees, since the landmarks of heel and toe
    lie at different heights: judge its change.
    """

    def slope(first: Floats) -> Floats:
        degrees: Floats = np.degrees(np.arctan2(first[:, 1], np.abs(first[:, 0])))
        return degrees

    return body.on(
        "sagittal", lambda at: slope(at(f"{side}_heel") - at(f"{side}_foot_index"))
    )


def body_line(body: Body, side: OneSide) -> Floats:
    """Return the bend of the line shoulder, hip, knee; hips sagging is positive.

    For a body lying on its front: the hip below the line counts as sagging, above it
    as negative (piked).
    """

    def bend(shoulder: Floats, hip: Floats, knee: Floats) -> Floats:
        size = STRAIGHT_DEG - joint_angle(shoulder, hip, knee)
        along = knee - shoulder
        share = ((hip - shoulder) * along).sum(axis=1) / (along**2).sum(axis=1)
        line = shoulder[:, 1] + share * along[:, 1]
        signed: Floats = size * np.sign(line - hip[:, 1])
        return signed

    return body.on(
        "sagittal",
        lambda at: bend(at(f"{side}_shoulder"), at(f"{side}_hip"), at(f"{side}_knee")),
    )


def neck_flexion(body: Body, side: OneSide) -> Floats:
    """Return the bend between trunk and head; 0 has the ear above the shoulder."""
    names = (f"{side}_hip", f"{side}_shoulder", f"{side}_ear")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def knee_valgus(body: Body, side: OneSide) -> Floats:
    """Return the frontal plane projection angle; the knee inward is positive.

    Frontal plane projection angle as in Willson & Davis (2008), J. Orthop. Sports
    Phys. Ther. 38(10):606-615: thigh against shank in the frontal plane.
    """
    outward = _outward(side)

    def projection(hip: Floats, knee: Floats, ankle: Floats) -> Floats:
        return outward * turning(knee - hip, ankle - knee)

    return body.on(
        "frontal",
        lambda at: projection(
            at(f"{side}_hip"), at(f"{side}_knee"), at(f"{side}_ankle")
        ),
    )


def pelvic_tilt_side(body: Body, side: OneSide) -> Floats:
    """Return the slope of the line through the hips; `side` higher is positive."""
    return _slope(body, f"{side}_hip", f"{opposite(side)}_hip")


def shoulder_tilt_side(body: Body, side: OneSide) -> Floats:
    """Return the slope of the shoulder line; `side` higher is positive."""
    return _slope(body, f"{side}_shoulder", f"{opposite(side)}_shoulder")


def knee_over_toe(body: Body, side: OneSide) -> Floats:
    """Return how far the front of the knee is beyond the toes, in leg lengths.

    The landmark is the middle of the joint; the front of the knee lies half the
    knee's depth ahead of it.
    """
    return body.on(
        "sagittal",
        lambda at: (
            (at(f"{side}_knee") - at(f"{side}_foot_index"))[:, 0] / leg_length(at)
            + KNEE_HALF_DEPTH
        ),
    )


def knee_separation(body: Body, _side: OneSide) -> Floats:
    """Return the distance between the knees over that between the ankles.

    Knee-to-ankle separation ratio as in Mizner et al. (2012), Clin. J. Sport Med.
    22(3):221-227. A camera that stands a little off shifts both knees alike, so
    that the ratio stays. NaN with the feet together.
    """

    def ratio(at: Points) -> Floats:
        knees = np.abs((at("left_knee") - at("right_knee"))[:, 0])
        ankles = np.abs((at("left_ankle") - at("right_ankle"))[:, 0])
        apart = ankles > FEET_TOGETHER * leg_length(at)
        value: Floats = knees / np.where(apart, ankles, np.nan)
        return value

    return body.on("frontal", ratio)


def knee_inside_toe(body: Body, side: OneSide) -> Floats:
    """Return how far the knee is on the inner side of the toes, in leg lengths.

    The criterion of the single-limb mini squat: knee medial to the foot (Ageberg et
    al. 2010, BMC Musculoskelet. Disord. 11:265).
    """
    outward = _outward(side)
    return body.on(
        "frontal",
        lambda at: (
            outward
            * (at(f"{side}_foot_index") - at(f"{side}_knee"))[:, 0]
            / leg_length(at)
        ),
    )


def step_length(body: Body, side: OneSide) -> Floats:
    """Return how far the foot of `side` is in front of the other, in leg lengths."""
    return body.on(
        "sagittal",
        lambda at: (
            (at(f"{side}_ankle") - at(f"{opposite(side)}_ankle"))[:, 0] / leg_length(at)
        ),
    )


def foot_height(body: Body, side: OneSide) -> Floats:
    """Return how far the foot of `side` is above the other, in leg lengths."""
    return body.on(
        "sagittal",
        lambda at: (
            (at(f"{side}_ankle") - at(f"{opposite(side)}_ankle"))[:, 1] / leg_length(at)
        ),
    )


def pelvis_height(body: Body, _side: OneSide) -> Floats:
    """Return the height of the hips above the ankles, in leg lengths."""
    return body.on(
        "sagittal", lambda at: (at("hips") - at("ankles"))[:, 1] / leg_length(at)
    )


def pelvis_shift(body: Body, side: OneSide) -> Floats:
    """Return how far the hips are shifted toward `side`, in leg lengths."""
    toward = _outward(side)
    return body.on(
        "frontal",
        lambda at: toward * (at("hips") - at("ankles"))[:, 0] / leg_length(at),
    )


def neck_length(body: Body, side: OneSide) -> Floats:
    """Return the height of the ear above the shoulder, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: (
            (at(f"{side}_ear") - at(f"{side}_shoulder"))[:, 1] / torso_length(at)
        ),
    )


def chest_height(body: Body, side: OneSide) -> Floats:
    """Return the height of the shoulder above the hand, in torso lengths."""
    return body.on(
        "sagittal",
        lambda at: (
            (at(f"{side}_shoulder") - at(f"{side}_wrist"))[:, 1] / torso_length(at)
        ),
    )


def wrist_height(body: Body, side: OneSide) -> Floats:
    """Return the height of the hand above the shoulder, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: (
            (at(f"{side}_wrist") - at(f"{side}_shoulder"))[:, 1] / torso_length(at)
        ),
    )


# Limbs look shorter when they point at the camera: a high percentile over the
# recording is the length seen across.
_FULL_LENGTH_PERCENTILE: Final = 90.0


def leg_length(at: Points) -> float:
    """Return the length of thigh and shank as seen in this plane; NaN if never."""
    legs = [
        distance(at(f"{side}_hip"), at(f"{side}_knee"))
        + distance(at(f"{side}_knee"), at(f"{side}_ankle"))
        for side in ("left", "right")
    ]
    return _full_length(np.concatenate(legs))


def torso_length(at: Points) -> float:
    """Return the distance from hips to shoulders in this plane; NaN if never seen."""
    return _full_length(distance(at("shoulders"), at("hips")))


def _full_length(lengths: Floats) -> float:
    """Return the length without foreshortening."""
    seen = lengths[np.isfinite(lengths) & (lengths > 0)]
    return float(np.percentile(seen, _FULL_LENGTH_PERCENTILE)) if seen.size else np.nan


def _outward(side: OneSide) -> float:
    """Return the direction away from the midline on the axis toward the left."""
    return 1.0 if side == "left" else -1.0


def _lean(segment: Floats, *, toward: float) -> Floats:
    """Return the angle of an upright segment from the vertical, signed."""
    degrees: Floats = np.degrees(np.arctan2(toward * segment[:, 0], segment[:, 1]))
    return degrees


def _down(body: Body) -> Floats:
    """Return the direction of gravity in any plane, (T, 2)."""
    return np.tile(np.array([0.0, -1.0]), (len(body.poses), 1))


def _slope(body: Body, raised: str, other: str) -> Floats:
    """Return the slope of a line across the body; `raised` higher is positive."""

    def slope(line: Floats) -> Floats:
        degrees: Floats = np.degrees(np.arctan2(line[:, 1], np.abs(line[:, 0])))
        return degrees

    return body.on("frontal", lambda at: slope(at(raised) - at(other)))


def _arm_from_trunk(body: Body, side: OneSide, plane: Plane) -> Floats:
    """Return the angle between the upper arm and the trunk's downward axis."""
    return body.on(
        plane,
        lambda at: between(
            at(f"{side}_elbow") - at(f"{side}_shoulder"), at("hips") - at("shoulders")
        ),
    )
