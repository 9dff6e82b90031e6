"""From one reference recording to an exercise: `learn(poses, name=..., code=...)`."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition import cleaning, framing, repetitions, viewpoint
from recognition.errors import NothingToLearn
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
from recognition.learning.rest import from_rest
from recognition.learning.signals import Movement
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span
from recognition.report import ViewName
from recognition.skeleton import INDEX, OneSide

FEWEST_REPETITIONS: Final = 2
# The measure to cut by must move this many times further than its change errs.
LEAST_WEIGHT: Final = 1.5
# Arms that are raised for balance do not make a squat: legs and trunk come first
# where they tell this part as much.
CARRIES: Final = frozenset({"hip", "knee", "trunk"})
CARRIES_SHARE: Final = 0.6
# A repetition reaches this part of the reference, an attempt that.
REPETITION_SHARE: Final = 0.5
ATTEMPT_SHARE: Final = 0.25
# By this part the exercise may count otherwise than the body as a whole shows.
MISCOUNTED_SHARE: Final = 0.2
NOT_FAR_ENOUGH: Final = "No joint moves far enough to be measured from here."
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


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """An exercise, and what it was learned from.

    Attributes:
        poses: of the reference, cleaned.
        spans: its repetitions.
        side: the side whose movement is that of the working limb.
    """

    exercise: Exercise
    poses: PoseSequence
    spans: tuple[Span, ...]
    side: OneSide


def learn(raw: PoseSequence, *, name: str, code: str) -> Exercise:
    """Return the exercise that raw poses of a reference recording show.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats, or none that can be measured.
    """
    return study(raw, name=name, code=code).exercise


def study(raw: PoseSequence, *, name: str, code: str) -> Studied:
    """Return what raw poses of a reference recording show, exercise and evidence.

    It is cut by the measure that moves furthest for its error, judged against the
    median repetition, and allowed from the direction that it was recorded from.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats, or none that can be measured.
    """
    framing.check(raw, None)
    poses = cleaning.clean(raw)
    spans = tuple(
        s for s in repetitions.segment(poses, None).repetitions if not s.is_cut
    )
    if len(spans) < FEWEST_REPETITIONS:
        raise NothingToLearn(
            f"The recording shows {len(spans)} complete repetitions that are alike; "
            f"at least {FEWEST_REPETITIONS} are needed."
        )
    for main in _mains(signals.movements(poses, spans)):
        rested = from_rest(poses, spans, main)
        draft = _studied(poses, rested, main, name=name, code=code)
        # What the body as a whole cuts roughly, the exercise's signal cuts well.
        finer = repetitions.segment(poses, draft.exercise).repetitions
        whole = tuple(span for span in finer if not span.is_cut)
        # What does not count its own reference counts nobody.
        is_counted = abs(len(whole) - len(rested)) <= MISCOUNTED_SHARE * len(rested)
        if is_counted and len(whole) >= FEWEST_REPETITIONS:
            return _studied(poses, whole, main, name=name, code=code)
    raise NothingToLearn(NOT_FAR_ENOUGH)


def _mains(moved: list[Movement]) -> list[Movement]:
    """Return what the exercise may be cut by: what moves the body before what arms do.

    Empty where nothing moves far enough.
    """
    telling = [m for m in moved if m.weight >= LEAST_WEIGHT]
    carried = (
        m
        for m in telling
        if m.joint in CARRIES and m.weight >= CARRIES_SHARE * telling[0].weight
    )
    first = next(carried, None)
    others = [m for m in telling if m is not first]
    return others if first is None else [first, *others]


def _studied(
    poses: PoseSequence,
    spans: tuple[Span, ...],
    main: Movement,
    *,
    name: str,
    code: str,
) -> Studied:
    """Learn from these repetitions, cut by what `main` measures."""
    moved = signals.movements(poses, spans)
    same = (m for m in moved if (m.measure, m.side) == (main.measure, main.side))
    main = next(same, main)
    exercise = _exercise(poses, spans, moved, main, name=name, code=code)
    return Studied(exercise, poses, spans, main.side)


def _exercise(
    poses: PoseSequence,
    spans: tuple[Span, ...],
    moved: list[Movement],
    main: Movement,
    *,
    name: str,
    code: str,
) -> Exercise:
    """Put the exercise together."""
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
    return told[:MOST_CURVES]


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
