"""What a pose estimator would report of a performance."""

import numpy as np
import numpy.typing as npt

from recognition.exercises.catalog import get
from recognition.poses import PoseSequence
from recognition.simulation import landmarks, noise
from recognition.simulation.scenario import Performance

Floats = npt.NDArray[np.float64]


def ideal(performance: Performance) -> PoseSequence:
    """Return the landmarks of `performance` without any error."""
    points = landmarks.places(performance.skeleton, performance.scenario.body.stature_m)
    return landmarks.project(
        points, performance.time_s, performance.scenario.camera, performance.shake
    )


def observe(performance: Performance, *, scale: float = 1.0) -> PoseSequence:
    """Return the landmarks of `performance` with the errors of an estimator.

    `scale` multiplies the jitter, for worse cameras and lights.
    """
    scenario = performance.scenario
    return noise.observed(
        ideal(performance),
        scenario.camera.yaw_deg,
        _statures_px(performance),
        posture=get(scenario.exercise).posture,
        generator=np.random.default_rng([scenario.seed, 33]),
        scale=scale,
    )


def _statures_px(performance: Performance) -> Floats:
    """Return the stature in pixels at the hips' distance, (T,)."""
    camera = performance.scenario.camera
    hips = camera.view(performance.skeleton.joint("pelvis"))
    stature = performance.scenario.body.stature_m
    return np.asarray(camera.focal_px * stature / np.maximum(hips[:, 2], 0.3))
