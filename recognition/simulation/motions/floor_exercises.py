"""Exercises on the floor: on the back, the front, the side, on hands and knees."""

from collections.abc import Mapping
from typing import Final

from recognition.simulation.motions.arm_exercises import CROSSED
from recognition.simulation.motions.base import Prop, Tempo
from recognition.simulation.motions.floor import Kneeling, Prone, Supine
from recognition.simulation.motions.keys import Fault, Keyed
from recognition.simulation.motions.planks import Plank, SidePlank
from recognition.simulation.motions.side_lying import SideLying

_MAT: Final[frozenset[Prop]] = frozenset({"mat"})
_CALM: Final = Tempo(1.4, 0.3, 1.4, 0.7)
_HELD: Final = Tempo(1.5, 9.0, 1.5, 1.5)
_BENT: Final = Fault(adds={"knee": 75.0})

_SUPINE: Final[Mapping[str, Keyed]] = {
    "heel_slide": Keyed(
        Supine(palms=True),
        {"air": 1.0, "slide": 1.0, "knee": 4.0, "spread": 1.0},
        {"knee": 108.0, "point": 20.0},
        {
            "not_far_enough": Fault(loses=0.85),
            "not_straight": Fault(keeps=0.6),
        },
        _CALM,
        _MAT,
    ),
    "straight_leg_raise": Keyed(
        Supine(palms=True),
        {"air": 1.0, "other_air": 0.0, "slide": 1.0, "knee": 4.0, "spread": 1.0,
         "hook": 95.0},
        {"hip": 58.0},
        {
            "not_high_enough": Fault(loses=0.95, only=frozenset({"hip"})),
            "bent_knee": _BENT,
        },
        _CALM,
        _MAT,
    ),
    "glute_bridge": Keyed(
        Supine(palms=True),
        {"hook": 106.0},
        {"bridge": 23.0},
        {
            "hips_low": Fault(loses=1.0),
            "feet_far": Fault(rests={"hook": -82.0}),
            "feet_close": Fault(rests={"hook": 43.0}),
        },
        _CALM,
        _MAT,
    ),
    "sit_up": Keyed(
        Supine(),
        {"hook": 95.0, **CROSSED},
        {"tilt": 38.0, "bow": 42.0, "nod": 14.0},
        {"not_high_enough": Fault(loses=0.95)},
        _CALM,
        _MAT,
    ),
    "dead_bug": Keyed(
        Supine(),
        {"air": 1.0, "hip": 88.0, "knee": 90.0, "raise": 88.0, "plane": 88.0,
         "axial": 60.0, "elbow": 8.0},
        {"hip": 22.0, "knee": 12.0, "other_raise": 162.0},
        {
            "not_far_enough": Fault(loses=0.9, only=frozenset({"hip", "knee"})),
            "other_leg_drops": Fault(adds={"other_hip": -66.0}),
        },
        _CALM,
        _MAT,
    ),
}  # fmt: skip

_PRONE: Final[Mapping[str, Keyed]] = {
    "superman": Keyed(
        Prone(),
        {"air": 1.0, "hip": 2.0, "knee": 4.0, "point": 62.0, "spread": 3.0,
         "raise": 172.0, "plane": 82.0, "axial": 60.0, "elbow": 8.0, "nod": -12.0},
        {"bow": -36.0, "hip": -12.0, "raise": 178.0, "nod": -2.0},
        {
            "not_high_enough": Fault(loses=1.0, only=frozenset({"bow", "raise"})),
            "bent_knee": _BENT,
        },
        Tempo(1.2, 0.5, 1.2, 0.7),
        _MAT,
    ),
    "bird_dog": Keyed(
        Kneeling(),
        {"hip": 77.0, "knee": 91.0, "raise": 80.0, "plane": 88.0, "axial": 70.0,
         "elbow": 8.0, "nod": -8.0, "point": 60.0},
        {"air": 1.0, "hip": 0.0, "knee": 5.0, "point": 50.0, "shift": -0.02,
         "other_reach": 1.0, "other_raise": 166.0},
        {
            "not_far_enough": Fault(loses=0.9, only=frozenset({"hip", "knee"})),
            "bent_knee": _BENT,
            "arm_low": Fault(adds={"other_raise": -90.0}),
        },
        _CALM,
        _MAT,
    ),
}  # fmt: skip


def _push_up(support: Plank, *things: Prop, **uneven: float) -> Keyed:
    """Return a push-up whose hands are on the floor or on something higher.

    `uneven` says which channels a push with one side more than the other changes.
    """
    return Keyed(
        support,
        {"crook": 6.0, "sag": 3.0, "press": 10.0, "raise": 75.0, "plane": 90.0,
         "axial": 50.0, "nod": -12.0},
        {"press": 100.0},
        {
            "not_low_enough": Fault(loses=0.85),
            "sagging_hips": Fault(adds={"sag": 52.0}),
            "piked_hips": Fault(adds={"sag": -63.0}),
            "arms_not_straight": Fault(keeps=0.7),
            "uneven_push": Fault(adds=uneven, one_side=True, lateral=True),
        },
        Tempo(1.1, 0.15, 1.0, 0.5),
        frozenset(things) or _MAT,
    )  # fmt: skip


_PLANKS: Final[Mapping[str, Keyed]] = {
    "push_up": _push_up(Plank(), twist=60.0),
    "push_up_incline": _push_up(
        Plank(hands_up=0.42, foot_deg=58.0), "bench", twist=60.0, press=40.0
    ),
    "push_up_wall": _push_up(
        Plank(hands_up=0.78, foot_deg=12.0), "wall_ahead", bend=60.0
    ),
    "plank": Keyed(
        Plank(forearms=True),
        {"crook": 74.0, "sag": -43.0, "raise": 90.0, "plane": 90.0, "axial": 90.0,
         "nod": -10.0},
        {"crook": 6.0, "sag": 3.0},
        {
            "sagging_hips": Fault(adds={"sag": 48.0}),
            "piked_hips": Fault(adds={"sag": -78.0}),
        },
        _HELD,
        _MAT,
    ),
    "side_plank": Keyed(
        SidePlank(),
        {"sag": 44.0, "raise": 90.0, "plane": 0.0, "other_raise": 12.0,
         "other_plane": 20.0},
        {"sag": 0.0},
        {
            "sagging_hips": Fault(adds={"sag": 55.0}),
            "hips_high": Fault(adds={"sag": -65.0}),
        },
        _HELD,
        _MAT,
    ),
}  # fmt: skip

_ON_THE_SIDE: Final[Mapping[str, Keyed]] = {
    "clamshell": Keyed(
        SideLying(),
        {"raise": 52.0, "plane": 96.0, "axial": 12.0, "elbow": 44.0,
         "other_raise": 124.0, "other_plane": 92.0, "other_axial": 86.0,
         "other_elbow": 105.0, "inward": 6.0, "other_inward": 4.0},
        {"inward": -58.0},
        {
            "not_open_enough": Fault(loses=0.9),
            "feet_apart": Fault(adds={"lift": 0.26}),
            "pelvis_rolls_back": Fault(adds={"rollback": 60.0}),
        },
        _CALM,
        _MAT,
    ),
}  # fmt: skip

FLOOR_EXERCISES: Final[Mapping[str, Keyed]] = {
    **_SUPINE,
    **_PRONE,
    **_PLANKS,
    **_ON_THE_SIDE,
}
