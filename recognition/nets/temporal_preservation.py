"""Temporal preservation: every frame keeps its own prediction.

After Zhang et al. 2017 (temporal preservation convolutional networks): dilated
convolutions without any stride or pooling over time, so that the net says for each
frame where in a repetition it lies. Layers are normalized per frame, which padding
cannot change.
"""

from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen, mean_over
from recognition.nets.features import Stream, Streams


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        dilations: of the layers; together they reach over a whole repetition.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint", "joint_motion")
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16)
    dropout: float = 0.3
    outputs: Outputs = field(default_factory=lambda: Outputs(frames=3))


ORIGINAL: Final = Config(width=256, dilations=(1, 2, 4, 8, 16, 32, 64))
SMALL: Final = Config()


class Layer(nn.Module):
    """A dilated convolution over three frames, its result added to the input."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.time = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Conv1d(width, width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, inside: Tensor) -> Tensor:
        """Return (N, W, T) of x (N, W, T); `inside` (N, 1, T) is 0 in padding."""
        y = self.norm(x.transpose(1, 2)).transpose(1, 2) * inside
        y = self.mix(torch.relu(self.time(y)))
        result: Tensor = x + self.dropout(y)
        return result


class TemporalPreservation(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.streams = Streams(config.streams, config.joints, config.channels)
        inside = self.streams.channels * config.joints
        self.entry = nn.Linear(inside, config.width)
        self.layers = nn.ModuleList(
            Layer(config.width, dilation, config.dropout)
            for dilation in config.dilations
        )
        self.last = nn.LayerNorm(config.width)
        self.head = nn.Linear(config.width, config.outputs.total)
        self.frames = nn.Linear(config.width, config.outputs.frames)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits, those of every frame too."""
        seen = frames_seen(mask)
        inside = seen.to(poses.dtype).unsqueeze(1)
        x = self.entry(self.streams(poses, mask).flatten(2)).transpose(1, 2)
        for layer in self.layers:
            x = layer(x, inside)
        x = self.last(x.transpose(1, 2))  # (N, T, W)
        whole = self.head(mean_over(x.transpose(1, 2), seen))
        return self.divided(whole, self.frames(x))
