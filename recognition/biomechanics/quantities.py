"""The measures that are known: formula, unit, plane, needs and errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from recognition.biomechanics import arms, legs, trunk
from recognition.biomechanics.body import Body, Plane
from recognition.poses import Floats
from recognition.skeleton import OneSide

Unit = Literal["deg", "leg lengths", "torso lengths", "ratio"]


@dataclass(frozen=True, slots=True)
class Errors:
    """Half widths of the 95 % interval of one frame's value.

    Attributes:
        in_plane: where the measure's plane lies in the picture.
        out_of_plane: where it is read from estimated depth.
        change: of a difference between two moments of one recording, in which what
            is constant in the error cancels.
    """

    in_plane: float
    out_of_plane: float
    change: float


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


# Knee, from the side: SD 6.4 degrees against inertial sensors, all views SD 15.1
# (Cosoli et al. 2026, squat): 1.96 SD each. Change: 2 SDD / sqrt 2 of the smallest
# detectable differences of 4.4 to 7.9 degrees (van den Hoorn et al. 2025).
SAGITTAL_LIMB: Final = Errors(in_plane=12.5, out_of_plane=29.6, change=10.0)
# Shoulder, from the front: smallest detectable difference up to 7.9 degrees; from
# depth 2 to 25 degrees too much at large ranges (van den Hoorn et al. 2025).
SHOULDER: Final = Errors(in_plane=7.9, out_of_plane=25.0, change=8.0)
# Trunk: OpenCap's sagittal RMSE 7.0 to 13.4 degrees is for whole chains; the long
# trunk errs least, so the smallest, times 1.96, out of plane 16.6 (field notes 3f).
TRUNK: Final = Errors(in_plane=10.0, out_of_plane=16.6, change=8.0)
# Ankle and foot are "indicative only" (r = .11 for ankle moments, Akturk).
FOOT: Final = Errors(in_plane=15.0, out_of_plane=30.0, change=12.0)
# Axial rotation is "indicative only" (field notes 3f); OpenCap, with two cameras, errs
# by up to 16.6 degrees out of plane: doubled for one camera.
AXIAL: Final = Errors(in_plane=33.0, out_of_plane=33.0, change=20.0)
# Five pixels of landmark jitter on a leg of 300 pixels, twice, doubled for bias.
DISTANCE: Final = Errors(in_plane=0.05, out_of_plane=0.12, change=0.04)

_ARM: Final = ("{side}_shoulder", "{side}_elbow", "{side}_wrist")
_UPPER_ARM: Final = ("left_shoulder", "right_shoulder", "{side}_elbow")
_LEG: Final = ("{side}_hip", "{side}_knee", "{side}_ankle")
_TRUNK: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_FOOT: Final = ("{side}_heel", "{side}_foot_index")

QUANTITIES: Final[Mapping[str, Quantity]] = {
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
    "elbow_flexion": Quantity(
        "deg", "sagittal", _ARM, SAGITTAL_LIMB, arms.elbow_flexion
    ),
    "elbow_flexion_frontal": Quantity(
        "deg", "frontal", _ARM, SHOULDER, arms.elbow_flexion_frontal, is_elbow=True
    ),
    "shoulder_abduction": Quantity(
        "deg", "frontal", _UPPER_ARM, SHOULDER, arms.shoulder_abduction
    ),
    "shoulder_flexion": Quantity(
        "deg", "sagittal", _UPPER_ARM, SHOULDER, arms.shoulder_flexion
    ),
    "upper_arm_forward": Quantity(
        "deg", "sagittal", _UPPER_ARM, SHOULDER, arms.upper_arm_forward
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
        TRUNK,
        trunk.body_line,
    ),
    "neck_flexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_ear", "{side}_shoulder", "{side}_hip"),
        SAGITTAL_LIMB,
        trunk.neck_flexion,
    ),
    "knee_valgus": Quantity("deg", "frontal", _LEG, TRUNK, legs.knee_valgus),
    "pelvic_tilt_side": Quantity(
        "deg",
        "frontal",
        ("left_hip", "right_hip"),
        TRUNK,
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
        DISTANCE,
        legs.knee_over_toe,
    ),
    "knee_separation": Quantity(
        "ratio",
        "frontal",
        ("left_knee", "right_knee", "left_ankle", "right_ankle"),
        Errors(in_plane=0.15, out_of_plane=0.4, change=0.12),
        legs.knee_separation,
        is_paired=False,
    ),
    # A knee 0.12 leg lengths ahead of the toes looks shifted by 0.03 at 15 degrees of
    # yaw, on top of the error of a distance.
    "knee_inside_toe": Quantity(
        "leg lengths",
        "frontal",
        ("{side}_knee", "{side}_foot_index"),
        Errors(in_plane=0.08, out_of_plane=0.2, change=0.06),
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
        DISTANCE,
        trunk.pelvis_shift,
    ),
    "neck_length": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_ear", "{side}_shoulder"),
        DISTANCE,
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
        TRUNK,
        legs.hip_abduction,
    ),
    "thigh_forward": Quantity(
        "deg", "sagittal", (*_TRUNK, "{side}_knee"), SAGITTAL_LIMB, legs.thigh_forward
    ),
    "knee_gap": Quantity(
        "leg lengths",
        "frontal",
        ("left_knee", "right_knee"),
        DISTANCE,
        legs.knee_gap,
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
    "side_line": Quantity(
        "deg",
        "frontal",
        (*_TRUNK, "left_ankle", "right_ankle"),
        TRUNK,
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
