"""ST-GCN: convolution on the skeleton's graph, then along time.

Yan, Xiong, Lin, AAAI 2018 (arXiv:1801.07455).
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets import graph
from recognition.nets.base import (
    Logits,
    Net,
    Outputs,
    as_planes,
    frames_seen,
    hidden,
    strided,
)
from recognition.nets.planes import ScaledInput, pooled, shortcut

_PARTS: Final = 3
_KERNEL: Final = 9


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        widths: channels of each layer; time is halved where they grow.
    """

    joints: int = 25
    channels: int = 3
    widths: tuple[int, ...] = (64,) * 4 + (128,) * 3 + (256,) * 3
    dropout: float = 0.5
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(outputs=Outputs(60, 0))
SMALL: Final = Config(joints=20, widths=(32, 32, 64, 64, 128, 128), dropout=0.3)


class Layer(nn.Module):
    """One layer: neighbors, then nine frames."""

    def __init__(
        self, inside: int, outside: int, joints: int, stride: int,
        dropout: float, *, is_first: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        adjacency = torch.tensor(graph.spatial(joints), dtype=torch.float32)
        self.register_buffer("adjacency", adjacency, persistent=False)
        self.importance = nn.Parameter(torch.ones_like(adjacency))
        self.stride = stride
        self.spread = nn.Conv2d(inside, outside * _PARTS, 1)
        self.norm = nn.BatchNorm2d(outside)
        self.time = nn.Conv2d(
            outside, outside, (_KERNEL, 1), (stride, 1), (_KERNEL // 2, 0)
        )
        self.time_norm = nn.BatchNorm2d(outside)
        self.dropout = nn.Dropout(dropout)
        self.shortcut = None if is_first else shortcut(inside, outside, stride)

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return features (N, outside, T', V) and the frames that are left."""
        number, _, frames, joints = x.shape
        parts = self.spread(x).reshape(number, _PARTS, -1, frames, joints)
        weights = self.get_buffer("adjacency") * self.importance
        y = torch.einsum("nkctv,kvw->nctw", parts, weights)
        y = as_planes(torch.relu(self.norm(y)), seen)
        y = self.dropout(self.time_norm(self.time(y)))
        if self.shortcut is not None:
            y = y + self.shortcut(x)
        return torch.relu(y), strided(seen, self.stride)


class STGCN(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.scaled = ScaledInput(config.joints, config.channels)
        widths = (config.channels, *config.widths)
        self.layers = nn.ModuleList(
            Layer(
                inside, outside, config.joints,
                stride=2 if number and outside > inside else 1,
                dropout=config.dropout if number else 0.0,
                is_first=number == 0,
            )
            for number, (inside, outside) in enumerate(pairwise(widths))
        )  # fmt: skip
        self.head = nn.Linear(widths[-1], config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = frames_seen(mask)
        x = self.scaled(hidden(poses, mask))  # (N, C, T, V)
        for layer in self.layers:
            x, seen = layer(x, seen)
        return self.divided(self.head(pooled(x, seen)))
