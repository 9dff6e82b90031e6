"""Layers on planes of time and joints, shared by the graph nets."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from recognition.nets.base import as_planes, strided

Branch = tuple[str, int]  # ("conv", dilation), ("max", window) or ("one", 1)


class ScaledInput(nn.Module):
    """Batch normalization of every coordinate of every joint over time."""

    def __init__(self, joints: int, channels: int, persons: int = 1) -> None:
        super().__init__()
        self.persons = persons
        self.norm = nn.BatchNorm1d(persons * joints * channels)

    def forward(self, poses: Tensor) -> Tensor:
        """Return (N M, C, T, V) of poses (N, T, M V, C)."""
        number, frames, places, channels = poses.shape
        x = self.norm(poses.flatten(2).transpose(1, 2))  # (N, M V C, T)
        x = x.reshape(number * self.persons, places // self.persons, channels, frames)
        ordered: Tensor = x.permute(0, 2, 3, 1)
        return ordered


def convolution(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    """Return a 1x1 convolution with batch normalization."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, 1, stride=(stride, 1)), nn.BatchNorm2d(outside)
    )


def shortcut(inside: int, outside: int, stride: int = 1) -> nn.Module:
    """Return what a layer's input goes through to be added to its output."""
    if inside == outside and stride == 1:
        return nn.Identity()
    return convolution(inside, outside, stride)


class BranchedTime(nn.Module):
    """Convolutions over time of several reaches side by side (MS-TCN).

    `norm_each` normalizes after every branch (MS-G3D, CTR-GCN); else the branches
    are normalized and mixed together (ST-GCN++).
    """

    def __init__(
        self,
        inside: int,
        outside: int,
        branches: Sequence[Branch],
        *,
        stride: int = 1,
        kernel: int = 3,
        norm_each: bool = False,
        first_takes_rest: bool = True,
    ) -> None:
        super().__init__()
        self.stride = stride
        width = outside // len(branches)
        rest = outside - width * (len(branches) - 1)
        widths = [width] * len(branches)
        widths[0 if first_takes_rest else -1] = rest
        self.heads = nn.ModuleList(
            _head(kind, inside, size, stride)
            for (kind, _), size in zip(branches, widths, strict=True)
        )
        self.bodies = nn.ModuleList(
            _body(branch, size, stride, kernel)
            for branch, size in zip(branches, widths, strict=True)
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(size) if norm_each else nn.Identity() for size in widths
        )
        self.mix = nn.Identity() if norm_each else _mix(outside)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return (N, outside, T', V) of x (N, inside, T, V) and frames (N, T)."""
        inside = as_planes(x, seen)
        found = []
        for head, body, norm in zip(self.heads, self.bodies, self.norms, strict=True):
            squeezed = head(inside)
            if not isinstance(body, nn.Identity):
                squeezed = body(as_planes(squeezed, seen))
            found.append(norm(squeezed))
        mixed: Tensor = self.mix(torch.cat(found, dim=1))
        return mixed

    def seen_after(self, seen: Tensor) -> Tensor:
        """Return the frames that are left."""
        return strided(seen, self.stride)


def _head(kind: str, inside: int, size: int, stride: int) -> nn.Module:
    """Return the start of a branch; the plain one also does the stride."""
    if kind == "one":
        return nn.Conv2d(inside, size, 1, stride=(stride, 1))
    return nn.Sequential(nn.Conv2d(inside, size, 1), nn.BatchNorm2d(size), nn.ReLU())


def _body(branch: Branch, size: int, stride: int, kernel: int) -> nn.Module:
    """Return what looks along time in a branch."""
    kind, reach = branch
    if kind == "one":
        return nn.Identity()
    if kind == "max":
        # After a rectifier the zeros of padding never win.
        return nn.MaxPool2d((reach, 1), (stride, 1), (reach // 2, 0))
    around = reach * (kernel - 1) // 2
    return nn.Conv2d(
        size, size, (kernel, 1), (stride, 1), (around, 0), dilation=(reach, 1)
    )


def _mix(width: int) -> nn.Sequential:
    """Return what ST-GCN++ does with its branches."""
    return nn.Sequential(
        nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, width, 1),
        nn.BatchNorm2d(width),
    )  # fmt: skip


def pooled(features: Tensor, seen: Tensor, persons: int = 1) -> Tensor:
    """Return the mean over frames seen, joints and people: (N, C)."""
    weight = seen.to(features.dtype)
    over_joints = features.mean(dim=3) * weight.unsqueeze(1)
    mean = over_joints.sum(dim=2) / weight.sum(dim=1, keepdim=True).clamp(min=1.0)
    return mean.reshape(-1, persons, mean.shape[1]).mean(dim=1)


def of_persons(seen: Tensor, persons: int) -> Tensor:
    """Return the frames seen (N, T) for each person, (N M, T)."""
    return seen.repeat_interleave(persons, dim=0) if persons > 1 else seen
