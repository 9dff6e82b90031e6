"""The value of a measure in one phase of one repetition, or why there is none."""

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from scipy.ndimage import median_filter

from recognition.assessment import plausibility
from recognition.assessment.phases import Bools, Course
from recognition.biomechanics import body as bodies
from recognition.biomechanics import kinematics
from recognition.biomechanics.errors import Kind
from recognition.biomechanics.kinematics import QUANTITIES, Quantity
from recognition.biomechanics.smoothness import spectral_arc_length
from recognition.exercises.spec import Exercise, Peak, Reduce
from recognition.poses import Floats, PoseSequence
from recognition.report import View, ViewName
from recognition.skeleton import INDEX, OneSide, Side

# Below this visibility BlazePose guesses a landmark rather than seeing it.
VISIBLE: Final = 0.5
# A phase is judged when at least this share of its frames shows what is needed.
SEEN_SHARE: Final = 0.6
# An extreme counts when it lasts: shorter ones are jitter of the landmarks.
LASTING_S: Final = 0.15
# Half width of the 95 % interval of a boundary in time, besides the frame interval:
# the target for the median boundary error of segmentation is 0.12 s.
BOUNDARY_S: Final = 0.1
SMOOTHNESS_ERROR: Final = 0.3

_RIGHT_ANGLE: Final = 90.0
_CHANGES: Final = ("range", "rise", "drop")
_FROM_REST: Final = ("rise", "drop")
# The extreme that is rest where the other one is the peak.
_AWAY: Final[dict[Peak, Reduce]] = {"max": "min", "min": "max"}
# Nobody does half of an exercise faster: a shorter time is a jump of the landmarks.
SHORTEST_S: Final = 0.2
# Of a measure that errs too much from where the camera stands, too.
NOT_SURE: Final = "not seen clearly enough to be sure"
_CUT: Final = "the recording begins or ends inside this repetition"


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value with the moment and the side that show it.

    Attributes:
        value: None where not measured; then `reason` says why.
        uncertainty: half width of the 95 % interval.
        systematic: the part of it that all repetitions of a recording share.
        seen: mean visibility of what it rests on, in [0, 1].
        alike: repetitions of the recording that deviate on this side.
    """

    value: float | None
    uncertainty: float | None = None
    time_s: float = 0.0
    side: Side = "both"
    seen: float = 1.0
    reason: str | None = None
    systematic: float | None = None
    alike: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What values are read from: a repetition and the view of the recording.

    Mistakes, measures and score ask for the same values: they are computed once.
    """

    poses: PoseSequence
    exercise: Exercise
    view: View
    course: Course
    _values: dict[tuple[str, Reduce, str, OneSide], Value] = field(
        default_factory=dict, init=False, repr=False
    )
    _wild: dict[tuple[str, OneSide], str] = field(
        default_factory=dict, init=False, repr=False
    )

    def value(self, name: str, reduce: Reduce, phase: str, side: OneSide) -> Value:
        """Return the measure `name` of one side in `phase`, reduced to one number."""
        key = (name, reduce, phase, side)
        if key not in self._values:
            self._values[key] = _measured(self, name, reduce, phase, side)
        return self._values[key]

    def wild(self, name: str, side: OneSide) -> str:
        """Return that the landmarks do not follow the body, or an empty text."""
        key = (name, side)
        if key not in self._wild:
            self._wild[key] = _wild(self, QUANTITIES[name], side)
        return self._wild[key]


def refusal(view: View, allowed: tuple[ViewName, ...]) -> str | None:
    """Return why a view does not allow a measure, or None if it does."""
    if view.yaw_deg is None:
        return view.reason or "the view is not known"
    if view.name in allowed:
        return None
    wanted = " or ".join(_PLACES[name] for name in _without_twins(allowed))
    return f"needs a recording from {wanted}, this one is from {_PLACES[view.name]}"


def measure(
    scene: Scene, name: str, reduce: Reduce, phase: str, side: OneSide
) -> Value:
    """Return what is stated of a measure: nothing where it errs too much."""
    value = measured(scene, name, reduce, phase, side)
    kind = "sides" if name == "asymmetry" else kind_of(reduce)
    judged_by = scene.exercise.signal.measure if name == "asymmetry" else name
    if value.value is None or judged_by not in QUANTITIES:
        return value
    off_deg = off_picture_deg(scene, judged_by, side, value.time_s)
    if QUANTITIES[judged_by].errors.of(kind).is_trusted_at(off_deg):
        return value
    return Value(None, side=side, reason=NOT_SURE)


def measured(
    scene: Scene, name: str, reduce: Reduce, phase: str, side: OneSide
) -> Value:
    """Return the measure `name` of one side in `phase`, reduced to one number."""
    return scene.value(name, reduce, phase, side)


