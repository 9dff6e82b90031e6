"""Fits the errors of `noise` to what MediaPipe reports of rendered films.

`python -m recognition.simulation.noise_fit FILMS [CLIPS]` reads the truth and the
estimates that `noise_films` leaves in FILMS, and poses of real clips in CLIPS (npz
files as `PoseSequence.save` writes them), and writes `noise.json`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.poses import PoseSequence, load
from recognition.simulation import noise_films, occlusion
from recognition.simulation.noise import (
    BINS,
    FAMILIES,
    FIT_RATE_HZ,
    Errors,
    disturbed,
)
from recognition.simulation.noise_films import Sample
from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

_FEWEST_FRAMES: Final = 40
_RATE_TOLERANCE_HZ: Final = 10.0
_HALF: Final = 0.5
_GAIN_LIMITS: Final = (0.0, 1.6)
_TRUNK_SHARE: Final = 0.27  # mid-hip to mid-shoulder as a share of the stature
_SURE: Final = 0.5  # visibility from which a landmark counts
_NORMAL: Final = 1.4826  # median of absolute values to standard deviation
_LEAST_SPREAD_M: Final = 0.03  # a coordinate that moves less says nothing of the gain


def fit(samples: Iterable[Sample]) -> dict[str, Errors]:
    """Return the errors by group; a group without films borrows its neighbor's."""
    gathered: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        gathered[sample.group].append(sample)
    parts = {name: _errors(films) for name, films in gathered.items()}
    found: dict[str, Errors] = {}
    for of in FAMILIES:
        names = [f"{of}_{center:.0f}" for center in BINS]
        known = [name for name in names if name in parts]
        if not known:
            continue
        flat = _spread([parts[name][1] for name in known])
        deep = _spread([parts[name][2] for name in known])
        for center, name in zip(BINS, names, strict=True):
            nearest = min(known, key=lambda n: abs(float(n.split("_")[1]) - center))
            errors, flat_own, deep_own = parts[nearest]
            found[name] = replace(
                errors,
                between=_between(flat_own, flat),
                world_between=_between(deep_own, deep),
            )
    return found


def _errors(films: list[Sample]) -> tuple[Errors, list[Floats], list[Floats]]:
    """Return the errors of one group, and each film's own in the picture and deep."""
    flat = [_flat_residual(film) for film in films]
    gain = _depth_gain(films)
    deep = [_straight(f, f.seen.world - f.true.world * gain) for f in films]
    flat_means, deep_means = _means(flat), _means(deep)
    offset, shift = _mean(flat_means), _mean(deep_means)
    flat = [each - mean for each, mean in zip(flat, flat_means, strict=True)]
    deep = [each - mean for each, mean in zip(deep, deep_means, strict=True)]
    seen, clear, seen_between, seen_jitter = _visibility(films)
    lost = np.concatenate([~f.seen.found for f in films])
    errors = Errors(
        offset=offset,
        between=np.zeros_like(offset),
        jitter=_within(flat),
        memory=_memory(flat),
        gain=gain,
        shift=shift,
        world_between=np.zeros_like(shift),
        world_jitter=_within(deep),
        world_memory=_memory(deep),
        seen=seen,
        clear=clear,
        seen_between=seen_between,
        seen_jitter=seen_jitter,
        lost=float(lost.mean()),
        swapped=float(np.mean(np.concatenate([_swapped(f) for f in films]))),
        fast=np.zeros(len(INDEX)),
    )
    return (
        errors,
        [mean - offset for mean in flat_means],
        [mean - shift for mean in deep_means],
    )


def _means(residuals: list[Floats]) -> list[Floats]:
    """Return the mean error of each film; NaN where too little was seen."""
    enough = [np.isfinite(each[:, 0, 0]).sum() >= _FEWEST_FRAMES for each in residuals]
    return [
        np.nanmean(each, axis=0) if known else np.full(each.shape[1:], np.nan)
        for each, known in zip(residuals, enough, strict=True)
    ]


