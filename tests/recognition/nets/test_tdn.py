"""Differences in time."""

import torch

from recognition.nets import tdn


def test_a_still_clip_has_no_short_differences():
    still = torch.randn(2, 1, 20, 3).expand(-1, 30, -1, -1)

    windows = tdn.segments_of(still, torch.ones(2, 30, dtype=torch.bool), 8)

    assert tdn.short_differences(windows).abs().max() == 0


def test_the_shift_starts_as_a_temporal_shift_of_an_eighth():
    x = torch.randn(1, 16, 6, 4)

    moved = tdn.Shift(16)(x)

    torch.testing.assert_close(moved[:, :2, :-1], x[:, :2, 1:])
    torch.testing.assert_close(moved[:, 2:4, 1:], x[:, 2:4, :-1])
    torch.testing.assert_close(moved[:, 4:], x[:, 4:])


def test_long_differences_of_equal_segments_leave_the_middle_alone():
    net = tdn.LongDifferences(16, 20).eval()
    still = torch.randn(1, 16, 1, 20).expand(-1, -1, 5, -1)

    f = net.squeeze(still)
    ahead = f[:, :, 1:] * net.own[:, None, None] - f[:, :, :-1]

    assert ahead.abs().max() < 1e-6