def _measured(
    scene: Scene, name: str, reduce: Reduce, phase: str, side: OneSide
) -> Value:
    """Compute what `measure` returns."""
    part = scene.exercise.phase(phase).part
    if name == "duration":
        return _duration(scene, phase)
    if name == "asymmetry":
        return _asymmetry(scene)
    if part == "at_rest" and reduce == _AWAY[scene.exercise.signal.peak]:
        return _at_worse_end(scene, name, reduce, side)
    if part == "at_rest" and scene.course.is_cut(part):
        return Value(None, side=side, reason=_CUT)
    if reduce in _FROM_REST and scene.course.begins_cut:
        return Value(None, side=side, reason=_CUT)
    if name == "smoothness":
        return _smoothness(scene, side)
    return _reduced(
        scene, QUANTITIES[name], name, reduce, scene.course.mask(part), side
    )


def _at_worse_end(scene: Scene, name: str, reduce: Reduce, side: OneSide) -> Value:
    """Return how far rest is reached before or after, whichever is less.

    Arms that are straight before a repetition say nothing of those after it.
    """
    values = [
        _reduced(scene, QUANTITIES[name], name, reduce, frames, side)
        for frames in scene.course.rests()
    ]
    known = [(one.value, one) for one in values if one.value is not None]
    if not known:
        return values[0] if values else Value(None, side=side, reason=_CUT)
    pick = max if reduce == "min" else min
    return pick(known, key=lambda pair: pair[0])[1]


def sides_to_judge(scene: Scene, name: str) -> tuple[OneSide, ...]:
    """Return the sides on which a measure is read in this repetition.

    Both for a movement of both sides; only the nearer one where the camera looks
    from the side, since the body hides the other.
    """
    side = scene.course.span.side
    if side != "both":
        return (side,)
    if name not in QUANTITIES or not QUANTITIES[name].is_paired:
        return ("left",)
    if scene.view.name in ("left", "right") and QUANTITIES[name].plane == "sagittal":
        return ("left",) if scene.view.name == "left" else ("right",)
    return ("left", "right")


def hidden(
    quantity: Quantity, side: OneSide, poses: PoseSequence, frames: Bools
) -> str:
    """Return which needed landmark is hidden on too many `frames`, or an empty text."""
    for name in quantity.needs(side):
        column = INDEX[name]
        found = np.isfinite(poses.landmarks[frames, column, 0])
        seen = found & (poses.visibility[frames, column] >= VISIBLE)
        if seen.size == 0 or seen.mean() < SEEN_SHARE:
            return f"{name.replace('_', ' ')} hidden"
    return ""


_PLACES: Final[dict[ViewName, str]] = {
    "front": "the front",
    "back": "behind",
    "left": "the side",
    "right": "the side",
    "oblique": "an oblique angle",
}


def _without_twins(views: tuple[ViewName, ...]) -> tuple[ViewName, ...]:
    """Return one view for each name of a place."""
    return tuple({_PLACES[view]: view for view in reversed(views)}.values())[::-1]


def _reduced(
    scene: Scene,
    quantity: Quantity,
    name: str,
    reduce: Reduce,
    frames: Bools,
    side: OneSide,
) -> Value:
    """Reduce the series of one measure to a number with its uncertainty."""
    poses = scene.poses
    reason = hidden(quantity, side, poses, frames) or scene.wild(name, side)
    if reason:
        return Value(None, side=side, reason=reason)
    series = bodies.of(poses).remembered(
        f"lasting {name} {side}",
        lambda: _lasting(kinematics.measure_series(name, side, poses), poses.time_s),
    )
    if not np.isfinite(series[frames]).any():
        return Value(None, side=side, reason=f"{side} side could not be measured")
    start = _start_value(series, scene.course)
    value, index = _extreme(series, frames, reduce, start)
    seen = float(np.clip(kinematics.visibility(quantity, side, poses)[index], 0, 1))
    moment, errors = float(poses.time_s[index]), quantity.errors.of(kind_of(reduce))
    off_deg = off_picture_deg(scene, name, side, moment)
    error = errors.at(off_deg) / max(seen, VISIBLE)
    shared = errors.shared_at(off_deg) * error
    shown: Side = side if quantity.is_paired else "both"
    return Value(value, error, moment, shown, seen, systematic=shared)


def _wild(scene: Scene, quantity: Quantity, side: OneSide) -> str:
    """Return that the landmarks do not follow the body, or an empty text."""
    whole = scene.course.mask("whole")
    picture = float(np.nanmean(quantity.weight(bodies.of(scene.poses), side)[whole]))
    follows = plausibility.follows_body(
        scene.poses, quantity.needs(side), whole, picture=picture
    )
    return "" if follows else plausibility.REASON


def kind_of(reduce: Reduce) -> Kind:
    """Return whether a value is one of a moment or of a change."""
    return "change" if reduce in _CHANGES else "value"


