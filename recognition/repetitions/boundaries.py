"""When a movement begins and ends: from the path of the whole body.

One joint may start late: a person who stands up leans forward first. So the path of
the whole body is followed, from the moment of rest on either side of a repetition to
its peak. A tenth of the path stands out from jitter, but is not the beginning; it is
traced back as a smooth movement goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.ndimage import uniform_filter1d

from recognition import smoothing
from recognition.poses import Floats
from recognition.repetitions.movements import Movement
from recognition.repetitions.signal import Track

# Repetitions are slower than this; jitter is faster.
CUTOFF_HZ: Final = 3.0
# What the body moves by at rest: this percentile of its speed, with a margin.
RESTING_PERCENTILE: Final = 10
RESTING_MARGIN: Final = 1.25
# Rest is looked for around the first guess of a boundary, outward and inward.
OUTWARD_S: Final = 0.6
INWARD_S: Final = 0.5
# A movement that would keep less than this share of its time is not timed anew.
LEAST_LEFT: Final = 0.5
# Speed is averaged over this time to find the moment of rest.
RESTING_S: Final = 0.3
# The shares of the path that are timed. A minimum-jerk movement (Flash & Hogan 1985,
# J Neurosci 5(7):1688-1703) takes 0.247 of its time up to the first.
EARLY_SHARE: Final = 0.1
MIDDLE_SHARE: Final = 0.5
TRACED_BACK: Final = 0.247 / (0.5 - 0.247)


def refined(
    found: Sequence[Movement],
    shapes: Floats,
    time_s: Floats,
    tracks: Sequence[Track] = (),
) -> list[Movement]:
    """Return the movements with their boundaries timed by the whole body.

    Ends that the recording cuts stay; neighbors that would overlap meet halfway.

    Args:
        found: in order of time.
        shapes: (T, D) of `likeness.shapes`.
        time_s: (T,), on an even clock.
        tracks: that they were found on; a pause at the peak is then no rest.
    """
    if len(time_s) < 2 or not found:
        return list(found)
    speed = _speed(shapes, time_s)
    peaks = np.searchsorted(time_s, [m.peak_s for m in found]).tolist()
    limits = zip([0, *peaks[:-1]], peaks, [*peaks[1:], len(time_s) - 1], strict=True)
    path = _Path(time_s, speed, _averaged(speed, time_s))
    return _without_overlap(
        [
            path.timed(m, frames, _half_ways(m, tracks) or (frames[1], frames[1]))
            for m, frames in zip(found, limits, strict=True)
        ]
    )


def _half_ways(m: Movement, tracks: Sequence[Track]) -> tuple[int, int] | None:
    """Return the frames outside of which a movement is nearer to rest than to its peak.

    None where its own track does not show them.
    """
    of_side = [track for track in tracks if track.side == m.side] or tracks[:1]
    if not of_side:
        return None
    values, cycle = of_side[0].values, m.cycle
    rising = values[cycle.start : cycle.peak + 1]
    falling = values[cycle.peak : cycle.end + 1]
    up = np.flatnonzero(rising <= (rising[0] + rising[-1]) / 2.0)
    down = np.flatnonzero(falling <= (falling[0] + falling[-1]) / 2.0)
    if not (up.size and down.size):
        return None
    return cycle.start + int(up[-1]), cycle.peak + int(down[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """How fast the body moves, frame by frame, and on average around each frame."""

    time_s: Floats
    speed: Floats
    quiet: Floats

    def timed(
        self, m: Movement, peaks: tuple[int, int, int], half: tuple[int, int]
    ) -> Movement:
        """Return a movement, timed between the peaks of its neighbors.

        `peaks` are those before, of and after it, `half` the middles of its ways.
        """
        start_s, end_s = m.start_s, m.end_s
        first, peak, last = peaks
        up, down = min(half[0], peak), max(half[1], peak)
        if m.cycle.cut != "start":
            outward = (start_s - OUTWARD_S, start_s + INWARD_S)
            start_s = self.departure(self.resting(outward, first, up), peak)
        if m.cycle.cut != "end":
            outward = (end_s - INWARD_S, end_s + OUTWARD_S)
            end_s = self.arrival(peak, self.resting(outward, down, last))
        # Traced back, a movement may seem to begin before the recording does.
        start_s = max(start_s, float(self.time_s[0]))
        end_s = min(end_s, float(self.time_s[-1]))
        is_around = start_s <= m.peak_s <= end_s
        if not is_around or end_s - start_s < LEAST_LEFT * m.duration_s:
            return m  # the body moved otherwise; the exercise's own signal is all
        return replace(m, start_s=start_s, end_s=end_s)

    def resting(self, between_s: tuple[float, float], low: int, high: int) -> int:
        """Return the slowest frame in a span of time, within the frames low to high."""
        first, last = np.searchsorted(self.time_s, between_s).clip(low, high).tolist()
        return int(first + np.argmin(self.quiet[first : last + 1]))

    def departure(self, rest: int, peak: int) -> float:
        """Return when the movement from rest to the peak begins."""
        part = slice(rest, peak + 1)
        return _beginning(self.speed[part], self.time_s[part])

    def arrival(self, peak: int, rest: int) -> float:
        """Return when the movement from the peak to rest ends."""
        part = slice(peak, rest + 1)
        return _beginning(self.speed[part][::-1], self.time_s[part][::-1])


def _speed(shapes: Floats, time_s: Floats) -> Floats:
    """Return how fast the body moves beyond what it does at rest, (T,)."""
    period = float(np.median(np.diff(time_s)))
    if CUTOFF_HZ * period < 0.5:
        padding = min(len(shapes) - 1, round(1.0 / period))
        shapes = smoothing.low_pass(shapes, CUTOFF_HZ, period, padding)
    speed = np.linalg.norm(np.gradient(shapes, period, axis=0), axis=1)
    resting = RESTING_MARGIN * np.percentile(speed, RESTING_PERCENTILE)
    return np.asarray(np.maximum(speed - resting, 0.0))


def _averaged(speed: Floats, time_s: Floats) -> Floats:
    """Return the speed averaged over `RESTING_S`."""
    size = max(1, round(RESTING_S / float(np.median(np.diff(time_s)))))
    return np.asarray(uniform_filter1d(speed, size, mode="nearest"))


def _beginning(speed: Floats, time_s: Floats) -> float:
    """Return when a movement from rest begins; time may run backward."""
    way = np.cumsum(speed)
    if way[-1] <= 0.0:
        return float(time_s[0])
    shares = np.searchsorted(way, [EARLY_SHARE * way[-1], MIDDLE_SHARE * way[-1]])
    early, middle = time_s[shares].tolist()
    return float(early - TRACED_BACK * (middle - early))


def _without_overlap(found: list[Movement]) -> list[Movement]:
    """Let movements that overlap meet halfway, but between their peaks."""
    for number in range(1, len(found)):
        one, other = found[number - 1], found[number]
        if one.end_s > other.start_s:
            middle = (one.end_s + other.start_s) / 2.0
            middle = min(max(middle, one.peak_s), other.peak_s)
            found[number - 1] = replace(one, end_s=middle)
            found[number] = replace(other, start_s=middle)
    return found
