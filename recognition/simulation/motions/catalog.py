"""Which motion belongs to which exercise of the catalog."""

from collections.abc import Callable, Mapping
from typing import Final

from recognition.errors import UnknownExercise
from recognition.simulation.motions.arms import BicepsCurl, ShoulderAbduction
from recognition.simulation.motions.base import Motion
from recognition.simulation.motions.lunge import Lunge
from recognition.simulation.motions.push_up import PushUp
from recognition.simulation.motions.sit_to_stand import SitToStand
from recognition.simulation.motions.squat import Squat

MOTIONS: Final[Mapping[str, Callable[[], Motion]]] = {
    "biceps_curl": BicepsCurl,
    "lunge": Lunge,
    "push_up": PushUp,
    "shoulder_abduction": ShoulderAbduction,
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
