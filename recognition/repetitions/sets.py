"""Rests split a recording into sets."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from recognition.report import ExerciseSet, Repetition

# A rest between sets is at least this long, and lasts as long as this many typical
# repetitions: shorter ones are pauses within a set (by convention of this project;
# prescribed rests are 30 to 120 s).
SHORTEST_REST_S: Final = 8.0
REST_IN_REPETITIONS: Final = 2.0


def find(repetitions: Sequence[Repetition]) -> tuple[ExerciseSet, ...]:
    """Return the sets that repetitions, in order of time, were done in."""
    if not repetitions:
        return ()
    typical_s = float(np.median([r.end_s - r.start_s for r in repetitions]))
    rest_s = max(SHORTEST_REST_S, REST_IN_REPETITIONS * typical_s)
    groups = [[repetitions[0]]]
    for one, other in pairwise(repetitions):
        if other.start_s - one.end_s >= rest_s:
            groups.append([])
        groups[-1].append(other)
    return tuple(_as_set(group) for group in groups)


def _as_set(group: Sequence[Repetition]) -> ExerciseSet:
    """Return the set of some repetitions."""
    first, last = group[0], group[-1]
    return ExerciseSet(first.index, last.index, first.start_s, last.end_s)
