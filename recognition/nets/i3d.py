"""I3D: an Inception net inflated from pictures to volumes, here of heat maps.

Carreira and Zisserman, CVPR 2017 (arXiv:1705.07750).
"""

from dataclasses import dataclass, field, replace
from typing import Final

import torch
from torch import Tensor, nn

from recognition.nets.base import Logits, Net, Outputs, frames_seen, strided
from recognition.nets.heat_maps import HeatMaps, masked, mean_volume

# Branches of each mixed layer: 1x1; 1x1 to 3x3; 1x1 to 3x3; pool to 1x1.
_MIXED: Final = {
    "3b": (64, 96, 128, 16, 32, 32), "3c": (128, 128, 192, 32, 96, 64),
    "4b": (192, 96, 208, 16, 48, 64), "4c": (160, 112, 224, 24, 64, 64),
    "4d": (128, 128, 256, 24, 64, 64), "4e": (112, 144, 288, 32, 64, 64),
    "4f": (256, 160, 320, 32, 128, 128), "5b": (256, 160, 320, 32, 128, 128),
    "5c": (384, 192, 384, 48, 128, 128),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """Size of the net.

    Attributes:
        size: of the heat maps, pixels a side.
        stem: pixels a side, and frames, that the first layer looks at.
        width: share of the published channels.
        mixed: mixed layers that are used; time and picture are halved before a new
            number.
        early_strides: halve time and picture at once, as for photographs.
        is_inflated: look along time; else this is the net of single pictures.
    """

    joints: int = 20
    channels: int = 3
    size: int = 56
    stem: int = 7
    width: float = 1.0
    mixed: tuple[str, ...] = tuple(_MIXED)
    early_strides: bool = True
    is_inflated: bool = True
    dropout: float = 0.5
    outputs: Outputs = field(default_factory=Outputs)


ORIGINAL: Final = Config()
# Three pixels of 20 are more of a body than seven of 56; seven frames of 32 a quarter
# of the repetition. The first layer was most of the time.
SMALL: Final = Config(
    size=20, stem=3, width=0.125, mixed=("3b", "4b", "4c", "5b"), early_strides=False,
    dropout=0.3,
)  # fmt: skip


class Unit(nn.Module):
    """A convolution with batch normalization and rectifier."""

    def __init__(
        self, inside: int, outside: int, kernel: int, config: Config, stride: int = 1
    ) -> None:
        super().__init__()
        time = kernel if config.is_inflated else 1
        self.is_long = time > 1
        self.conv = nn.Conv3d(
            inside,
            outside,
            (time, kernel, kernel),
            (stride if config.is_inflated else 1, stride, stride),
            (time // 2, kernel // 2, kernel // 2),
            bias=False,
        )
        self.norm = nn.BatchNorm3d(outside)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return a volume; padded frames do not reach the others."""
        inside = masked(x, seen) if self.is_long else x
        return torch.relu(self.norm(self.conv(inside)))


class Pool(nn.Module):
    """The largest value around, over time too where the net is inflated."""

    def __init__(self, kernel: int, stride: tuple[int, int], config: Config) -> None:
        super().__init__()
        time = kernel if config.is_inflated and stride != (1, 2) else 1
        self.stride = stride[0] if config.is_inflated else 1
        self.is_long = time > 1
        self.pool = nn.MaxPool3d(
            (time, kernel, kernel),
            (self.stride, stride[1], stride[1]),
            (time // 2, kernel // 2, kernel // 2),
        )

    def forward(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return the volume and the frames that are left."""
        # After a rectifier the zeros of padding never win.
        inside = masked(x, seen) if self.is_long else x
        return self.pool(inside), strided(seen, self.stride)


class Mixed(nn.Module):
    """Four ways of looking, side by side."""

    def __init__(self, inside: int, sizes: tuple[int, ...], config: Config) -> None:
        super().__init__()
        one, small, middle, few, little, pooled = sizes
        self.outside = one + middle + little + pooled
        self.plain = Unit(inside, one, 1, config)
        self.squeeze = Unit(inside, small, 1, config)
        self.around = Unit(small, middle, 3, config)
        self.squeeze_more = Unit(inside, few, 1, config)
        self.around_more = Unit(few, little, 3, config)
        self.pool = Pool(3, (1, 1), config)
        self.after_pool = Unit(inside, pooled, 1, config)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """Return all four, one after the other on the channels."""
        largest, _ = self.pool(x, seen)
        return torch.cat(
            [
                self.plain(x, seen),
                self.around(self.squeeze(x, seen), seen),
                self.around_more(self.squeeze_more(x, seen), seen),
                self.after_pool(largest, seen),
            ],
            dim=1,
        )


class I3D(Net):
    """The net."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.outputs = config.outputs
        self.maps = HeatMaps(config.size)
        first, second, third = (_thin(n, config) for n in (64, 64, 192))
        self.early = 2 if config.early_strides else 1
        self.is_inflated = config.is_inflated
        self.stem = Unit(config.joints, first, config.stem, config, stride=self.early)
        self.plain = Unit(first, second, 1, config)
        self.around = Unit(second, third, 3, config)
        self.pools = nn.ModuleList([Pool(3, (1, 2), config)])
        if config.early_strides:
            self.pools.append(Pool(3, (1, 2), config))
        layers: list[nn.Module] = []
        inside = third
        for place, name in enumerate(config.mixed):
            if place and name[0] != config.mixed[place - 1][0]:
                layers.append(Pool(3, (2, 2), config))
            sizes = tuple(_thin(n, config) for n in _MIXED[name])
            layers.append(Mixed(inside, sizes, config))
            inside = sum(sizes[i] for i in (0, 2, 4, 5))
        self.layers = nn.ModuleList(layers)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(inside, config.outputs.total)

    def forward(self, poses: Tensor, mask: Tensor) -> Logits:
        """Return the logits."""
        x, seen = self.volume(self.maps(poses, mask), frames_seen(mask))
        return self.divided(self.head(self.dropout(mean_volume(x, seen))))

    def volume(self, x: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return the features of a volume (N, V, T, H, W) and the frames left."""
        stem = self.stem(x, seen)
        seen = strided(seen, self.early if self.is_inflated else 1)
        x, seen = self.pools[0](stem, seen)
        x = self.around(self.plain(x, seen), seen)
        for pool in self.pools[1:]:
            x, seen = pool(x, seen)
        for layer in self.layers:
            if isinstance(layer, Pool):
                x, seen = layer(x, seen)
            else:
                x = layer(x, seen)
        return x, seen


def flat(config: Config) -> Config:
    """Return the config of the net of single pictures that is inflated."""
    return replace(config, is_inflated=False)


def inflate(picture_net: I3D, net: I3D) -> None:
    """Give `net` the weights of `picture_net`, spread evenly over time.

    A video that does not move then gives what the picture gives.
    """
    weights = picture_net.state_dict()
    for name, value in net.state_dict().items():
        start = weights[name]
        if start.shape != value.shape:
            start = start.expand_as(value) / value.shape[2]
        weights[name] = start
    net.load_state_dict(weights)


def _thin(channels: int, config: Config) -> int:
    """Return the share of the published channels."""
    return max(2, round(channels * config.width))
