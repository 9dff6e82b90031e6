"""Cut a recording into repetitions: `segment(poses, exercise)`."""

from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions import clock, counting, segmentation
from recognition.repetitions.spans import AttemptSpan, Segmentation, Span

__all__ = ["AttemptSpan", "Segmentation", "Span", "segment"]


def segment(poses: PoseSequence, exercise: Exercise | None) -> Segmentation:
    """Return the repetitions and attempts in cleaned poses.

    Args:
        poses: cleaned (`recognition.cleaning.clean`).
        exercise: what to look for; None for whatever movement repeats.
    """
    poses = clock.even(poses)
    if exercise is None:
        return counting.segment(poses)
    return segmentation.segment(poses, exercise)
