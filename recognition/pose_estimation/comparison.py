"""Put pose runtimes beside MediaPipe on the same clips, in the same run."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import video
from recognition.errors import Unanalyzable
from recognition.pose_estimation.benchmark import (
    BRIEF_S,
    REFERENCE,
    RUNTIMES,
    TRUTH,
    TRUTH_EVERY,
    Bench,
    Run,
)
from recognition.poses import Floats, PoseSequence

SHOULDERS, HIPS = [11, 12], [23, 24]
Flags = npt.NDArray[np.bool_]
CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """One runtime on one clip, next to MediaPipe; distances in torso lengths.

    Attributes:
        ratio_to_mediapipe: of the frames/s.
        median_distance: on all frames in which it and image mode found somebody.
        common_distance: on those of them in which MediaPipe found somebody too, and
            all three the same body: who finds one in harder frames is not to be further
            off for that, and how far two people stand apart tells nothing.
        reference_distance: MediaPipe's on the same frames.
        same_body: the share of frames with that body among those with any.
        times_bound: the whole time, as a multiple of what decoding and the networks
            alone take on all cores.
        decode_share: the part of that time that decoding alone takes.
    """

    clip: str
    runtime: str
    frames: int
    fps: float
    decode_fps: float
    detect_s: float
    landmarks_s: float
    cpu_ms_a_frame: float
    needed_ms_a_frame: float | None
    times_bound: float | None
    decode_share: float | None
    ratio_to_mediapipe: float
    median_distance: float | None
    p95_distance: float | None
    common_distance: float | None
    reference_distance: float | None
    same_body: float | None
    found_ratio: float
    peak_rss_mb: float


def clips_among(paths: Sequence[Path]) -> tuple[list[Path], dict[Path, str]]:
    """Return the videos among files and in folders, and why the rest is none."""
    clips, left_out = [], {}
    for path in _files(paths):
        try:
            video.probe(path)
        except Unanalyzable as error:
            left_out[path] = str(error)
        else:
            clips.append(path)
    return clips, left_out


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files as they are, and those in folders by name."""
    for path in paths:
        yield from (
            sorted(f for f in path.iterdir() if f.is_file())
            if (path.is_dir())
            else [path]
        )


def compare(
    clips: Sequence[Path],
    runtimes: Sequence[str] = RUNTIMES,
    on_clip: Callable[[Comparison], None] | None = None,
    *,
    seconds: float | None = None,
) -> list[Comparison]:
    """Run every runtime on every clip, one at a time, each in its own process.

    Args:
        clips: videos.
        runtimes: names; MediaPipe is added as what they are compared to.
        on_clip: called with every row.
        seconds: how much of each clip to take; None for the whole.
    """
    rows = []
    names = dict.fromkeys((REFERENCE, *runtimes))
    with closing(Bench()) as bench:
        for clip in clips:
            truth = bench.run(clip, TRUTH, seconds).poses
            runs = {
                name: bench.run(clip, name, _shorter(seconds, BRIEF_S.get(name)))
                for name in names
            }
            for name, run in runs.items():
                row = _compared(clip, name, run, runs[REFERENCE], truth)
                rows.append(row)
                if on_clip:
                    on_clip(row)
    return rows


def _shorter(seconds: float | None, limit: float | None) -> float | None:
    """Return the shorter of two times; None is no limit."""
    known = [each for each in (seconds, limit) if each is not None]
    return min(known, default=None)


def summarize(
    rows: Sequence[Comparison], *, seconds: float | None = None
) -> dict[str, Any]:
    """Return the totals of each runtime over the clips, in the published form.

    `seconds` is how much of each clip was taken, None for the whole.
    """
    names = dict.fromkeys(row.runtime for row in rows)
    return {
        "clips": sorted({row.clip for row in rows}),
        "runtimes": {
            name: _total([row for row in rows if row.runtime == name], rows)
            for name in names
        },
        "cores": CORES,
        "seconds": seconds,
        "rows": [asdict(row) for row in rows],
    }


def distances(
    found: PoseSequence, truth: PoseSequence, also: PoseSequence | None = None
) -> Floats:
    """Return how far landmarks lie from the truth, in torso lengths.

    One value for each landmark and frame in which both found somebody, and `also` the
    same body as they. The shortest one says how many frames there are.
    """
    every_one = [found, truth, *([also] if also is not None else [])]
    frames = min(map(len, every_one))
    if also is None:
        chosen = found.found[:frames] & truth.found[:frames]
    else:
        chosen = on_one_body(found, truth)[:frames] & on_one_body(also, truth)[:frames]
    a, b = (poses.pixels()[:frames][chosen] for poses in (found, truth))
    apart: Floats = np.linalg.norm(a - b, axis=2) / _torso(b)[:, None]
    return apart.ravel()


