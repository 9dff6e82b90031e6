"""The true value of what a rule of the catalog measures in one repetition."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.exercises.spec import Part, Reduce, Signal
from recognition.simulation import true_measures
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import Performance
from recognition.skeleton import OneSide

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NEAR_PEAK: Final = 0.8
_NEAR_REST: Final = 0.2


def of(
    performance: Performance,
    cycle: Cycle,
    *,
    measure: str,
    reduce: Reduce,
    part: Part,
    side: OneSide,
) -> float:
    """Return the true value of `measure` of one side, reduced as the catalog says."""
    inside = frames(performance.time_s, cycle)
    values = true_measures.series(measure, side, performance.skeleton)[inside]
    way = cycle.progress(performance.time_s[inside])
    chosen, rest = values[_in_part(way, part)], float(values[0])
    return {
        "max": float(chosen.max()),
        "min": float(chosen.min()),
        "mean": float(chosen.mean()),
        "range": float(chosen.max() - chosen.min()),
        "rise": float(chosen.max()) - rest,
        "drop": rest - float(chosen.min()),
    }[reduce]


def asymmetry(performance: Performance, cycle: Cycle, signal: Signal) -> float:
    """Return how far the sides are apart at the peak of `signal`."""
    inside = frames(performance.time_s, cycle)
    extreme = np.max if signal.peak == "max" else np.min
    left, right = (
        extreme(true_measures.series(signal.measure, s, performance.skeleton)[inside])
        for s in ("left", "right")
    )
    return float(abs(left - right))


def working_sides(cycle: Cycle) -> tuple[OneSide, ...]:
    """Return the sides that move in a repetition."""
    sides: tuple[OneSide, ...] = ("left", "right")
    return tuple(side for k, side in enumerate(sides) if cycle.moves(k))


def frames(time_s: Floats, cycle: Cycle) -> Bools:
    """Return the frames (T,) of one repetition."""
    return (time_s >= cycle.start_s) & (time_s <= cycle.end_s)


def _in_part(way: Floats, part: Part) -> Bools:
    """Return the frames of a part of the way from rest (0) to the peak (1)."""
    peak, number = int(np.argmax(way)), np.arange(len(way))
    chosen = {
        "whole": np.ones(len(way), dtype=bool),
        "toward_peak": number <= peak,
        "from_peak": number >= peak,
        "at_peak": way >= _NEAR_PEAK,
        "at_rest": way <= _NEAR_REST,
    }[part]
    return chosen if chosen.any() else np.ones(len(way), dtype=bool)
