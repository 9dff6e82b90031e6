"""Where a movement rests: a recording begins and ends there.

What repeats is cut without knowing which posture is the resting one, so that a cut may
go from one far end to the next. Who records a reference starts from rest and stops in
it; that settles which end is which.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from recognition.biomechanics.kinematics import measure_series
from recognition.learning.signals import Movement
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Span

# So much of the beginning and of the end of the recording shows the resting posture.
_AT_ENDS_S: Final = 0.4


def from_rest(
    poses: PoseSequence, spans: Sequence[Span], main: Movement
) -> tuple[Span, ...]:
    """Return `spans` from rest to rest: moved by half a round if they were not."""
    series = measure_series(main.measure, main.side, poses)
    since, until = poses.time_s[0] + _AT_ENDS_S, poses.time_s[-1] - _AT_ENDS_S
    at_ends = series[(poses.time_s <= since) | (poses.time_s >= until)]
    if not np.isfinite(at_ends).any():
        return tuple(spans)
    resting = float(np.nanmedian(at_ends))
    start, peak = main.middle[0], main.middle[len(main.middle) // 2]
    if abs(resting - start) <= abs(resting - peak):
        return tuple(spans)
    return tuple(
        Span(
            one.peak_s,
            0.5 * (one.end_s + following.start_s),
            following.peak_s,
            one.side,
            min(one.confidence, following.confidence),
        )
        for one, following in pairwise(spans)
    )
