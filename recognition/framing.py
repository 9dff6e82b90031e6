"""Is there enough light, and enough of the body, to judge anything?"""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.biomechanics.kinematics import QUANTITIES, visibility
from recognition.cleaning import VISIBILITY_SEEN
from recognition.display import Picture
from recognition.errors import BodyNotInView
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.skeleton import INDEX

Bools = npt.NDArray[np.bool_]

# Of 255. A living room at dusk reads 40 and more; below 25 the noise of the sensor
# is as strong as what it shows (by convention of this project).
DARK_LUMA: Final = 25.0
# Rec. 601 weights of red, green, blue.
LUMA: Final = (0.299, 0.587, 0.114)
# Every so many pixels are enough to tell the light.
STRIDE: Final = 16

# What an exercise is measured by must be seen in this share of the frames. On the
# clips all that show the whole movement reach 0.86, a camera that is too low 0.57.
SEEN_SHARE: Final = 0.7
# A landmark this far outside the picture was guessed, as a share of its sides.
MARGIN: Final = 0.02


def brightness(picture: Picture) -> float:
    """Return the bright tenth of a picture's luma, 0 to 255.

    A bright tenth is enough to see a body by, on however dark a ground.
    """
    luma = picture[::STRIDE, ::STRIDE] @ np.array(LUMA)
    return float(np.quantile(luma, 0.9))


def is_dark(levels: list[float]) -> bool:
    """Say whether a video with these levels of `brightness` is too dark."""
    return bool(levels) and float(np.median(levels)) < DARK_LUMA


def check(poses: PoseSequence, exercise: Exercise | None) -> None:
    """Refuse poses whose decisive joints are mostly out of the picture.

    Raises:
        BodyNotInView: the trunk, or what `exercise` is measured by, is not seen.
    """
    if _seen_share(poses, _trunk(poses)) < SEEN_SHARE:
        raise BodyNotInView("Your trunk is out of the picture most of the time.")
    if exercise is None:
        return
    quantity = QUANTITIES[exercise.signal.measure]
    shares = []
    for side in ("left", "right"):
        columns = [INDEX[name] for name in quantity.needs(side)]
        seen = visibility(quantity, side, poses) > VISIBILITY_SEEN
        shares.append(_seen_share(poses, seen & _inside(poses, columns)))
    if max(shares) < SEEN_SHARE:
        raise BodyNotInView(
            f"What a {exercise.name.lower()} is judged by is out of the picture "
            "most of the time.",
            what_to_do=exercise.views.advice,
        )


def _trunk(poses: PoseSequence) -> Bools:
    """Say for each frame whether a shoulder is seen within the picture, (T,)."""
    columns = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
    seen = poses.visibility[:, columns] > VISIBILITY_SEEN
    each = [seen[:, i] & _inside(poses, [c]) for i, c in enumerate(columns)]
    return np.logical_or(*each)


def _inside(poses: PoseSequence, columns: list[int]) -> Bools:
    """Say for each frame whether these landmarks lie within the picture, (T,)."""
    points = poses.landmarks[:, columns, :2]
    inside = (points > -MARGIN) & (points < 1 + MARGIN)  # NaN is not inside
    return np.asarray(inside.all(axis=(1, 2)))


def _seen_share(poses: PoseSequence, seen: Bools) -> float:
    """Return the share of the frames with a person in which `seen` holds."""
    found = poses.found
    return float(seen[found].mean()) if found.any() else 0.0