def _within(residuals: list[Floats]) -> Floats:
    """Return the standard deviation within the usual film (median).

    The mean square would be that of the one exercise in which a joint errs most.
    """
    each = np.array([np.nanstd(film, axis=0) for film in residuals])
    return np.asarray(np.nan_to_num(np.nanmedian(each, axis=0)))


def _mean(of_films: list[Floats]) -> Floats:
    return np.asarray(np.nan_to_num(np.nanmean(np.array(of_films), axis=0)))


def _between(own: list[Floats], alike: Floats) -> Floats:
    """Return the standard deviation between the films of one group.

    Few films say little: all of the posture, `alike`, weigh as much as one of them.
    """
    freedom = max(len(_known(own)) - 1, 0)
    variance = _spread([own]) ** 2 if freedom else 0.0
    return np.asarray(np.sqrt((freedom * variance + alike**2) / (freedom + 1)))


def _spread(groups: list[list[Floats]]) -> Floats:
    """Return the standard deviation of films about the mean of their own group.

    From absolute values, as single films err by far more than the others.
    """
    several = [films for group in groups if len(films := _known(group)) > 1]
    apart = np.array([film for films in several for film in films])
    if not several:
        return np.zeros_like(groups[0][0])
    size = np.sqrt(np.pi / 2.0) * np.abs(apart).mean(axis=0)
    return np.asarray(size * np.sqrt(len(apart) / (len(apart) - len(several))))


def _known(films: list[Floats]) -> list[Floats]:
    return [film for film in films if np.isfinite(film).all()]


