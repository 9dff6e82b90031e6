"""Trains the net that tells exercises of the catalog, and `other`, in recordings."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from recognition.datasets import recordings, uiprmd
from recognition.datasets import windows as cutting
from recognition.datasets.augmentation import Augmentation
from recognition.datasets.recordings import Windows
from recognition.nets import checkpoint, registry
from recognition.nets.base import NetConfig, Outputs
from recognition.nets.checkpoint import Checkpoint
from recognition.training import loop, pictures
from recognition.training.config import Training
from recognition.training.seeding import seed_everything

OnEpoch = Callable[[str, int, dict[str, float]], None]

# A phone sees less well than a Kinect, and windows begin and end anywhere.
AUGMENTATION: Final = Augmentation(
    yaw_deg=15.0, noise=0.02, drop_out=0.03, occlusion=0.3, speed=0.15
)
# They decide when to stop; none of them is trained on.
HELD_PATIENTS: Final = 6
HELD_SUBJECTS: Final = (4, 9)  # of UI-PRMD
SETS: Final = 2  # that each patient does of every exercise
_OTHERS: Final = 0.12  # windows put together, as a share of those of exercises
_HELD: Final = 0.35  # windows with limbs that rest elsewhere, likewise


def train(
    settings: Training, data: Path, folder: Path, *, on_epoch: OnEpoch | None = None
) -> list[Path]:
    """Fit one net a seed on simulated patients and UI-PRMD; return their files.

    The windows are made once and kept in `folder`. Called again with the same
    settings, it goes on where it was stopped.

    Raises:
        DatasetMissing: UI-PRMD is not in `data`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held, learned = _windows(settings, data, folder)
    return [
        _fit(settings, learned, held, seed, folder, on_epoch) for seed in settings.seeds
    ]


def _windows(settings: Training, data: Path, folder: Path) -> list[Windows]:
    """Return the windows that decide when to stop, and those to learn from."""
    last = HELD_PATIENTS + settings.patients
    parts = []
    for name, patients in (
        ("held", range(HELD_PATIENTS)),
        ("learned", range(HELD_PATIENTS, last)),
    ):
        # Of how many names: the catalog grows, and with it what a label means.
        known = len(recordings.names())
        path = folder / f"{name}-{len(patients)}-of-{known}.npz"
        if not path.is_file():
            _made(patients, data, is_held=name == "held").save(path)
        parts.append(recordings.load(path))
    return parts


def _made(patients: range, data: Path, *, is_held: bool) -> Windows:
    """Return windows of simulated patients, of UI-PRMD's subjects, and of `other`."""
    clips = uiprmd.kinect(data)
    chosen = np.isin(clips.subjects, HELD_SUBJECTS) == is_held
    known = recordings.together(
        recordings.filmed(patients, sets=SETS),
        recordings.captured(clips.at(np.flatnonzero(chosen))),
    )
    generator = np.random.default_rng([recordings.FIRST_SEED, patients.start, 5])
    return recordings.together(
        known,
        recordings.held(known, round(_HELD * len(known)), generator),
        recordings.nothing_known(known, round(_OTHERS * len(known)), generator),
    )


def _fit(
    settings: Training,
    learned: Windows,
    held: Windows,
    seed: int,
    folder: Path,
    on_epoch: OnEpoch | None,
) -> Path:
    """Fit one net, write it and its learning curve."""
    target = folder / f"seed{seed}"
    config = _config(settings)
    seed_everything(seed)
    net = registry.build(settings.net, config)
    progress = loop.fit(
        net, learned.batch(), held.batch(), settings, seed=seed, folder=target,
        on_epoch=lambda n, losses: on_epoch and on_epoch(f"seed {seed}", n, losses),
    )  # fmt: skip
    provenance: dict[str, Any] = {
        "training": asdict(settings),
        "windows": len(learned),
        "stopped_by": {"patients": HELD_PATIENTS, "subjects": list(HELD_SUBJECTS)},
        **loop.describe(progress),
    }
    checkpoint.save(
        Checkpoint(
            settings.net,
            net,
            config,
            recordings.names(),
            (),
            cutting.FRAMES,
            provenance,
        ),
        target / loop.BEST,
    )
    curve = pictures.curves(progress.history, progress.best_epoch)
    (target / "curve.svg").write_text(curve, encoding="utf-8")
    return target / loop.BEST


def _config(settings: Training) -> NetConfig:
    """Return the net's config for the exercises of the catalog."""
    number = len(recordings.names())
    return registry.config_of(
        settings.net,
        settings.size,
        joints=20,
        channels=3,
        outputs=Outputs(number, number),
    )