def off_picture_deg(scene: Scene, name: str, side: OneSide, time_s: float) -> float:
    """Return how far off the picture a measure lies at one moment, 0 to 90.

    An arm may point at the camera, whatever the view.
    """
    quantity, body = QUANTITIES[name], bodies.of(scene.poses)
    frame = int(np.argmin(np.abs(scene.poses.time_s - time_s)))
    if quantity.is_elbow:
        return _RIGHT_ANGLE * (1.0 - float(quantity.weight(body, side)[frame]))
    return float(body.off_picture_deg(quantity.plane)[frame])


def _extreme(
    series: Floats, frames: Bools, reduce: Reduce, start: float
) -> tuple[float, int]:
    """Return the reduced value and the frame that shows it."""
    inside = np.where(frames, series, np.nan)
    top, bottom = int(np.nanargmax(inside)), int(np.nanargmin(inside))
    high, low = float(inside[top]), float(inside[bottom])
    match reduce:
        case "max":
            return high, top
        case "min":
            return low, bottom
        case "range":
            further = top if high - start >= start - low else bottom
            return high - low, further
        case "rise":
            return high - start, top
        case "drop":
            return start - low, bottom
        case "mean":
            middle = np.flatnonzero(frames)[int(frames.sum()) // 2]
            return float(np.nanmean(inside)), int(middle)


def _start_value(series: Floats, course: Course) -> float:
    """Return the value in the posture that the repetition starts from."""
    resting = course.mask("at_rest") & course.mask("toward_peak")
    values = series[resting if resting.any() else course.mask("toward_peak")]
    values = values[np.isfinite(values)]
    if values.size == 0:
        values = series[course.mask("whole")]
    return float(np.nanmedian(values))


def _lasting(series: Floats, time_s: Floats) -> Floats:
    """Remove extremes that last less than `LASTING_S`; gaps keep NaN."""
    if time_s.size < 3:
        return series
    window = round(LASTING_S / float(np.median(np.diff(time_s))))
    seen = np.isfinite(series)
    if window < 3 or not seen.any():
        return series
    frames = np.arange(series.size)
    filled = np.interp(frames, frames[seen], series[seen])
    smooth: Floats = median_filter(filled, size=window | 1, mode="nearest")
    return np.where(seen, smooth, np.nan)


def _duration(scene: Scene, phase: str) -> Value:
    """Return how long a phase lasts, in seconds."""
    part = scene.exercise.phase(phase).part
    side = scene.course.span.side
    if scene.course.is_cut(part):
        return Value(None, side=side, reason=_CUT)
    if not _can_be_timed(scene):
        return Value(None, side=side, reason=plausibility.REASON)
    start, end = scene.course.limits(part)
    lasted = scene.course.lasted(part)
    error = BOUNDARY_S + float(np.median(np.diff(scene.poses.time_s)))
    if not lasted >= SHORTEST_S:
        return Value(None, side=side, reason="too short to be timed")
    return Value(lasted, error, (start + end) / 2.0, side)


def _can_be_timed(scene: Scene) -> bool:
    """Say whether the landmarks of the primary signal follow the body closely enough.

    When a limb moves is seen in the picture, from wherever: depth plays no part.
    """
    signal = scene.exercise.signal.measure
    whole = scene.course.mask("whole")
    return all(
        plausibility.follows_body(
            scene.poses, QUANTITIES[signal].needs(side), whole, picture=1.0
        )
        for side in sides_to_judge(scene, signal)
    )


def _smoothness(scene: Scene, side: OneSide) -> Value:
    """Return the spectral arc length of the primary signal."""
    signal = kinematics.measure_series(scene.exercise.signal.measure, side, scene.poses)
    frames = scene.course.mask("whole") & np.isfinite(signal)
    arc = spectral_arc_length(signal[frames], scene.poses.time_s[frames])
    if arc is None:
        return Value(None, side=side, reason="the repetition is too short")
    return Value(arc, SMOOTHNESS_ERROR, scene.course.span.peak_s, side)


def _asymmetry(scene: Scene) -> Value:
    """Return the difference between left and right at the peak, in degrees.

    The side is the one that falls short.
    """
    signal = scene.exercise.signal
    if scene.course.span.side != "both":
        reason = "only one side works in this repetition"
        return Value(None, reason=reason)
    reduce: Literal["max", "min"] = signal.peak
    quantity, frames = QUANTITIES[signal.measure], scene.course.mask("at_peak")
    left, right = (
        _reduced(scene, quantity, signal.measure, reduce, frames, side)
        for side in ("left", "right")
    )
    for value in (left, right):
        if value.value is None:
            return value
    assert left.value is not None and right.value is not None  # noqa: S101, PT018
    lower: Side = "left" if (left.value < right.value) is (reduce == "max") else "right"
    seen, moment = min(left.seen, right.seen), scene.course.span.peak_s
    errors = quantity.errors.sides
    off_deg = off_picture_deg(scene, signal.measure, "left", moment)
    error = errors.at(off_deg) / max(seen, VISIBLE)
    shared = errors.shared_at(off_deg) * error
    apart = abs(left.value - right.value)
    return Value(apart, error, moment, lower, seen, systematic=shared)