def on_one_body(found: PoseSequence, truth: PoseSequence) -> Flags:
    """Say in which frames both have their trunk in one place, closer than a torso."""
    frames = min(len(found), len(truth))
    a, b = (poses.pixels()[:frames] for poses in (found, truth))
    apart = np.linalg.norm(_middle_of_trunk(a) - _middle_of_trunk(b), axis=1)
    near: Flags = apart < _torso(b)  # never where one found nobody: NaN
    return near


def _middle_of_trunk(points: Floats) -> Floats:
    middle: Floats = points[:, SHOULDERS + HIPS].mean(axis=1)
    return middle


def _torso(points: Floats) -> Floats:
    """Return the length from shoulders to hips in each frame, in pixels."""
    trunk = points[:, SHOULDERS].mean(axis=1) - points[:, HIPS].mean(axis=1)
    length: Floats = np.maximum(np.linalg.norm(trunk, axis=1), 1.0)
    return length


def every(poses: PoseSequence, step: int) -> PoseSequence:
    """Return one frame in `step`, beginning with the first."""
    return replace(
        poses,
        time_s=poses.time_s[::step],
        landmarks=poses.landmarks[::step],
        world=poses.world[::step],
        visibility=poses.visibility[::step],
    )


def _total(own: Sequence[Comparison], rows: Sequence[Comparison]) -> dict[str, Any]:
    """Sum one runtime up over its clips."""
    frames = sum(row.frames for row in own)
    seconds = sum(row.frames / row.fps for row in own)
    reference = {row.clip: row.fps for row in rows if row.runtime == REFERENCE}
    reference_s = sum(row.frames / reference[row.clip] for row in own)
    return {
        "fps": frames / seconds,
        "ratio_to_mediapipe": reference_s / seconds,
        "median_distance": _median([row.median_distance for row in own]),
        "p95_distance": _median([row.p95_distance for row in own]),
        "found_ratio": sum(row.found_ratio * row.frames for row in own) / frames,
        "peak_rss_mb": max(row.peak_rss_mb for row in own),
        "cpu_ms_a_frame": sum(r.cpu_ms_a_frame * r.frames for r in own) / frames,
        "times_bound": _times_bound(own),
    }


def _times_bound(own: Sequence[Comparison]) -> float | None:
    """Return the whole time over all clips, as a multiple of the bound."""
    needed_s = [row.frames * (row.needed_ms_a_frame or 0) / 1000 for row in own]
    if any(row.needed_ms_a_frame is None for row in own):
        return None
    return sum(row.frames / row.fps for row in own) / (sum(needed_s) / CORES)


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None


def _compared(
    clip: Path, name: str, run: Run, reference: Run, truth: PoseSequence | None
) -> Comparison:
    """Put one run beside MediaPipe's."""
    apart = common = others = np.empty(0)
    same = None
    own, other = (_fifth(poses) for poses in (run.poses, reference.poses))
    if own is not None and truth is not None:
        apart = distances(own, truth)
    if own is not None and truth is not None and other is not None:
        common, others = distances(own, truth, other), distances(other, truth, own)
        same = _same_body(own, other, truth)
    fps = run.frames / run.whole_s
    found = run.poses.found.mean() if run.poses is not None else 0.0
    bound_s = run.needed_cpu_s / CORES if run.needed_cpu_s else None
    return Comparison(
        clip=clip.name,
        runtime=name,
        frames=run.frames,
        fps=fps,
        decode_fps=run.frames / run.decode_s,
        detect_s=run.detect_s,
        landmarks_s=run.landmarks_s,
        cpu_ms_a_frame=1000 * run.cpu_s / run.frames,
        needed_ms_a_frame=1000 * bound_s * CORES / run.frames if bound_s else None,
        times_bound=run.whole_s / bound_s if bound_s else None,
        decode_share=run.decode_cpu_s / CORES / bound_s if bound_s else None,
        ratio_to_mediapipe=fps * reference.whole_s / reference.frames,
        median_distance=_middle(apart),
        p95_distance=float(np.percentile(apart, 95)) if len(apart) else None,
        common_distance=_middle(common),
        reference_distance=_middle(others),
        same_body=same,
        found_ratio=float(found),
        peak_rss_mb=run.peak_rss_mb,
    )


def _same_body(
    own: PoseSequence, other: PoseSequence, truth: PoseSequence
) -> float | None:
    """Return in which share of the frames with three bodies they are one."""
    frames = min(map(len, (own, other, truth)))
    seen = np.logical_and.reduce([p.found[:frames] for p in (own, other, truth)])
    same = on_one_body(own, truth)[:frames] & on_one_body(other, truth)[:frames]
    return float(same[seen].mean()) if seen.any() else None


def _fifth(poses: PoseSequence | None) -> PoseSequence | None:
    """Return the frames that image mode looks at."""
    return every(poses, TRUTH_EVERY) if poses is not None else None


def _middle(apart: Floats) -> float | None:
    """Return the median, None of nothing."""
    return float(np.median(apart)) if len(apart) else None
