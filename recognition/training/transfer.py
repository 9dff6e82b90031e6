"""Teaches trained nets on a clinic's own reviewed repetitions, under a guard.

Patients are split once: most are learned from, some decide when to stop, the rest are
held out and decide nothing but whether the new nets may take the place of the old.
Where the folder of the nets still holds the windows that they were trained on, as
`recognize train --recordings` leaves them, many of these are learned again, and those
that were held back then tell whether the nets forgot what the clinic has no label for.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from recognition.datasets import recordings, reviewed
from recognition.datasets.base import Batch, Clips
from recognition.datasets.reviewed import Reviewed
from recognition.datasets.splits import Split, splits
from recognition.datasets.windows import FRAMES
from recognition.nets import checkpoint
from recognition.nets.checkpoint import Checkpoint
from recognition.training import carry_over, guard, loop
from recognition.training.config import Training
from recognition.training.errors import NotComparable, NothingTrained
from recognition.training.recognizer import AUGMENTATION
from recognition.training.seeding import seed_everything

RECORD: Final = "transfer.json"
RATE: Final = 3e-4  # a tenth of what nets are trained with from the start
PATIENCE: Final = 5
BATCH: Final = 16  # clinics have few repetitions
MOST_KEPT: Final = 1_000  # windows of before that are measured on
# Windows of before for each repetition of the clinic: with one, a net forgot.
REHEARSED: Final = 8
_STOPPING: Final = 0.2  # share of the patients that decides when to stop

OnEpoch = Callable[[str, int, dict[str, float]], None]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What is learned from, what stops it, and what it is measured on.

    Attributes:
        learned: windows that the nets were trained on before, to be learned again
            with `train`; None where they are gone.
        known: windows that stopped the training then; likewise.
    """

    train: Batch
    validation: Batch
    test: Batch
    learned: Batch | None
    known: Batch | None

    @property
    def to_learn(self) -> Batch:
        """All that the nets are fitted on."""
        return (
            self.train if self.learned is None else _together(self.train, self.learned)
        )

    def describe(self) -> dict[str, Any]:
        """Return how many repetitions of how many patients each part has."""
        parts = ("train", "validation", "test")
        return {name: _size(getattr(self, name)) for name in parts} | {
            name: 0 if batch is None else len(batch)
            for name, batch in (("learned", self.learned), ("known", self.known))
        }


def _size(batch: Batch) -> dict[str, int]:
    return {"repetitions": len(batch), "patients": len(np.unique(batch.subject))}


def transfer(
    labels: Path,
    source: Path,
    folder: Path,
    *,
    epochs: int = 20,
    seed: int = 0,
    on_epoch: OnEpoch | None = None,
) -> dict[str, Any]:
    """Fit the nets of `source` further and write them, if they are not worse.

    Returns the report, which `folder` keeps too. Nothing is written if they are worse.

    Raises:
        NothingTrained: `source` holds no net.
        NotComparable: no patients can be held out to measure form on.
        BetterNetKept: the nets got worse.
    """
    paths = nets_of(source)
    trained = {place: checkpoint.load(path) for place, path in paths.items()}
    first = next(iter(trained.values()))
    found = reviewed.read(labels, first.exercises, first.mistakes, first.frames)
    split = _split(found.clips, seed, asks_form=bool(first.config.outputs.form))
    parts = _parts(found.clips, split, first, source, seed)
    before = guard.measure([t.net for t in trained.values()], parts.test, parts.known)
    settings = _settings(first, epochs, seed)
    for name, one in trained.items():
        trained[name] = _fitted(one, name, parts, settings, seed, on_epoch)
    after = guard.measure([t.net for t in trained.values()], parts.test, parts.known)
    guard.check(before, after)
    report = _report(found, parts, before, after)
    return report | {"nets": _write(trained, folder, report)}


def nets_of(source: Path) -> dict[str, Path]:
    """Return the files of trained nets by their place in the folder of a run.

    Raises:
        NothingTrained: there is none.
    """
    if source.is_file():
        return {f"seed0/{loop.BEST}": source}
    # The nets of `train --recordings` have no folds.
    paths = sorted(source.glob(f"seed*/{loop.BEST}")) or carry_over.nets_of(source)
    if not paths:
        raise NothingTrained(
            f"there is no net in {source}",
            what_to_do="Name a folder of `recognize train`, or a file best.pt in it.",
        )
    return {path.relative_to(source).as_posix(): path for path in paths}


