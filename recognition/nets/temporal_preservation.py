"""Temporal preservation: every frame keeps its own prediction.

After Zhang et al. 2017 (temporal preservation convolutional networks): dilated
convolutions without any stride or pooling over time, so that the net says for each
frame where in a repetition it lies.
"""

from dataclasses import dataclass, field
from typing import Final

from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen, mean_over
from recognition.nets.features import Stream, Streams
from recognition.nets.time_layers import DilatedTime


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


class TemporalPreservation(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.streams = Streams(config.streams, config.joints, config.channels)
        inside = self.streams.channels * config.joints
        self.time = DilatedTime(inside, config.width, config.dilations, config.dropout)
        self.head = nn.Linear(config.width, config.outputs.total)
        frames = config.outputs.frames
        self.frames = nn.Linear(config.width, frames) if frames else None

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits, those of every frame too."""
        seen = frames_seen(mask)
        x = self.time(self.streams(poses, mask).flatten(2), seen)  # (N, T, W)
        whole = self.head(mean_over(x.transpose(1, 2), seen))
        return self.divided(whole, self.frames(x) if self.frames else None)
