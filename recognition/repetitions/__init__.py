"""Cut a recording into repetitions: `segment(poses, exercise)`."""

from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions import clock, counting, segmentation
from recognition.repetitions.spans import AttemptSpan, Segmentation, Span

__all__ = ["AttemptSpan", "Segmentation", "Span", "from_rest_to_rest", "segment"]


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


def from_rest_to_rest(poses: PoseSequence, exercise: Exercise) -> tuple[Span, ...]:
    """Return the repetitions of `exercise` between the postures it rests in."""
    return segmentation.from_rest_to_rest(clock.even(poses), exercise)