def _split(clips: Clips, seed: int, *, asks_form: bool) -> Split:
    """Return the first of five folds by patient on which form can be measured."""
    patients = np.unique(clips.subjects)
    order = np.random.default_rng([seed, 7]).permutation(len(patients))
    subjects = order[np.searchsorted(patients, clips.subjects)]
    stopping = max(1, round(_STOPPING * len(patients)))
    correct = np.array([clip.correct for clip in clips.clips])
    for fold in splits(subjects, "folds", validation=stopping, seed=seed):
        known = set(correct[fold.test].tolist())
        if not asks_form or {0, 1} <= known:
            return fold
    raise NotComparable("no group of patients shows correct and incorrect repetitions")


def _parts(
    clips: Clips, split: Split, net: Checkpoint, source: Path, seed: int
) -> Parts:
    """Return the batches of a split, with windows of before among the learned ones."""
    train, validation, test = (
        clips.at(places).batch(net.frames)
        for places in (split.train, split.validation, split.test)
    )
    generator = np.random.default_rng([seed, 8])
    learned = _windows(source, "learned", net, REHEARSED * len(train), generator)
    known = _windows(source, "held", net, MOST_KEPT, generator)
    return Parts(train, validation, test, learned, known)


def _windows(
    source: Path, name: str, net: Checkpoint, most: int, generator: np.random.Generator
) -> Batch | None:
    """Return at most so many windows that a run of recordings left; None if none."""
    if net.mistakes or net.frames != FRAMES:  # not a net of recordings
        return None
    run = source.parent.parent if source.is_file() else source
    for path in sorted(run.glob(f"{name}-*-of-{len(net.exercises)}.npz")):
        batch = recordings.load(path).batch()
        return batch.at(generator.permutation(len(batch))[:most])
    return None


def _together(one: Batch, other: Batch) -> Batch:
    """Return two batches as one."""
    names = Batch.__dataclass_fields__
    pairs = {n: (getattr(one, n), getattr(other, n)) for n in names}
    return Batch(**{name: np.concatenate(pair) for name, pair in pairs.items()})


def _settings(net: Checkpoint, epochs: int, seed: int) -> Training:
    """Return how nets are fitted further."""
    return Training(
        net.name, frames=net.frames, seeds=(seed,), epochs=epochs, batch=BATCH,
        rate=RATE, patience=PATIENCE, augmentation=AUGMENTATION,
    )  # fmt: skip


def _fitted(
    trained: Checkpoint,
    name: str,
    parts: Parts,
    settings: Training,
    seed: int,
    on_epoch: OnEpoch | None,
) -> Checkpoint:
    """Return one net fitted further, with where it comes from."""
    seed_everything(seed)
    # Other labels under the same settings must not go on where these were stopped.
    with tempfile.TemporaryDirectory() as folder:
        progress = loop.fit(
            trained.net, parts.to_learn, parts.validation, settings, seed=seed,
            folder=Path(folder),
            on_epoch=lambda n, losses: on_epoch and on_epoch(name, n, losses),
        )  # fmt: skip
    provenance = {
        "training": asdict(settings),
        "transferred_on": parts.describe(),
        "started_from": trained.provenance,
        **loop.describe(progress),
    }
    return replace(trained, provenance=provenance)


def _report(
    found: Reviewed, parts: Parts, before: guard.Figures, after: guard.Figures
) -> dict[str, Any]:
    """Return what was learned from and what came of it."""
    return {
        "left_out": found.left_out,
        "parts": parts.describe(),
        "before": before.as_json(),
        "after": after.as_json(),
    }


def _write(
    trained: dict[str, Checkpoint], folder: Path, report: dict[str, Any]
) -> list[str]:
    """Write the nets as `recognize train` lays them out, and the report."""
    for place, one in trained.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        checkpoint.save(one, target)
    text = json.dumps(report, indent=1) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8")
    return [str(folder / place) for place in trained]
