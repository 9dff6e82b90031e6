"""TDN: differences inside a moment and from moment to moment, on the skeleton.

Wang et al., CVPR 2021 (arXiv:2012.10071), its graph form: a segment is five poses
around a moment; short differences join the posture, long ones weigh it.
"""

from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.nets import graph
from recognition.nets.base import Logits, Net, Outputs, frames_seen, hidden

AROUND: Final = 2  # poses before and after the moment
_SHIFTED: Final = 8  # an eighth of the channels comes from the next segment


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        segments: moments that are looked at.
        balance: of the posture against the short differences.
        layers: after the first, each weighed by long differences.
    """

    joints: int = 20
    channels: int = 3
    segments: int = 16
    width: int = 64
    layers: int = 3
    balance: float = 0.75
    dropout: float = 0.3
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(width=256, segments=8, layers=4, balance=0.5, dropout=0.5)
SMALL: Final = Config()


class Neighbors(nn.Module):
    """Mixes neighboring joints by a learned graph."""

    def __init__(self, inside: int, outside: int, joints: int) -> None:
        super().__init__()
        start = torch.tensor(graph.spatial(joints), dtype=torch.float32)
        self.adjacency = nn.Parameter(start.clone())
        self.spread = nn.Conv2d(inside, outside * len(start), 1)
        self.norm = nn.BatchNorm2d(outside)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outside, K, V) of x (N, inside, K, V)."""
        number, _, moments, joints = x.shape
        parts = self.spread(x).reshape(number, len(self.adjacency), -1, moments, joints)
        y = torch.einsum("npckv,pvw->nckw", parts, self.adjacency)
        result: Tensor = self.norm(y)
        return result


class Shift(nn.Module):
    """Takes some channels from the next and some from the previous segment."""

    def __init__(self, width: int) -> None:
        super().__init__()
        kernel = torch.zeros(width, 1, 3, 1)
        part = width // _SHIFTED
        kernel[:part, 0, 2] = 1.0
        kernel[part : 2 * part, 0, 0] = 1.0
        kernel[2 * part :, 0, 1] = 1.0
        self.kernel = nn.Parameter(kernel)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, K, V), as a temporal shift of an eighth at the start."""
        return functional.conv2d(x, self.kernel, padding=(1, 0), groups=x.shape[1])


class LongDifferences(nn.Module):
    """Weighs features by how they differ from the neighboring segments."""

    def __init__(self, width: int, joints: int) -> None:
        super().__init__()
        few = max(width // 8, 4)
        self.squeeze = nn.Sequential(nn.Conv2d(width, few, 1), nn.BatchNorm2d(few))
        near = torch.tensor(graph.spatial(joints).sum(axis=0), dtype=torch.float32)
        self.register_buffer("near", near, persistent=False)
        self.own = nn.Parameter(torch.ones(few))  # identity at the start
        self.mix = nn.Conv2d(few, few, 1)
        self.widen = nn.Sequential(nn.Conv2d(few, width, 1), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        """Return x (N, C, K, V) with the gate of both directions."""
        f = self.squeeze(x)
        moved = f * self.own[:, None, None]
        ahead = functional.pad(moved[:, :, 1:] - f[:, :, :-1], (0, 0, 0, 1))
        back = functional.pad(moved[:, :, :-1] - f[:, :, 1:], (0, 0, 1, 0))
        gate = (self._gate(ahead) + self._gate(back)) / 2.0
        return x + x * gate

    def _gate(self, difference: Tensor) -> Tensor:
        """Return -0.5 to 0.5 from a difference at three scales."""
        spread = self.mix(difference @ self.get_buffer("near"))
        whole = difference.mean(dim=3, keepdim=True).expand_as(difference)
        return torch.sigmoid(self.widen((difference + spread + whole) / 3.0)) - 0.5


class TDN(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs, self.segments = config.outputs, config.segments
        self.balance = config.balance
        width, joints = config.width, config.joints
        self.posture = Neighbors(config.channels, width, joints)
        self.short = Neighbors(config.channels * 2 * AROUND, width, joints)
        self.longs = nn.ModuleList(
            LongDifferences(width, joints) for _ in range(config.layers)
        )
        self.shifts = nn.ModuleList(Shift(width) for _ in range(config.layers))
        self.layers = nn.ModuleList(
            Neighbors(width, width, joints) for _ in range(config.layers)
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(width, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        windows = segments_of(hidden(poses, mask), frames_seen(mask), self.segments)
        x = torch.relu(self.posture(windows[:, :, AROUND].permute(0, 3, 1, 2)))
        short = torch.relu(self.short(short_differences(windows)))
        x = self.balance * x + (1.0 - self.balance) * short  # (N, W, K, V)
        for long, shift, layer in zip(
            self.longs, self.shifts, self.layers, strict=True
        ):
            x = torch.relu(layer(shift(long(x))) + x)
        return self.divided(self.head(self.dropout(x.mean(dim=(2, 3)))))


def segments_of(poses: Tensor, seen: Tensor, segments: int) -> Tensor:
    """Return (N, K, 5, V, C): five poses around the middle of each segment."""
    length = seen.sum(dim=1, keepdim=True).clamp(min=1)
    middle = torch.arange(segments, device=poses.device) + 0.5
    moments = (middle * length / segments).long().unsqueeze(-1)  # (N, K, 1)
    around = torch.arange(-AROUND, AROUND + 1, device=poses.device)
    places = torch.minimum((moments + around).clamp(min=0), length.unsqueeze(-1) - 1)
    rows = torch.arange(len(poses), device=poses.device)[:, None, None]
    return poses[rows, places]


def short_differences(windows: Tensor) -> Tensor:
    """Return the four steps of each window, (N, 4 C, K, V); a still clip gives 0."""
    steps = windows[:, :, 1:] - windows[:, :, :-1]  # (N, K, 4, V, C)
    return steps.permute(0, 2, 4, 1, 3).flatten(1, 2)
