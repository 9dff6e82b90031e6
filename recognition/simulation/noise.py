"""The errors of a pose estimator: offsets, jitter, shallow depth, swaps, gaps.

The parameters in `noise.json` are fitted by `noise_fit` to what MediaPipe reports of
rendered films, by view and posture. They are kept for views from the patient's left;
from the right the mirror image holds. Of somebody on the side they are kept for the
left side above.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from recognition.exercises.spec import Posture
from recognition.poses import PoseSequence
from recognition.simulation import occlusion
from recognition.skeleton import INDEX, mirrored

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Family = Literal["upright", "prone", "supine", "side"]

FIT_RATE_HZ: Final = 30.0  # frame rate of the films it was fitted to
BINS: Final = (0.0, 45.0, 90.0, 135.0, 180.0)
FAMILIES: Final = ("upright", "prone", "supine", "side")
_FAMILY: Final[Mapping[Posture, Family]] = {
    "plank": "prone", "prone": "prone", "kneeling": "prone",
    "supine": "supine", "side_lying": "side",
}  # fmt: skip
_PARAMETERS: Final = Path(__file__).with_name("noise.json")
_ARMS_AND_LEGS: Final = tuple(
    (INDEX[f"left_{name}"], INDEX[f"right_{name}"])
    for name in ("hip", "knee", "ankle", "heel", "foot_index")
)


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """Errors in one group of views and postures, all (33, ...).

    Attributes:
        offset: (33, 2) mean error in the picture, in statures.
        between: (33, 2) standard deviation between recordings of their mean error.
        jitter: (33, 2) standard deviation within a recording.
        memory: (33, 2) correlation of the error from one frame to the next.
        gain: (33, 3) reported over true world coordinate.
        shift: (33, 3) mean error of the scaled world coordinate, metres.
        world_between: (33, 3) its standard deviation between recordings, metres.
        world_jitter: (33, 3) standard deviation within a recording, metres.
        world_memory: (33, 3) its correlation from frame to frame.
        seen: (33,) mean visibility; of far limbs, where the near side covers them.
        clear: (33,) mean visibility of far limbs where nothing covers them.
        seen_between: (33,) standard deviation about it between recordings.
        seen_jitter: (33,) and within a recording.
        lost: share of the frames without any landmark.
        swapped: share of the frames with left and right legs exchanged.
        fast: (33,) standard deviation of what is new in every frame, in statures;
            from real clips, whose landmarks tremble more than those of rendered films.
    """

    offset: Floats
    between: Floats
    jitter: Floats
    memory: Floats
    gain: Floats
    shift: Floats
    world_between: Floats
    world_jitter: Floats
    world_memory: Floats
    seen: Floats
    clear: Floats
    seen_between: Floats
    seen_jitter: Floats
    lost: float
    swapped: float
    fast: Floats

    def as_json(self) -> dict[str, object]:
        """Return plain JSON, numbers to four decimals."""
        found: dict[str, object] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            found[name] = (
                np.round(value, 4).tolist()
                if isinstance(value, np.ndarray)
                else round(float(value), 5)
            )
        return found


def family(posture: Posture) -> Family:
    """Return which postures an estimator errs alike in."""
    return _FAMILY.get(posture, "upright")


def group(yaw_deg: float, of: Family) -> str:
    """Return the name of the group of errors for a view and posture."""
    turn = abs((yaw_deg + 180.0) % 360.0 - 180.0)
    nearest = min(BINS, key=lambda center: abs(center - turn))
    return f"{of}_{nearest:.0f}"


def is_mirrored(poses: PoseSequence, yaw_deg: float, of: Family) -> bool:
    """Say whether the mirror image of error-free `poses` is what errors are kept for.

    Who lies on the side has one leg behind the other from the front and the back, too.
    """
    if of != "side":
        return yaw_deg < 0.0
    left, right = (INDEX[f"{side}_shoulder"] for side in ("left", "right"))
    heights = poses.landmarks[:, [left, right], 1].mean(axis=0)
    return bool(heights[1] < heights[0])  # y grows downward: the right one is above


@cache
def fitted() -> dict[str, Errors]:
    """Return the fitted errors by group."""
    stored = json.loads(_PARAMETERS.read_text("utf-8"))
    return {name: _errors(values) for name, values in stored["groups"].items()}


def _errors(values: dict[str, object]) -> Errors:
    """Return errors from their JSON."""
    arrays = {
        name: np.array(value, dtype=np.float64) if isinstance(value, list) else value
        for name, value in values.items()
    }
    return Errors(**arrays)  # type: ignore[arg-type]


def disturbed(
    poses: PoseSequence, errors: Errors, statures_px: Floats,
    generator: np.random.Generator, *, scale: float = 1.0,
) -> PoseSequence:  # fmt: skip
    """Return error-free `poses`, as errors are kept for, with `errors`.

    Args:
        poses: as `landmarks.project` returns them.
        errors: of the group of the view.
        statures_px: (T,) how many pixels high the patient would stand.
        generator: of the random part.
        scale: multiplies what varies within the recording, for worse cameras.
    """
    keep = _memory_step(poses.time_s)
    size = np.array([poses.width, poses.height])
    unit = statures_px[:, None, None] / size
    wander = _wander(keep, errors.memory, generator) * errors.jitter * scale
    landmarks = poses.landmarks.copy()
    fresh = generator.normal(size=poses.world.shape) * errors.fast[:, None] * scale
    own = errors.offset + errors.between * generator.normal(size=errors.between.shape)
    landmarks[..., :2] += (own + wander + fresh[..., :2]) * unit
    deep = _wander(keep, errors.world_memory, generator) * errors.world_jitter * scale
    spread = errors.world_between * generator.normal(size=errors.world_between.shape)
    world = poses.world * errors.gain + errors.shift + spread + deep
    world += fresh * _STATURE_M
    flat, metric = np.abs(poses.landmarks[..., 2]), np.abs(poses.world[..., 2])
    ratio = flat.sum(axis=1) / np.maximum(metric.sum(axis=1), 1e-9)
    landmarks[..., 2] = world[..., 2] * ratio[:, None]
    open_ = occlusion.clearness(poses.landmarks[..., :2] * size, statures_px)
    seen = errors.seen + open_ * np.maximum(errors.clear - errors.seen, 0.0)
    seen += errors.seen_between * generator.normal(size=len(INDEX))
    seen += errors.seen_jitter * generator.normal(size=seen.shape)
    return _with_faults(
        PoseSequence(
            time_s=poses.time_s,
            landmarks=landmarks,
            world=world,
            visibility=np.clip(seen, 0.0, 1.0) * _inside(landmarks),
            width=poses.width,
            height=poses.height,
        ),
        errors,
        generator,
    )


def observed(
    poses: PoseSequence, yaw_deg: float, statures_px: Floats, *, posture: Posture,
    generator: np.random.Generator, scale: float = 1.0,
) -> PoseSequence:  # fmt: skip
    """Return error-free `poses`, seen from `yaw_deg`, as an estimator reports them."""
    of = family(posture)
    errors = fitted()[group(yaw_deg, of)]
    if not is_mirrored(poses, yaw_deg, of):
        return disturbed(poses, errors, statures_px, generator, scale=scale)
    flipped = disturbed(mirrored(poses), errors, statures_px, generator, scale=scale)
    return mirrored(flipped)


_STATURE_M: Final = 1.7  # BlazePose's world landmarks have the size of an average adult


def _memory_step(time_s: Floats) -> Floats:
    """Return how many fitted frames pass before each frame, (T,)."""
    gaps = np.diff(time_s, prepend=time_s[0] - 1.0 / FIT_RATE_HZ)
    return np.asarray(np.clip(gaps * FIT_RATE_HZ, 0.05, 100.0))


def _wander(steps: Floats, memory: Floats, generator: np.random.Generator) -> Floats:
    """Return (T, 33, D) noise of unit size with `memory` (33, D) between frames."""
    fresh = generator.normal(size=(len(steps), *memory.shape))
    keep = np.clip(memory, 0.0, 0.999) ** steps[:, None, None]
    fresh[1:] *= np.sqrt(1.0 - keep[1:] ** 2)
    for frame in range(1, len(steps)):
        fresh[frame] += keep[frame] * fresh[frame - 1]
    return np.asarray(fresh)


def _inside(landmarks: Floats) -> Floats:
    """Return 1 for landmarks (T, 33) inside the picture, less outside."""
    out = np.maximum(np.abs(landmarks[..., :2] - 0.5).max(axis=-1) - 0.5, 0.0)
    return np.asarray(np.exp(-out / 0.05))


def _with_faults(
    poses: PoseSequence, errors: Errors, generator: np.random.Generator
) -> PoseSequence:
    """Return `poses` with legs swapped and frames lost, in short runs."""
    landmarks, world = poses.landmarks.copy(), poses.world.copy()
    visibility = poses.visibility.copy()
    frames = len(poses)
    swapped = _runs(frames, errors.swapped, generator)
    for left, right in _ARMS_AND_LEGS:
        for points in (landmarks, world):
            points[swapped, left], points[swapped, right] = (
                points[swapped, right].copy(),
                points[swapped, left].copy(),
            )
    lost = _runs(frames, errors.lost, generator)
    landmarks[lost], world[lost], visibility[lost] = np.nan, np.nan, 0.0
    return PoseSequence(
        time_s=poses.time_s, landmarks=landmarks, world=world, visibility=visibility,
        width=poses.width, height=poses.height,
    )  # fmt: skip


_RUN_FRAMES: Final = 5.0  # mean length of a swap or a gap


def _runs(frames: int, share: float, generator: np.random.Generator) -> Bools:
    """Return (frames,), true in random short runs that cover `share` on average."""
    hit = np.zeros(frames, dtype=bool)
    if share <= 0.0:
        return hit
    starts = np.flatnonzero(generator.random(frames) < share / _RUN_FRAMES)
    for start in starts:
        hit[start : start + 1 + generator.poisson(_RUN_FRAMES - 1.0)] = True
    return hit
