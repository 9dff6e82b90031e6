"""What a learned exercise may be cut by: each measure's curve, and what it would cut.

For a page on which a therapist chooses another primary signal than the one that tells
the movement best.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from recognition.biomechanics.kinematics import QUANTITIES, measure_series
from recognition.errors import NothingToLearn
from recognition.learning import evidence
from recognition.learning.take import NOT_FAR_ENOUGH, Studied, Way, ways
from recognition.learning.toml import dumps
from recognition.poses import PoseSequence

# More than a person wants to compare.
MOST_CHOICES: Final = 6
# Of a curve over the whole recording: more than a small drawing has pixels.
SAMPLES: Final = 240


def choices(raw: PoseSequence, *, name: str, code: str) -> list[dict[str, Any]]:
    """Return what raw poses of a reference could be cut by, what tells it best first.

    Each has the `measure` of a `side` in `unit`, how far it moves (`range`), its
    `values` over the recording (`SAMPLES` of them from `begins_s` to `ends_s`, None
    where not measured), and the `repetitions` that it cuts, [start, peak, end] in
    seconds. What counts the reference also has the exercise that it makes:
    `definition`, `takes` and `motion`; the others cannot be chosen.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats, or none that can be measured.
    """
    found = [_choice(way) for way in _distinct(ways(raw, name=name, code=code))]
    if not any(one["definition"] for one in found):
        raise NothingToLearn(NOT_FAR_ENOUGH)
    return found


def _distinct(tried: Iterable[Way]) -> list[Way]:
    """Leave out the twin of what both sides do alike, and what is too many."""
    kept: list[Way] = []
    for way in tried:
        if not any(_is_twin(way, one) for one in kept):
            kept.append(way)
        # One that can be chosen is always among them.
        if len(kept) >= MOST_CHOICES and any(one.studied for one in kept):
            break
    return kept


def _is_twin(way: Way, other: Way) -> bool:
    """Say whether `other` measures the same, on a side that does the same or better."""
    if way.main.measure != other.main.measure:
        return False
    is_alike = other.studied is not None and other.studied.exercise.sides == ("both",)
    return is_alike or way.studied is None


def _choice(way: Way) -> dict[str, Any]:
    main, time_s = way.main, way.poses.time_s
    return {
        "key": f"{main.side}-{main.measure}",
        "measure": main.measure,
        "side": main.side if QUANTITIES[main.measure].is_paired else "both",
        "unit": QUANTITIES[main.measure].unit,
        "range": round(main.range, 1),
        "begins_s": round(float(time_s[0]), 3),
        "ends_s": round(float(time_s[-1]), 3),
        "values": _values(way),
        "repetitions": [
            [round(s.start_s, 2), round(s.peak_s, 2), round(s.end_s, 2)]
            for s in way.spans
        ],
        **_made(way.studied),
    }


def _values(way: Way) -> list[float | None]:
    """Return the measure over the recording, at `SAMPLES` equal distances."""
    time_s = way.poses.time_s
    series = measure_series(way.main.measure, way.main.side, way.poses)
    wanted = np.linspace(time_s[0], time_s[-1], SAMPLES)
    nearest = np.abs(time_s[:, None] - wanted).argmin(axis=0)
    return [round(v, 1) if np.isfinite(v) else None for v in series[nearest].tolist()]


def _made(studied: Studied | None) -> dict[str, Any]:
    """Return the exercise that a choice makes; empty where it makes none."""
    if studied is None:
        return {"definition": "", "takes": [], "motion": {}}
    return {
        "definition": dumps(studied.exercise),
        "takes": evidence.takes(studied),
        "motion": evidence.motion(studied),
    }
