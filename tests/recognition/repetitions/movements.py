"""Movements of a stick figure whose repetitions are known."""

import numpy as np

from recognition.cleaning import clean
from recognition.poses import PoseSequence
from tests.recognition.stick_figure import Figure

RATE = 30.0


def angle(*heights, low=0.0, period_s=3.0, pause_s=0.5, before_s=1.0):
    """Return an angle that rises to each height and back, resting in between."""
    move = np.arange(round(period_s * RATE)) / (period_s * RATE)
    bump = (1 - np.cos(2 * np.pi * move)) / 2
    rest = np.zeros(round(pause_s * RATE))
    parts = [np.zeros(round(before_s * RATE))]
    for height in heights:
        parts += [height * bump, rest]
    return low + np.concatenate(parts)


def squats(*depths, yaw=60.0, noise=2.0, **timing):
    """Return cleaned poses of squats to these knee flexions."""
    knee = 5 + angle(*depths, **timing)
    figure = Figure(frames=len(knee), knee=knee, hip=0.9 * knee, shank=knee / 4)
    return clean(figure.seen(yaw=yaw, noise=noise))


def arm_raises(left, right, yaw=0.0):
    """Return cleaned poses of arms lifted sideways by these angles."""
    frames = max(len(left), len(right))
    sides = [10 + np.pad(side, (0, frames - len(side))) for side in (left, right)]
    figure = Figure(frames=frames, arm_side=sides[0], arm_side_right=sides[1])
    return clean(figure.seen(yaw=yaw))


def cut(poses, start_s, end_s):
    """Return the part of a recording between two moments."""
    kept = (poses.time_s >= start_s) & (poses.time_s <= end_s)
    return PoseSequence(
        time_s=poses.time_s[kept] - start_s,
        landmarks=poses.landmarks[kept],
        world=poses.world[kept],
        visibility=poses.visibility[kept],
        width=poses.width,
        height=poses.height,
    )
