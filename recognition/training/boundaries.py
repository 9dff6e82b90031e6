"""Trains the net of phases and boundaries, and counts with it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from recognition.datasets import sets
from recognition.datasets.base import Batch, Clips
from recognition.datasets.splits import splits
from recognition.nets import checkpoint, registry
from recognition.nets.base import Net, Outputs
from recognition.nets.checkpoint import Checkpoint
from recognition.training import loop
from recognition.training.config import Training
from recognition.training.seeding import seed_everything

Integers = npt.NDArray[np.int64]

NET: Final = "temporal_preservation"
FRAMES: Final = 160
WINDOWS: Final = 600
TESTED: Final = 200
_SHORTEST: Final = 4  # frames out and back that a repetition has at least

OnEpoch = Callable[[str, int, dict[str, float]], None]


@dataclass(frozen=True, slots=True)
class Counted:
    """How well phases and repetitions are found in recordings of unseen subjects.

    Attributes:
        frames: share of frames with the right phase.
        exact: share of recordings with the right number of repetitions.
        within_one: share that is off by one at most (OBO).
        error: mean absolute error of the number.
    """

    frames: float
    exact: float
    within_one: float
    error: float


def train(
    clips: Clips, settings: Training, folder: Path, *, on_epoch: OnEpoch | None = None
) -> list[Counted]:
    """Fit and measure one net a fold; return what each found."""
    found = []
    for fold in splits(clips.subjects, settings.protocol):
        target = folder / fold.name
        net, config = _net(clips, settings)
        progress = loop.fit(
            net,
            _windows(clips.at(fold.train), WINDOWS, 1),
            _windows(clips.at(fold.validation), TESTED, 2),
            settings,
            seed=0,
            folder=target,
            on_epoch=_named(fold.name, on_epoch),
        )
        provenance = {"fold": fold.name, **loop.describe(progress)}
        checkpoint.save(
            Checkpoint(NET, net, config, clips.exercises, (), FRAMES, provenance),
            target / loop.BEST,
        )
        found.append(measure(net, _windows(clips.at(fold.test), TESTED, 3)))
        text = json.dumps(asdict(found[-1]))
        (target / "counted.json").write_text(text, encoding="utf-8")
    return found


def _named(
    name: str, on_epoch: OnEpoch | None
) -> Callable[[int, dict[str, float]], None] | None:
    """Return a listener of one fold."""
    if on_epoch is None:
        return None
    return lambda epoch, losses: on_epoch(name, epoch, losses)


def _net(clips: Clips, settings: Training) -> tuple[Net, Any]:
    """Return a net that says exercise and phases, at its start."""
    seed_everything(0)
    outputs = Outputs(len(clips.exercises), 0, frames=len(sets.PHASES))
    config = registry.config_of(NET, settings.size, outputs=outputs)
    return registry.build(NET, config), config


def _windows(clips: Clips, number: int, seed: int) -> Batch:
    """Return recordings, always the same ones."""
    return sets.recordings(clips, number, FRAMES, np.random.default_rng([seed, 77]))


@torch.no_grad()
def measure(net: Net, batch: Batch) -> Counted:
    """Return how well phases and repetitions are found."""
    net.eval()
    logits = loop.logits_of(net, batch).frames
    if logits is None:
        raise TypeError("the net has no output for every frame")
    said = logits.argmax(dim=-1).numpy()
    apart = np.array(
        [
            repetitions(one) - repetitions(true)
            for one, true in zip(said, batch.phases, strict=True)
        ]
    )
    return Counted(
        frames=float((said == batch.phases).mean()),
        exact=float((apart == 0).mean()),
        within_one=float((np.abs(apart) <= 1).mean()),
        error=float(np.abs(apart).mean()),
    )


def repetitions(phases: Integers) -> int:
    """Return how many times `phases` (T,) turn from out to back.

    A flicker of a few frames does not count.
    """
    moving = phases[phases != sets.AT_REST]
    if not len(moving):
        return 0
    changes = np.flatnonzero(np.diff(moving)) + 1
    runs = np.split(moving, changes)
    kept = [int(run[0]) for run in runs if len(run) >= _SHORTEST]
    return sum(turn == (sets.GOING, sets.COMING) for turn in pairwise(kept))
