"""The formulas of hips, knees and feet: from a body and a side to one value a frame.

Each returns (T,), NaN where a landmark is missing. Signs: forward, inward and upward
are positive unless the docstring says otherwise.
"""

from typing import Final

import numpy as np

from recognition.biomechanics.angles import between, turning
from recognition.biomechanics.body import Body, distance
from recognition.biomechanics.planes import (
    STRAIGHT_DEG,
    Points,
    down,
    lean,
    leg_length,
    outward,
    torso_length,
)
from recognition.poses import Floats
from recognition.skeleton import OneSide, opposite

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


def thigh_inclination(body: Body, side: OneSide) -> Floats:
    """Return the angle of the thigh from hanging straight down; level is 90."""
    return body.on(
        "sagittal",
        lambda at: between(at(f"{side}_knee") - at(f"{side}_hip"), down(body)),
    )


def shank_lean_forward(body: Body, side: OneSide) -> Floats:
    """Return the lean of the shank from the vertical; the knee in front is positive."""
    return body.on(
        "sagittal",
        lambda at: lean(at(f"{side}_knee") - at(f"{side}_ankle"), toward=1.0),
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


def knee_valgus(body: Body, side: OneSide) -> Floats:
    """Return the frontal plane projection angle; the knee inward is positive.

    Frontal plane projection angle as in Willson & Davis (2008), J. Orthop. Sports
    Phys. Ther. 38(10):606-615: thigh against shank in the frontal plane.
    """
    away = outward(side)

    def projection(hip: Floats, knee: Floats, ankle: Floats) -> Floats:
        return away * turning(knee - hip, ankle - knee)

    return body.on(
        "frontal",
        lambda at: projection(
            at(f"{side}_hip"), at(f"{side}_knee"), at(f"{side}_ankle")
        ),
    )


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
    away = outward(side)
    return body.on(
        "frontal",
        lambda at: (
            away
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


def hip_abduction(body: Body, side: OneSide) -> Floats:
    """Return how far the thigh is spread from the trunk; inward is negative."""
    away = outward(side)
    return body.on(
        "frontal",
        lambda at: (
            away
            * turning(
                at("hips") - at("shoulders"), at(f"{side}_knee") - at(f"{side}_hip")
            )
        ),
    )


def thigh_forward(body: Body, side: OneSide) -> Floats:
    """Return the swing of the thigh against the trunk; behind it is negative."""
    return body.on(
        "sagittal",
        lambda at: turning(
            at("hips") - at("shoulders"), at(f"{side}_knee") - at(f"{side}_hip")
        ),
    )


def knee_gap(body: Body, _side: OneSide) -> Floats:
    """Return the distance between the knees, in torso lengths.

    Of a body on its side with bent legs, whose thighs point at the camera: the torso
    lies across the picture.
    """
    return body.on(
        "frontal",
        lambda at: distance(at("left_knee"), at("right_knee")) / torso_length(at),
    )


def ankle_gap(body: Body, _side: OneSide) -> Floats:
    """Return the distance between the ankles, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: distance(at("left_ankle"), at("right_ankle")) / torso_length(at),
    )


def knee_lift(body: Body, side: OneSide) -> Floats:
    """Return how far the knee of `side` is above the other, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: (
            (at(f"{side}_knee") - at(f"{opposite(side)}_knee"))[:, 1] / torso_length(at)
        ),
    )


def feet_apart(body: Body, _side: OneSide) -> Floats:
    """Return the distance between the ankles across the body, in leg lengths."""
    return body.on(
        "frontal",
        lambda at: (
            np.abs((at("left_ankle") - at("right_ankle"))[:, 0]) / leg_length(at)
        ),
    )


def foot_forward(body: Body, side: OneSide) -> Floats:
    """Return how far the foot is in front of the hip, in leg lengths."""
    return body.on(
        "sagittal",
        lambda at: (at(f"{side}_ankle") - at(f"{side}_hip"))[:, 0] / leg_length(at),
    )
