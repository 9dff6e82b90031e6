"""Fits one net on one fold; a kill at any time loses at most one epoch."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from recognition.datasets.augmentation import augmented
from recognition.datasets.base import Batch
from recognition.nets import checkpoint
from recognition.nets.base import Logits, Net
from recognition.training.config import Training
from recognition.training.event_log import EventLog
from recognition.training.loss import joint_loss
from recognition.training.seeding import seed_everything

STATE: Final = "state.pt"
BEST: Final = "best.pt"
HISTORY: Final = "history.json"
_WARM: Final = 0.1  # share of the epochs in which the learning rate rises
_CLIP: Final = 5.0  # largest norm of the gradient

OnEpoch = Callable[[int, dict[str, float]], None]


@dataclass(slots=True)
class Progress:
    """How far a fit is, as it is stored.

    Attributes:
        history: losses of each epoch that is over.
        best: lowest validation loss so far.
        weights: of the best epoch.
        seconds: spent so far, over all restarts.
    """

    epoch: int
    history: list[dict[str, float]]
    best: float
    best_epoch: int
    weights: dict[str, Tensor]
    seconds: float


def fit(
    net: Net,
    train: Batch,
    validation: Batch,
    settings: Training,
    *,
    seed: int,
    folder: Path,
    on_epoch: OnEpoch | None = None,
) -> Progress:
    """Train `net` and leave the weights of its best epoch in it.

    Goes on where an earlier call with the same settings was stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fitter = _Fitter(net, settings, seed, folder)
    fitter.resume()
    while not fitter.is_done():
        losses = fitter.epoch(train, validation)
        fitter.store()
        fitter.log(losses)
        if on_epoch is not None:
            on_epoch(fitter.progress.epoch, losses)
    net.load_state_dict(fitter.progress.weights)
    net.eval()
    return fitter.progress


