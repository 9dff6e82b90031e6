"""Which measures tell a reference movement: how far each moves, how surely it is seen.

A measure counts by its range over the error of its change from this view and over
what it varies between repetitions, so that an exercise is not cut by a joint that is
hardly seen or does as it likes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition.biomechanics import body as bodies
from recognition.biomechanics.kinematics import QUANTITIES, measure_series, visibility
from recognition.exercises.spec import REFERENCE_SAMPLES
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span
from recognition.skeleton import OneSide

# Angles of single joints and of the trunk: what a person can be told about.
CANDIDATES: Final[dict[str, str]] = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "thigh_forward": "hip",
    "hip_abduction": "hip",
    "elbow_flexion": "elbow",
    "elbow_flexion_frontal": "elbow",
    "shoulder_abduction": "shoulder",
    "shoulder_flexion": "shoulder",
    "trunk_lean_forward": "trunk",
    "trunk_lean_side": "trunk",
}
# Planes this far out of the picture are read from depth: not learned from.
MOST_OFF_DEG: Final = 45.0
# A landmark that is guessed more often than this tells nothing.
LEAST_SEEN: Final = 0.6
SEEN: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """One measure of one side over the repetitions of a recording.

    Attributes:
        curves: (N, S), from start to peak and back.
        error: half width of the 95 % interval of a change from this view.
    """

    measure: str
    side: OneSide
    curves: Floats
    error: float

    @property
    def range(self) -> float:
        """Median over the repetitions of the way from least to most."""
        return float(np.median(np.ptp(self.curves, axis=1)))

    @property
    def weight(self) -> float:
        """The range over the error of a change and what varies by itself."""
        return self.range / float(np.hypot(self.error, 2.0 * self.spread))

    @property
    def joint(self) -> str:
        """The joint that the measure is about."""
        return CANDIDATES[self.measure]

    @property
    def middle(self) -> Floats:
        """The median repetition, (S,)."""
        return np.asarray(np.median(self.curves, axis=0))

    @property
    def spread(self) -> float:
        """The standard deviation between repetitions, usual over the movement.

        Where the limb moves fast, a little time makes many degrees.
        """
        if len(self.curves) < 2:
            return 0.0
        return float(np.median(self.curves.std(axis=0, ddof=1)))


def movements(poses: PoseSequence, spans: tuple[Span, ...]) -> list[Movement]:
    """Return what can be measured in cleaned poses, the most telling first."""
    found = [
        movement
        for measure in CANDIDATES
        for side in sides_of(measure)
        if (movement := _movement(poses, spans, measure, side)) is not None
    ]
    return sorted(found, key=lambda m: -m.weight)


def sampled(series: Floats, time_s: Floats, span: Span) -> Floats:
    """Return a series from start to peak and back, (S,); NaN where not measured."""
    half = REFERENCE_SAMPLES // 2
    way_out = np.linspace(span.start_s, span.peak_s, half, endpoint=False)
    way_back = np.linspace(span.peak_s, span.end_s, half + 1)
    known = np.isfinite(series)
    if not known.any():
        return np.full(REFERENCE_SAMPLES, np.nan)
    times = np.concatenate([way_out, way_back])
    return np.asarray(np.interp(times, time_s[known], series[known]))


def sides_of(measure: str) -> tuple[OneSide, ...]:
    """Return the sides that a measure has a value for."""
    return ("left", "right") if QUANTITIES[measure].is_paired else ("left",)


def _movement(
    poses: PoseSequence, spans: tuple[Span, ...], measure: str, side: OneSide
) -> Movement | None:
    """Return one measure over the repetitions, or None if it cannot be trusted."""
    quantity, body = QUANTITIES[measure], bodies.of(poses)
    off_deg = float(np.nanmedian(body.off_picture_deg(quantity.plane)))
    is_seen = np.mean(visibility(quantity, side, poses) >= SEEN) >= LEAST_SEEN
    if not (off_deg <= MOST_OFF_DEG and is_seen):
        return None
    series = measure_series(measure, side, poses)
    curves = np.stack([sampled(series, poses.time_s, span) for span in spans])
    if not np.isfinite(curves).all():
        return None
    error = quantity.errors.changes.at(off_deg)
    return Movement(measure, side, curves, error)
