"""PoseConv3D: a slow 3D ResNet on volumes of heat maps.

Duan et al., CVPR 2022 (arXiv:2104.13586).
"""

from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen
from recognition.nets.heat_maps import HeatMaps, masked, mean_volume

_GROWTH: Final = 4  # a bottleneck gives this many times its width


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        size: of the heat maps, pixels a side.
        stem: pixels a side that the first layer looks at.
        blocks: bottlenecks of each stage; all but the first stage look along time.
        width: of the first stage, doubled at each following one.
    """

    joints: int = 17
    channels: int = 3
    size: int = 56
    stem: int = 7
    width: int = 32
    blocks: tuple[int, ...] = (4, 6, 3)
    dropout: float = 0.5
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(outputs=Outputs(60, 0))
# Three pixels of 20 are more of a body than seven of 56, and take a fifth of the time.
SMALL: Final = Config(
    joints=20, size=20, stem=3, width=8, blocks=(1, 1, 1), dropout=0.3
)


def _unit(
    inside: int, outside: int, kernel: tuple[int, int, int], stride: int = 1
) -> nn.Sequential:
    """Return a convolution of this size with batch normalization."""
    around = (kernel[0] // 2, kernel[1] // 2, kernel[2] // 2)
    return nn.Sequential(
        nn.Conv3d(inside, outside, kernel, (1, stride, stride), around, bias=False),
        nn.BatchNorm3d(outside),
    )


class Bottleneck(nn.Module):
    """Squeeze (over three frames where inflated), look around, widen, add."""

    def __init__(
        self, inside: int, width: int, stride: int, *, is_inflated: bool
    ) -> None:
        super().__init__()
        outside = width * _GROWTH
        self.squeeze = _unit(inside, width, (3 if is_inflated else 1, 1, 1))
        self.around = _unit(width, width, (1, 3, 3), stride)
        self.widen = _unit(width, outside, (1, 1, 1))
        self.shortcut = (
            nn.Identity()
            if inside == outside and stride == 1
            else _unit(inside, outside, (1, 1, 1), stride)
        )

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return (N, 4 width, T, H', W') of a volume."""
        y = torch.relu(self.squeeze(masked(x, seen)))
        y = self.widen(torch.relu(self.around(y)))
        return torch.relu(y + self.shortcut(x))


class PoseConv3D(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.maps = HeatMaps(config.size)
        self.stem = _unit(config.joints, config.width, (1, config.stem, config.stem))
        self.pool = nn.MaxPool3d((1, 3, 3), 1, (0, 1, 1))
        blocks: list[nn.Module] = []
        inside = config.width
        for stage, number in enumerate(config.blocks):
            width = config.width * 2**stage
            for place in range(number):
                stride = 2 if place == 0 else 1
                blocks.append(Bottleneck(inside, width, stride, is_inflated=stage > 0))
                inside = width * _GROWTH
        self.blocks = nn.ModuleList(blocks)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(inside, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = frames_seen(mask)
        x = self.pool(torch.relu(self.stem(self.maps(poses, mask))))
        for block in self.blocks:
            x = block(x, seen)
        return self.divided(self.head(self.dropout(mean_volume(x, seen))))
