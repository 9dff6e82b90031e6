"""The measures that are known: formula, unit, plane, needs and errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from recognition.biomechanics import arms, legs, trunk
from recognition.biomechanics.body import Body, Plane
from recognition.biomechanics.errors import Errors, guessed, known
from recognition.poses import Floats
from recognition.skeleton import OneSide

Unit = Literal["deg", "leg lengths", "torso lengths", "ratio"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One measure: how to compute it, what it needs, how far it can be trusted.

    Attributes:
        joints: landmarks that must be seen; `{side}` stands for the side.
        is_paired: whether left and right have a value each.
        is_elbow: the arm may point at the camera, whatever the view.
    """

    unit: Unit
    plane: Plane
    joints: tuple[str, ...]
    errors: Errors
    compute: Callable[[Body, OneSide], Floats]
    is_paired: bool = True
    is_elbow: bool = False

    def weight(self, body: Body, side: OneSide) -> Floats:
        """Return how far the value rests on the picture, (T,), in [0, 1]."""
        if self.is_elbow:
            return body.arm_weight(self.plane, side)
        return body.picture_weight(self.plane)

    def needs(self, side: OneSide) -> tuple[str, ...]:
        """Return the names of the landmarks that a value for `side` rests on."""
        return tuple(name.format(side=side) for name in self.joints)


# What is believed of measures, and from directions, that `errors.toml` does not know.
# Half widths of the 95 % interval: the larger of what is published and of what the
# simulator shows (95th percentile of |measured - true| over 1,039 recordings of its
# tune part, landmark noise fitted to films). Changes are half to all of the value.
# Knee, from the side: SD 6.4 degrees against inertial sensors, all views SD 15.1
# (Cosoli et al. 2026, squat): 1.96 SD each; simulator 13.3, oblique 15.1. Change: 2
# SDD / sqrt 2 of the smallest detectable differences of 4.4 to 7.9 degrees (van den
# Hoorn et al. 2025).
SAGITTAL_LIMB: Final = guessed(12.5, oblique=17.0, out_of_plane=29.6, change=10.0)
# Elbow: simulator 27.6 (curls, raises and push-ups together, the latter worst) and 59.
ELBOW: Final = guessed(21.0, oblique=34.0, out_of_plane=59.0, change=14.0)
# Elbow of an arm that props up the body, by its reach: simulator 13.1 from the side
# (flexion read as an angle 42), oblique 46, from the front 79 (54 push-ups).
ELBOW_PROPPED: Final = guessed(13.5, oblique=46.0, out_of_plane=79.0, change=14.0)
# Elbow of an arm that moves in the frontal plane: simulator 16.6 where it lies in the
# picture, and 80 from depth.
ELBOW_ASIDE: Final = guessed(16.5, oblique=45.0, out_of_plane=80.0, change=14.0)
# Shoulder, from the front: smallest detectable difference up to 7.9 degrees; from
# depth 2 to 25 degrees too much at large ranges (van den Hoorn et al. 2025);
# simulator 14.8 (elevation, change 17.9 with swinging elbows) and oblique 44.
SHOULDER: Final = guessed(12.5, oblique=44.0, out_of_plane=44.0, change=9.6)
ARM_FORWARD: Final = guessed(11.5, oblique=36.0, out_of_plane=39.0, change=9.0)
# Swing of the upper arm: simulator 10.4, oblique 18.3.
ARM_SWING: Final = guessed(10.5, oblique=19.0, out_of_plane=39.0, change=10.0)
# Trunk: OpenCap's sagittal RMSE 7.0 to 13.4 degrees is for whole chains; the long
# trunk errs least (field notes 3f); simulator 6.0 forward (oblique 9.8), its change
# 4.2 forward and 2.8 aside (oblique 5.0 and 4.0).
TRUNK: Final = guessed(8.0, oblique=11.0, out_of_plane=22.0, change=6.0)
# Thigh and pelvis from the front: simulator 8.4 (hip abduction).
FRONTAL_LIMB: Final = guessed(10.0, oblique=13.0, out_of_plane=22.0, change=8.0)
# Line from shoulder to knee of a lying body: simulator 12.7.
BODY_LINE: Final = guessed(13.5, oblique=18.0, out_of_plane=23.0, change=10.0)
# Ankle and foot are "indicative only" (r = .11 for ankle moments, Akturk); simulator
# 11.5 (change of the sole's slope) and 72.
FOOT: Final = guessed(20.0, oblique=46.0, out_of_plane=72.0, change=14.0)
# Axial rotation is "indicative only" (field notes 3f); OpenCap, with two cameras, errs
# by up to 16.6 degrees out of plane: doubled for one camera.
AXIAL: Final = guessed(33.0, oblique=33.0, out_of_plane=33.0, change=20.0)
# Five pixels of landmark jitter on a leg of 300 pixels, twice, doubled for bias.
DISTANCE: Final = guessed(0.05, oblique=0.15, out_of_plane=0.26, change=0.04)
# Shift of the pelvis: simulator 0.05, oblique 0.18, where going forward looks like it.
SHIFT: Final = guessed(0.055, oblique=0.2, out_of_plane=0.26, change=0.05)
# Knee against toes: simulator 0.09 forward, 0.08 aside (oblique 0.17).
KNEE_AHEAD: Final = guessed(0.09, oblique=0.16, out_of_plane=0.25, change=0.05)
KNEE_ASIDE: Final = guessed(0.13, oblique=0.18, out_of_plane=0.2, change=0.1)
# Ratio of two distances: simulator 0.23, oblique 0.31.
SEPARATION: Final = guessed(0.25, oblique=0.35, out_of_plane=0.7, change=0.18)
# Ear over shoulder, in torso lengths: simulator 0.085 (change).
NECK: Final = guessed(0.12, oblique=0.14, out_of_plane=0.2, change=0.08)

