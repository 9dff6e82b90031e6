"""How an exercise is usually filmed: where the phone stands, which sides move."""

from typing import Final

from recognition.exercises.catalog import get
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import SideMode

_LOW: Final = frozenset({"plank", "prone", "supine", "side_lying", "kneeling"})


def camera(exercise: str, yaw_deg: float, *, landscape: bool = False) -> Camera:
    """Return a camera on a stand that sees the whole of `exercise` from `yaw_deg`.

    Raises:
        UnknownExercise: not in the catalog.
    """
    low = get(exercise).posture in _LOW
    width, height = (960, 720) if landscape else (720, 960)
    if low:
        far = 2.9 if not landscape else 2.5
        return Camera(yaw_deg, far, 0.75, 0.35, width=width, height=height)
    far = 3.1 if landscape else 2.5
    return Camera(yaw_deg, far, width=width, height=height)


def side(exercise: str) -> SideMode:
    """Return the sides with which `exercise` is usually done."""
    sides = get(exercise).sides
    if "both" in sides:
        return "both"
    return "alternating" if "alternating" in sides else sides[0]
