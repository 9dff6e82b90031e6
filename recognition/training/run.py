"""Trains a net over the folds of a protocol, one file of predictions a fold."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from recognition.datasets import simulated, uiprmd
from recognition.datasets.base import Clips, mixed
from recognition.datasets.splits import Split, splits
from recognition.nets import checkpoint, registry
from recognition.nets.base import NetConfig, Outputs, parameters_of
from recognition.nets.checkpoint import Checkpoint
from recognition.training import loop, pictures, predict
from recognition.training.config import Training
from recognition.training.seeding import seed_everything

SETTINGS: Final = "training.json"
PREDICTIONS: Final = "predictions.npz"
RECORD: Final = "record.json"

OnEpoch = Callable[[str, int, dict[str, float]], None]


def clips_of(settings: Training, folder: Path) -> Clips:
    """Return the repetitions that are trained and tested on.

    Raises:
        DatasetMissing: UI-PRMD is not in `folder`.
    """
    if settings.data == "simulated":
        return simulated.simulated(settings.patients)
    read = uiprmd.vicon if settings.data == "ui-prmd-vicon" else uiprmd.kinect
    clips = read(folder)
    if settings.protocol == "egcn":
        clips = uiprmd.egcn(clips, folder)
    return clips


def additional(settings: Training) -> Clips | None:
    """Return repetitions that are only trained on: those of simulated patients."""
    if settings.data != "ui-prmd+simulated":
        return None
    return simulated.simulated(settings.patients, only=uiprmd.EXERCISES)


def train(
    settings: Training,
    data: Path,
    output: Path,
    *,
    only: tuple[str, ...] = (),
    on_epoch: OnEpoch | None = None,
) -> list[Path]:
    """Fit every fold (or `only` some) that is not done; return their folders."""
    clips = clips_of(settings, data)
    more = additional(settings)
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings) | {"fingerprint": settings.fingerprint()})
    (output / SETTINGS).write_text(text, encoding="utf-8")
    folders = []
    for fold in splits(clips.subjects, settings.protocol, seed=settings.seeds[0]):
        if only and fold.name not in only:
            continue
        folder = output / fold.name
        if not _is_done(folder, settings):
            _fold(settings, clips, more, fold.name, folder, on_epoch)
        folders.append(folder)
    return folders


def _is_done(folder: Path, settings: Training) -> bool:
    """Return whether a fold was finished with the same settings."""
    record = folder / RECORD
    if not record.is_file() or not (folder / PREDICTIONS).is_file():
        return False
    return bool(json.loads(record.read_text())["fingerprint"] == settings.fingerprint())


def _fold(
    settings: Training,
    clips: Clips,
    more: Clips | None,
    name: str,
    folder: Path,
    on_epoch: OnEpoch | None,
) -> None:
    """Fit one net a seed, predict the unseen subjects, write the record."""
    found, fits = [], []
    for seed in settings.seeds:
        fold = _with_name(settings, clips, name, seed)
        trained, progress = fit(settings, clips, more, fold, seed, folder, on_epoch)
        test = clips.at(fold.test).batch(settings.frames)
        found.append(predict.predict(trained.net, test, fold.test))
        found[-1].save(folder / f"seed{seed}" / PREDICTIONS)
        fits.append(loop.describe(progress))
        checkpoint.save(trained, folder / f"seed{seed}" / loop.BEST)
        (folder / f"seed{seed}" / "curve.svg").write_text(
            pictures.curves(progress.history, progress.best_epoch), encoding="utf-8"
        )
    predict.averaged(found).save(folder / PREDICTIONS)
    record = {
        "fingerprint": settings.fingerprint(),
        "parameters": parameters_of(trained.net),
        "fits": fits,
    }
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")


def _with_name(settings: Training, clips: Clips, name: str, seed: int) -> Split:
    """Return the fold of this name; the seed chooses its validation subjects."""
    return next(
        fold
        for fold in splits(
            clips.subjects,
            settings.protocol,
            validation=settings.validation,
            seed=seed,
        )
        if fold.name == name
    )


def fit(
    settings: Training,
    clips: Clips,
    more: Clips | None,
    fold: Split,
    seed: int,
    folder: Path,
    on_epoch: OnEpoch | None,
) -> tuple[Checkpoint, loop.Progress]:
    """Fit one net on one fold, beside `more` that is only trained on."""
    train = clips.at(fold.train)
    if more is not None:
        train = _same_exercises(mixed(train, more), clips)
    config = net_config(settings, clips)
    seed_everything(seed)
    net = registry.build(settings.net, config)
    progress = loop.fit(
        net,
        train.batch(settings.frames),
        clips.at(fold.validation).batch(settings.frames),
        settings,
        seed=seed,
        folder=folder / f"seed{seed}",
        on_epoch=_named(f"{fold.name} seed {seed}", on_epoch),
    )
    provenance: dict[str, Any] = {
        "training": asdict(settings),
        "trained_on": np.unique(clips.subjects[fold.train]).tolist(),
        "stopped_by": np.unique(clips.subjects[fold.validation]).tolist(),
        **loop.describe(progress),
    }
    trained = Checkpoint(
        settings.net, net, config, clips.exercises, clips.mistakes,
        settings.frames, provenance,
    )  # fmt: skip
    return trained, progress


def net_config(settings: Training, clips: Clips) -> NetConfig:
    """Return the net's config for the labels that the data have."""
    start = registry.config_of(settings.net, settings.size)
    number = len(clips.exercises)
    outputs = Outputs(number, number, len(clips.mistakes), start.outputs.frames)
    changes = {name: json.loads(value) for name, value in settings.changes}
    tuples = {n: tuple(v) if isinstance(v, list) else v for n, v in changes.items()}
    return registry.config_of(
        settings.net, settings.size, joints=20, channels=3, outputs=outputs, **tuples
    )


def _same_exercises(clips: Clips, wanted: Clips) -> Clips:
    """Return `clips` without the mistakes that `wanted` does not name."""
    bare = [
        clip.__class__(clip.points, clip.subject, clip.exercise, clip.correct)
        for clip in clips.clips
    ]
    return Clips(tuple(bare), wanted.exercises)


def _named(
    name: str, on_epoch: OnEpoch | None
) -> Callable[[int, dict[str, float]], None] | None:
    """Return a listener of one fit that says which fit it is."""
    if on_epoch is None:
        return None
    return lambda epoch, losses: on_epoch(name, epoch, losses)
