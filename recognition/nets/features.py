"""Streams that are computed from coordinates: bones, motion, angles."""

from typing import Final, Literal

import torch
from torch import Tensor, nn

from recognition.nets import graph
from recognition.nets.base import hidden

Stream = Literal["joint", "bone", "joint_motion", "bone_motion", "angles", "directions"]
_SMALL: Final = 1e-6


class Streams(nn.Module):
    """Turns poses (N, T, V, C) into one or several streams, side by side on C.

    Attributes:
        channels: of the streams together, for each joint.
    """

    def __init__(self, names: tuple[Stream, ...], joints: int, channels: int) -> None:
        super().__init__()
        self.names = names
        parents = torch.tensor(graph.of(joints).parents)
        self.register_buffer("parents", parents, persistent=False)
        sizes = {"angles": 2, "directions": 3}
        self.channels = sum(sizes.get(name, channels) for name in names)

    def forward(self, poses: Tensor, mask: Tensor) -> Tensor:
        """Return (N, T, V, channels), zero where a stream's joints are unseen."""
        return torch.cat([self._stream(name, poses, mask) for name in self.names], -1)

    def _stream(self, name: Stream, poses: Tensor, mask: Tensor) -> Tensor:
        parents = self.get_buffer("parents")
        bone = poses - poses[:, :, parents]
        both = mask & mask[:, :, parents]
        match name:
            case "joint":
                return hidden(poses, mask)
            case "bone":
                return hidden(bone, both)
            case "joint_motion":
                return motion(poses, mask)
            case "bone_motion":
                return motion(bone, both)
            case "directions":
                return hidden(_unit(bone[..., :3]), both)
            case "angles":
                return self._angles(_unit(bone[..., :3]), both)

    def _angles(self, bones: Tensor, seen: Tensor) -> Tensor:
        """Return cosines to the parent's bone and to the vertical, (N, T, V, 2)."""
        parents = self.get_buffer("parents")
        bend = (bones * bones[:, :, parents]).sum(-1)
        upright = bones[..., 1]
        both = (seen & seen[:, :, parents]).to(bones.dtype)
        return torch.stack([bend * both, upright * seen.to(bones.dtype)], dim=-1)


def motion(values: Tensor, mask: Tensor) -> Tensor:
    """Return the step to the next frame, zero at the last seen one."""
    step = values[:, 1:] - values[:, :-1]
    both = mask[:, 1:] & mask[:, :-1]
    return nn.functional.pad(hidden(step, both), (0, 0, 0, 0, 0, 1))


def _unit(vectors: Tensor) -> Tensor:
    """Scale to length one; zero stays zero."""
    size = vectors.square().sum(-1, keepdim=True).clamp(min=_SMALL).sqrt()
    return vectors / size
