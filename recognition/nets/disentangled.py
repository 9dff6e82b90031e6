"""Motion, body and view apart: form must not depend on build or camera.

Aberman et al., SIGGRAPH 2019. Three encoders find a code each; a decoder must give
back the poses from any recombination: the motion of one, the body of another, the
view of a third. Bodies and views come from changing the poses themselves. Exercise,
form and mistakes are read from the motion alone; the body's code is never stored.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.nets import graph
from recognition.nets.base import Logits, Net, Outputs, frames_seen, hidden, mean_over

_SLOPE: Final = 0.2
_HALVINGS: Final = 3
_TURN: Final = 1.57  # radians either way, as published
_STRETCH: Final = 0.25  # of the bones


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        motion: channels of the motion's encoder.
        body: size of the body's code.
        view: size of the view's code.
    """

    joints: int = 20
    channels: int = 3
    motion: tuple[int, ...] = (32, 48, 64)
    body: int = 16
    view: int = 8
    dropout: float = 0.2
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(joints=20, channels=3, motion=(64, 96, 128))
SMALL: Final = Config()


class MotionEncoder(nn.Module):
    """Halves time three times."""

    def __init__(self, inside: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        sizes = pairwise((inside, *widths))
        self.layers = nn.ModuleList(nn.Conv1d(a, b, 8, stride=2) for a, b in sizes)

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return the code (N, C, T / 8) of x (N, I, T), and the frames left."""
        for layer in self.layers:
            padded = functional.pad(x * seen.to(x.dtype).unsqueeze(1), (3, 4))
            x = functional.leaky_relu(layer(padded), _SLOPE)
            seen = seen[:, ::2]
        return x, seen


class StillEncoder(nn.Module):
    """One code for a whole recording, the largest or the mean over time."""

    def __init__(self, inside: int, size: int, *, is_largest: bool) -> None:
        super().__init__()
        self.is_largest = is_largest
        self.layers = nn.ModuleList(
            nn.Conv1d(a, b, 7, padding=3) for a, b in pairwise((inside, 32, 48))
        )
        self.out = nn.Linear(48, size)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return (N, size) of x (N, I, T)."""
        weight = seen.to(x.dtype).unsqueeze(1)
        for layer in self.layers:
            x = functional.leaky_relu(layer(x * weight), _SLOPE)
        if self.is_largest:
            lowest = torch.finfo(x.dtype).min
            largest = x.masked_fill(~seen.unsqueeze(1), lowest).amax(dim=-1)
            code: Tensor = self.out(largest.clamp(min=-1e4))
        else:
            code = self.out(mean_over(x, seen))
        return code


class Decoder(nn.Module):
    """Doubles time three times, back to poses."""

    def __init__(self, inside: int, widths: tuple[int, ...], outside: int) -> None:
        super().__init__()
        sizes = (inside, *reversed(widths[:-1]), outside)
        self.layers = nn.ModuleList(
            nn.Conv1d(a, b, 7, padding=3) for a, b in pairwise(sizes)
        )

    def forward(self, x: Tensor, frames: int) -> Tensor:
        """Return (N, outside, T) of codes (N, I, T / 8)."""
        for place, layer in enumerate(self.layers):
            x = layer(x.repeat_interleave(2, dim=-1))
            if place < len(self.layers) - 1:
                x = functional.leaky_relu(x, _SLOPE)
        return x[..., :frames]


class Disentangled(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        inside = config.joints * config.channels
        self.register_buffer(
            "parents", torch.tensor(graph.of(config.joints).parents), persistent=False
        )
        self.motion = MotionEncoder(inside, config.motion)
        self.body = StillEncoder(inside, config.body, is_largest=True)
        self.view = StillEncoder(inside, config.view, is_largest=False)
        codes = config.motion[-1] + config.body + config.view
        self.decoder = Decoder(codes, config.motion, inside)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.motion[-1], config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits, of the motion's code alone."""
        code, left = self.motion(*_flat(poses, mask))
        return self.divided(self.head(self.dropout(mean_over(code, left))))

    def auxiliary(self, poses: Tensor, mask: Tensor) -> Tensor:
        """Return the error of rebuilding poses from recombined codes.

        The same motion is shown with two builds from two sides; the motion of the
        one, the body of the second and the view of the first must give the first
        view of the second body, and so on for all eight.
        """
        seen = frames_seen(mask)
        turns = (torch.rand(2, len(poses), device=poses.device) * 2.0 - 1.0) * _TURN
        sizes = 1.0 + _STRETCH * (
            torch.rand(2, len(poses), poses.shape[2], device=poses.device) * 2.0 - 1.0
        )
        builds = [stretched(poses, self.get_buffer("parents"), s) for s in sizes]
        shown = [[turned(build, turn) for turn in turns] for build in builds]
        flat = [[_flat(view, mask)[0] for view in views] for views in shown]
        motion = [self.motion(flat[i][i], seen)[0] for i in range(2)]
        bodies = [self.body(flat[j][j], seen) for j in range(2)]
        views = [self.view(flat[k][k], seen) for k in range(2)]
        weight = seen.to(poses.dtype).unsqueeze(1)
        errors = [
            ((self._rebuilt(m, bodies[j], views[k], poses) - flat[j][k]) * weight)
            .square()
            .mean()
            for m in motion
            for j in range(2)
            for k in range(2)
        ]
        return torch.stack(errors).mean()

    def _rebuilt(
        self, motion: Tensor, body: Tensor, view: Tensor, poses: Tensor
    ) -> Tensor:
        """Return poses (N, V C, T) from codes."""
        still = torch.cat([body, view], dim=1).unsqueeze(-1)
        codes = torch.cat([motion, still.expand(-1, -1, motion.shape[2])], dim=1)
        rebuilt: Tensor = self.decoder(codes, poses.shape[1])
        return rebuilt


def turned(poses: Tensor, angle: Tensor) -> Tensor:
    """Return poses (N, T, V, C >= 3) turned about the vertical by angles (N,)."""
    cos, sin = angle.cos()[:, None, None], angle.sin()[:, None, None]
    x, y, z = poses[..., 0], poses[..., 1], poses[..., 2]
    seen = torch.stack([cos * x + sin * z, y, cos * z - sin * x], dim=-1)
    return torch.cat([seen, poses[..., 3:]], dim=-1)


def stretched(poses: Tensor, parents: Tensor, sizes: Tensor) -> Tensor:
    """Return poses with every bone (N, V) this much longer, the root in place."""
    bones = (poses - poses[:, :, parents]) * sizes[:, None, :, None]
    order = _from_root(parents.tolist())
    places: dict[int, Tensor] = {}
    for joint, parent in order:
        root = poses[:, :, joint]
        places[joint] = root if joint == parent else places[parent] + bones[:, :, joint]
    return torch.stack([places[joint] for joint in range(len(places))], dim=2)


def _from_root(parents: list[int]) -> list[tuple[int, int]]:
    """Return (joint, parent), parents first."""
    done: list[tuple[int, int]] = []
    placed: set[int] = set()
    while len(done) < len(parents):
        for joint, parent in enumerate(parents):
            if joint not in placed and (parent == joint or parent in placed):
                done.append((joint, parent))
                placed.add(joint)
    return done


def _flat(poses: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Return poses as (N, V C, T), zero where unseen, and the frames seen."""
    return hidden(poses, mask).flatten(2).transpose(1, 2), frames_seen(mask)
