"""Changes to repetitions that leave their labels true; each can be switched off."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets.base import Batch
from recognition.datasets.joints import JOINT, MIRROR

Singles = npt.NDArray[np.float32]

_SIDE: Final = np.array([-1.0, 1.0, 1.0], dtype=np.float32)
_LIMBS: Final = tuple(
    [JOINT[f"{side}_{name}"] for name in names]
    for side in ("left", "right")
    for names in (("elbow", "wrist"), ("knee", "ankle", "heel", "toe"))
)


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What is changed while training; 0 switches a change off.

    Attributes:
        mirror: probability that left and right change places.
        yaw_deg: turn about the vertical, standard deviation.
        scale: standard deviation of the size, share.
        noise: of every joint, in torso lengths, standard deviation.
        drop_out: probability that a joint is missing from a repetition.
        occlusion: probability that a limb is missing for a quarter of the time.
        warp: unevenness of the tempo; 0.2 moves moments by up to a tenth.
        speed: largest part cut off at start and end, share.
    """

    mirror: float = 0.5
    yaw_deg: float = 10.0
    scale: float = 0.05
    noise: float = 0.01
    drop_out: float = 0.0
    occlusion: float = 0.0
    warp: float = 0.2
    speed: float = 0.0

    def without(self, name: str) -> "Augmentation":
        """Return the same with one change switched off, to see what it does."""
        return replace(self, **{name: 0.0})


NONE: Final = Augmentation(mirror=0.0, yaw_deg=0.0, scale=0.0, noise=0.0, warp=0.0)


def augmented(
    batch: Batch, settings: Augmentation, generator: np.random.Generator
) -> Batch:
    """Return `batch` changed at random; what was not seen stays unseen."""
    poses, mask = batch.poses, batch.mask
    if not batch.phases.shape[1]:  # phases are told frame by frame
        poses, mask = _retimed(poses, mask, settings, generator)
    poses, mask = _mirrored(poses, mask, settings.mirror, generator)
    poses = _turned(poses, settings.yaw_deg, generator)
    if settings.scale > 0.0:
        sizes = generator.normal(1.0, settings.scale, (len(poses), 1, 1, 1))
        poses = poses * sizes.astype(np.float32)
    if settings.noise > 0.0:
        poses = poses + settings.noise * generator.standard_normal(
            poses.shape, dtype=np.float32
        )
    mask = mask & _kept(mask.shape, settings, generator)
    return replace(batch, poses=np.where(mask[..., None], poses, 0.0), mask=mask)


def mirrored(batch: Batch) -> Batch:
    """Return all repetitions as a mirror shows them."""
    order = list(MIRROR)
    return replace(
        batch, poses=batch.poses[:, :, order] * _SIDE, mask=batch.mask[:, :, order]
    )


def _mirrored(
    poses: Singles,
    mask: npt.NDArray[np.bool_],
    share: float,
    generator: np.random.Generator,
) -> tuple[Singles, npt.NDArray[np.bool_]]:
    """Swap left and right in a random share of the repetitions."""
    chosen = generator.random(len(poses)) < share
    order = list(MIRROR)
    poses, mask = poses.copy(), mask.copy()
    poses[chosen] = poses[chosen][:, :, order] * _SIDE
    mask[chosen] = mask[chosen][:, :, order]
    return poses, mask


def _turned(poses: Singles, yaw_deg: float, generator: np.random.Generator) -> Singles:
    """Turn each repetition about the vertical."""
    if yaw_deg <= 0.0:
        return poses
    angle = np.radians(generator.normal(0.0, yaw_deg, len(poses))).astype(np.float32)
    cos, sin = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
    x, y, z = np.moveaxis(poses, -1, 0)
    return np.stack([cos * x + sin * z, y, cos * z - sin * x], axis=-1)


def _retimed(
    poses: Singles,
    mask: npt.NDArray[np.bool_],
    settings: Augmentation,
    generator: np.random.Generator,
) -> tuple[Singles, npt.NDArray[np.bool_]]:
    """Let time run unevenly, and cut off some of start and end."""
    if settings.warp <= 0.0 and settings.speed <= 0.0:
        return poses, mask
    number, frames = mask.shape[:2]
    share = np.linspace(0.0, 1.0, frames)
    bend = generator.uniform(-settings.warp, settings.warp, (number, 2, 1))
    wave = bend[:, 0] * np.sin(np.pi * share) / np.pi
    wave = wave + bend[:, 1] * np.sin(2.0 * np.pi * share) / (2.0 * np.pi)
    ends = generator.uniform(0.0, max(settings.speed, 0.0), (number, 2, 1))
    moments = ends[:, 0] + (1.0 - ends.sum(axis=1)) * (share + wave)
    return _at(poses, mask, np.clip(moments, 0.0, 1.0) * (frames - 1))


def _at(
    poses: Singles, mask: npt.NDArray[np.bool_], moments: npt.NDArray[np.float64]
) -> tuple[Singles, npt.NDArray[np.bool_]]:
    """Return repetitions at `moments` (N, T), in frames, interpolated."""
    rows = np.arange(len(poses))[:, None]
    before = np.floor(moments).astype(np.int64)
    after = np.minimum(before + 1, poses.shape[1] - 1)
    share = (moments - before).astype(np.float32)[..., None, None]
    found = poses[rows, before] * (1.0 - share) + poses[rows, after] * share
    return found, mask[rows, before] & mask[rows, after]


def _kept(
    shape: tuple[int, ...], settings: Augmentation, generator: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Return which joints stay seen, (N, T, V)."""
    number, frames, joints = shape
    kept = np.ones(shape, dtype=bool)
    if settings.drop_out > 0.0:
        kept &= generator.random((number, 1, joints)) >= settings.drop_out
    if settings.occlusion > 0.0:
        for clip in np.flatnonzero(generator.random(number) < settings.occlusion):
            limb = _LIMBS[int(generator.integers(len(_LIMBS)))]
            start = int(generator.integers(frames))
            kept[clip, start : start + max(1, frames // 4), limb] = False
    return kept