def _visibility(films: list[Sample]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return visibility where covered, where not, and its two spreads, (33,) each."""
    kept = [f.seen.found & ~_swapped(f) for f in films]
    each = [f.seen.visibility[k] for f, k in zip(films, kept, strict=True)]
    shown = [
        occlusion.clearness(f.true.pixels(), f.statures_px)[k] >= _HALF
        for f, k in zip(films, kept, strict=True)
    ]
    every, is_clear = np.concatenate(each), np.concatenate(shown)
    seen = every.mean(axis=0)
    clear = seen.copy()
    for joint in occlusion.FAR_JOINTS:
        open_ = is_clear[:, joint]
        if min(open_.sum(), (~open_).sum()) >= _FEWEST_FRAMES:
            seen[joint] = every[~open_, joint].mean()
            clear[joint] = every[open_, joint].mean()
    apart = [v - np.where(s, clear, seen) for v, s in zip(each, shown, strict=True)]
    means = np.array([film.mean(axis=0) for film in apart if len(film)])
    within = np.array([film.var(axis=0) for film in apart if len(film)])
    between = means.std(axis=0, ddof=1) if len(means) > 1 else np.zeros(len(INDEX))
    return seen, clear, between, np.sqrt(within.mean(axis=0))


def trembling(sequences: Iterable[PoseSequence]) -> Floats:
    """Return how much each landmark jumps from frame to frame, (33,), in statures.

    From second differences, in which smooth movement cancels; robust against what
    does not (median of absolute values).
    """
    jumps: list[list[Floats]] = [[] for _ in INDEX]
    for poses in sequences:
        points = poses.pixels()
        second = (points[2:] - 2.0 * points[1:-1] + points[:-2]) / np.sqrt(6.0)
        scaled = second / (_trunk_px(points) / _TRUNK_SHARE)
        sure = (poses.visibility[1:-1] > _SURE) & np.isfinite(scaled).all(axis=2)
        for joint, kept in enumerate(jumps):
            kept.append(scaled[sure[:, joint], joint].ravel())
    return np.array([_NORMAL * np.median(np.abs(np.concatenate(j))) for j in jumps])


def _trunk_px(points: Floats) -> float:
    """Return the length of the trunk where it is seen across, pixels."""
    names = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    a, b, c, d = (points[:, INDEX[name]] for name in names)
    return float(np.nanpercentile(np.linalg.norm(a + b - c - d, axis=1) / 2.0, 90.0))


def with_real_trembling(
    errors: dict[str, Errors],
    simulated: Iterable[PoseSequence],
    real: Iterable[PoseSequence],
) -> dict[str, Errors]:
    """Return `errors` with so much fast noise that `simulated` tremble like `real`."""
    lacking = trembling(real) ** 2 - trembling(simulated) ** 2
    fast = np.sqrt(np.maximum(lacking, 0.0))
    return {name: replace(e, fast=fast) for name, e in errors.items()}


def _flat_residual(film: Sample) -> Floats:
    """Return seen minus true in the picture, (T, 33, 2), in statures."""
    apart = film.seen.pixels() - film.true.pixels()
    return _straight(film, apart / film.statures_px[:, None, None])


def _straight(film: Sample, residual: Floats) -> Floats:
    """Return a residual (T, 33, D), NaN where legs are exchanged: that is counted."""
    return np.where(_swapped(film)[:, None, None], np.nan, residual)


def _depth_gain(films: list[Sample]) -> Floats:
    """Return the gain (33, 3) of the world coordinates by least squares."""
    true = np.concatenate([f.true.world[f.seen.found] for f in films])
    seen = np.concatenate([f.seen.world[f.seen.found] for f in films])
    spread = true.std(axis=0)
    cover = ((true - true.mean(axis=0)) * (seen - seen.mean(axis=0))).mean(axis=0)
    gain = np.where(
        spread > _LEAST_SPREAD_M, cover / np.maximum(spread, 1e-9) ** 2, 1.0
    )
    return np.asarray(np.clip(gain, *_GAIN_LIMITS))


def _memory(residuals: list[Floats]) -> Floats:
    """Return the correlation of an error with the one before it."""
    now = np.concatenate([r[1:] for r in residuals])
    before = np.concatenate([r[:-1] for r in residuals])
    both = np.isfinite(now) & np.isfinite(before)
    product = np.where(both, now * before, 0.0).sum(axis=0)
    square = np.where(both, before**2, 0.0).sum(axis=0)
    return np.asarray(np.clip(product / np.maximum(square, 1e-12), 0.0, 0.999))


def _swapped(film: Sample) -> npt.NDArray[np.bool_]:
    """Return the frames (T,) in which exchanged legs fit the truth much better."""
    true, seen = film.true.pixels(), film.seen.pixels()
    names = ("knee", "ankle", "foot_index")
    left = [INDEX[f"left_{n}"] for n in names]
    right = [INDEX[f"right_{n}"] for n in names]
    straight = np.linalg.norm(seen[:, left + right] - true[:, left + right], axis=-1)
    crossed = np.linalg.norm(seen[:, right + left] - true[:, left + right], axis=-1)
    apart = np.linalg.norm(true[:, left] - true[:, right], axis=-1).mean(axis=1)
    better = crossed.mean(axis=1) < 0.6 * straight.mean(axis=1)
    return np.asarray(better & (apart > 0.05 * film.statures_px))


def main(films: Path, clips: Path | None) -> None:
    """Fit to the `films`, and to the poses of real `clips` (npz), and write it."""
    paths = sorted(films.glob("*.npz"))
    samples = [noise_films.read(path) for path in paths]
    errors = fit(samples)
    real = [load(path) for path in sorted(clips.glob("*.npz"))] if clips else []
    real = [poses for poses in real if is_usual(poses)]
    if real:
        generator = np.random.default_rng(0)
        again = [
            disturbed(s.true, errors[s.group], s.statures_px, generator)
            for s in samples
        ]
        errors = with_real_trembling(errors, again, real)
    stored = {
        "rate_hz": FIT_RATE_HZ,
        "films": len(paths),
        "clips": len(real),
        "groups": {name: errors[name].as_json() for name in sorted(errors)},
    }
    target = Path(__file__).with_name("noise.json")
    target.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


def is_usual(poses: PoseSequence) -> bool:
    """Return whether a clip is long enough and has about 30 frames/s."""
    if len(poses) < _FEWEST_FRAMES or not poses.found.any():
        return False
    rate = 1.0 / float(np.median(np.diff(poses.time_s)))
    return bool(abs(rate - FIT_RATE_HZ) < _RATE_TOLERANCE_HZ)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
