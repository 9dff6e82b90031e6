"""AIA: a repetition seen together with body parts, references and memory.

Tang et al., ECCV 2020 (arXiv:2004.07485). Blocks of attention ask body parts (the
others in the scene), learned reference exercises (the objects) and earlier parts of
the recording (the memory). The memory of earlier repetitions is read asynchronously.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import torch
from torch import Tensor, nn

from recognition.nets import graph
from recognition.nets.base import Logits, Net, Outputs, frames_seen, mean_over
from recognition.nets.features import Stream, Streams
from recognition.nets.time_layers import DilatedTime

Structure = Literal["parallel", "serial", "dense"]
_PARTS: Final = 4  # the joints in four groups, by their place along the skeleton
_MEMORY: Final = 4  # quarters of the recording
_FAINT: Final = -5.0 * 2.302585  # start of the weights of all but the last, dense


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        structure: how the blocks follow each other.
        rounds: parts, references, memory, over again.
    """

    joints: int = 20
    channels: int = 3
    streams: tuple[Stream, ...] = ("joint", "joint_motion")
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    references: int = 10
    rounds: int = 2
    structure: Structure = "dense"
    dropout: float = 0.2
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config(width=512)
SMALL: Final = Config()


class Interaction(nn.Module):
    """Attention of one query to a context; changes nothing at the start."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, query: Tensor, context: Tensor, known: Tensor, place: Tensor | None = None
    ) -> Tensor:
        """Return (N, W) of query (N, W), context (N, L, W), known (N, L).

        `place` (L, W) is added to keys and values of what has an order.
        """
        key, value = self.key(context), self.value(context)
        if place is not None:
            key, value = key + place, value + place
        fit = (key @ self.query(query).unsqueeze(-1)).squeeze(-1)
        fit = fit / query.shape[-1] ** 0.5
        fit = fit.masked_fill(~known, torch.finfo(fit.dtype).min)
        weight = fit.softmax(dim=-1) * known
        found = (weight.unsqueeze(1) @ value).squeeze(1)
        change: Tensor = self.out(torch.relu(self.norm(found)))
        result: Tensor = query + self.dropout(change)
        return result


class AIA(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs, self.structure = config.outputs, config.structure
        self.streams = Streams(config.streams, config.joints, config.channels)
        inside, width = self.streams.channels * config.joints, config.width
        self.whole = DilatedTime(inside, width, config.dilations, config.dropout)
        groups = torch.tensor(parts_of(config.joints))
        self.register_buffer("groups", groups, persistent=False)
        self.part = nn.Linear(self.streams.channels * 2, width)
        self.references = nn.Parameter(0.1 * torch.randn(config.references, width))
        self.place = nn.Parameter(torch.zeros(_MEMORY, width))
        self.blocks = nn.ModuleList(
            Interaction(width, config.dropout) for _ in range(3 * config.rounds)
        )
        self.dense = nn.ParameterList(
            _last_only(index, width)
            for index in range(2, len(self.blocks) + 1)
            if config.structure == "dense"
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(width, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        seen = frames_seen(mask)
        streams = self.streams(poses, mask)
        frames = self.whole(streams.flatten(2), seen)  # (N, T, W)
        person = mean_over(frames.transpose(1, 2), seen)
        contexts = (
            self._parts(streams, seen),
            self._references(person),
            _memory(frames, seen),
        )
        person = person + self._interact(person, contexts)
        return self.divided(self.head(self.dropout(person)))

    def _interact(
        self, person: Tensor, contexts: tuple[tuple[Tensor, Tensor], ...]
    ) -> Tensor:
        """Return what the blocks make of the person."""
        results: list[Tensor] = []
        for index, block in enumerate(self.blocks):
            context, known = contexts[index % 3]
            place = self.place if index % 3 == 2 else None
            results.append(block(self._query(person, results), context, known, place))
        if self.structure == "parallel":
            return torch.stack(results).sum(0)
        return self._query(person, results)

    def _query(self, person: Tensor, results: list[Tensor]) -> Tensor:
        """Return what the next block starts from."""
        if not results or self.structure == "parallel":
            return person
        if self.structure == "serial" or len(results) < 2:
            return results[-1]
        weights = self.dense[len(results) - 2].softmax(dim=0)  # (index, W)
        mixed: Tensor = (torch.stack(results, dim=1) * weights).sum(dim=1)
        return mixed

    def _parts(self, streams: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return a token of each group of joints: mean and spread over time."""
        weight = seen.to(streams.dtype)[:, :, None, None]
        count = weight.sum(dim=1).clamp(min=1.0)
        mean = (streams * weight).sum(dim=1) / count  # (N, V, C)
        spread = ((streams - mean.unsqueeze(1)).abs() * weight).sum(dim=1) / count
        groups = self.get_buffer("groups")
        tokens = self.part(groups @ torch.cat([mean, spread], dim=-1))
        return tokens, torch.ones(
            tokens.shape[:2], dtype=torch.bool, device=seen.device
        )

    def _references(self, person: Tensor) -> tuple[Tensor, Tensor]:
        """Return the learned references for each repetition."""
        tokens = self.references.expand(len(person), -1, -1)
        return tokens, torch.ones(
            tokens.shape[:2], dtype=torch.bool, device=person.device
        )


def parts_of(joints: int) -> list[list[float]]:
    """Return (parts, V) averages of the joints, grouped by the graph.

    A joint belongs to a group by its distance from the center, the groups being as
    large as each other.
    """
    skeleton = graph.of(joints)
    order = skeleton.distances()[skeleton.center].argsort(kind="stable")
    found = [[0.0] * joints for _ in range(_PARTS)]
    for place, joint in enumerate(order):
        found[place * _PARTS // joints][int(joint)] = 1.0
    return [[value / sum(row) for value in row] for row in found]


def _memory(frames: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
    """Return the means of the quarters of the recording, and which ones hold any."""
    length = seen.sum(dim=1, keepdim=True).clamp(min=1)
    place = torch.arange(seen.shape[1], device=seen.device) * _MEMORY // length
    quarter = torch.arange(_MEMORY, device=seen.device)
    member = (place.unsqueeze(1) == quarter[:, None]) & seen.unsqueeze(1)
    weight = member.to(frames.dtype)  # (N, M, T)
    known = member.any(dim=2)
    return weight @ frames / weight.sum(dim=2, keepdim=True).clamp(min=1.0), known


def _last_only(index: int, width: int) -> nn.Parameter:
    """Return weights over `index` results that start with the last one alone."""
    start = torch.full((index, width), _FAINT)
    start[-1] = 0.0
    return nn.Parameter(start)


class MemoryPool:
    """Features of earlier repetitions with the loss they were computed at.

    Old features count less the more the loss has changed since; so that training
    need not compute them again.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[Tensor, float]] = {}

    def write(
        self, recording: str, repetition: int, feature: Tensor, loss: float
    ) -> None:
        """Keep a feature (W,) of one repetition."""
        self._kept[recording, repetition] = (feature.detach(), loss)

    def read(self, recording: str, repetition: int, loss: float) -> Tensor | None:
        """Return a feature, weakened by how much the loss has changed; or None."""
        kept = self._kept.get((recording, repetition))
        if kept is None:
            return None
        feature, then = kept
        return feature * freshness(then, loss)


def freshness(then: float, now: float) -> float:
    """Return min(then/now, now/then); 1 when nothing has changed."""
    return min(then / now, now / then) if then > 0.0 and now > 0.0 else 0.0
