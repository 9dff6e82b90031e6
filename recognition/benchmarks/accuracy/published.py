"""What others measured of such angles: no uncertainty falls below it.

Collected in the field notes, section 3f. Half widths of 95 % intervals.
"""

from dataclasses import dataclass
from typing import Final

from recognition.biomechanics.errors import Band, Kind


@dataclass(frozen=True, slots=True)
class Floor:
    """The smallest half widths that are believed, in the unit of the measure.

    Attributes:
        in_plane: where the measure's plane lies in the picture.
        elsewhere: from other views.
        change: of a difference between two moments.
    """

    in_plane: float
    elsewhere: float
    change: float
    source: str

    def of(self, kind: Kind, band: Band) -> float:
        """Return the smallest half width of a value or a difference."""
        if kind != "value":
            return self.change
        return self.in_plane if band == "in_plane" else self.elsewhere


# 1.96 SD of 6.4 degrees from the side, 15.1 from anywhere. Changes: the smallest
# detectable differences of 4.4 to 7.9 degrees are 1.96 sqrt(2) SEM of one measurement
# against another, which is a change.
_KNEE: Final = Floor(
    12.5, 29.6, 7.9,
    "Cosoli et al. 2026, knee in squats against inertial sensors; "
    "van den Hoorn et al. 2025 for changes",
)  # fmt: skip
_SHOULDER: Final = Floor(
    7.9, 25.0, 7.9,
    "van den Hoorn et al. 2025: smallest detectable difference 4.4 to 7.9 degrees, "
    "2 to 25 degrees too much at large ranges in 3D",
)  # fmt: skip
_CHAIN: Final = Floor(
    7.0, 16.6, 4.4,
    "OpenCap with two cameras: sagittal RMSE from 7.0, out of plane up to 16.6 degrees",
)  # fmt: skip
_INDICATIVE: Final = Floor(
    20.0, 33.0, 14.0,
    "ankle and axial rotation are indicative only (Akturk: r = .11 for ankle moments; "
    "OpenCap: up to 16.6 degrees out of plane with two cameras, doubled for one)",
)  # fmt: skip

FLOORS: Final[dict[str, Floor]] = {
    **dict.fromkeys(
        (
            "knee_flexion", "hip_flexion", "thigh_inclination", "thigh_forward",
            "shank_lean_forward", "neck_flexion", "elbow_flexion",
            "elbow_flexion_by_reach",
            "elbow_flexion_frontal",
        ),
        _KNEE,
    ),
    **dict.fromkeys(
        ("shoulder_abduction", "shoulder_flexion", "upper_arm_forward"), _SHOULDER
    ),
    **dict.fromkeys(
        (
            "trunk_lean_forward", "trunk_lean_side", "trunk_inclination", "body_line",
            "side_line", "knee_valgus", "hip_abduction", "pelvic_tilt_side",
            "shoulder_tilt_side",
        ),
        _CHAIN,
    ),
    **dict.fromkeys(
        ("ankle_dorsiflexion", "heel_lift", "trunk_rotation", "forearm_outward"),
        _INDICATIVE,
    ),
}  # fmt: skip
