"""LITE: a light inception net on time series with hand-made filters.

Ismail-Fawaz et al. (arXiv:2409.02869). Separable convolutions of three lengths
beside fixed filters that find rises, falls and peaks of several durations.
"""

from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.nets.base import Logits, Net, Outputs, frames_seen, mean_over
from recognition.nets.features import Stream, Streams

_STEPS: Final = (2, 4, 8, 16, 32, 64)
_PEAKS: Final = (4, 8, 16, 32, 64)
_SHORT: Final = 128  # frames up to which matrices are faster
FIXED: Final = 2 * len(_STEPS) + len(_PEAKS)


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        streams: computed for every joint and given side by side.
        unseen: joints that the data never have, left out of the input.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint",)
    unseen: tuple[int, ...] = ()
    filters: int = 32
    kernels: tuple[int, ...] = (40, 20, 10)
    dropout: float = 0.0
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(joints=25, outputs=Outputs(2, 0))
SMALL: Final = Config(unseen=(13, 14, 19), dropout=0.3)


class SeparableConv(nn.Module):
    """A filter for each channel over time, then a mix of channels; no bias."""

    def __init__(
        self, inside: int, outside: int, kernel: int, dilation: int = 1
    ) -> None:
        super().__init__()
        reach = dilation * (kernel - 1)
        self.around = (reach // 2, reach - reach // 2)
        self.depthwise = nn.Conv1d(
            inside, inside, kernel, groups=inside, dilation=dilation, bias=False
        )
        self.pointwise = nn.Conv1d(inside, outside, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outside, T) of (N, inside, T)."""
        if self.training and x.shape[-1] <= _SHORT:
            return self._as_matrices(x)
        mixed: Tensor = self.pointwise(self.depthwise(functional.pad(x, self.around)))
        return mixed

    def _as_matrices(self, x: Tensor) -> Tensor:
        """Return the same by one matrix (T, T) a channel: five times as fast to train.

        The backward pass of a convolution channel by channel is slow on processors.
        """
        moments = torch.arange(x.shape[-1], device=x.device)
        reach = moments[:, None] - moments + self.around[0]
        dilation = self.depthwise.dilation[0]
        kernel = self.depthwise.weight[:, 0]  # (C, k)
        tap = reach // dilation
        is_tap = (reach % dilation == 0) & (tap >= 0) & (tap < kernel.shape[1])
        none = torch.full_like(tap, kernel.shape[1])  # a tap of zero, padded on
        matrices = functional.pad(kernel, (0, 1))[:, torch.where(is_tap, tap, none)]
        filtered = torch.bmm(x.transpose(0, 1), matrices)  # (C, N, T)
        weights = self.pointwise.weight[:, :, 0]
        return torch.einsum("oc,cnt->not", weights, filtered)


class FixedFilters(nn.Module):
    """Rises, falls and peaks of several durations in every channel, not trained."""

    def __init__(self) -> None:
        super().__init__()
        for number, kernel in enumerate((*_rises(), *_peaks())):
            self.register_buffer(f"kernel{number}", kernel, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, 17 C, T) of (N, C, T), rectified."""
        number, channels, frames = x.shape
        alone = x.reshape(number * channels, 1, frames)
        found = []
        for index in range(len(_STEPS) + len(_PEAKS)):
            kernel = self.get_buffer(f"kernel{index}")
            reach = kernel.shape[-1] - 1
            padded = functional.pad(alone, (reach // 2, reach - reach // 2))
            response = functional.conv1d(padded, kernel)
            found.append(response)
            if index < len(_STEPS):
                found.append(-response)  # a fall is a rise turned over
        together = functional.relu(torch.cat(found, dim=1))
        return together.reshape(number, channels * FIXED, frames)


def _rises() -> list[Tensor]:
    """Return filters of alternating sign, (1, 1, k) each."""
    return [
        torch.tensor([-1.0, 1.0]).repeat(length // 2)[None, None] for length in _STEPS
    ]


def _peaks() -> list[Tensor]:
    """Return filters of a parabolic peak between two dips, (1, 1, 1.5 k) each."""
    found = []
    for length in _PEAKS:
        rise = torch.linspace(0.0, 1.0, length // 4 + 1)[1:] ** 2
        fall = rise.flip(0)
        parts = [-rise, -fall, 2 * rise, 2 * fall, -rise, -fall]
        found.append(torch.cat(parts)[None, None])
    return found


class LITE(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.streams = Streams(config.streams, config.joints, config.channels)
        kept = [j for j in range(config.joints) if j not in config.unseen]
        self.register_buffer("kept", torch.tensor(kept), persistent=False)
        channels = self.streams.channels * len(kept)
        width = config.filters
        self.inception = nn.ModuleList(
            SeparableConv(channels, width, kernel) for kernel in config.kernels
        )
        self.fixed = FixedFilters()
        together = width * len(config.kernels) + FIXED * channels
        self.norms = nn.ModuleList(nn.BatchNorm1d(n) for n in (together, width, width))
        self.second = SeparableConv(together, width, 20, dilation=2)
        self.third = SeparableConv(width, width, 10, dilation=4)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(width, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = frames_seen(mask)
        inside = seen.to(poses.dtype).unsqueeze(1)
        streams = self.streams(poses, mask)[:, :, self.get_buffer("kept")]
        x = streams.flatten(2).transpose(1, 2)  # (N, V C, T)
        parts = [*(conv(x) for conv in self.inception), self.fixed(x)]
        x = torch.relu(self.norms[0](torch.cat(parts, dim=1))) * inside
        x = torch.relu(self.norms[1](self.second(x))) * inside  # (N, filters, T)
        x = torch.relu(self.norms[2](self.third(x)))
        return self.divided(self.head(self.dropout(mean_over(x, seen))))
