"""CTR-GCN: a topology of its own for every channel, found from the pose.

Chen et al., ICCV 2021; sizes as in PYSKL.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets import graph
from recognition.nets.base import Logits, Net, Outputs, frames_seen, hidden
from recognition.nets.planes import (
    BranchedTime,
    ScaledInput,
    of_persons,
    pooled,
    shortcut,
)

_PARTS: Final = 3
_KERNEL: Final = 5
_BRANCHES: Final = (("conv", 1), ("conv", 2), ("max", 3), ("one", 1))
_FEW: Final = 16  # up to here the relations have 8 channels, above an eighth


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net; time is halved where widths grow."""

    joints: int = 25
    channels: int = 3
    persons: int = 1
    widths: tuple[int, ...] = (64,) * 4 + (128,) * 3 + (256,) * 3
    dropout: float = 0.0
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(persons=2, outputs=Outputs(60, 0))
SMALL: Final = Config(joints=20, widths=(32, 32, 64, 128), dropout=0.3)


class Relations(nn.Module):
    """One part of the graph: its topology is refined by differences of joints."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        width = 8 if inside <= _FEW else inside // 8
        self.query = nn.Conv2d(inside, width, 1)
        self.key = nn.Conv2d(inside, width, 1)
        self.value = nn.Conv2d(inside, outside, 1)
        self.refine = nn.Conv2d(width, outside, 1)

    def forward(
        self, x: Tensor, seen: Tensor, adjacency: Tensor, strength: Tensor
    ) -> Tensor:
        """Return (N, outside, T, V) of x (N, inside, T, V)."""
        query, key = _mean(self.query(x), seen), _mean(self.key(x), seen)
        apart = torch.tanh(query.unsqueeze(3) - key.unsqueeze(2))  # (N, R, V, V)
        topology = self.refine(apart) * strength + adjacency
        return torch.einsum("ncuv,nctv->nctu", topology, self.value(x))


def _mean(x: Tensor, seen: Tensor) -> Tensor:
    """Return the mean over the frames seen, (N, C, V)."""
    weight = seen.to(x.dtype)[:, None, :, None]
    return (x * weight).sum(dim=2) / weight.sum(dim=2).clamp(min=1.0)


class Block(nn.Module):
    """Refined neighbors, then time, and the input added."""

    def __init__(
        self, inside: int, outside: int, joints: int, stride: int, *, is_first: bool
    ) -> None:
        super().__init__()
        start = torch.tensor(graph.spatial(joints), dtype=torch.float32)
        # Receiving joints come first here.
        self.adjacency = nn.Parameter(start.transpose(1, 2).clone())
        self.strength = nn.Parameter(torch.zeros(1))
        self.parts = nn.ModuleList(Relations(inside, outside) for _ in range(_PARTS))
        self.norm = nn.BatchNorm2d(outside)
        nn.init.constant_(self.norm.weight, 1e-6)
        self.inner = shortcut(inside, outside)
        self.time = BranchedTime(
            outside, outside, _BRANCHES, stride=stride, kernel=_KERNEL, norm_each=True
        )
        self.shortcut = None if is_first else shortcut(inside, outside, stride)

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return features (N, outside, T', V) and the frames that are left."""
        parts = [
            part(x, seen, adjacency, self.strength)
            for part, adjacency in zip(self.parts, self.adjacency, strict=True)
        ]
        y = torch.relu(self.norm(torch.stack(parts).sum(0)) + self.inner(x))
        y = self.time(y, seen)
        if self.shortcut is not None:
            y = y + self.shortcut(x)
        return torch.relu(y), self.time.seen_after(seen)


class CTRGCN(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.persons = config.persons
        self.scaled = ScaledInput(config.joints, config.channels, config.persons)
        widths = (config.channels, *config.widths)
        self.blocks = nn.ModuleList(
            Block(
                inside,
                outside,
                config.joints,
                stride=2 if number and outside > inside else 1,
                is_first=number == 0,
            )
            for number, (inside, outside) in enumerate(pairwise(widths))
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(widths[-1], config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = of_persons(frames_seen(mask), self.persons)
        x = self.scaled(hidden(poses, mask))  # (N M, C, T, V)
        for block in self.blocks:
            x, seen = block(x, seen)
        return self.divided(self.head(self.dropout(pooled(x, seen, self.persons))))
