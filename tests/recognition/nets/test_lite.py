"""LITE as published, and its fixed filters."""

from dataclasses import replace

import pytest
import torch

from recognition.nets import lite
from recognition.nets.base import parameters_of


@pytest.mark.parametrize(
    ("joints", "channels", "count"), [(25, 3, 88_022), (33, 2, 78_266)]
)
def test_the_published_size_has_the_published_parameters(joints, channels, count):
    config = replace(lite.ORIGINAL, joints=joints, channels=channels)

    assert parameters_of(lite.LITE(config)) == count


def test_a_steady_signal_rouses_no_filter_of_change():
    steady = torch.ones(1, 1, 200)

    found = lite.FixedFilters()(steady)[:, : 2 * 6, 80:120]

    assert torch.allclose(found, torch.zeros_like(found))


def test_a_peak_is_found_where_it_is():
    peak = torch.zeros(1, 1, 101)
    peak[0, 0, 50] = 1.0

    found = lite.FixedFilters()(peak)[0, -4]

    assert abs(int(found.argmax()) - 50) <= 4


def test_the_fixed_filters_are_not_trained():
    assert list(lite.FixedFilters().parameters()) == []


@pytest.mark.parametrize(("kernel", "dilation"), [(40, 1), (20, 2), (10, 4), (3, 1)])
@pytest.mark.parametrize("frames", [1, 17, 48])
def test_training_by_matrices_is_the_same_convolution(kernel, dilation, frames):
    layer = lite.SeparableConv(5, 3, kernel, dilation)
    x = torch.randn(2, 5, frames)

    torch.testing.assert_close(layer.train()(x), layer.eval()(x), atol=1e-5, rtol=1e-5)
