"""True values of the catalog's measures, from joint centers in three axes.

Written apart from `recognition.biomechanics` and `recognition.assessment`, which
they are there to check. Angles in degrees, flexion 0 = straight; distances in leg or
trunk lengths, as the catalog has them.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.humanoid import Skeleton
from recognition.simulation.rotations import unit

Floats = npt.NDArray[np.float64]
Formula = Callable[[Skeleton, str], Floats]

_UP: Final = np.array([0.0, 0.0, 1.0])


def series(measure: str, side: str, skeleton: Skeleton) -> Floats:
    """Return `measure` of `side` (left or right) in every frame, (T,).

    Raises:
        KeyError: no such measure.
    """
    return FORMULAS[measure](skeleton, side)


def between(first: Floats, second: Floats) -> Floats:
    """Return the angle between two directions (T, 3), degrees.

    The half-angle form keeps its accuracy near 0 and 180 degrees.
    """
    u, v = unit(first), unit(second)
    apart = np.linalg.norm(u - v, axis=-1)
    along = np.linalg.norm(u + v, axis=-1)
    return np.asarray(np.degrees(2.0 * np.arctan2(apart, along)))


def _hinge(first: str, joint: str, last: str) -> Formula:
    """Return the formula of a joint's bend away from straight."""

    def bend(skeleton: Skeleton, side: str) -> Floats:
        middle = skeleton.joint(f"{side}_{joint}")
        return 180.0 - between(
            skeleton.joint(f"{side}_{first}") - middle,
            skeleton.joint(f"{side}_{last}") - middle,
        )

    return bend


def _heading(skeleton: Skeleton) -> Floats:
    """Return where the patient faces, level, (T, 3)."""
    side = skeleton.frame("pelvis")[:, 0].copy()
    side[:, 2] = 0.0
    return np.cross(unit(side), _UP)


def _leftward(skeleton: Skeleton) -> Floats:
    """Return the patient's left, level, (T, 3)."""
    return np.cross(_UP, _heading(skeleton))


def trunk(skeleton: Skeleton) -> Floats:
    """Return mid-hip to mid-shoulder, (T, 3)."""
    left, right = skeleton.joint("left_shoulder"), skeleton.joint("right_shoulder")
    return np.asarray(0.5 * (left + right) - skeleton.joint("pelvis"))


def _lean(segment: Floats, toward: Floats) -> Floats:
    """Return the lean of an upright `segment` to a level direction, degrees."""
    return np.asarray(np.degrees(np.arctan2(_dot(segment, toward), segment[:, 2])))


def _dot(a: Floats, b: Floats) -> Floats:
    """Return the dot products (T,)."""
    return np.asarray(np.sum(a * b, axis=1))


def _outward(skeleton: Skeleton, side: str) -> Floats:
    """Return the level direction away from the midline on `side`, (T, 3)."""
    return _leftward(skeleton) * (1.0 if side == "left" else -1.0)


def _trunk_lean_forward(skeleton: Skeleton, _side: str) -> Floats:
    return _lean(trunk(skeleton), _heading(skeleton))


def _trunk_lean_side(skeleton: Skeleton, side: str) -> Floats:
    return _lean(trunk(skeleton), _outward(skeleton, side))


def _hip_flexion(skeleton: Skeleton, side: str) -> Floats:
    thigh = skeleton.joint(f"{side}_knee") - skeleton.joint(f"{side}_hip")
    return 180.0 - between(trunk(skeleton), thigh)


def _thigh_forward(skeleton: Skeleton, side: str) -> Floats:
    """Return the swing of the thigh against the trunk; behind it is negative."""
    return _swing(skeleton, side, _heading(skeleton))


def _hip_abduction(skeleton: Skeleton, side: str) -> Floats:
    """Return how far the thigh is spread from the trunk; inward is negative."""
    return _swing(skeleton, side, _outward(skeleton, side))


def _swing(skeleton: Skeleton, side: str, toward: Floats) -> Floats:
    """Return the thigh's angle against the trunk's line in the plane of `toward`."""
    thigh = skeleton.joint(f"{side}_knee") - skeleton.joint(f"{side}_hip")
    down = -trunk(skeleton)
    leg = np.degrees(np.arctan2(_dot(thigh, toward), -thigh[:, 2]))
    line = np.degrees(np.arctan2(_dot(down, toward), -down[:, 2]))
    return np.asarray((leg - line + 180.0) % 360.0 - 180.0)


