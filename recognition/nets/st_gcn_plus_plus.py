"""ST-GCN++: a learned graph and several reaches in time.

Duan et al., PYSKL (arXiv:2205.09443).
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets import graph
from recognition.nets.base import Logits, Net, Outputs, frames_seen
from recognition.nets.features import Stream, Streams
from recognition.nets.planes import BranchedTime, ScaledInput, pooled, shortcut

_PARTS: Final = 3
_BRANCHES: Final = (
    ("conv", 1), ("conv", 2), ("conv", 3), ("conv", 4), ("max", 3), ("one", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net; time is halved where widths grow."""

    joints: int = 17
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint",)
    widths: tuple[int, ...] = (64,) * 4 + (128,) * 3 + (256,) * 3
    dropout: float = 0.0
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(outputs=Outputs(60, 0))
SMALL: Final = Config(
    joints=20, streams=("joint", "bone"), widths=(24, 24, 48, 96), dropout=0.3
)


class LearnedGraph(nn.Module):
    """Mixes neighbors by an adjacency that is learned, from the skeleton on."""

    def __init__(self, inside: int, outside: int, joints: int) -> None:
        super().__init__()
        start = torch.tensor(graph.spatial(joints), dtype=torch.float32)
        self.adjacency = nn.Parameter(start.clone())
        self.spread = nn.Conv2d(inside, outside * _PARTS, 1)
        self.norm = nn.BatchNorm2d(outside)
        self.shortcut = shortcut(inside, outside)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outside, T, V) of x (N, inside, T, V)."""
        number, _, frames, joints = x.shape
        parts = self.spread(x).reshape(number, _PARTS, -1, frames, joints)
        y = torch.einsum("nkctv,kvw->nctw", parts, self.adjacency)
        return torch.relu(self.norm(y) + self.shortcut(x))


class Block(nn.Module):
    """Neighbors, then time, and the input added."""

    def __init__(
        self, inside: int, outside: int, joints: int, stride: int, *, is_first: bool
    ) -> None:
        super().__init__()
        self.graph = LearnedGraph(inside, outside, joints)
        self.time = BranchedTime(outside, outside, _BRANCHES, stride=stride)
        self.shortcut = None if is_first else shortcut(inside, outside, stride)

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return features (N, outside, T', V) and the frames that are left."""
        y = self.time(self.graph(x), seen)
        if self.shortcut is not None:
            y = y + self.shortcut(x)
        return torch.relu(y), self.time.seen_after(seen)


class STGCNPlusPlus(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.streams = Streams(config.streams, config.joints, config.channels)
        self.scaled = ScaledInput(config.joints, self.streams.channels)
        widths = (self.streams.channels, *config.widths)
        self.blocks = nn.ModuleList(
            Block(
                inside, outside, config.joints,
                stride=2 if number and outside > inside else 1,
                is_first=number == 0,
            )
            for number, (inside, outside) in enumerate(pairwise(widths))
        )  # fmt: skip
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(widths[-1], config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = frames_seen(mask)
        x = self.scaled(self.streams(poses, mask))  # (N, C, T, V)
        for block in self.blocks:
            x, seen = block(x, seen)
        return self.divided(self.head(self.dropout(pooled(x, seen))))
