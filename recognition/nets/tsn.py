"""TSN: a few short snippets over the whole recording agree on what it shows.

Wang et al., ECCV 2016 (arXiv:1608.00859). The segment that says most clearly that
the form is wrong is where the mistake lies.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen
from recognition.nets.features import Stream, Streams
from recognition.nets.time_layers import DilatedTime


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        segments: that a recording is divided into.
        consensus: the segments' mean, or the largest logit of any.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint", "joint_motion")
    segments: int = 5
    width: int = 64
    dilations: tuple[int, ...] = (1, 3)
    consensus: Literal["mean", "max"] = "mean"
    dropout: float = 0.3
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(segments=3, width=512, dilations=(1, 2), dropout=0.8)
SMALL: Final = Config()


class TSN(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.segments, self.consensus = config.segments, config.consensus
        self.streams = Streams(config.streams, config.joints, config.channels)
        self.snippet = DilatedTime(
            self.streams.channels * config.joints,
            config.width,
            config.dilations,
            config.dropout,
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.width, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits; `frames` holds those of the segments, (N, K, total)."""
        seen = frames_seen(mask)
        features = self.snippet(self.streams(poses, mask).flatten(2), seen)
        chosen = self._moments(seen)  # (N, K)
        places = chosen.unsqueeze(-1).expand(-1, -1, features.shape[2])
        segments = self.head(self.dropout(features.gather(1, places)))
        agreed = (
            segments.mean(dim=1)
            if self.consensus == "mean"
            else segments.max(dim=1).values
        )
        return self.divided(agreed, segments)

    def _moments(self, seen: Tensor) -> Tensor:
        """Return a frame of each segment: its middle, while training any."""
        length = seen.sum(dim=1, keepdim=True).clamp(min=1)
        first = torch.arange(self.segments, device=seen.device).to(torch.float32)
        inside = (
            torch.rand(len(seen), self.segments, device=seen.device)
            if self.training
            else torch.full_like(first, 0.5).expand(len(seen), -1)
        )
        moments = ((first + inside) * length / self.segments).long()
        return torch.minimum(moments, length - 1)
