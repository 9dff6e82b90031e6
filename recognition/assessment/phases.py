"""Where the phases of one repetition lie in time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
# The middle of a way is timed: start and end of a slow beginning are hard to see. With
# 0.1 and 0.9 a limb that trembles at rest leaves too early: of hasty ways of simulated
# patients of the tune part (134) the 95th percentile of the error was 0.28 s, not 0.10.
LEFT: Final = 0.2
NEARLY_THERE: Final = 0.8
# Part of a reaching movement that lies between the two: x = 10 t^3 - 15 t^4 + 6 t^5
# (Flash & Hogan 1985, J. Neurosci. 5(7):1688-1703) passes 0.2 at 0.327, 0.8 at 0.673.
MIDDLE_PART: Final = 0.347
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
        since_s: peak of the repetition before, if there is one.
        until_s: peak of the repetition after, if there is one.
    """

    span: Span
    time_s: Floats
    way: Floats
    begins_cut: bool
    ends_cut: bool
    since_s: float | None = None
    until_s: float | None = None

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

    def rests(self) -> tuple[Bools, ...]:
        """Return the frames (T,) before and after the peak in which rest may be found.

        Up to the peaks of the neighbors: what is reached between two repetitions is,
        wherever their boundary lies. A way that the recording cuts is left out.
        """
        span, time_s = self.span, self.time_s
        since_s = span.start_s if self.since_s is None else self.since_s
        until_s = span.end_s if self.until_s is None else self.until_s
        before = (time_s >= since_s) & (time_s <= span.peak_s)
        after = (time_s >= span.peak_s) & (time_s <= until_s)
        late = self.since_s is None and self.begins_cut and self._before_s() < EDGE_S
        early = self.until_s is None and self.ends_cut and self._after_s() < EDGE_S
        ways = ((before, late), (after, early))
        return tuple(frames for frames, is_cut in ways if not is_cut)

    def _before_s(self) -> float:
        """Return how much is recorded before the repetition, seconds."""
        return self.span.start_s - float(self.time_s[0])

    def _after_s(self) -> float:
        """Return how much is recorded after it, seconds."""
        return float(self.time_s[-1]) - self.span.end_s

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


def courses(
    poses: PoseSequence, exercise: Exercise, spans: Sequence[Span]
) -> tuple[Course, ...]:
    """Return the way of the primary signal through each repetition of a recording."""
    peaks = [span.peak_s for span in spans]
    return tuple(
        replace(course(poses, exercise, span), since_s=since_s, until_s=until_s)
        for span, since_s, until_s in zip(
            spans, [None, *peaks], [*peaks[1:], None], strict=False
        )
    )


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
