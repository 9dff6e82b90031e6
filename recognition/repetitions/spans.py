"""What segmentation finds: repetitions and attempts as spans of time."""

from dataclasses import dataclass

from recognition.skeleton import Side


@dataclass(frozen=True, slots=True)
class Span:
    """One repetition, in seconds from the first video frame.

    Attributes:
        start_s: the body leaves the resting posture.
        peak_s: the turning point of the movement.
        end_s: the body is back at rest.
        side: which side worked.
        confidence: in [0, 1], that this is a repetition with these boundaries.
        is_cut: the recording starts or ends inside of it.
    """

    start_s: float
    peak_s: float
    end_s: float
    side: Side
    confidence: float
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class AttemptSpan:
    """A movement that began like a repetition and was not one.

    Attributes:
        reason: a plain sentence.
    """

    start_s: float
    end_s: float
    reason: str
    side: Side = "both"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Repetitions and attempts, each in order of time; they do not overlap."""

    repetitions: tuple[Span, ...] = ()
    attempts: tuple[AttemptSpan, ...] = ()
