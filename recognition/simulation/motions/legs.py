"""Where the pelvis must be so that the legs bend as wanted over fixed feet."""

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import FOOT, Body
from recognition.simulation.posture import Posture, leg_reach

Floats = npt.NDArray[np.float64]


def hips_over_feet(
    body: Body,
    pose: Posture,
    flexion: Floats,
    tilt: Floats,
    heel: Floats,
    shift: Floats,
    stance_m: float | Floats,
) -> Floats:
    """Return the mid-hip (T, 3) over feet that stand side by side.

    Args:
        body: its leg lengths.
        pose: its balls of the feet.
        flexion: (T,) of both knees, radians.
        tilt: (T,) forward tilt of the shanks, radians.
        heel: (T,) rise of the heels about the balls of the feet, radians.
        shift: (T,) of the pelvis to the left, metres.
        stance_m: half the distance between the balls of the feet, one or (T,).
    """
    ankle_x, ankle_z = ankle_over_ball(body, heel)
    back = body.shank * np.sin(tilt) - body.thigh * np.sin(flexion - tilt)
    aside = stance_m - body.hip_half_width
    height = np.sqrt(leg_reach(body, flexion) ** 2 - back**2 - aside**2)
    # A shifted pelvis also sinks a little, so that the far leg still reaches.
    height = height - 0.5 * shift**2 / np.maximum(height, 0.2) - 0.15 * np.abs(shift)
    ahead = pose.ball[:, 0, 0] + ankle_x + back
    return np.stack([ahead, shift, ankle_z + height], axis=1)


def ankle_over_ball(body: Body, heel: Floats) -> tuple[Floats, Floats]:
    """Return how far the ankle is before and above the ball of a foot, (T,) each.

    `heel` is the foot's turn about the ball, radians.
    """
    back, up = 0.5 * FOOT * body.stature_m, body.ankle_height
    cos, sin = np.cos(heel), np.sin(heel)
    return np.asarray(-back * cos + up * sin), np.asarray(back * sin + up * cos)
