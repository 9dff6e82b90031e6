"""What a reference recording shows beside the exercise: its repetitions and a figure.

For a page on which a therapist sees how the reference's own repetitions lie in the
band, and for the figure that patients see instead of the film.
"""

import warnings
from typing import Any, Final

import numpy as np

from recognition import viewpoint
from recognition.biomechanics.kinematics import QUANTITIES, measure_series
from recognition.exercises.spec import Exercise, Limb, ReferenceCurve
from recognition.learning import signals
from recognition.learning.adjusting import key_of, primary
from recognition.learning.take import Studied
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span
from recognition.simulation.reference_motion import JOINTS, SCHEMA, STEPS
from recognition.skeleton import INDEX, OneSide

_HEAD: Final = ("left_ear", "right_ear")
_YAWS: Final = {"front": 0, "left": 90, "right": -90, "back": 180, "oblique": 45}
_REST_S: Final = 0.8  # between two rounds of the figure


def takes(studied: Studied) -> list[dict[str, Any]]:
    """Return each curve of the reference with the repetitions that made it.

    `values` and each of `takes` go from start to peak and back (`REFERENCE_SAMPLES`),
    in `unit`; the primary curve comes first.
    """
    exercise = studied.exercise
    main = primary(exercise)
    ordered = sorted(exercise.reference, key=lambda curve: curve is not main)
    return [_take(curve, studied, is_primary=curve is main) for curve in ordered]


def motion(studied: Studied) -> dict[str, Any]:
    """Return the median repetition as moving joints, as `static/motions` has them.

    The form is that of `recognition.simulation.reference_motion`; a movement of the
    right side is written as that of the left.
    """
    poses, view = studied.poses, viewpoint.estimate(studied.poses)
    yaw = view.yaw_deg if view.yaw_deg is not None else float(_YAWS[view.name])
    rounds = np.stack([_places(poses, span, yaw) for span in studied.spans])
    places = _grounded(_completed(rounds), studied.exercise)
    is_two_sided = studied.exercise.sides == ("both",)
    if not is_two_sided and studied.side == "right":
        places, yaw = _mirrored(places), -yaw
    return {
        "schema": SCHEMA,
        "side": "both" if is_two_sided else "left",
        "joints": ["head", *JOINTS],
        "peak": STEPS,
        "out_s": round(_median([s.peak_s - s.start_s for s in studied.spans]), 2),
        "back_s": round(_median([s.end_s - s.peak_s for s in studied.spans]), 2),
        "rest_s": _REST_S,
        "yaw": round(yaw),
        "props": [],
        "frames": [[round(1000 * v) for v in frame.ravel()] for frame in places],
    }


def _take(
    curve: ReferenceCurve, studied: Studied, *, is_primary: bool
) -> dict[str, Any]:
    side = _side(curve.measure, curve.limb, studied.side)
    series = measure_series(curve.measure, side, studied.poses)
    rows = [signals.sampled(series, studied.poses.time_s, s) for s in studied.spans]
    return {
        "key": key_of(curve),
        "measure": curve.measure,
        "limb": curve.limb,
        "unit": QUANTITIES[curve.measure].unit,
        "primary": is_primary,
        "values": list(curve.values),
        "tolerance": curve.tolerance,
        "takes": [[round(v, 1) for v in row.tolist()] for row in rows],
    }


def _side(measure: str, limb: Limb, working: OneSide) -> OneSide:
    """Return the side that a curve was measured on."""
    if not QUANTITIES[measure].is_paired:
        return "left"
    other: OneSide = "left" if working == "right" else "right"
    return working if limb == "working" else other


def _places(poses: PoseSequence, span: Span, yaw_deg: float) -> Floats:
    """Return the joints in one repetition, (S, 17, 3): forward, left, up, metres."""
    out = np.linspace(span.start_s, span.peak_s, STEPS + 1)
    back = np.linspace(span.peak_s, span.end_s, STEPS + 1)
    frames = np.abs(poses.time_s[:, None] - np.concatenate([out, back[1:]])).argmin(0)
    points = viewpoint.space(poses)[frames]
    head = points[:, [INDEX[name] for name in _HEAD]].mean(axis=1, keepdims=True)
    whole = np.concatenate([head, points[:, [INDEX[n] for n in JOINTS]]], axis=1)
    right, down, away = np.moveaxis(whole, -1, 0)
    yaw = np.radians(yaw_deg)
    forward = -np.sin(yaw) * right - np.cos(yaw) * away
    leftward = np.cos(yaw) * right - np.sin(yaw) * away
    return np.stack([forward, leftward, -down], axis=-1)


def _completed(rounds: Floats) -> Floats:
    """Return the median of repetitions (N, S, 17, 3); a twin stands for what is hidden.

    What neither side shows hangs on the middle of the hips.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a joint that is never seen
        median = np.nanmedian(rounds, axis=0)
    filled = np.where(np.isfinite(median), median, _mirrored(median))
    return np.nan_to_num(filled)


def _grounded(places: Floats, exercise: Exercise) -> Floats:
    """Return joints whose lowest point is on the floor and whose support stands still.

    World landmarks hang on the middle of the hips; who stands moves those instead.
    """
    up = places[:, :, 2] - places[:, :, 2].min(axis=1, keepdims=True)
    placed = np.concatenate([places[:, :, :2], up[:, :, None]], axis=-1)
    if exercise.posture == "standing":
        ankles = [1 + JOINTS.index(f"{side}_ankle") for side in ("left", "right")]
        support = min(ankles, key=lambda joint: float(up[:, joint].mean()))
        drift = placed[:, support, :2] - placed[:1, support, :2]
        placed[:, :, :2] -= drift[:, None, :]
    return placed


def _mirrored(places: Floats) -> Floats:
    """Return the mirror image, (S, 17, 3)."""
    names = ["head", *JOINTS]
    twins = {"left": "right", "right": "left"}
    order = [
        names.index("_".join([twins.get(side, side), *rest]))
        for side, *rest in (name.split("_") for name in names)
    ]
    return np.asarray(places[:, order] * np.array([1.0, -1.0, 1.0]))


def _median(values: list[float]) -> float:
    return float(np.median(values))
