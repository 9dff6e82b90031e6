"""What the motion stream sees."""

import torch

from recognition.datasets.joints import MIRROR
from recognition.nets import two_stream


def clip(frames=15):
    return torch.randn(1, frames, 20, 3), torch.ones(1, frames, 20, dtype=torch.bool)


def test_a_body_that_a_camera_passes_by_moves_as_a_still_camera_sees_it():
    poses, mask = clip()
    passing = torch.arange(15.0)[None, :, None, None] * torch.tensor([0.3, -0.1, 0.2])

    seen = two_stream.steps_of(poses + passing, mask, 10)

    torch.testing.assert_close(
        seen, two_stream.steps_of(poses, mask, 10), atol=1e-5, rtol=1e-5
    )


def test_a_frozen_clip_gives_zeros():
    poses, mask = clip()

    assert two_stream.steps_of(poses[:, :1].expand_as(poses), mask, 10).abs().max() == 0


def test_a_mirror_turns_sideways_steps_around_and_swaps_joints():
    poses, mask = clip()
    side = torch.tensor([-1.0, 1.0, 1.0])
    order = list(MIRROR)

    seen = two_stream.steps_of(poses[:, :, order] * side, mask, 1)

    first = two_stream.steps_of(poses, mask, 1).reshape(1, 15, 20, 3)
    torch.testing.assert_close(
        seen.reshape(1, 15, 20, 3), first[:, :, order] * side, atol=1e-5, rtol=1e-5
    )


def test_four_streams_are_fused_two_two_one_one():
    parts = [torch.full((1, 2), float(n)) for n in (1, 2, 3, 4)]

    fused = two_stream.fused(parts, two_stream.FOUR_STREAMS)

    assert torch.allclose(fused, torch.full((1, 2), (2 + 4 + 3 + 4) / 6))
