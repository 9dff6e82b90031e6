"""Named measures of posture, frame by frame: `measure_series(name, side, poses)`.

Angles follow the clinical convention: flexion 0 is the straight limb. Distances are
fractions of the leg or the torso, so that neither body size nor camera distance
changes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from recognition.biomechanics import body as bodies
from recognition.biomechanics import postures
from recognition.biomechanics.body import Body, Plane
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX, OneSide, Side

Unit = Literal["deg", "leg lengths", "torso lengths", "ratio"]

# A limb seen this much worse than the other one is left out of the mean of both:
# from the side, BlazePose guesses the hidden limb.
HIDDEN_BEHIND: Final = 0.15


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
    """

    unit: Unit
    plane: Plane
    joints: tuple[str, ...]
    errors: Errors
    compute: Callable[[Body, OneSide], Floats]
    is_paired: bool = True

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
# Five pixels of landmark jitter on a leg of 300 pixels, twice, doubled for bias.
DISTANCE: Final = Errors(in_plane=0.05, out_of_plane=0.12, change=0.04)

_ARM: Final = ("{side}_shoulder", "{side}_elbow", "{side}_wrist")
_UPPER_ARM: Final = ("left_shoulder", "right_shoulder", "{side}_elbow")
_LEG: Final = ("{side}_hip", "{side}_knee", "{side}_ankle")
_TRUNK: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_FOOT: Final = ("{side}_heel", "{side}_foot_index")

QUANTITIES: Final[Mapping[str, Quantity]] = {
    "knee_flexion": Quantity(
        "deg", "sagittal", _LEG, SAGITTAL_LIMB, postures.knee_flexion
    ),
    "hip_flexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_shoulder", "{side}_hip", "{side}_knee"),
        SAGITTAL_LIMB,
        postures.hip_flexion,
    ),
    "ankle_dorsiflexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_knee", "{side}_ankle", "{side}_foot_index"),
        FOOT,
        postures.ankle_dorsiflexion,
    ),
    "elbow_flexion": Quantity(
        "deg", "sagittal", _ARM, SAGITTAL_LIMB, postures.elbow_flexion
    ),
    "elbow_flexion_frontal": Quantity(
        "deg", "frontal", _ARM, SHOULDER, postures.elbow_flexion_frontal
    ),
    "shoulder_abduction": Quantity(
        "deg", "frontal", _UPPER_ARM, SHOULDER, postures.shoulder_abduction
    ),
    "shoulder_flexion": Quantity(
        "deg", "sagittal", _UPPER_ARM, SHOULDER, postures.shoulder_flexion
    ),
    "upper_arm_forward": Quantity(
        "deg", "sagittal", _UPPER_ARM, SHOULDER, postures.upper_arm_forward
    ),
    "trunk_lean_forward": Quantity(
        "deg", "sagittal", _TRUNK, TRUNK, postures.trunk_lean_forward, is_paired=False
    ),
    "trunk_lean_side": Quantity(
        "deg", "frontal", _TRUNK, TRUNK, postures.trunk_lean_side
    ),
    "trunk_inclination": Quantity(
        "deg", "sagittal", _TRUNK, TRUNK, postures.trunk_inclination, is_paired=False
    ),
    "thigh_inclination": Quantity(
        "deg",
        "sagittal",
        ("{side}_hip", "{side}_knee"),
        SAGITTAL_LIMB,
        postures.thigh_inclination,
    ),
    "shank_lean_forward": Quantity(
        "deg",
        "sagittal",
        ("{side}_knee", "{side}_ankle"),
        SAGITTAL_LIMB,
        postures.shank_lean_forward,
    ),
    "heel_lift": Quantity("deg", "sagittal", _FOOT, FOOT, postures.heel_lift),
    "body_line": Quantity(
        "deg",
        "sagittal",
        ("{side}_shoulder", "{side}_hip", "{side}_knee"),
        TRUNK,
        postures.body_line,
    ),
    "neck_flexion": Quantity(
        "deg",
        "sagittal",
        ("{side}_ear", "{side}_shoulder", "{side}_hip"),
        SAGITTAL_LIMB,
        postures.neck_flexion,
    ),
    "knee_valgus": Quantity("deg", "frontal", _LEG, TRUNK, postures.knee_valgus),
    "pelvic_tilt_side": Quantity(
        "deg",
        "frontal",
        ("left_hip", "right_hip"),
        TRUNK,
        postures.pelvic_tilt_side,
    ),
    "shoulder_tilt_side": Quantity(
        "deg",
        "frontal",
        ("left_shoulder", "right_shoulder"),
        TRUNK,
        postures.shoulder_tilt_side,
    ),
    "knee_over_toe": Quantity(
        "leg lengths",
        "sagittal",
        ("{side}_knee", "{side}_foot_index"),
        DISTANCE,
        postures.knee_over_toe,
    ),
    "knee_separation": Quantity(
        "ratio",
        "frontal",
        ("left_knee", "right_knee", "left_ankle", "right_ankle"),
        Errors(in_plane=0.15, out_of_plane=0.4, change=0.12),
        postures.knee_separation,
        is_paired=False,
    ),
    # A knee 0.12 leg lengths ahead of the toes looks shifted by 0.03 at 15 degrees of
    # yaw, on top of the error of a distance.
    "knee_inside_toe": Quantity(
        "leg lengths",
        "frontal",
        ("{side}_knee", "{side}_foot_index"),
        Errors(in_plane=0.08, out_of_plane=0.2, change=0.06),
        postures.knee_inside_toe,
    ),
    "step_length": Quantity(
        "leg lengths",
        "sagittal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        postures.step_length,
    ),
    "foot_height": Quantity(
        "leg lengths",
        "sagittal",
        ("left_ankle", "right_ankle"),
        DISTANCE,
        postures.foot_height,
    ),
    "pelvis_height": Quantity(
        "leg lengths",
        "sagittal",
        ("left_hip", "right_hip", "left_ankle", "right_ankle"),
        DISTANCE,
        postures.pelvis_height,
        is_paired=False,
    ),
    "pelvis_shift": Quantity(
        "leg lengths",
        "frontal",
        ("left_hip", "right_hip", "left_ankle", "right_ankle"),
        DISTANCE,
        postures.pelvis_shift,
    ),
    "neck_length": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_ear", "{side}_shoulder"),
        DISTANCE,
        postures.neck_length,
    ),
    "chest_height": Quantity(
        "torso lengths",
        "sagittal",
        ("{side}_shoulder", "{side}_wrist"),
        DISTANCE,
        postures.chest_height,
    ),
    "wrist_height": Quantity(
        "torso lengths",
        "frontal",
        ("{side}_wrist", "{side}_shoulder"),
        DISTANCE,
        postures.wrist_height,
    ),
}


