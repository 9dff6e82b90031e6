"""Shows fitted errors beside those that they were fitted to, in one picture.

`python -m recognition.simulation.noise_plot FILMS CLIPS PICTURE.png`, with the
folders of `noise_fit`.
"""

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.poses import PoseSequence, load
from recognition.simulation import noise, noise_films, noise_fit
from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

_JOINTS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")
_SEEN: Final = "#3b6ea5"
_MODEL: Final = "#d98c3f"
_REAL: Final = "#4f8a5b"


def draw(films: Path, clips: Path, picture: Path) -> None:
    """Write the plot: distances in the picture, depth, trembling, visibility."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    samples = [noise_films.read(path) for path in sorted(films.glob("*.npz"))]
    generator = np.random.default_rng(0)
    models = [
        noise.disturbed(s.true, noise.fitted()[s.group], s.statures_px, generator)
        for s in samples
    ]
    figure, axes = plt.subplots(2, 2, figsize=(11.0, 8.0), layout="constrained")
    seen = [s.seen for s in samples]
    _boxes(axes[0, 0], samples, seen, models, _distance)
    axes[0, 0].set_title("distance from the true landmark, % of stature")
    _boxes(axes[0, 1], samples, seen, models, _depth)
    axes[0, 1].set_title("error in depth (world z), cm")
    real = [load(path) for path in sorted(clips.glob("*.npz"))]
    _trembling(axes[1, 0], seen, models, [p for p in real if noise_fit.is_usual(p)])
    axes[1, 0].set_title("trembling from frame to frame, % of stature")
    _boxes(axes[1, 1], samples, seen, models, _far_visibility)
    axes[1, 1].set_title("visibility on the far side (lower, of who lies on the side)")
    figure.savefig(picture, dpi=80)


def _distance(sample: noise_films.Sample, poses: PoseSequence, joint: str) -> Floats:
    """Return distances in the picture, % of the stature."""
    apart = (poses.pixels() - sample.true.pixels())[:, _both(joint)]
    size = np.linalg.norm(apart, axis=2) / sample.statures_px[:, None]
    return np.asarray(100.0 * size.ravel())


def _depth(sample: noise_films.Sample, poses: PoseSequence, joint: str) -> Floats:
    """Return signed errors in depth, centimeters."""
    apart = (poses.world - sample.true.world)[:, _both(joint), 2]
    return np.asarray(100.0 * apart.ravel())


def _far_visibility(
    sample: noise_films.Sample, poses: PoseSequence, joint: str
) -> Floats:
    """Return how visible the far joint is said to be where the body was found."""
    return np.asarray(poses.visibility[sample.seen.found, INDEX[f"right_{joint}"]])


def _both(joint: str) -> list[int]:
    """Return the landmarks of `joint` on both sides."""
    return [INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]


def _boxes(
    axes: Any,  # noqa: ANN401  matplotlib has no types
    samples: list[noise_films.Sample],
    seen: list[PoseSequence],
    models: list[PoseSequence],
    error: Any,  # noqa: ANN401
) -> None:
    """Draw one pair of boxes for each joint."""
    for place, joint in enumerate(_JOINTS):
        for shift, color, found in ((-0.18, _SEEN, seen), (0.18, _MODEL, models)):
            pairs = zip(samples, found, strict=True)
            values = np.concatenate([error(s, p, joint) for s, p in pairs])
            axes.boxplot(
                values[np.isfinite(values)], positions=[place + shift], widths=0.3,
                showfliers=False, patch_artist=True, medianprops={"color": "black"},
                boxprops={"facecolor": color},
            )  # fmt: skip
    axes.set_xticks(range(len(_JOINTS)), _JOINTS, rotation=30)


def _trembling(
    axes: Any,  # noqa: ANN401
    seen: list[PoseSequence],
    models: list[PoseSequence],
    real: list[PoseSequence],
) -> None:
    """Draw how much each joint trembles in films, in the model, in real clips."""
    kinds = (
        ("MediaPipe, rendered films", _SEEN, seen),
        ("fitted model", _MODEL, models),
        ("MediaPipe, real clips", _REAL, real),
    )
    for number, (label, color, sequences) in enumerate(kinds):
        jumps = noise_fit.trembling(sequences)
        values = [100.0 * jumps[_both(joint)].mean() for joint in _JOINTS]
        place = np.arange(len(_JOINTS)) + 0.26 * (number - 1)
        axes.bar(place, values, 0.24, color=color, label=label)
    axes.set_xticks(range(len(_JOINTS)), _JOINTS, rotation=30)
    axes.legend()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