_ARM: Final = ("{side}_shoulder", "{side}_elbow", "{side}_wrist")
_UPPER_ARM: Final = ("left_shoulder", "right_shoulder", "{side}_elbow")
_LEG: Final = ("{side}_hip", "{side}_knee", "{side}_ankle")
_TRUNK: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_FOOT: Final = ("{side}_heel", "{side}_foot_index")

_GUESSED: Final[Mapping[str, Quantity]] = {
    "knee_flexion": Quantity("deg", "sagittal", _LEG, SAGITTAL_LIMB, legs.knee_flexion),
    "hip_flexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_shoulder", "{side}_hip", "{side}_knee"),
        SAGITTAL_LIMB,
        legs.hip_flexion,
    ),
    "ankle_dorsiflexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_knee", "{side}_ankle", "{side}_foot_index"),
        FOOT,
        legs.ankle_dorsiflexion,
    ),
    "elbow_flexion": Quantity("deg", "sagittal", _ARM, ELBOW, arms.elbow_flexion),
    "elbow_flexion_by_reach": Quantity(
        "deg",
        "sagittal",
        ("{side}_shoulder", "{side}_wrist"),
        ELBOW_PROPPED,
        arms.elbow_flexion_by_reach,
    ),
    "elbow_flexion_frontal": Quantity(
        "deg", "frontal", _ARM, ELBOW_ASIDE, arms.elbow_flexion_frontal, is_elbow=True
    ),
    "shoulder_abduction": Quantity(
        "deg", "frontal", _UPPER_ARM, SHOULDER, arms.shoulder_abduction
    ),
    "shoulder_flexion": Quantity(
        "deg", "sagittal", _UPPER_ARM, ARM_FORWARD, arms.shoulder_flexion
    ),
    "upper_arm_forward": Quantity(
        "deg", "sagittal", _UPPER_ARM, ARM_SWING, arms.upper_arm_forward
    ),
    "trunk_lean_forward": Quantity(
        "deg", "sagittal", _TRUNK, TRUNK, trunk.trunk_lean_forward, is_paired=False
    ),
    "trunk_lean_side": Quantity("deg", "frontal", _TRUNK, TRUNK, trunk.trunk_lean_side),
    "trunk_inclination": Quantity(
        "deg", "sagittal", _TRUNK, TRUNK, trunk.trunk_inclination, is_paired=False
    ),
    "thigh_inclination": Quantity(
        "deg",
        "sagittal",
        ("{side}_hip", "{side}_knee"),
        SAGITTAL_LIMB,
        legs.thigh_inclination,
    ),
    "shank_lean_forward": Quantity(
        "deg",
        "sagittal",
        ("{side}_knee", "{side}_ankle"),
        SAGITTAL_LIMB,
        legs.shank_lean_forward,
    ),
    "heel_lift": Quantity("deg", "sagittal", _FOOT, FOOT, legs.heel_lift),
    "body_line": Quantity(
        "deg",
        "sagittal",
        ("{side}_shoulder", "{side}_hip", "{side}_knee"),
        BODY_LINE,
        trunk.body_line,
    ),
    "neck_flexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_ear", "{side}_shoulder", "{side}_hip"),
        SAGITTAL_LIMB,
        trunk.neck_flexion,
    ),
    "knee_valgus": Quantity("deg", "frontal", _LEG, FRONTAL_LIMB, legs.knee_valgus),
    "pelvic_tilt_side": Quantity(
        "deg",
        "frontal",
        ("left_hip", "right_hip"),
        FRONTAL_LIMB,
        trunk.pelvic_tilt_side,
    ),
    "shoulder_tilt_side": Quantity(
        "deg",
        "frontal",
        _TRUNK,
        TRUNK,
        trunk.shoulder_tilt_side,
    ),
    "knee_over_toe": Quantity(
        "leg lengths",
        "sagittal",
        ("{side}_knee", "{side}_foot_index"),
        KNEE_AHEAD,
        legs.knee_over_toe,
    ),
    "knee_separation": Quantity(
        "ratio",
        "frontal",
        ("left_knee", "right_knee", "left_ankle", "right_ankle"),
        SEPARATION,
        legs.knee_separation,
        is_paired=False,
    ),
    "knee_inside_toe": Quantity(
        "leg lengths",
        "frontal",
        ("{side}_knee", "{side}_foot_index"),
        KNEE_ASIDE,
        legs.knee_inside_toe,
    ),
    "step_length": Quantity(
        "leg lengths",
        "sagittal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        legs.step_length,
    ),
    "foot_height": Quantity(
        "leg lengths",
        "sagittal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        legs.foot_height,
    ),
    "pelvis_height": Quantity(
        "leg lengths",
        "sagittal",
        ("left_hip", "right_hip", "left_ankle", "right_ankle"),
        DISTANCE,
        trunk.pelvis_height,
        is_paired=False,
    ),
    "pelvis_shift": Quantity(
        "leg lengths",
        "frontal",
        ("left_hip", "right_hip", "left_ankle", "right_ankle"),
        SHIFT,
        trunk.pelvis_shift,
    ),
    "neck_length": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_ear", "{side}_shoulder"),
        NECK,
        trunk.neck_length,
    ),
    "chest_height": Quantity(
        "torso lengths",
        "sagittal",
        ("{side}_shoulder", "{side}_wrist"),
        DISTANCE,
        trunk.chest_height,
    ),
    "wrist_height": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_wrist", "{side}_shoulder"),
        DISTANCE,
        arms.wrist_height,
    ),
    "hip_abduction": Quantity(
        "deg",
        "frontal",
        (*_TRUNK, "{side}_knee"),
        FRONTAL_LIMB,
        legs.hip_abduction,
    ),
    "thigh_forward": Quantity(
        "deg", "sagittal", (*_TRUNK, "{side}_knee"), SAGITTAL_LIMB, legs.thigh_forward
    ),
    "knee_gap": Quantity(
        "torso lengths",
        "frontal",
        ("left_knee", "right_knee"),
        DISTANCE,
        legs.knee_gap,
        is_paired=False,
    ),
    "knee_lift": Quantity(
        "torso lengths",
        "frontal",
        ("left_knee", "right_knee"),
        DISTANCE,
        legs.knee_lift,
    ),
    "ankle_gap": Quantity(
        "torso lengths",
        "frontal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        legs.ankle_gap,
        is_paired=False,
    ),
    "pelvis_roll": Quantity(
        "deg",
        "frontal",
        ("left_hip", "right_hip"),
        AXIAL,
        trunk.pelvis_roll,
        is_paired=False,
    ),
    "feet_apart": Quantity(
        "leg lengths",
        "frontal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        legs.feet_apart,
        is_paired=False,
    ),
    "foot_forward": Quantity(
        "leg lengths",
        "sagittal",
        ("{side}_hip", "{side}_ankle"),
        DISTANCE,
        legs.foot_forward,
    ),
    "forearm_outward": Quantity(
        "deg", "frontal", _ARM[1:], AXIAL, arms.forearm_outward
    ),
    "hand_to_hip": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_wrist", "{side}_hip"),
        DISTANCE,
        arms.hand_to_hip,
    ),
    "trunk_rotation": Quantity("deg", "frontal", _TRUNK, AXIAL, trunk.trunk_rotation),
    "trunk_turn": Quantity(
        "deg", "frontal", _TRUNK, AXIAL, trunk.trunk_turn, is_paired=False
    ),
    "side_line": Quantity(
        "deg",
        "frontal",
        (*_TRUNK, "left_ankle", "right_ankle"),
        BODY_LINE,
        trunk.side_line,
        is_paired=False,
    ),
    "pelvis_rise": Quantity(
        "leg lengths",
        "sagittal",
        ("left_hip", "right_hip"),
        DISTANCE,
        trunk.pelvis_rise,
        is_paired=False,
    ),
}

QUANTITIES: Final[Mapping[str, Quantity]] = {
    name: replace(quantity, errors=known(name, quantity.errors))
    for name, quantity in _GUESSED.items()
}