def _shoulder_elevation(skeleton: Skeleton, side: str) -> Floats:
    arm = skeleton.joint(f"{side}_elbow") - skeleton.joint(f"{side}_shoulder")
    return between(arm, -trunk(skeleton))


def _upper_arm_forward(skeleton: Skeleton, side: str) -> Floats:
    """Return the swing of the upper arm before the trunk in the sagittal plane."""
    arm = skeleton.joint(f"{side}_elbow") - skeleton.joint(f"{side}_shoulder")
    ahead = np.degrees(np.arctan2(_dot(arm, _heading(skeleton)), -arm[:, 2]))
    down = np.degrees(
        np.arctan2(_dot(-trunk(skeleton), _heading(skeleton)), trunk(skeleton)[:, 2])
    )
    return np.asarray((ahead - down + 180.0) % 360.0 - 180.0)


def _knee_valgus(skeleton: Skeleton, side: str) -> Floats:
    """Return the frontal plane projection angle; the knee inward is positive.

    Willson and Davis (2008), J. Orthop. Sports Phys. Ther. 38(10):606-615.
    """
    hip, knee, ankle = (skeleton.joint(f"{side}_{n}") for n in ("hip", "knee", "ankle"))
    out = _outward(skeleton, side)
    thigh, shank = knee - hip, ankle - knee
    tilt_thigh = np.arctan2(_dot(thigh, out), -thigh[:, 2])
    tilt_shank = np.arctan2(_dot(shank, out), -shank[:, 2])
    turn = np.degrees(tilt_shank - tilt_thigh)
    return np.asarray((turn + 180.0) % 360.0 - 180.0)


def _heel_lift(skeleton: Skeleton, side: str) -> Floats:
    """Return the slope of the sole from the ball of the foot up to the heel."""
    sole = skeleton.joint(f"{side}_heel") - skeleton.joint(f"{side}_toe")
    level = np.linalg.norm(sole[:, :2], axis=1)
    return np.asarray(np.degrees(np.arctan2(sole[:, 2], level)))


def _body_line(skeleton: Skeleton, side: str) -> Floats:
    """Return the bend of shoulder, hip, knee; the hip below the line is positive."""
    shoulder, hip, knee = (
        skeleton.joint(f"{side}_{n}") for n in ("shoulder", "hip", "knee")
    )
    # In the sagittal plane: shoulders are wider than hips, which is no bend.
    aside = _leftward(skeleton)
    flat = [p - _dot(p, aside)[:, None] * aside for p in (shoulder, hip, knee)]
    return _sag(*flat)


def trunk_length(skeleton: Skeleton) -> float:
    """Return the distance from mid-hip to mid-shoulder in the first frame, metres."""
    return float(np.linalg.norm(trunk(skeleton)[0]))


def leg_length(skeleton: Skeleton) -> float:
    """Return the length of thigh and shank, metres."""
    hip, knee, ankle = (
        skeleton.joint(f"left_{n}")[0] for n in ("hip", "knee", "ankle")
    )
    return float(np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle))


def _knee_over_toe(skeleton: Skeleton, side: str) -> Floats:
    ahead = skeleton.joint(f"{side}_knee") - skeleton.joint(f"{side}_toe")
    # The front of the knee lies half its depth (0.06 legs) before the joint's middle.
    return _dot(ahead, _heading(skeleton)) / leg_length(skeleton) + 0.06


def _knee_inside_toe(skeleton: Skeleton, side: str) -> Floats:
    """Return how far the knee is on the inner side of the toes, in leg lengths."""
    inward = skeleton.joint(f"{side}_toe") - skeleton.joint(f"{side}_knee")
    return _dot(inward, _outward(skeleton, side)) / leg_length(skeleton)


def _knee_separation(skeleton: Skeleton, _side: str) -> Floats:
    """Return the distance between the knees over that between the ankles."""
    left = _leftward(skeleton)
    knees = skeleton.joint("left_knee") - skeleton.joint("right_knee")
    ankles = skeleton.joint("left_ankle") - skeleton.joint("right_ankle")
    return np.asarray(_dot(knees, left) / np.maximum(_dot(ankles, left), 0.02))


