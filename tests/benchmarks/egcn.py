"""Form on EGCN's 1,326 repetitions, one model a movement, alone and beside nets.

    python -m tests.benchmarks.egcn UI-PRMD [RUN ...]

Plain features of every repetition (means, spreads, extremes, ends and quarter marks of
places, directions, angles and their steps; its duration) and kernel ridge regression,
a model for each movement and fold; the same of the Kinect's turns of the joints, which
no phone gives. The mean over several widths and ridges is taken: nothing is chosen on
any fold. RUN is a finished `recognize train NET --protocol egcn`; means are of equal
weights.
"""

import argparse
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import uiprmd
from recognition.datasets.augmentation import mirrored
from recognition.datasets.base import Clips
from recognition.datasets.joints import JOINT
from recognition.datasets.sampling import stretched
from recognition.training import predict

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Pair = tuple[Floats, Floats]

FRAMES: Final = 48
# All of them are used, so that none is chosen. Widths of the Gaussian kernel are in
# mean squares of features of unit spread.
WIDTHS: Final = (0.25, 0.5, 1.0)
RIDGES: Final = (0.003, 0.03, 0.1, 0.3)
_HEELS: Final = ("left_heel", "right_heel")  # a Kinect has none
_BONES: Final = (
    ("neck", "pelvis"), ("nose", "neck"), ("spine", "pelvis"),
    *(
        (f"{side}_{end}", f"{side}_{start}")
        for side in ("left", "right")
        for end, start in (
            ("elbow", "shoulder"), ("wrist", "elbow"), ("knee", "hip"),
            ("ankle", "knee"), ("toe", "ankle"),
        )
    ),
)  # fmt: skip
_ANGLES: Final = tuple(
    tuple(f"{side}_{name}" for name in names)
    for side in ("left", "right")
    for names in (
        ("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"),
        ("shoulder", "hip", "knee"), ("hip", "shoulder", "elbow"),
        ("knee", "ankle", "toe"),
    )
)  # fmt: skip
_SIDES: Final = (
    0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 6, 7, 8, 9, 18, 19, 20, 21, 14, 15, 16, 17,
)  # fmt: skip
_MIRRORED_TURN: Final = np.array([1.0, -1.0, -1.0, 1.0, -1.0, 1.0])


def of_places(poses: Floats) -> Floats:
    """Return series (N, T, C) of poses (N, T, 20, 3): places, directions, angles."""
    kept = [place for name, place in JOINT.items() if name not in _HEELS]
    places = poses[:, :, kept].reshape(*poses.shape[:2], -1)
    bones = [_unit(_between(poses, *bone)) for bone in _BONES]
    across = [
        _between(poses, f"left_{part}", f"right_{part}") for part in ("shoulder", "hip")
    ]
    angles = [
        np.arccos(
            np.clip(
                (
                    _unit(_between(poses, one, middle))
                    * _unit(_between(poses, other, middle))
                ).sum(axis=-1),
                -1.0,
                1.0,
            )
        )[..., None]
        for one, middle, other in _ANGLES
    ]
    return np.concatenate([places, *bones, *across, *angles], axis=-1)


def _between(poses: Floats, one: str, other: str) -> Floats:
    return np.asarray(poses[:, :, JOINT[one]] - poses[:, :, JOINT[other]])


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-6))