class _Fitter:
    """One fit: the net, its optimizer and how far they are."""

    def __init__(self, net: Net, settings: Training, seed: int, folder: Path) -> None:
        self.net, self.settings, self.folder, self.seed = net, settings, folder, seed
        self.generator = seed_everything(seed)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.net.to(self.device)
        self.optimizer = torch.optim.AdamW(
            net.parameters(), lr=settings.rate, weight_decay=settings.decay
        )
        # float16 always pays on CUDA and needs its gradients scaled; on a processor
        # bfloat16, of the same range as float32, is asked for.
        self.is_halved = settings.half or self.device == "cuda"
        self.scaler = torch.amp.GradScaler(enabled=self.device == "cuda")
        self.progress = Progress(0, [], math.inf, 0, {}, 0.0)
        self.events: EventLog | None = None

    def is_done(self) -> bool:
        """Return whether all epochs are over or nothing got better for long."""
        waited = self.progress.epoch - self.progress.best_epoch
        return (
            self.progress.epoch >= self.settings.epochs
            or waited >= self.settings.patience
        )

    def epoch(self, train: Batch, validation: Batch) -> dict[str, float]:
        """Train once on everything and look at the validation subjects."""
        started = time.monotonic()
        progress = self.progress
        trained = self._trained(train)
        valid = validation_loss(self.net, validation, self.device)
        losses = {"train": trained, "validation": valid}
        progress.epoch += 1
        progress.history.append(losses)
        if valid < progress.best:
            progress.best, progress.best_epoch = valid, progress.epoch
            progress.weights = {
                name: value.detach().cpu().clone()
                for name, value in self.net.state_dict().items()
            }
        progress.seconds += time.monotonic() - started
        return losses

    def _trained(self, train: Batch) -> float:
        """Go through all repetitions in random order; return the mean loss."""
        self.net.train()
        order = self.generator.permutation(len(train))
        size = self.settings.batch
        steps = max(1, len(order) // size)
        total = 0.0
        for step, chosen in enumerate(np.array_split(order, steps)):
            done = (self.progress.epoch + step / steps) / self.settings.epochs
            self._set_rate(done)
            total += self._step(
                augmented(train.at(chosen), self.settings.augmentation, self.generator)
            )
        return total / steps

    def _set_rate(self, done: float) -> None:
        """Set the learning rate: up in the first tenth, then down as a cosine."""
        if done < _WARM:
            share = done / _WARM
        else:
            share = 0.5 * (1.0 + math.cos(math.pi * (done - _WARM) / (1.0 - _WARM)))
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate * max(share, 0.01)

    def _step(self, batch: Batch) -> float:
        """Move the weights once."""
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(self.device, enabled=self.is_halved):
            loss = loss_of(self.net, batch, self.device)
            loss = loss + auxiliary_of(self.net, batch, self.device)
        torch.autograd.backward(self.scaler.scale(loss))
        self.scaler.unscale_(self.optimizer)
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), _CLIP)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return float(loss.detach())

    def store(self) -> None:
        """Write everything that is needed to go on, at once."""
        state = asdict(self.progress) | {
            "fingerprint": self.settings.fingerprint(),
            "seed": self.seed,
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "torch": torch.get_rng_state(),
            "numpy": json.dumps(self.generator.bit_generator.state),
        }
        checkpoint.write_atomically(self.folder / STATE, state)
        text = json.dumps(self.progress.history)
        (self.folder / HISTORY).write_text(text, encoding="utf-8")

    def log(self, losses: dict[str, float]) -> None:
        """Append losses and learning rate to the event file of this start."""
        if self.events is None:
            self.events = EventLog(self.folder)
        rate = self.optimizer.param_groups[0]["lr"]
        scalars = {f"loss/{name}": value for name, value in losses.items()}
        self.events.scalars(self.progress.epoch, scalars | {"rate": rate})

    def resume(self) -> None:
        """Take up a stored state of the same settings and seed."""
        path = self.folder / STATE
        if not path.is_file():
            return
        state = checkpoint.read(path)
        if (state["fingerprint"], state["seed"]) != (
            self.settings.fingerprint(),
            self.seed,
        ):
            return
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])
        torch.set_rng_state(state["torch"])
        self.generator.bit_generator.state = json.loads(state["numpy"])
        names = ("epoch", "history", "best", "best_epoch", "weights", "seconds")
        self.progress = Progress(**{name: state[name] for name in names})


def loss_of(net: Net, batch: Batch, device: str) -> Tensor:
    """Return the loss on a batch."""
    return joint_loss(
        logits_of(net, batch, device),
        torch.from_numpy(batch.exercise).to(device),
        torch.from_numpy(batch.correct).to(device),
        torch.from_numpy(batch.mistakes).to(device),
        torch.from_numpy(batch.phases).to(device),
    )


def auxiliary_of(net: Net, batch: Batch, device: str) -> Tensor:
    """Return what the method minimizes beside the loss of its logits."""
    poses = torch.from_numpy(batch.poses).to(device)
    return net.auxiliary(poses, torch.from_numpy(batch.mask).to(device))


def logits_of(net: Net, batch: Batch, device: str = "cpu") -> Logits:
    """Return the logits of a batch, in float32 whatever they were computed in."""
    poses = torch.from_numpy(batch.poses).to(device)
    logits: Logits = net(poses, torch.from_numpy(batch.mask).to(device))
    exercise, form, mistakes = (part.float() for part in logits[:3])
    frames = None if logits.frames is None else logits.frames.float()
    return Logits(exercise, form, mistakes, frames)


@torch.no_grad()
def validation_loss(net: Net, batch: Batch, device: str, size: int = 128) -> float:
    """Return the mean loss, batch by batch, without training."""
    net.eval()
    total, counted = 0.0, 0
    for start in range(0, len(batch), size):
        part = batch.at(np.arange(start, min(start + size, len(batch))))
        total += float(loss_of(net, part, device)) * len(part)
        counted += len(part)
    return total / max(counted, 1)


def describe(progress: Progress) -> dict[str, Any]:
    """Return what the record of a fit says about it."""
    return {
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "validation_loss": round(progress.best, 4),
        "seconds": round(progress.seconds, 1),
    }
