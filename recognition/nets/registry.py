"""All nets by name, each in its published size and in the product's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Final

from recognition.errors import Unanalyzable
from recognition.nets import (
    aia,
    cnn_lstm,
    ctr_gcn,
    disentangled,
    hallucinet,
    i3d,
    lite,
    ms_g3d,
    pose_conv3d,
    st_gcn,
    st_gcn_plus_plus,
    tdn,
    temporal_preservation,
    tsn,
    two_stream,
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
    "cnn_lstm": _method(cnn_lstm.CNNLSTM, cnn_lstm),
    "two_stream": _method(two_stream.TwoStream, two_stream),
    "tsn": _method(tsn.TSN, tsn),
    "i3d": _method(i3d.I3D, i3d),
    "pose_conv3d": _method(pose_conv3d.PoseConv3D, pose_conv3d),
    "ctr_gcn": _method(ctr_gcn.CTRGCN, ctr_gcn),
    "ms_g3d": _method(ms_g3d.MSG3D, ms_g3d),
    "disentangled": _method(disentangled.Disentangled, disentangled),
    "tdn": _method(tdn.TDN, tdn),
    "aia": _method(aia.AIA, aia),
    "hallucinet": _method(hallucinet.HalluciNet, hallucinet),
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
