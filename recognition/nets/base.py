"""What every net takes and gives.

Poses (N, T, V, C) and a mask (N, T, V) go in; masked joints and padded frames are
false. People side by side, where a net sees several, share the axis of joints.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

NetConfig = Any  # each net has a frozen dataclass of its own


@dataclass(frozen=True, slots=True)
class Outputs:
    """How many logits a net gives.

    Attributes:
        exercises: classes of exercise recognition.
        form: one logit for each exercise: that the repetition, if it is this
            exercise, is done correctly. 0 = none.
        mistakes: logits of named mistakes.
        frames: logits of every frame (phase or boundary), of nets that have them.
    """

    exercises: int = 10
    form: int = 10
    mistakes: int = 0
    frames: int = 0

    @property
    def total(self) -> int:
        """Logits for a whole repetition."""
        return self.exercises + self.form + self.mistakes


class Logits(NamedTuple):
    """What a net gives; `frames` only of nets that predict every frame.

    exercise (N, E), form (N, F), mistakes (N, K), frames (N, T, P).
    """

    exercise: Tensor
    form: Tensor
    mistakes: Tensor
    frames: Tensor | None = None


class Net(nn.Module, ABC):
    """A net on poses."""

    outputs: Outputs

    @abstractmethod
    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits of poses (N, T, V, C) seen where `mask` (N, T, V)."""

    def auxiliary(self, poses: Tensor, mask: Tensor) -> Tensor:  # noqa: ARG002
        """Return what a method minimizes beside the loss of its logits; usually 0."""
        return poses.new_zeros(())

    def divided(self, logits: Tensor, frames: Tensor | None = None) -> Logits:
        """Return (N, total) logits by what they are about."""
        outputs = self.outputs
        sizes = [outputs.exercises, outputs.form, outputs.mistakes]
        exercise, form, mistakes = torch.split(logits, sizes, dim=-1)
        return Logits(exercise, form, mistakes, frames)


def hidden(poses: Tensor, mask: Tensor) -> Tensor:
    """Return poses with zeros where nothing was seen."""
    return torch.where(mask.unsqueeze(-1), poses, torch.zeros_like(poses))


def frames_seen(mask: Tensor) -> Tensor:
    """Return (N, T): frames with at least one joint; the others are padding."""
    return mask.any(dim=2)


def mean_over(values: Tensor, seen: Tensor) -> Tensor:
    """Return the mean of values (N, C, T) over the frames that are seen (N, T)."""
    weight = seen.to(values.dtype).unsqueeze(1)
    return (values * weight).sum(dim=-1) / weight.sum(dim=-1).clamp(min=1.0)


def strided(seen: Tensor, stride: int) -> Tensor:
    """Return the frames that a convolution with this stride keeps."""
    return seen if stride == 1 else seen[:, ::stride]


def as_planes(features: Tensor, seen: Tensor) -> Tensor:
    """Return features (N, C, T, V) with zeros in padded frames (N, T)."""
    return features * seen.to(features.dtype)[:, None, :, None]


def parameters_of(net: nn.Module) -> int:
    """Return how many numbers training changes."""
    return sum(p.numel() for p in net.parameters() if p.requires_grad)
