"""Exercises of arms and trunk over feet that stay."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from recognition.simulation.motions.base import Tempo
from recognition.simulation.motions.feet import Feet
from recognition.simulation.motions.keys import Fault, Key, Keyed

CROSSED: Final[Key] = MappingProxyType(
    {"raise": 42.0, "plane": 62.0, "axial": -12.0, "elbow": 128.0, "thumb": -40.0}
)

_LIFT: Final = Tempo(1.5, 0.25, 1.5, 0.6)
_LOW: Final = Fault(loses=0.9, only=frozenset({"raise"}))
_HIKE: Final = Fault(adds={"shrug": 0.14})
_LEAN_AWAY: Final = Fault(adds={"bend": -60.0}, one_side=True, lateral=True)


def _uneven(loses: float) -> Fault:
    """Return one arm that stays behind the other."""
    return Fault(loses=loses, only=frozenset({"raise"}), one_side=True, lateral=True)


def _lifted(raised: float, plane: float, faults: Mapping[str, Fault]) -> Keyed:
    """Return straight arms lifted in a plane, 0 = aside, 90 = forward."""
    peak = {
        "raise": raised,
        "plane": plane,
        "axial": plane,
        "elbow": 7.0,
        "thumb": 54.0,
    }
    return Keyed(Feet(), {}, peak, faults, _LIFT)


ARM_EXERCISES: Final[Mapping[str, Keyed]] = {
    "shoulder_abduction": _lifted(
        125.0,
        8.0,
        {
            "not_high_enough": _LOW,
            "bent_elbow": Fault(adds={"elbow": 110.0}),
            "trunk_lean": _LEAN_AWAY,
            "shoulder_hike": Fault(adds={"shrug": 0.2}),
            "uneven_arms": _uneven(0.7),
        },
    ),
    "shoulder_scaption": _lifted(
        125.0,
        32.0,
        {
            "not_high_enough": _LOW,
            "shoulder_hike": _HIKE,
            "side_lean": _LEAN_AWAY,
            "uneven_arms": _uneven(0.7),
        },
    ),
    "shoulder_flexion": _lifted(
        140.0,
        88.0,
        {
            "not_high_enough": _LOW,
            "bent_elbow": Fault(adds={"elbow": 110.0}),
            "lean_back": Fault(adds={"lean": -38.0}),
        },
    ),
    "shoulder_extension": Keyed(
        Feet(),
        {"raise": 8.0, "plane": 0.0, "axial": 0.0, "elbow": 8.0},
        {"raise": 42.0, "plane": -82.0, "axial": -85.0},
        {
            "not_far_enough": Fault(adds={"raise": -44.0}),
            "lean_forward": Fault(adds={"lean": 38.0}),
            "bent_elbow": Fault(adds={"elbow": 100.0}),
        },
        Tempo(1.1, 0.25, 1.1, 0.6),
    ),
    "shoulder_press": Keyed(
        Feet(),
        {"raise": 48.0, "plane": 20.0, "axial": 85.0, "elbow": 132.0, "thumb": 60.0},
        {"raise": 166.0, "plane": 14.0, "axial": 60.0, "elbow": 10.0},
        {
            "not_high_enough": Fault(loses=0.75, only=frozenset({"raise"})),
            "bent_elbow": Fault(adds={"elbow": 110.0}),
            "uneven_arms": _uneven(0.6),
            "side_lean": Fault(adds={"bend": -60.0}, one_side=True, lateral=True),
        },
        Tempo(1.4, 0.25, 1.5, 0.6),
        frozenset({"dumbbells"}),
    ),
    "shoulder_rotation": Keyed(
        Feet(),
        {"raise": 6.0, "plane": 0.0, "axial": -12.0, "elbow": 90.0},
        {"axial": 62.0},
        {
            "elbow_out": Fault(adds={"raise": 70.0}),
            "side_lean": Fault(adds={"bend": 60.0}, one_side=True, lateral=True),
            "shoulder_hike": Fault(adds={"shrug": 0.17}),
        },
        Tempo(1.1, 0.25, 1.1, 0.6),
    ),
    "side_bend": Keyed(
        Feet(0.13),
        {},
        {"bend": 54.0, "shift": -0.02, "raise": 34.0, "other_raise": -14.0},
        {
            "not_far_enough": Fault(loses=1.0),
            "hip_shift": Fault(adds={"shift": -0.24}),
        },
        Tempo(1.3, 0.3, 1.3, 0.6),
    ),
    "trunk_rotation": Keyed(
        Feet(0.13),
        {**CROSSED},
        {"twist": 48.0},
        {
            "side_lean": Fault(adds={"bend": 70.0}),
            "shoulder_tilt": Fault(adds={"bend": -75.0, "list": 16.0}),
        },
        Tempo(1.3, 0.3, 1.3, 0.6),
    ),
}
