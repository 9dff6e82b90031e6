"""Movements of a known exercise, found by how the whole body repeats itself.

One angle alone may be noisy, hidden or badly seen from where the camera stands; the
body as a whole repeats more plainly. So the recording is cut by `dominant`, and the
exercise's own signal only says where each movement peaks, begins and ends, how large
it is and which side made it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from recognition.poses import Floats, PoseSequence
from recognition.repetitions import cycles, dominant, likeness
from recognition.repetitions.cycles import Cycle
from recognition.repetitions.movements import SHARED, TAKES_PART, Movement, overlap_s
from recognition.repetitions.signal import Track

# Below this share of explained movement the body does not repeat itself plainly.
LEAST_EXPLAINED: Final = 0.2
# From this unlikeness on, a movement is not one of the repetitions.
UNLIKE: Final = 0.9
# A valley is looked for this far outside of a movement, as a share of its length.
OUTSIDE: Final = 0.25


def find(poses: PoseSequence, tracks: Sequence[Track]) -> list[Movement]:
    """Return the movements that repeat, on the track of the side that made each.

    Empty where nothing repeats plainly, as with a single repetition.
    """
    values = [likeness.bridged(track.values) for track in tracks]
    guides = values if len(values) == 1 else [np.mean(values, axis=0), *values]
    tiling = dominant.find(poses, guides)
    if tiling is None or tiling.explained < LEAST_EXPLAINED:
        return []
    alike = tiling.movements[tiling.unlikeness < UNLIKE]
    moments = poses.time_s[0] + alike / dominant.RATE_HZ
    return _apart(_movements(moments, poses.time_s, tracks))


def _apart(found: Iterable[Movement]) -> list[Movement]:
    """Keep the larger of movements that the signal shows to be one and the same."""
    kept: list[Movement] = []
    for movement in found:
        if kept and overlap_s(kept[-1], movement) > SHARED * movement.duration_s:
            kept[-1] = max(kept[-1], movement, key=lambda m: m.cycle.swing)
        else:
            kept.append(movement)
    return kept


def _movements(
    moments: Floats,
    time_s: Floats,
    tracks: Sequence[Track],
) -> Iterator[Movement]:
    """Yield each span as a movement of the side whose swing is largest."""
    for span in np.searchsorted(time_s, moments).clip(0, len(time_s) - 1):
        start, peak, end = (int(frame) for frame in span)
        found = [(track, _cycle(track.values, start, peak, end)) for track in tracks]
        track, cycle = max(found, key=lambda item: item[1].swing)
        least = TAKES_PART * cycle.swing
        takes_part = all(other.swing >= least for _, other in found)
        inside = track.values[cycle.start : cycle.end + 1]
        start_s, peak_s, end_s = time_s[[cycle.start, cycle.peak, cycle.end]].tolist()
        yield Movement(
            start_s,
            peak_s,
            end_s,
            side="both" if len(tracks) > 1 and takes_part else track.side,
            cycle=cycle,
            seen=float(np.isfinite(inside).mean()),
        )


def _cycle(values: Floats, start: int, peak: int, end: int) -> Cycle:
    """Return the cycle that a track makes in a span; without swing if it is unseen."""
    margin = round(OUTSIDE * (end - start))
    first, last = max(start - margin, 0), min(end + margin, len(values) - 1)
    inside = values[start : end + 1]
    if not np.isfinite(inside).any():
        return Cycle(start, peak, end, 0.0, 0.0)
    top = start + int(np.nanargmax(inside))
    before, after = _lowest(values, first, top), _lowest(values, top, last)
    if top in (before, after):
        swing = float(np.nanmax(inside) - np.nanmin(inside))
        return Cycle(start, peak, end, swing, swing)
    return cycles.between(values, before, top, after)


def _lowest(values: Floats, first: int, last: int) -> int:
    """Return the frame of the lowest value between two frames, ends included."""
    inside = values[first : last + 1]
    return first + int(np.nanargmin(inside))
