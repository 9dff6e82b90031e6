"""MS-G3D: near and far joints kept apart, in one frame and across several.

Liu et al., CVPR 2020 (arXiv:2003.14111).
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

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
from recognition.nets.planes import (
    BranchedTime,
    ScaledInput,
    of_persons,
    pooled,
    shortcut,
)

_BRANCHES: Final = (
    ("conv", 1), ("conv", 2), ("conv", 3), ("conv", 4), ("max", 3), ("one", 1),
)  # fmt: skip
_START: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        scales: distances told apart in one frame.
        window_scales: the same inside a window of frames.
        windows: lengths of the windows.
    """

    joints: int = 25
    channels: int = 3
    persons: int = 1
    widths: tuple[int, ...] = (96, 192, 384)
    scales: int = 13
    window_scales: int = 6
    windows: tuple[int, ...] = (3, 5)
    dropout: float = 0.0
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(persons=2, outputs=Outputs(60, 0))
SMALL: Final = Config(
    joints=20, widths=(24, 48), scales=6, window_scales=4, windows=(3,), dropout=0.3
)


class Scales(nn.Module):
    """Mixes the joints at every distance by itself (disentangled aggregation)."""

    def __init__(
        self, inside: int, outside: int, adjacency: np.ndarray, scales: int,
    ) -> None:  # fmt: skip
        super().__init__()
        rings = graph.balanced(graph.disentangled(adjacency, scales))
        start = torch.tensor(rings, dtype=torch.float32)
        self.register_buffer("rings", start, persistent=False)
        self.learned = nn.Parameter(torch.empty_like(start).uniform_(-_START, _START))
        self.mix = nn.Conv2d(inside * scales, outside, 1)
        self.norm = nn.BatchNorm2d(outside)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outside, T, V) of x (N, inside, T, V)."""
        weights = self.get_buffer("rings") + self.learned
        near = torch.einsum("kvu,nctu->nkctv", weights, x).flatten(1, 2)
        return torch.relu(self.norm(self.mix(near)))


class Window(nn.Module):
    """Joins the joints of several frames into one graph (G3D)."""

    def __init__(
        self, inside: int, outside: int, config: Config, frames: int, stride: int
    ) -> None:
        super().__init__()
        self.frames, self.stride = frames, stride
        near = graph.of(config.joints).adjacency() + np.eye(config.joints)
        tiled = np.tile(near, (frames, frames)) - np.eye(frames * config.joints)
        # Only the first block widens before the window is closed.
        middle = outside if inside == config.channels else inside
        self.scales = Scales(inside, middle, tiled, config.window_scales)
        self.close = nn.Conv3d(middle, outside, (1, frames, 1))
        self.norm = nn.BatchNorm2d(outside)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return (N, outside, T', V) of x (N, inside, T, V) and frames (N, T)."""
        number, channels, _, joints = x.shape
        around = self.frames // 2
        padded = functional.pad(as_planes(x, seen), (0, 0, around, around))
        parts = padded.unfold(2, self.frames, self.stride)  # (N, C, T', V, tau)
        parts = parts.transpose(3, 4).reshape(
            number, channels, -1, self.frames * joints
        )
        mixed = self.scales(parts)
        mixed = mixed.reshape(number, mixed.shape[1], -1, self.frames, joints)
        closed: Tensor = self.norm(self.close(mixed).squeeze(3))
        return closed


class Reaches(nn.Module):
    """Several reaches in time with the input added (MS-TCN)."""

    def __init__(
        self, inside: int, outside: int, stride: int = 1, *, is_last: bool = True
    ) -> None:
        super().__init__()
        self.time = BranchedTime(
            inside, outside, _BRANCHES, stride=stride, norm_each=True
        )
        self.shortcut = shortcut(inside, outside, stride)
        self.act = nn.ReLU() if is_last else nn.Identity()

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return (N, outside, T', V)."""
        result: Tensor = self.act(self.time(x, seen) + self.shortcut(x))
        return result


class Block(nn.Module):
    """The spatial path and the windows side by side, then time."""

    def __init__(self, inside: int, outside: int, config: Config, stride: int) -> None:
        super().__init__()
        self.stride = stride
        adjacency = graph.of(config.joints).adjacency()
        middle = outside if inside == config.channels else inside
        self.spatial = Scales(inside, middle, adjacency, config.scales)
        self.first = Reaches(middle, outside, stride)
        self.second = Reaches(outside, outside, is_last=False)
        self.windows = nn.ModuleList(
            Window(inside, outside, config, frames, stride) for frames in config.windows
        )
        self.last = Reaches(outside, outside)

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return features (N, outside, T', V) and the frames that are left."""
        left = strided(seen, self.stride)
        paths = [self.second(self.first(self.spatial(x), seen), left)]
        paths += [window(x, seen) for window in self.windows]
        return self.last(torch.relu(torch.stack(paths).sum(0)), left), left


class MSG3D(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.persons = config.persons
        self.scaled = ScaledInput(config.joints, config.channels, config.persons)
        widths = (config.channels, *config.widths)
        self.blocks = nn.ModuleList(
            Block(inside, outside, config, stride=2 if number else 1)
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
