"""Where the phases of one repetition lie in time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.spec import Exercise, Part, Phase
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span
from recognition.report import PhaseSpan

Bools = npt.NDArray[np.bool_]

# Shares of the way from rest to peak: a posture counts as rest below the first and
# as peak above the second; on the way ends where the third is reached.
AT_REST: Final = 0.2
AT_PEAK: Final = 0.8
ARRIVED: Final = 0.95
# Of one that lies at an end of the recording, a start this far from rest is no rest.
CUT_AT_EDGE: Final = 0.2
EDGE_S: Final = 0.2
# More than half of the way from rest is no rest anywhere.
NO_REST: Final = 0.6
# The middle of a way is timed: start and end of a slow beginning are hard to see.
LEFT: Final = 0.1
NEARLY_THERE: Final = 0.9
# Part of a reaching movement that lies between the two: x = 10 t^3 - 15 t^4 + 6 t^5
# (Flash & Hogan 1985, J. Neurosci. 5(7):1688-1703) passes 0.1 at 0.247, 0.9 at 0.753.
MIDDLE_PART: Final = 0.505
# A repetition that the recording cuts is cut at the end that is this far from rest.
LEFT_REST: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One repetition as a way from rest to peak and back.

    Attributes:
        time_s: (T,), of the whole recording.
        way: (T,), 0 at rest, 1 at the peak, NaN outside of the repetition.
        begins_cut: the recording begins inside of the repetition.
        ends_cut: the recording ends inside of it.
    """

    span: Span
    time_s: Floats
    way: Floats
    begins_cut: bool
    ends_cut: bool

    def mask(self, part: Part) -> Bools:
        """Return the frames (T,) that belong to `part`."""
        inside = (self.time_s >= self.span.start_s) & (self.time_s <= self.span.end_s)
        if part == "toward_peak":
            return inside & (self.time_s <= self.span.peak_s)
        if part == "from_peak":
            return inside & (self.time_s >= self.span.peak_s)
        if part == "at_peak":
            return self._around_peak(inside)
        if part == "at_rest":
            return self._at_rest(inside)
        return inside

    def limits(self, part: Part) -> tuple[float, float]:
        """Return start and end of `part` in seconds; the ways end near the peak."""
        arrived = self._span_of(self.way >= ARRIVED)
        if part == "toward_peak":
            return self.span.start_s, arrived[0]
        if part == "from_peak":
            return arrived[1], self.span.end_s
        return self._span_of(self.mask(part))

    def lasted(self, part: Part) -> float:
        """Return how long a way to or from the peak takes, seconds; NaN if not seen.

        From the time of its middle, so that quiet moments at either end, which a
        boundary may include or not, do not count.
        """
        frames = self.mask(part) & np.isfinite(self.way)
        time_s, way = self.time_s[frames], self.way[frames]
        if part == "from_peak":
            time_s, way = -time_s[::-1], way[::-1]
        if way.size < 2 or np.ptp(way) <= 0.0:
            return float("nan")
        rest = float(way.min())
        share = (way - rest) / (float(way.max()) - rest)
        arrived = int(np.argmax(share >= NEARLY_THERE))
        left = np.flatnonzero(share[: arrived + 1] <= LEFT)
        if left.size == 0:
            return float("nan")
        middle = slice(int(left[-1]), arrived + 1)
        rising = np.maximum.accumulate(share[middle])
        ends = np.interp((LEFT, NEARLY_THERE), rising, time_s[middle])
        return float(ends[1] - ends[0]) / MIDDLE_PART

    def is_cut(self, part: Part) -> bool:
        """Say whether the recording misses a piece of `part`."""
        if part == "toward_peak":
            return self.begins_cut
        if part == "from_peak":
            return self.ends_cut
        return part == "at_rest" and (self.begins_cut or self.ends_cut)

    def _around_peak(self, inside: Bools) -> Bools:
        """Return the frames near the peak, or the nearest one if there are none."""
        near = inside & (self.way >= AT_PEAK)
        if not near.any():
            near[int(np.argmin(np.abs(self.time_s - self.span.peak_s)))] = True
        return near

    def _at_rest(self, inside: Bools) -> Bools:
        """Return the frames near the resting posture, or those at both ends."""
        near = inside & (self.way <= AT_REST)
        if not near.any() and inside.any():
            near[np.flatnonzero(inside)[[0, -1]]] = True
        return near

    def _span_of(self, frames: Bools) -> tuple[float, float]:
        """Return the times of the first and last frame, or the peak if none."""
        if not frames.any():
            return self.span.peak_s, self.span.peak_s
        where = np.flatnonzero(frames)
        return float(self.time_s[where[0]]), float(self.time_s[where[-1]])


def course(poses: PoseSequence, exercise: Exercise, span: Span) -> Course:
    """Return the way of the primary signal through the repetition `span`."""
    signal = measure_series(exercise.signal.measure, span.side, poses)
    inside = (poses.time_s >= span.start_s) & (poses.time_s <= span.end_s)
    way = np.where(inside, _way(signal, inside, exercise.signal.peak == "max"), np.nan)
    ends = way[np.isfinite(way)]
    first, last = (float(ends[0]), float(ends[-1])) if ends.size else (0.0, 0.0)
    before_s, after_s = span.start_s - poses.time_s[0], poses.time_s[-1] - span.end_s
    return Course(
        span=span,
        time_s=poses.time_s,
        way=way,
        begins_cut=_is_cut(first, span, float(before_s)),
        ends_cut=_is_cut(last, span, float(after_s)),
    )


def _is_cut(way: float, span: Span, beyond_s: float) -> bool:
    """Say whether the recording misses the rest at one end of a repetition.

    `way` is how far from rest that end is, `beyond_s` what is recorded beyond it.
    """
    if beyond_s < EDGE_S:
        return way > CUT_AT_EDGE
    return way > NO_REST or (span.is_cut and way > LEFT_REST)


def spans(course: Course, phases: tuple[Phase, ...]) -> tuple[PhaseSpan, ...]:
    """Return the phases in time, without the one that is the whole repetition."""
    timed = (
        (phase.name, *course.limits(phase.part))
        for phase in phases
        if phase.part in ("toward_peak", "at_peak", "from_peak")
    )
    return tuple(PhaseSpan(n, round(a, 3), round(b, 3)) for n, a, b in timed)


def _way(signal: Floats, inside: Bools, peak_is_max: bool) -> Floats:
    """Scale `signal` to 0 at rest and 1 at the peak of the repetition."""
    values = signal[inside & np.isfinite(signal)]
    if values.size == 0:
        return np.full_like(signal, np.nan)
    low, high = float(values.min()), float(values.max())
    size = max(high - low, 1e-9)
    way: Floats = (signal - low) / size if peak_is_max else (high - signal) / size
    return way
