"""Cut a recording into repetitions: `segment(poses, exercise)`."""

from recognition.repetitions.spans import AttemptSpan, Segmentation, Span

__all__ = ["AttemptSpan", "Segmentation", "Span"]