def measure_series(name: str, side: Side, poses: PoseSequence) -> Floats:
    """Return the measure `name` of `side` for every frame, (T,); NaN if not measurable.

    `both` is the mean of the sides, or the better seen one where the other is hidden
    behind the body.

    Raises:
        KeyError: no measure has this name.
    """
    quantity, body = QUANTITIES[name], bodies.of(poses)
    return body.remembered(
        f"{name} {side}", lambda: _series(quantity, side, poses, body)
    )


def better_seen(quantity: Quantity, poses: PoseSequence) -> Side:
    """Return the side that is seen clearly better, or `both`."""
    left, right = (_seen(quantity, side, poses) for side in ("left", "right"))
    if abs(left - right) < HIDDEN_BEHIND:
        return "both"
    return "left" if left > right else "right"


def visibility(quantity: Quantity, side: OneSide, poses: PoseSequence) -> Floats:
    """Return the visibility of the worst seen landmark that is needed, (T,)."""
    columns = [INDEX[name] for name in quantity.needs(side)]
    worst: Floats = poses.visibility[:, columns].min(axis=1)
    return worst


def _series(quantity: Quantity, side: Side, poses: PoseSequence, body: Body) -> Floats:
    """Return a measure of one side, or of both together."""
    if side != "both":
        return quantity.compute(body, side)
    if not quantity.is_paired:
        return quantity.compute(body, "left")
    left, right = quantity.compute(body, "left"), quantity.compute(body, "right")
    return _together(left, right, better_seen(quantity, poses))


def _seen(
    quantity: Quantity, side: Literal["left", "right"], poses: PoseSequence
) -> float:
    """Return the mean visibility of what the measure needs on one side."""
    return float(visibility(quantity, side, poses).mean()) if len(poses) else 0.0


def _together(left: Floats, right: Floats, better: Side) -> Floats:
    """Return the mean of both sides, or the better seen one, filled from the other."""
    if better == "both":
        mean = (left + right) / 2.0
        alone = np.where(np.isfinite(left), left, right)
        result: Floats = np.where(np.isfinite(mean), mean, alone)
        return result
    first, second = (left, right) if better == "left" else (right, left)
    filled: Floats = np.where(np.isfinite(first), first, second)
    return filled
