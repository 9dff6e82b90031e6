"""All nets by name, each in its published size and in the product's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Final

from recognition.errors import Unanalyzable
from recognition.nets import (
    lite,
    st_gcn,
    st_gcn_plus_plus,
    temporal_preservation,
)
from recognition.nets.base import Net, NetConfig

Size = str


class UnknownNet(Unanalyzable):
    """There is no net of this name or size."""

    code = "unknown_net"
    what_to_do = "Choose a net that `recognize train --help` lists."


@dataclass(frozen=True, slots=True)
class Method:
    """One published approach.

    Attributes:
        build: from a config to the net.
        sizes: frozen configs, `original` and `small`.
    """

    build: Callable[[NetConfig], Net]
    sizes: dict[Size, NetConfig]


def _method(build: Callable[[NetConfig], Net], module: ModuleType) -> Method:
    return Method(build, {"original": module.ORIGINAL, "small": module.SMALL})


METHODS: Final = {
    "lite": _method(lite.LITE, lite),
    "st_gcn": _method(st_gcn.STGCN, st_gcn),
    "st_gcn++": _method(st_gcn_plus_plus.STGCNPlusPlus, st_gcn_plus_plus),
    "temporal_preservation": _method(
        temporal_preservation.TemporalPreservation, temporal_preservation
    ),
}


def config_of(name: str, size: Size = "small", **changes: object) -> NetConfig:
    """Return a net's config with `changes`.

    Raises:
        UnknownNet: no such net or size.
    """
    method = METHODS.get(name)
    if method is None or size not in method.sizes:
        raise UnknownNet(f"there is no net {name} in size {size}")
    return replace(method.sizes[size], **changes)


def build(name: str, config: NetConfig) -> Net:
    """Return the net `name` of this config, weights at their start.

    Raises:
        UnknownNet: no such net.
    """
    if name not in METHODS:
        raise UnknownNet(f"there is no net {name}")
    return METHODS[name].build(config)
