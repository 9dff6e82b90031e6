"""Writes and reads nets with what they need to be built again."""

import os
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn

from recognition.errors import Unanalyzable
from recognition.nets import registry
from recognition.nets.base import Net, NetConfig, Outputs
from recognition.version import VERSION

FORMAT: Final = 1


class CheckpointDamaged(Unanalyzable):
    """A file of weights cannot be read, or belongs to another net."""

    code = "checkpoint_damaged"
    what_to_do = "Train the net again, or restore the file."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A trained net and where it comes from.

    Attributes:
        exercises: what the exercise and form logits stand for.
        frames: that repetitions are stretched to.
        provenance: data, split, metrics.
    """

    name: str
    net: Net
    config: NetConfig
    exercises: tuple[str, ...]
    mistakes: tuple[str, ...]
    frames: int
    provenance: dict[str, Any]


def write_atomically(path: Path, content: dict[str, Any]) -> None:
    """Write `content` so that a kill leaves the old file or the new, never half."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Return the content of a file, tensors and plain values only.

    Raises:
        CheckpointDamaged: the file cannot be read.
    """
    try:
        content: dict[str, Any] = torch.load(
            path, map_location="cpu", weights_only=True
        )
    except Exception as error:
        raise CheckpointDamaged(f"{path.name} cannot be read") from error
    return content


def save(checkpoint: Checkpoint, path: Path) -> None:
    """Write a trained net."""
    write_atomically(
        path,
        {
            "format": FORMAT,
            "version": VERSION,
            "name": checkpoint.name,
            "config": asdict(checkpoint.config),
            "weights": checkpoint.net.state_dict(),
            "exercises": list(checkpoint.exercises),
            "mistakes": list(checkpoint.mistakes),
            "frames": checkpoint.frames,
            "provenance": checkpoint.provenance,
        },
    )


def load(path: Path) -> Checkpoint:
    """Return a trained net, ready to predict.

    Raises:
        CheckpointDamaged: the file cannot be read, or is of another format.
    """
    content = read(path)
    if content.get("format") != FORMAT:
        raise CheckpointDamaged(f"{path.name} is not of format {FORMAT}")
    config = _config(content["name"], content["config"])
    net = registry.build(content["name"], config)
    _fill(net, content["weights"], path)
    return Checkpoint(
        content["name"],
        net.eval(),
        config,
        tuple(content["exercises"]),
        tuple(content["mistakes"]),
        content["frames"],
        content["provenance"],
    )


def _config(name: str, stored: dict[str, Any]) -> NetConfig:
    """Build the config of a net from plain values."""
    start = registry.config_of(name)
    values: dict[str, Any] = {}
    for entry in fields(start):
        value = stored[entry.name]
        if entry.name == "outputs":
            value = Outputs(**value)
        elif is_dataclass(getattr(start, entry.name)):
            value = type(getattr(start, entry.name))(**value)
        values[entry.name] = tuple(value) if isinstance(value, list) else value
    return type(start)(**values)


def _fill(net: nn.Module, weights: dict[str, Any], path: Path) -> None:
    """Load weights that must fit."""
    try:
        net.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointDamaged(f"{path.name} does not fit its net") from error
