"""The exercise that a reference shows: range, sides, views, tempo, what may differ."""

from typing import Final

import numpy as np

from recognition import viewpoint
from recognition.exercises.spec import (
    Dosage,
    Exercise,
    Limb,
    MeasureRule,
    Mistake,
    Peak,
    Phase,
    Posture,
    ReferenceCurve,
    SideMode,
    Signal,
    Tempo,
    Views,
)
from recognition.learning import signals
from recognition.learning.signals import Movement
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span
from recognition.report import ViewName
from recognition.skeleton import INDEX

# A repetition reaches this part of the reference, an attempt that.
REPETITION_SHARE: Final = 0.5
ATTEMPT_SHARE: Final = 0.25
# Both sides work when the weaker moves this part of the stronger.
BOTH_SIDES: Final = 0.6
# Smallest tolerance against the reference, degrees, and the spread that widens it:
# SDD of 4.4 to 7.9 degrees (van den Hoorn et al. 2025) and two standard deviations.
LEAST_TOLERANCE_DEG: Final = 8.0
SPREADS: Final = 2.0
MOST_CURVES: Final = 8
MODERATE: Final = 8.0
MAJOR: Final = 18.0
# Up to twice as fast or slow as the reference is alike.
TEMPO_FACTOR: Final = 2.0
LEVEL_DEG: Final = 45.0
SITTING_DEG: Final = 60.0

_SOURCE: Final = "Learned from the reference recording."
_PHASES: Final = (
    Phase("out", "toward_peak", "on the way out"),
    Phase("end", "at_peak", "at the furthest point"),
    Phase("back", "from_peak", "on the way back"),
    Phase("rest", "at_rest", "at rest"),
    Phase("whole", "whole", "during the movement"),
)
_TWINS: Final[dict[ViewName, ViewName]] = {"left": "right", "right": "left"}


def exercise_of(
    poses: PoseSequence,
    spans: tuple[Span, ...],
    moved: list[Movement],
    main: Movement,
    *,
    name: str,
    code: str,
) -> Exercise:
    """Return the exercise whose repetitions `main` cuts at `spans`."""
    views = _views(poses)
    sides = _sides(main, moved)
    signal = _signal(main)
    measured = _foremost(moved, main, sides)
    return Exercise(
        code=code,
        name=name,
        purpose="An exercise of your own therapist.",
        instructions=("Move as your therapist showed you.",),
        kind="repetitions",
        posture=_posture(poses),
        start="As in the reference recording at rest.",
        end="As in the reference recording at the furthest point.",
        sides=sides,
        signal=signal,
        tempo=_tempo(spans),
        phases=_PHASES,
        views=views,
        measures=tuple(_measure(m, views) for m in measured if m.side == main.side),
        mistakes=(_short(main, signal, views), _hasty(main, spans, views)),
        dosage=Dosage(3, 10, 0, 60, 7, "Default; the therapist prescribes."),
        reference=tuple(_curve(m, main, sides) for m in measured),
    )


def _signal(main: Movement) -> Signal:
    """Return the primary signal with the range of the reference."""
    peak, ending = _peak(main), _at_peak(main)
    tolerance = _tolerance(main)
    target = (
        (ending - tolerance, ending + 2.0 * tolerance)
        if peak == "max"
        else (ending - 2.0 * tolerance, ending + tolerance)
    )
    return Signal(
        measure=main.measure,
        peak=peak,
        repetition_range=_rounded(REPETITION_SHARE * main.range),
        attempt_range=_rounded(ATTEMPT_SHARE * main.range),
        target=(_rounded(target[0]), _rounded(target[1])),
        source=_SOURCE,
    )


def _peak(main: Movement) -> Peak:
    """Say whether the reference goes up to its peak or down."""
    resting = 0.5 * (main.middle[0] + main.middle[-1])
    return "max" if _at_peak(main) >= resting else "min"


def _at_peak(main: Movement) -> float:
    """Return the value furthest from rest in the median repetition."""
    resting = 0.5 * (main.middle[0] + main.middle[-1])
    return float(main.middle[np.argmax(np.abs(main.middle - resting))])


def _tolerance(moved: Movement) -> float:
    """Return what a measure may differ by: how much it varies in the reference."""
    return max(LEAST_TOLERANCE_DEG, SPREADS * moved.spread)


def _sides(main: Movement, moved: list[Movement]) -> tuple[SideMode, ...]:
    """Return which sides do the movement.

    A side that is not seen is taken to do what a movement of one side leaves open.
    """
    twin = [m for m in moved if m.measure == main.measure and m.side != main.side]
    if not twin:
        unpaired = not any(m.side != "left" for m in moved if m.measure == main.measure)
        return ("left", "right") if unpaired and _is_paired(main) else ("both",)
    strong, weak = np.ptp(main.curves, axis=1), np.ptp(twin[0].curves, axis=1)
    if np.median(weak) < BOTH_SIDES * np.median(strong):
        takes_turns = (weak > strong).any()
        return ("left", "right", "alternating") if takes_turns else ("left", "right")
    takes_turns = (weak > strong / BOTH_SIDES).any() and (
        strong > weak / BOTH_SIDES
    ).any()
    return ("left", "right", "alternating") if takes_turns else ("both",)


