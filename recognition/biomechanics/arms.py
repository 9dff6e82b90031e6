"""The formulas of shoulders and elbows: from a body and a side to one value a frame.

Each returns (T,), NaN where a landmark is missing. Signs: forward, inward and upward
are positive unless the docstring says otherwise.
"""

from typing import Final

import numpy as np

from recognition.biomechanics.angles import between, joint_angle, turning
from recognition.biomechanics.body import Body, Plane, distance
from recognition.biomechanics.planes import (
    STRAIGHT_DEG,
    Points,
    outward,
    torso_length,
)
from recognition.poses import Floats
from recognition.skeleton import OneSide

# Percentile of the way between shoulder and hand that is a straight arm.
STRAIGHT_ARM: Final = 95.0
# Below it the elbow's angle counts, from twice of it on the reach: a straight arm that
# is read 2 % too short seems bent by 23 degrees (2 arccos 0.98).
NEARLY_STRAIGHT_DEG: Final = 30.0


def elbow_flexion(body: Body, side: OneSide) -> Floats:
    """Return how far the elbow is bent; 0 is straight."""
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    return STRAIGHT_DEG - body.angle("sagittal", *names)


def elbow_flexion_by_reach(body: Body, side: OneSide) -> Floats:
    """Return how far the elbow of an arm that the hand props up is bent; 0 is straight.

    From how near the shoulder has come to the hand: elbows that point outward look
    straighter from the side than they are, the way between shoulder and hand does not
    change. Upper arm and forearm count as equally long, and the longest way as a
    straight arm. Near to straight the angle tells more.
    """
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")

    def flexion(at: Points) -> Floats:
        shoulder, elbow, wrist = (at(name) for name in names)
        by_reach = _by_reach(distance(shoulder, wrist))
        by_angle = STRAIGHT_DEG - joint_angle(shoulder, elbow, wrist)
        share = np.clip(by_reach / NEARLY_STRAIGHT_DEG - 1.0, 0.0, 1.0)
        return share * by_reach + (1.0 - share) * np.minimum(by_angle, by_reach)

    return body.on("sagittal", flexion)


def _by_reach(reach: Floats) -> Floats:
    """Return the flexion of an elbow from the way between shoulder and hand."""
    seen = reach[np.isfinite(reach) & (reach > 0)]
    longest = float(np.percentile(seen, STRAIGHT_ARM)) if seen.size else np.nan
    degrees: Floats = np.degrees(2.0 * np.arccos(np.clip(reach / longest, 0.0, 1.0)))
    return degrees


def elbow_flexion_frontal(body: Body, side: OneSide) -> Floats:
    """Return how far the elbow is bent, for arms that move in the frontal plane."""
    return STRAIGHT_DEG - body.arm_angle("frontal", side)


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


def wrist_height(body: Body, side: OneSide) -> Floats:
    """Return the height of the hand above the shoulder, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: (
            (at(f"{side}_wrist") - at(f"{side}_shoulder"))[:, 1] / torso_length(at)
        ),
    )


def _arm_from_trunk(body: Body, side: OneSide, plane: Plane) -> Floats:
    """Return the angle between the upper arm and the trunk's downward axis."""
    return body.on(
        plane,
        lambda at: between(
            at(f"{side}_elbow") - at(f"{side}_shoulder"), at("hips") - at("shoulders")
        ),
    )


def forearm_outward(body: Body, side: OneSide) -> Floats:
    """Return the turn of the forearm about the upright; straight ahead is 0.

    Outward rotation of the shoulder for an elbow that is bent at the side. Seen along
    its own axis, so from depth alone: indicative only.
    """

    def along(plane: Plane) -> Floats:
        wrist, elbow = (
            body.in_depth(plane, f"{side}_{joint}") for joint in ("wrist", "elbow")
        )
        return (wrist - elbow)[:, 0]

    # An elbow at the side does not let the forearm point backward: what depth says
    # behind it is as far ahead.
    aside, ahead = outward(side) * along("frontal"), np.abs(along("sagittal"))
    degrees: Floats = np.degrees(np.arctan2(aside, ahead))
    return degrees


def hand_to_hip(body: Body, side: OneSide) -> Floats:
    """Return the height of the hand above the hip, in torso lengths."""
    return body.on(
        "frontal",
        lambda at: (at(f"{side}_wrist") - at(f"{side}_hip"))[:, 1] / torso_length(at),
    )