def summary(series: Floats, duration_s: Floats) -> Floats:
    """Return plain features (N, F) of series (N, T, C)."""
    step = np.abs(np.diff(series, axis=1))
    low, high = series.min(axis=1), series.max(axis=1)
    quarters = [series[:, FRAMES * n // 4] for n in (1, 2, 3)]
    ends = [series[:, 0], series[:, -1]]
    parts = [
        series.mean(axis=1), series.std(axis=1), low, high, high - low, *ends,
        step.mean(axis=1), step.max(axis=1), *quarters,
    ]  # fmt: skip
    return np.concatenate([*parts, np.log(duration_s)[:, None]], axis=1)


def features(clips: Clips) -> Pair:
    """Return plain features of repetitions, and of their mirror images."""
    batch = clips.batch(FRAMES)
    duration_s = np.array([clip.duration_s for clip in clips.clips])
    one, two = (
        summary(of_places(b.poses.astype(np.float64)), duration_s)
        for b in (batch, mirrored(batch))
    )
    return one, two


def of_turns(folder: Path, clips: Clips, places: Integers) -> Pair:
    """Return the same of the Kinect's turns of the joints, two columns of each."""
    with np.load(folder / "kinect.npz") as stored:
        ends = np.cumsum(stored["length"])[:-1]
        angles = np.split(stored["angles"].reshape(-1, 22, 3).astype(float), ends)
    turns = np.stack([_turned(angles[place]) for place in places])
    mirror = turns[:, :, _SIDES] * _MIRRORED_TURN
    duration_s = np.array([clip.duration_s for clip in clips.clips])
    one, two = (
        summary(t.reshape(len(t), FRAMES, -1), duration_s) for t in (turns, mirror)
    )
    return one, two


def _turned(angles_deg: Floats) -> Floats:
    turns = uiprmd.turns_of(np.radians(angles_deg))[..., :2]
    return stretched(turns.reshape(*angles_deg.shape[:-1], 6), FRAMES)


def form(pair: Pair, clips: Clips) -> Floats:
    """Return the probability of correct form (N,), by models that saw no subject."""
    exercise = np.array([clip.exercise for clip in clips.clips])
    sign = np.where([clip.correct == 1 for clip in clips.clips], 1.0, -1.0)
    fold = clips.subjects % 5
    found = np.full(len(clips), np.nan)
    for movement in np.unique(exercise):
        for number in np.unique(fold):
            test = np.flatnonzero((exercise == movement) & (fold == number))
            train = np.flatnonzero((exercise == movement) & (fold != number))
            if len(test):
                found[test] = _fitted(pair, sign, train, test)
    return np.asarray(1.0 / (1.0 + np.exp(-2.0 * found)))


def _fitted(pair: Pair, sign: Floats, train: Integers, test: Integers) -> Floats:
    """Return scores of `test`, the mean over both mirror images and all settings."""
    known = np.concatenate([part[train] for part in pair])
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-6
    known, *asked = (
        np.clip((part - mean) / spread, -5.0, 5.0)
        for part in (known, *(part[test] for part in pair))
    )
    own = _apart(known, known)
    others = [_apart(part, known) for part in asked]
    target, size = np.tile(sign[train], 2), np.eye(len(known))
    found = []
    for width, ridge in itertools.product(WIDTHS, RIDGES):
        weights = np.linalg.solve(np.exp(-own / width) + ridge * size, target)
        found.append(np.mean([np.exp(-o / width) @ weights for o in others], axis=0))
    return np.asarray(np.mean(found, axis=0))


def _apart(one: Floats, other: Floats) -> Floats:
    """Return half the mean square difference of features, one by one."""
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)
    apart = np.maximum(squares - 2.0 * one @ other.T, 0.0)
    return np.asarray(apart / (2.0 * one.shape[1]))


def of_run(folder: Path) -> Floats:
    """Return what the nets of a run say, in the order of the repetitions."""
    found = predict.together(
        [predict.load(path) for path in sorted(folder.glob("egcn-*/predictions.npz"))]
    )
    return found.form_if_known[np.argsort(found.place)]


def figures(folder: Path, runs: Sequence[Path]) -> dict[str, float]:
    """Return the accuracy of each, and of means of equal weights."""
    everything = uiprmd.kinect(folder)
    places = uiprmd.egcn_places(everything, folder)
    clips = everything.at(places)
    is_correct = np.array([clip.correct for clip in clips.clips]) == 1
    plain = form(features(clips), clips)
    turns = form(of_turns(folder, clips, places), clips)
    nets = [of_run(run) for run in runs]
    voices = {"plain features": [plain], "turns of the joints": [turns]}
    voices |= {run.name: [net] for run, net in zip(runs, nets, strict=True)}
    if nets:
        voices |= {
            "nets": nets,
            "plain features, nets": [plain, *nets],
            "plain features, turns of the joints, nets": [plain, turns, *nets],
        }
    return {
        name: round(float(((np.mean(said, axis=0) > 0.5) == is_correct).mean()), 4)
        for name, said in voices.items()
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="UI-PRMD")
    parser.add_argument("runs", type=Path, nargs="*", metavar="RUN")
    arguments = parser.parse_args()
    print(json.dumps(figures(arguments.data, arguments.runs), indent=2))


if __name__ == "__main__":
    main()