def _shoulder_tilt_side(skeleton: Skeleton, side: str) -> Floats:
    """Return the slope of the shoulder line; `side` higher is positive."""
    other = "right" if side == "left" else "left"
    line = skeleton.joint(f"{side}_shoulder") - skeleton.joint(f"{other}_shoulder")
    level = np.linalg.norm(line[:, :2], axis=1)
    return np.asarray(np.degrees(np.arctan2(line[:, 2], level)))


def _pelvis_shift(skeleton: Skeleton, side: str) -> Floats:
    middle = 0.5 * (skeleton.joint("left_ankle") + skeleton.joint("right_ankle"))
    aside = skeleton.joint("pelvis") - middle
    return _dot(aside, _outward(skeleton, side)) / leg_length(skeleton)


def _neck_length(skeleton: Skeleton, side: str) -> Floats:
    """Return the height of the ear over the shoulder along the trunk, in trunks."""
    ear = skeleton.joint("skull") + 0.33 * (
        skeleton.joint("crown") - skeleton.joint("skull")
    )
    up, neck = trunk(skeleton), ear - skeleton.joint(f"{side}_shoulder")
    return _dot(neck, unit(up)) / trunk_length(skeleton)


def _inclination(segment: Floats) -> Floats:
    """Return the angle of a segment from the vertical, degrees."""
    return between(segment, np.broadcast_to(_UP, segment.shape))


def _trunk_inclination(skeleton: Skeleton, _side: str) -> Floats:
    return _inclination(trunk(skeleton))


def _thigh_inclination(skeleton: Skeleton, side: str) -> Floats:
    thigh = skeleton.joint(f"{side}_hip") - skeleton.joint(f"{side}_knee")
    return _inclination(thigh)


def _pelvic_tilt_side(skeleton: Skeleton, side: str) -> Floats:
    """Return the slope of the hip line; `side` higher is positive."""
    other = "right" if side == "left" else "left"
    line = skeleton.joint(f"{side}_hip") - skeleton.joint(f"{other}_hip")
    level = np.linalg.norm(line[:, :2], axis=1)
    return np.asarray(np.degrees(np.arctan2(line[:, 2], level)))


def _between_feet(skeleton: Skeleton, side: str) -> Floats:
    """Return the way from the other ankle to that of `side`, (T, 3), leg lengths."""
    other = "right" if side == "left" else "left"
    way = skeleton.joint(f"{side}_ankle") - skeleton.joint(f"{other}_ankle")
    return way / leg_length(skeleton)


def _feet_apart(skeleton: Skeleton, side: str) -> Floats:
    return np.abs(_dot(_between_feet(skeleton, side), _leftward(skeleton)))


def _step_length(skeleton: Skeleton, side: str) -> Floats:
    return _dot(_between_feet(skeleton, side), _heading(skeleton))


def _foot_height(skeleton: Skeleton, side: str) -> Floats:
    return np.asarray(_between_feet(skeleton, side)[:, 2])


def _pelvis_height(skeleton: Skeleton, _side: str) -> Floats:
    ankles = 0.5 * (skeleton.joint("left_ankle") + skeleton.joint("right_ankle"))
    return (skeleton.joint("pelvis") - ankles)[:, 2] / leg_length(skeleton)


def _forearm_outward(skeleton: Skeleton, side: str) -> Floats:
    """Return the turn of the forearm about the upright; straight ahead is 0."""
    forearm = skeleton.joint(f"{side}_wrist") - skeleton.joint(f"{side}_elbow")
    aside = _dot(forearm, _outward(skeleton, side))
    return np.asarray(np.degrees(np.arctan2(aside, _dot(forearm, _heading(skeleton)))))


def _trunk_rotation(skeleton: Skeleton, side: str) -> Floats:
    """Return the turn of the shoulder line against the hips; to `side` is positive."""
    line = skeleton.joint("left_shoulder") - skeleton.joint("right_shoulder")
    # The left shoulder goes back as the chest turns to the left.
    turn = np.arctan2(-_dot(line, _heading(skeleton)), _dot(line, _leftward(skeleton)))
    return np.asarray(np.degrees(turn) * (1.0 if side == "left" else -1.0))


