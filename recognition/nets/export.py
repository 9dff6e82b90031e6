"""Turns trained nets into one file that the worker runs without torch."""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from recognition.datasets.joints import JOINTS, MIRROR
from recognition.nets import checkpoint
from recognition.nets.base import Net
from recognition.nets.checkpoint import Checkpoint
from recognition.version import VERSION

_SIDE: Final = (-1.0, 1.0, 1.0)
_OPSET: Final = 17  # of ONNX, 2022: read by every runtime of today


class Ensemble(nn.Module):
    """The mean probability of several nets on a repetition and its mirror image."""

    def __init__(self, nets: Sequence[Net]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.register_buffer("order", torch.tensor(MIRROR), persistent=False)
        self.register_buffer("side", torch.tensor(_SIDE), persistent=False)

    def forward(self, poses: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return exercise (N, E) and form (N, F) probabilities."""
        order, side = self.get_buffer("order"), self.get_buffer("side")
        exercise, form = [], []
        for x, m in ((poses, mask), (poses[:, :, order] * side, mask[:, :, order])):
            for net in self.nets:
                logits = net(x, m)
                exercise.append(logits.exercise.softmax(dim=1))
                form.append(logits.form.sigmoid())
        return torch.stack(exercise).mean(dim=0), torch.stack(form).mean(dim=0)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    model: Path
    description: Path


def export(
    paths: Sequence[Path], folder: Path, name: str, figures: dict[str, Any]
) -> Exported:
    """Write the ensemble of checkpoints as `name`.xml, .bin and .json in `folder`.

    Raises:
        CheckpointDamaged: a checkpoint cannot be read.
    """
    import openvino

    parts = [checkpoint.load(path) for path in paths]
    first = parts[0]
    ensemble = Ensemble([part.net for part in parts]).eval()
    with torch.no_grad(), warnings.catch_warnings():
        # OpenVINO traces the net by a function that torch calls outdated.
        warnings.simplefilter("ignore", category=DeprecationWarning)
        model = openvino.convert_model(ensemble, example_input=_example(first.frames))
    # Batches of any size, repetitions stretched to the length it was trained at.
    model.reshape({0: [-1, first.frames, JOINTS, 3], 1: [-1, first.frames, JOINTS]})
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.xml"
    openvino.save_model(model, target, compress_to_fp16=False)
    description = folder / f"{name}.json"
    text = json.dumps(_description(parts, figures), indent=1)
    description.write_text(text + "\n", encoding="utf-8")
    return Exported(target, description)


def export_onnx(paths: Sequence[Path], target: Path) -> Path:
    """Write the same ensemble as ONNX, for other runtimes; return `target`.

    Inputs `poses` and `mask`, outputs `exercise` and `form`; any number of
    repetitions. Needs the package `onnx`.

    Raises:
        CheckpointDamaged: a checkpoint cannot be read.
    """
    parts = [checkpoint.load(path) for path in paths]
    names = ("poses", "mask", "exercise", "form")
    target.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad(), warnings.catch_warnings():
        # The exporter by tracing is called outdated; the new one needs more packages
        # and fixes the number of repetitions.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Ensemble([part.net for part in parts]).eval(),
            _example(parts[0].frames, repetitions=2),
            str(target),
            dynamo=False,
            opset_version=_OPSET,
            input_names=names[:2],
            output_names=names[2:],
            dynamic_axes={name: {0: "repetitions"} for name in names},
        )
    return target


def _example(frames: int, repetitions: int = 1) -> tuple[Tensor, Tensor]:
    """Return an input to trace a net with."""
    shape = (repetitions, frames, JOINTS)
    return torch.zeros(*shape, 3), torch.ones(shape, dtype=torch.bool)


def _description(parts: list[Checkpoint], figures: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader of the net must know."""
    first = parts[0]
    return {
        "version": VERSION,
        "net": first.name,
        "nets": len(parts),
        "frames": first.frames,
        "exercises": list(first.exercises),
        "provenance": [part.provenance for part in parts],
        "figures": figures,
    }