def _is_paired(main: Movement) -> bool:
    """Say whether a measure has a value for each side."""
    return len(signals.sides_of(main.measure)) == 2


def _views(poses: PoseSequence) -> Views:
    """Allow the view of the reference, from either side."""
    view = viewpoint.estimate(poses).name
    allowed: tuple[ViewName, ...] = (view,)
    if view in _TWINS:
        allowed = (view, _TWINS[view])
    return Views(allowed, allowed, "Put the phone where it stood for the reference.")


def _posture(poses: PoseSequence) -> Posture:
    """Name the posture from trunk and knees over the recording."""
    up = _middle(poses, "shoulder") - _middle(poses, "hip")
    lean = np.degrees(np.arctan2(np.abs(up[:, 0]), -up[:, 1]))
    if np.nanmedian(lean) > LEVEL_DEG:
        return "supine"
    thigh = _middle(poses, "knee") - _middle(poses, "hip")
    slope = np.degrees(np.arctan2(np.abs(thigh[:, 0]), thigh[:, 1]))
    return "seated" if np.nanpercentile(slope, 20) > SITTING_DEG else "standing"


def _middle(poses: PoseSequence, joint: str) -> Floats:
    """Return the middle of a pair of joints in pixels, (T, 2)."""
    pixels = poses.pixels()
    left, right = (pixels[:, INDEX[f"{side}_{joint}"]] for side in ("left", "right"))
    return np.asarray(0.5 * (left + right))


def _tempo(spans: tuple[Span, ...]) -> Tempo:
    """Return tempo limits around the reference."""
    out = float(np.median([s.peak_s - s.start_s for s in spans]))
    back = float(np.median([s.end_s - s.peak_s for s in spans]))
    return Tempo(_around(out), _around(back), _SOURCE)


def _around(seconds: float) -> tuple[float, float]:
    """Return half and twice a duration."""
    return round(seconds / TEMPO_FACTOR, 2), round(seconds * TEMPO_FACTOR, 2)


def _foremost(
    moved: list[Movement], main: Movement, sides: tuple[SideMode, ...]
) -> list[Movement]:
    """Return what the reference holds: of both sides alike, one side tells."""
    told = [m for m in moved if sides != ("both",) or m.side == main.side]
    told += [m for m in moved if m not in told and not _is_paired(m)]
    # A therapist may cut by what is not among the most telling.
    return sorted(told, key=lambda m: m is not main)[:MOST_CURVES]


def _measure(moved: Movement, views: Views) -> MeasureRule:
    """Return the rule that reports one measure."""
    low, high = float(moved.middle.min()), float(moved.middle.max())
    tolerance = _tolerance(moved)
    return MeasureRule(
        name=moved.measure,
        label=f"{moved.measure.replace('_', ' ').capitalize()}, range",
        measure=moved.measure,
        reduce="range",
        phase="whole",
        normal=(
            _rounded(max(0.0, high - low - tolerance)),
            _rounded(high - low + tolerance),
        ),
        views=views.allowed,
        source=_SOURCE,
    )


def _short(main: Movement, signal: Signal, views: Views) -> Mistake:
    """Return the mistake of going less far than the reference."""
    is_up = signal.peak == "max"
    return Mistake(
        code="not_far_enough",
        name="Not as far as the reference",
        joint=main.joint,
        measure=main.measure,
        reduce=signal.peak,
        phase="end",
        tolerance=LEAST_TOLERANCE_DEG / 2.0,
        moderate=MODERATE,
        major=MAJOR,
        views=views.allowed,
        cue="Go a little further, as your therapist showed you.",
        clinical="Range below that of the reference recording.",
        source=_SOURCE,
        below=signal.target[0] if is_up else None,
        above=None if is_up else signal.target[1],
    )


def _hasty(main: Movement, spans: tuple[Span, ...], views: Views) -> Mistake:
    """Return the mistake of coming back much faster than the reference."""
    least = _tempo(spans).from_peak_s[0]
    return Mistake(
        code="too_fast",
        name="Faster than the reference",
        joint=main.joint,
        measure="duration",
        reduce="max",
        phase="back",
        tolerance=_rounded(0.1 * least),
        moderate=_rounded(0.3 * least),
        major=_rounded(0.5 * least),
        views=views.allowed,
        cue="Move more slowly.",
        clinical="More than twice as fast as the reference recording.",
        source=_SOURCE,
        below=least,
    )


def _curve(
    moved: Movement, main: Movement, sides: tuple[SideMode, ...]
) -> ReferenceCurve:
    """Return one measure of the reference repetition."""
    limb: Limb = "working"
    if _is_paired(moved) and moved.side != main.side and sides != ("both",):
        limb = "other"
    return ReferenceCurve(
        measure=moved.measure,
        limb=limb,
        joint=moved.joint,
        values=tuple(_rounded(v) for v in moved.middle.tolist()),
        tolerance=_rounded(_tolerance(moved)),
    )


def _rounded(value: float) -> float:
    """Round to what a file for people should say."""
    return round(float(value), 2)