def _side_line(skeleton: Skeleton, _side: str) -> Floats:
    """Return the bend of shoulders, hips, ankles; hips below the line are positive."""
    hips = skeleton.joint("pelvis")
    ankles = 0.5 * (skeleton.joint("left_ankle") + skeleton.joint("right_ankle"))
    return _sag(hips + trunk(skeleton), hips, ankles)


def _sag(upper: Floats, middle: Floats, lower: Floats) -> Floats:
    """Return the bend at `middle`, degrees; below the line is positive."""
    bend = 180.0 - between(upper - middle, lower - middle)
    along = lower - upper
    share = _dot(middle - upper, along) / np.maximum(_dot(along, along), 1e-9)
    line = upper[:, 2] + share * along[:, 2]
    return np.asarray(bend * np.sign(line - middle[:, 2]))


def _gap(joint: str) -> Formula:
    """Return the formula of the distance between left and right, trunk lengths."""

    def apart(skeleton: Skeleton, _side: str) -> Floats:
        way = skeleton.joint(f"left_{joint}") - skeleton.joint(f"right_{joint}")
        return np.asarray(np.linalg.norm(way, axis=1) / trunk_length(skeleton))

    return apart


def _knee_lift(skeleton: Skeleton, side: str) -> Floats:
    other = "right" if side == "left" else "left"
    way = skeleton.joint(f"{side}_knee") - skeleton.joint(f"{other}_knee")
    return np.asarray(way[:, 2] / trunk_length(skeleton))


def _pelvis_roll(skeleton: Skeleton, _side: str) -> Floats:
    """Return how far the hip line of a body on its side leans back, degrees."""
    line = skeleton.joint("left_hip") - skeleton.joint("right_hip")
    line = line * np.sign(line[:, 2:])
    facing = skeleton.frame("pelvis")[0, 1] * np.array([1.0, 1.0, 0.0])
    return -_lean(line, np.broadcast_to(unit(facing), line.shape))


FORMULAS: Final[Mapping[str, Formula]] = {
    "knee_flexion": _hinge("hip", "knee", "ankle"),
    "elbow_flexion": _hinge("shoulder", "elbow", "wrist"),
    "elbow_flexion_by_reach": _hinge("shoulder", "elbow", "wrist"),
    "elbow_flexion_frontal": _hinge("shoulder", "elbow", "wrist"),
    "hip_flexion": _hip_flexion,
    "thigh_forward": _thigh_forward,
    "hip_abduction": _hip_abduction,
    "shoulder_abduction": _shoulder_elevation,
    "shoulder_flexion": _shoulder_elevation,
    "upper_arm_forward": _upper_arm_forward,
    "trunk_lean_forward": _trunk_lean_forward,
    "trunk_lean_side": _trunk_lean_side,
    "knee_valgus": _knee_valgus,
    "heel_lift": _heel_lift,
    "body_line": _body_line,
    "knee_over_toe": _knee_over_toe,
    "knee_inside_toe": _knee_inside_toe,
    "knee_separation": _knee_separation,
    "shoulder_tilt_side": _shoulder_tilt_side,
    "pelvis_shift": _pelvis_shift,
    "neck_length": _neck_length,
    "trunk_inclination": _trunk_inclination,
    "thigh_inclination": _thigh_inclination,
    "pelvic_tilt_side": _pelvic_tilt_side,
    "feet_apart": _feet_apart,
    "step_length": _step_length,
    "foot_height": _foot_height,
    "pelvis_height": _pelvis_height,
    "forearm_outward": _forearm_outward,
    "trunk_rotation": _trunk_rotation,
    "side_line": _side_line,
    "knee_gap": _gap("knee"),
    "ankle_gap": _gap("ankle"),
    "knee_lift": _knee_lift,
    "pelvis_roll": _pelvis_roll,
}
REPORTED: Final = (
    "knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_abduction", "knee_valgus",
    "heel_lift",
)  # fmt: skip


def angles(skeleton: Skeleton) -> dict[str, Floats]:
    """Return the angles that the truth lists, each (T,), degrees."""
    found = {"trunk_lean_forward": _trunk_lean_forward(skeleton, "left")}
    for side in ("left", "right"):
        for name in REPORTED:
            found[f"{side}_{name}"] = series(name, side, skeleton)
    return found
