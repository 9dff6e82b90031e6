"""Which motion belongs to which exercise of the catalog."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from recognition.errors import UnknownExercise
from recognition.simulation.motions.arm_exercises import ARM_EXERCISES
from recognition.simulation.motions.base import Motion
from recognition.simulation.motions.biceps_curl import BicepsCurl
from recognition.simulation.motions.floor_exercises import FLOOR_EXERCISES
from recognition.simulation.motions.keys import Keyed
from recognition.simulation.motions.leg_exercises import LEG_EXERCISES
from recognition.simulation.motions.lunge import Lunge
from recognition.simulation.motions.sit_to_stand import SitToStand
from recognition.simulation.motions.squat import Squat
from recognition.simulation.motions.step_exercises import STEP_EXERCISES


def _given(keyed: Keyed) -> Keyed:
    """Return a motion that is ready."""
    return keyed


_KEYED: Final[Mapping[str, Keyed]] = {
    **ARM_EXERCISES,
    **FLOOR_EXERCISES,
    **LEG_EXERCISES,
    **STEP_EXERCISES,
}
MOTIONS: Final[Mapping[str, Callable[[], Motion]]] = {
    "biceps_curl": BicepsCurl,
    "lunge": Lunge,
    "split_squat": partial(Lunge, 92.0, 0.40, stays=True),
    "sit_to_stand": SitToStand,
    "squat": Squat,
    **{name: partial(_given, keyed) for name, keyed in _KEYED.items()},
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
