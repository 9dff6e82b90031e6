"""Poses as volumes of heat maps, one channel a joint."""

from typing import Final

import torch
from torch import Tensor, nn

# The canonical body reaches about this far from the pelvis, in torso lengths.
REACH: Final = 2.5
SIGMA: Final = 0.6  # pixels at 56 a side, as PoseConv3D draws


class HeatMaps(nn.Module):
    """Draws the joints as seen from the front, each as a small blob."""

    def __init__(self, size: int, sigma: float = SIGMA) -> None:
        super().__init__()
        self.size, self.sigma = size, sigma
        pixels = (torch.arange(size, dtype=torch.float32) + 0.5) / size
        self.register_buffer("pixels", (pixels - 0.5) * 2.0 * REACH, persistent=False)

    def forward(self, poses: Tensor, mask: Tensor) -> Tensor:
        """Return (N, V, T, H, W) of poses (N, T, V, C >= 2); unseen joints are 0."""
        pixels = self.get_buffer("pixels")
        width = self.sigma * 2.0 * REACH / self.size
        across = _bell(poses[..., 0:1] - pixels, width)  # (N, T, V, W)
        up = _bell(poses[..., 1:2] + pixels, width) * mask.unsqueeze(-1)  # row 0 on top
        maps = up.unsqueeze(-1) * across.unsqueeze(-2)  # (N, T, V, H, W)
        volume: Tensor = maps.transpose(1, 2)
        return volume


def _bell(distance: Tensor, width: float) -> Tensor:
    """Return a bell curve of height 1."""
    return torch.exp(-0.5 * (distance / width) ** 2)


def masked(volume: Tensor, seen: Tensor) -> Tensor:
    """Return (N, C, T, H, W) with zeros in padded frames (N, T)."""
    return volume * seen.to(volume.dtype)[:, None, :, None, None]


def mean_volume(volume: Tensor, seen: Tensor) -> Tensor:
    """Return the mean over frames seen and the picture, (N, C)."""
    weight = seen.to(volume.dtype)
    flat = volume.mean(dim=(3, 4)) * weight.unsqueeze(1)
    return flat.sum(dim=2) / weight.sum(dim=1, keepdim=True).clamp(min=1.0)
