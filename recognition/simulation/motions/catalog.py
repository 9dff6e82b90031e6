"""Which motion belongs to which exercise of the catalog."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from recognition.errors import UnknownExercise
from recognition.simulation.motions.arms import BicepsCurl, ShoulderAbduction
from recognition.simulation.motions.base import Motion
from recognition.simulation.motions.lunge import Lunge
from recognition.simulation.motions.push_up import PushUp
from recognition.simulation.motions.sit_to_stand import SitToStand
from recognition.simulation.motions.squat import Squat
from recognition.simulation.motions.standing_leg import StandingLeg

MOTIONS: Final[Mapping[str, Callable[[], Motion]]] = {
    "biceps_curl": BicepsCurl,
    "hip_abduction": partial(StandingLeg, 0.0, 34.0, 6.0, "not_high_enough"),
    "hip_extension": partial(StandingLeg, -24.0, 4.0, 8.0, "not_far_enough"),
    "knee_flexion_standing": partial(StandingLeg, -2.0, 4.0, 100.0, "not_far_enough"),
    "marching": partial(StandingLeg, 85.0, 4.0, 90.0, "not_high_enough"),
    "standing_leg_raise": partial(StandingLeg, 52.0, 4.0, 8.0, "not_high_enough"),
    "lunge": Lunge,
    "push_up": PushUp,
    "shoulder_abduction": ShoulderAbduction,
    "shoulder_flexion": partial(ShoulderAbduction, 140.0, 88.0),
    "shoulder_scaption": partial(ShoulderAbduction, 125.0, 32.0),
    "sit_to_stand": SitToStand,
    "squat": Squat,
}


def motion(exercise: str) -> Motion:
    """Return the motion of `exercise`.

    Raises:
        UnknownExercise: it cannot be simulated.
    """
    if exercise not in MOTIONS:
        known = ", ".join(sorted(MOTIONS))
        raise UnknownExercise(f"{exercise} cannot be simulated, only {known}.")
    return MOTIONS[exercise]()
