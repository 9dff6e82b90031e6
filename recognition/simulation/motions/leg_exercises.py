"""Exercises of the legs, standing or sitting."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from recognition.simulation.motions.base import Tempo
from recognition.simulation.motions.feet import Feet
from recognition.simulation.motions.keys import Fault, Key, Keyed

AT_HIPS: Final[Key] = MappingProxyType(
    {"raise": 38.0, "plane": -25.0, "axial": -48.0, "elbow": 92.0}
)
ON_THIGHS: Final[Key] = MappingProxyType(
    {"raise": 20.0, "plane": 75.0, "axial": 72.0, "elbow": 62.0}
)
# One leg off the floor: the pelvis moves over the other one first.
_OFF: Final[Key] = MappingProxyType({"air": 1.0, "shift": -0.048})

_LEG: Final = Tempo(1.1, 0.3, 1.1, 0.6)
_SLOW: Final = Tempo(1.3, 0.2, 1.3, 0.7)
_BACK: Final = Fault(adds={"lean": -38.0})
_FORWARD: Final = Fault(adds={"lean": 40.0})
_ASIDE: Final = Fault(adds={"bend": -62.0})
_SUNK: Final = Fault(adds={"crouch": 60.0, "shin": 24.0})


def _swung(peak: Key, faults: Mapping[str, Fault], tempo: Tempo = _LEG) -> Keyed:
    """Return a leg that moves while the other one carries the body."""
    return Keyed(Feet(0.085), {}, {**_OFF, **peak}, faults, tempo)


def _less(*channels: str) -> Fault:
    """Return a leg whose `channels` stay behind."""
    return Fault(loses=0.9, only=frozenset(channels))


LEG_EXERCISES: Final[Mapping[str, Keyed]] = {
    "hip_abduction": _swung(
        {"spread": 34.0},
        {
            "not_high_enough": Fault(adds={"spread": -40.0}),
            "side_lean": _ASIDE,
            "pelvic_hike": Fault(adds={"list": -36.0}),
        },
    ),
    "hip_extension": _swung(
        {"hip": -24.0, "knee": 8.0},
        {
            "not_far_enough": Fault(adds={"hip": 36.0}),
            "lean_forward": _FORWARD,
            "bent_knee": Fault(adds={"knee": 75.0}),
        },
    ),
    "knee_flexion_standing": _swung(
        {"hip": -2.0, "knee": 100.0},
        {
            "not_far_enough": _less("knee"),
            "thigh_swing": Fault(adds={"hip": 60.0}),
            "lean_forward": _FORWARD,
        },
    ),
    "marching": _swung(
        {"hip": 85.0, "knee": 90.0},
        {
            "not_high_enough": _less("hip"),
            "lean_back": _BACK,
            "side_lean": _ASIDE,
            "stance_knee_bends": _SUNK,
        },
    ),
    "standing_leg_raise": _swung(
        {"hip": 52.0, "knee": 8.0},
        {
            "not_high_enough": _less("hip"),
            "bent_knee": Fault(adds={"knee": 75.0}),
            "lean_back": _BACK,
        },
    ),
    "hurdle_step": _swung(
        {"hip": 88.0, "knee": 92.0},
        {
            "not_high_enough": _less("hip"),
            "stance_knee_bends": _SUNK,
            "lean_back": _BACK,
            "side_lean": _ASIDE,
        },
        Tempo(1.5, 0.2, 1.5, 0.6),
    ),
    "single_leg_stand": Keyed(
        Feet(0.085),
        {},
        {"other_air": 1.0, "shift": 0.048, "other_hip": 38.0, "other_knee": 75.0},
        {
            "side_lean": Fault(adds={"bend": 62.0}),
            "hip_drop": Fault(adds={"list": -40.0}),
        },
        Tempo(1.0, 9.0, 1.0, 1.5),
    ),
    "heel_raise": Keyed(
        Feet(0.10),
        {},
        {"heel": 46.0, "lean": 2.0},
        {
            "not_high_enough": Fault(loses=1.0, only=frozenset({"heel"})),
            "knee_bend": Fault(adds={"crouch": 65.0, "shin": 30.0, "lean": 10.0}),
            "lean_forward": _FORWARD,
        },
        Tempo(1.0, 0.3, 1.0, 0.6),
    ),
    "mini_squat": Keyed(
        Feet(0.13),
        {"raise": 10.0},
        {"crouch": 46.0, "shin": 15.0, "lean": 14.0, "raise": 62.0, "plane": 86.0,
         "axial": 35.0},
        {
            "too_shallow": Fault(loses=1.0),
            "too_deep": Fault(adds={"crouch": 75.0, "shin": 12.0, "lean": 16.0}),
            "forward_lean": Fault(adds={"lean": 62.0}),
            "heels_lift": Fault(adds={"heel": 46.0, "shin": 20.0}),
        },
        _SLOW,
    ),
    "wall_squat": Keyed(
        Feet(0.13, to_wall=0.20),
        {"raise": 6.0, "plane": 10.0},
        {"crouch": 80.0},
        {
            "too_shallow": Fault(loses=0.9),
            "too_deep": Fault(adds={"crouch": 48.0}),
            "back_off_wall": Fault(adds={"lean": 50.0}),
            "knees_over_toes": Fault(rests={"wall": -0.42}, adds={"crouch": 16.0}),
        },
        Tempo(1.5, 0.4, 1.5, 0.7),
        frozenset({"wall"}),
    ),
    "seated_knee_extension": Keyed(
        Feet(0.12),
        {"crouch": 96.0, "shin": 8.0, "lean": 4.0, "hip": 88.0, "knee": 96.0,
         **ON_THIGHS},
        {"air": 1.0, "knee": 6.0},
        {
            "not_straight": _less("knee"),
            "lean_back": _BACK,
            "thigh_lift": Fault(adds={"hip": 48.0}),
        },
        Tempo(1.2, 0.4, 1.3, 0.6),
        frozenset({"chair"}),
    ),
}  # fmt: skip
