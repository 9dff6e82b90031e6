"""Graph and volume nets in their published sizes have the published parameters."""

from dataclasses import replace

import pytest

from recognition.nets import (
    ctr_gcn,
    i3d,
    ms_g3d,
    pose_conv3d,
    st_gcn,
    st_gcn_plus_plus,
)
from recognition.nets.base import Outputs, parameters_of

SIZES = {
    "ST-GCN 25": (st_gcn.STGCN, st_gcn.ORIGINAL, 25, 60, 3_098_832),
    "ST-GCN 18": (st_gcn.STGCN, st_gcn.ORIGINAL, 18, 400, 3_177_140),
    "ST-GCN 33": (st_gcn.STGCN, st_gcn.ORIGINAL, 33, 10, 3_099_950),
    "ST-GCN++ 17": (
        st_gcn_plus_plus.STGCNPlusPlus, st_gcn_plus_plus.ORIGINAL, 17, 60, 1_393_016,
    ),
    "ST-GCN++ 33": (
        st_gcn_plus_plus.STGCNPlusPlus, st_gcn_plus_plus.ORIGINAL, 33, 10, 1_404_262,
    ),
    "CTR-GCN": (ctr_gcn.CTRGCN, ctr_gcn.ORIGINAL, 25, 60, 1_446_672),
    "MS-G3D": (ms_g3d.MSG3D, ms_g3d.ORIGINAL, 25, 60, 3_194_595),
    "PoseConv3D": (pose_conv3d.PoseConv3D, pose_conv3d.ORIGINAL, 17, 60, 2_024_860),
    "I3D on RGB": (i3d.I3D, i3d.ORIGINAL, 3, 400, 12_697_264),
}  # fmt: skip


@pytest.mark.parametrize("name", SIZES)
def test_the_count_is_exact(name):
    build, config, joints, classes, count = SIZES[name]

    net = build(replace(config, joints=joints, outputs=Outputs(classes, 0)))

    assert parameters_of(net) == count
