"""HalluciNet: who sees part of the body learns to feel what who sees all feels.

Parmar and Morris (arXiv:1912.04430). While training, the student's input loses
joints and spans of time; it must predict the features that a teacher finds with
everything in sight. The teacher is a slow average of the student itself, so that
one run trains both (the published teacher is a larger net trained before). What is
hallucinated helps recognition and is never reported as measured.
"""

import copy
from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen, mean_over
from recognition.nets.features import Stream, Streams
from recognition.nets.time_layers import DilatedTime

WEIGHT: Final = 50.0  # of the hallucination beside the main loss, as published
_SLOWNESS: Final = 0.99


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        hidden: probability that a joint is hidden from the student in training.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint", "joint_motion")
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    hidden: float = 0.3
    dropout: float = 0.2
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(width=512)
SMALL: Final = Config()


class Encoder(nn.Module):
    """Finds one vector for a repetition."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.streams = Streams(config.streams, config.joints, config.channels)
        inside = self.streams.channels * config.joints
        self.time = DilatedTime(inside, config.width, config.dilations, config.dropout)

    def forward(self, poses: Tensor, mask: Tensor) -> Tensor:
        """Return (N, W)."""
        seen = frames_seen(mask)
        features = self.time(self.streams(poses, mask).flatten(2), seen)
        return mean_over(features.transpose(1, 2), seen)


class HalluciNet(Net):
    """The net; prediction uses the student alone."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs, self.hidden = config.outputs, config.hidden
        self.student = Encoder(config)
        self.teacher = copy.deepcopy(self.student).requires_grad_(False)
        self.hallucinate = nn.Sequential(
            nn.Linear(config.width, config.width), nn.ReLU()
        )
        self.head = nn.Linear(2 * config.width, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits, from what is seen and what is hallucinated."""
        found = self.student(poses, self._part(mask) if self.training else mask)
        guessed = self.hallucinate(found)
        return self.divided(self.head(torch.cat([found, guessed], dim=-1)))

    def auxiliary(self, poses: Tensor, mask: Tensor) -> Tensor:
        """Return how far the student's guess is from what the teacher finds."""
        if self.training:
            self._follow()
        guessed = self.hallucinate(self.student(poses, self._part(mask)))
        with torch.no_grad():
            whole = self.teacher(poses, mask)
        return WEIGHT * hallucination(guessed, whole)

    def _part(self, mask: Tensor) -> Tensor:
        """Return `mask` with some joints hidden all the time, never all of them."""
        kept = torch.rand(mask.shape[0], 1, mask.shape[2], device=mask.device)
        part = mask & (kept >= self.hidden)
        return torch.where(part.any(dim=2, keepdim=True), part, mask)

    @torch.no_grad()
    def _follow(self) -> None:
        """Move the teacher a little toward the student."""
        pairs = zip(self.teacher.parameters(), self.student.parameters(), strict=True)
        for slow, fast in pairs:
            slow.lerp_(fast, 1.0 - _SLOWNESS)


def hallucination(guessed: Tensor, found: Tensor) -> Tensor:
    """Return the mean squared difference after a sigmoid: scale does not matter."""
    return (guessed.sigmoid() - found.sigmoid()).square().mean()
