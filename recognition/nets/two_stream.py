"""Two streams: what the posture is, and how it moves; fused late.

Simonyan and Zisserman, NIPS 2014 (arXiv:1406.2199). The motion stream sees stacks
of ten steps of every joint; the step of the whole body is taken off each, as the
mean flow is from pictures, so that a moving camera does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.nets.base import Logits, Net, Outputs, frames_seen, hidden
from recognition.nets.features import motion

# Weights of joint, bone, joint motion and bone motion in a sum of logits (PYSKL).
FOUR_STREAMS: Final = (2.0, 2.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        steps: of motion that are stacked.
        width: of the layers of both streams.
    """

    joints: int = 20
    channels: int = 3
    steps: int = 10
    width: int = 96
    dropout: float = 0.3
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(width=1024, dropout=0.9)
SMALL: Final = Config()


class Stream(nn.Module):
    """Layers on one moment, their logits averaged over the moments."""

    def __init__(self, inside: int, config: Config) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(inside, config.width),
            nn.LayerNorm(config.width),
            nn.ReLU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.width, config.width),
            nn.ReLU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.width, config.outputs.total),
        )

    def forward(self, vectors: Tensor, seen: Tensor) -> Tensor:
        """Return (N, total) of vectors (N, T, I)."""
        weight = seen.to(vectors.dtype).unsqueeze(-1)
        total = (self.layers(vectors) * weight).sum(dim=1)
        mean: Tensor = total / weight.sum(dim=1).clamp(min=1.0)
        return mean


class TwoStream(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.steps = config.steps
        coordinates = config.joints * config.channels
        self.posture = Stream(coordinates, config)
        self.motion = Stream(coordinates * config.steps, config)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits, the mean of both streams."""
        seen = frames_seen(mask)
        posture = self.posture(hidden(poses, mask).flatten(2), seen)
        moving = self.motion(steps_of(poses, mask, self.steps), seen)
        return self.divided((posture + moving) / 2.0)


def steps_of(poses: Tensor, mask: Tensor, steps: int) -> Tensor:
    """Return (N, T, steps V C): the next steps of every joint, the body's taken off.

    A still body gives zeros, and so does one that a camera passes by.
    """
    step = motion(poses, mask)
    is_moving = mask[:, 1:] & mask[:, :-1]
    known = functional.pad(is_moving, (0, 0, 0, 1)).unsqueeze(-1).to(poses.dtype)
    mean = (step * known).sum(dim=2, keepdim=True)
    step = (step - mean / known.sum(dim=2, keepdim=True).clamp(min=1.0)) * known
    ahead = functional.pad(step.flatten(2), (0, 0, 0, steps - 1))
    windows = ahead.unfold(1, steps, 1)  # (N, T, V C, steps)
    return windows.flatten(2)


def fused(parts: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Return the weighted mean of the logits of several streams."""
    stacked = torch.stack([part * w for part, w in zip(parts, weights, strict=True)])
    return stacked.sum(dim=0) / sum(weights)
