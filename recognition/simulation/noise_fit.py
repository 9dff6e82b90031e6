"""Fits the errors of `noise` to what MediaPipe reports of rendered films.

`python -m recognition.simulation.noise_fit FILMS [CLIPS]` reads the truth and the
estimates that `collect` left in FILMS, and poses of real clips in CLIPS (npz files as
`PoseSequence.save` writes them), and writes `noise.json`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.poses import PoseSequence, load
from recognition.simulation.noise import (
    BINS,
    FIT_RATE_HZ,
    Errors,
    disturbed,
    group,
)
from recognition.skeleton import INDEX, mirrored

Floats = npt.NDArray[np.float64]

_FEWEST_FRAMES: Final = 40
_RATE_TOLERANCE_HZ: Final = 10.0
FIRST_SEED: Final = 1000  # films for fitting; the benchmark never uses these
_GAIN_LIMITS: Final = (0.0, 1.6)
_TRUNK_SHARE: Final = 0.27  # mid-hip to mid-shoulder as a share of the stature
_SURE: Final = 0.5  # visibility from which a landmark counts
_NORMAL: Final = 1.4826  # median of absolute values to standard deviation
_LEAST_SPREAD_M: Final = 0.03  # a coordinate that moves less says nothing of the gain


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One film's truth and estimate, seen from the left half."""

    true: PoseSequence
    seen: PoseSequence
    statures_px: Floats
    group: str


def collect(folder: Path) -> None:
    """Render films of all exercises and views, estimate them, and keep both."""
    from recognition import video
    from recognition.pose_estimation.mediapipe import MediaPipeRuntime
    from recognition.simulation import observation, stage
    from recognition.simulation import video as film
    from recognition.simulation.body import draw
    from recognition.simulation.motions.catalog import MOTIONS
    from recognition.simulation.scenario import Scenario, Variation, perform

    folder.mkdir(parents=True, exist_ok=True)
    views = (0.0, 90.0, 40.0, 180.0, -60.0, 135.0, -20.0, -90.0)
    jobs = [(view, exercise) for view in views for exercise in sorted(MOTIONS)]
    for number, (yaw, exercise) in enumerate(jobs):
        seed = FIRST_SEED + number
        scenario = Scenario(
            exercise,
            2,
            side=stage.side(exercise),
            body=draw(np.random.default_rng([seed, 1])),
            camera=stage.camera(exercise, yaw),
            seed=seed,
            variation=Variation(lead_s=0.8),
        )
        performance = perform(scenario)
        path = folder / f"{seed}_{exercise}_{yaw:.0f}.mp4"
        film.write(path, performance)
        seen = MediaPipeRuntime().estimate(video.frames(path)).poses
        true = observation.ideal(performance)
        keep(path.with_suffix(".npz"), true, seen, scenario.body.stature_m, yaw)


def keep(
    path: Path, true: PoseSequence, seen: PoseSequence, stature_m: float, yaw: float
) -> None:
    """Write truth and estimate of one film."""
    np.savez_compressed(
        path, true_landmarks=true.landmarks, true_world=true.world,
        seen_landmarks=seen.landmarks, seen_world=seen.world,
        visibility=seen.visibility, time_s=true.time_s, stature_m=stature_m,
        yaw_deg=yaw, size=[true.width, true.height],
    )  # fmt: skip


def read(path: Path) -> Sample:
    """Return one film, mirrored where it was seen from the right."""
    with np.load(path) as stored:
        yaw = float(stored["yaw_deg"])
        true, seen = (_poses(stored, kind) for kind in ("true", "seen"))
        stature = float(stored["stature_m"])
    if yaw < 0.0:
        true, seen = mirrored(true), mirrored(seen)
    scale = statures_px(true, stature)
    return Sample(true, seen, scale, group(yaw, lying=is_lying(true)))


def _poses(stored: Mapping[str, Floats], kind: str) -> PoseSequence:
    """Return the poses that are true, or those that were seen."""
    width, height = (int(n) for n in stored["size"])
    return PoseSequence(
        time_s=stored["time_s"],
        landmarks=stored[f"{kind}_landmarks"],
        world=stored[f"{kind}_world"],
        visibility=stored["visibility"],
        width=width,
        height=height,
    )


def statures_px(true: PoseSequence, stature_m: float) -> Floats:
    """Return how many pixels high the patient would stand at the hips' distance, (T,).

    From the ratio of the depths in the picture and in metres.
    """
    z_px = true.landmarks[..., 2] * true.width
    z_m = true.world[..., 2]
    weight = np.abs(z_m)
    ratio = (z_px * np.sign(z_m)).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    return np.asarray(ratio * stature_m)


def is_lying(true: PoseSequence) -> bool:
    """Return whether the trunk is nearer to level than to upright most of the time."""
    shoulders = (
        true.world[:, INDEX["left_shoulder"]] + true.world[:, INDEX["right_shoulder"]]
    )
    rise = np.abs(shoulders[:, 1])
    along = np.linalg.norm(shoulders, axis=1)
    return bool(np.median(rise / along) < np.sin(np.radians(45.0)))


def fit(samples: Iterable[Sample]) -> dict[str, Errors]:
    """Return the errors by group; a group without films borrows its neighbor's."""
    gathered: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        gathered[sample.group].append(sample)
    found = {name: _errors(films) for name, films in gathered.items()}
    for posture in ("upright", "lying"):
        known = [b for b in BINS if f"{posture}_{b:.0f}" in found]
        for center in BINS:
            nearest = min(known, key=lambda b: abs(b - center))
            found.setdefault(
                f"{posture}_{center:.0f}", found[f"{posture}_{nearest:.0f}"]
            )
    return found


def _errors(films: list[Sample]) -> Errors:
    """Return the errors of one group of films."""
    flat = [_flat_residual(film) for film in films]
    offset = np.nanmean(np.concatenate(flat), axis=0)
    gain, shift = _depth_line(films)
    deep = [f.seen.world - f.true.world * gain - shift for f in films]
    visibility = np.concatenate([f.seen.visibility[f.seen.found] for f in films])
    lost = np.concatenate([~f.seen.found for f in films])
    return Errors(
        offset=offset,
        jitter=np.nanstd(np.concatenate(flat), axis=0),
        memory=_memory([r - offset for r in flat]),
        gain=gain,
        shift=shift,
        world_jitter=np.nanstd(np.concatenate(deep), axis=0),
        world_memory=_memory(deep),
        seen=visibility.mean(axis=0),
        seen_jitter=visibility.std(axis=0),
        lost=float(lost.mean()),
        swapped=float(np.mean(np.concatenate([_swapped(f) for f in films]))),
        fast=np.zeros(len(INDEX)),
    )


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
    return np.asarray(apart / film.statures_px[:, None, None])


def _depth_line(films: list[Sample]) -> tuple[Floats, Floats]:
    """Return gain and shift (33, 3) of the world coordinates by least squares."""
    true = np.concatenate([f.true.world[f.seen.found] for f in films])
    seen = np.concatenate([f.seen.world[f.seen.found] for f in films])
    spread = true.std(axis=0)
    cover = ((true - true.mean(axis=0)) * (seen - seen.mean(axis=0))).mean(axis=0)
    gain = np.where(
        spread > _LEAST_SPREAD_M, cover / np.maximum(spread, 1e-9) ** 2, 1.0
    )
    gain = np.clip(gain, *_GAIN_LIMITS)
    return gain, seen.mean(axis=0) - gain * true.mean(axis=0)


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
    samples = [read(path) for path in paths]
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
    if not any(Path(sys.argv[1]).glob("*.npz")):
        collect(Path(sys.argv[1]))
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
