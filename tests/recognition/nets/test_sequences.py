"""Nets that look along time: weights of the steps, segments, every frame."""

import torch

from recognition.nets import cnn_lstm, registry, tsn
from recognition.nets.base import Outputs


def test_later_steps_count_more_and_padding_not_at_all():
    seen = torch.tensor([[True, True, True, False]])

    gain = cnn_lstm.rising(seen)

    torch.testing.assert_close(gain, torch.tensor([[1, 2, 3, 0]]) / 6)


def test_the_consensus_is_the_mean_of_the_segments():
    net = registry.build("tsn", registry.config_of("tsn", outputs=Outputs(3, 0))).eval()
    poses, mask = torch.randn(2, 30, 20, 3), torch.ones(2, 30, 20, dtype=torch.bool)

    logits = net(poses, mask)

    torch.testing.assert_close(logits.exercise, logits.frames.mean(dim=1))


def test_a_segment_is_looked_at_in_its_middle():
    net = tsn.TSN(tsn.SMALL).eval()

    assert net._moments(torch.ones(1, 50, dtype=torch.bool)).tolist() == [
        [5, 15, 25, 35, 45]
    ]


def test_every_frame_keeps_a_prediction():
    config = registry.config_of("temporal_preservation", outputs=Outputs(frames=3))
    net = registry.build("temporal_preservation", config).eval()

    logits = net(torch.randn(2, 77, 20, 3), torch.ones(2, 77, 20, dtype=torch.bool))

    assert logits.frames.shape == (2, 77, 3)
