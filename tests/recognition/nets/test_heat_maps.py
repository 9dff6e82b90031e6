"""Poses drawn as blobs."""

import torch

from recognition.nets.heat_maps import REACH, HeatMaps


def test_a_joint_is_drawn_where_it_is():
    poses = torch.zeros(1, 1, 1, 3)
    poses[0, 0, 0] = torch.tensor([REACH / 2, REACH / 2, 0.0])

    maps = HeatMaps(40)(poses, torch.ones(1, 1, 1, dtype=torch.bool))

    row, column = divmod(int(maps[0, 0, 0].argmax()), 40)
    assert abs(column - 30) <= 1  # to the left of the person: right in the picture
    assert abs(row - 10) <= 1  # up


def test_an_unseen_joint_leaves_no_trace():
    maps = HeatMaps(16)(torch.zeros(1, 3, 2, 3), torch.zeros(1, 3, 2, dtype=torch.bool))

    assert maps.abs().sum() == 0
