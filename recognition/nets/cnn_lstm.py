"""A net on every frame, then a recurrent net over them (LRCN, Beyond Short Snippets).

Donahue et al. 2015 (arXiv:1411.4389); Ng et al. 2015 (arXiv:1503.08909). Later
frames count more, and every step has its own prediction, which shows where in the
repetition a mistake lies.
"""

from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen
from recognition.nets.features import Stream, Streams


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        width: of what is known of a frame.
        cells: of each recurrent layer.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint", "joint_motion")
    width: int = 64
    cells: int = 64
    layers: int = 1
    dropout: float = 0.3
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(width=512, cells=512, layers=5)
SMALL: Final = Config()


class CNNLSTM(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.streams = Streams(config.streams, config.joints, config.channels)
        # A convolution over the joints, which are few, is one over all of them.
        self.joint = nn.Conv1d(self.streams.channels, 16, 1)
        self.frame = nn.Linear(16 * config.joints, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.lstm = nn.LSTM(config.width, config.cells, config.layers, batch_first=True)
        self.head = nn.Linear(config.cells, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits; `frames` holds those of every step, (N, T, total)."""
        number, frames = poses.shape[:2]
        x = self.streams(poses, mask).flatten(0, 1).transpose(1, 2)  # (N T, C, V)
        x = torch.relu(self.joint(x)).reshape(number, frames, -1)
        x = torch.relu(self.norm(self.frame(x)))
        # Padding comes last, where a net that looks back only does no harm.
        steps, _ = self.lstm(self.dropout(x))
        logits = self.head(self.dropout(steps))  # (N, T, total)
        gain = rising(frames_seen(mask))
        return self.divided((logits * gain.unsqueeze(-1)).sum(dim=1), logits)


def rising(seen: Tensor) -> Tensor:
    """Return weights of the frames (N, T) that rise linearly and sum to 1."""
    weight = torch.cumsum(seen.to(torch.float32), dim=1) * seen
    return weight / weight.sum(dim=1, keepdim=True).clamp(min=1.0)
