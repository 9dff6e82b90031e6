"""Dilated convolutions over time that padding cannot change."""

import torch
from torch import Tensor, nn


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


class DilatedTime(nn.Module):
    """Vectors of each frame, looked at over ever longer times."""

    def __init__(
        self, inside: int, width: int, dilations: tuple[int, ...], dropout: float
    ) -> None:
        super().__init__()
        self.entry = nn.Linear(inside, width)
        self.layers = nn.ModuleList(Layer(width, d, dropout) for d in dilations)
        self.last = nn.LayerNorm(width)

    def forward(self, vectors: Tensor, seen: Tensor) -> Tensor:
        """Return (N, T, W) of vectors (N, T, I) of frames seen (N, T)."""
        inside = seen.to(vectors.dtype).unsqueeze(1)
        x = self.entry(vectors).transpose(1, 2)  # (N, W, T)
        for layer in self.layers:
            x = layer(x, inside)
        result: Tensor = self.last(x.transpose(1, 2)) * inside.transpose(1, 2)
        return result
