"""The filter is SciPy's, designed once."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from recognition import smoothing


@pytest.mark.parametrize("frames", [6, 40, 300])
@pytest.mark.parametrize(("cutoff_hz", "period"), [(6.0, 1 / 30), (1.0, 0.04)])
def test_values_are_those_of_a_filter_forward_and_backward(frames, cutoff_hz, period):
    values = np.random.default_rng(frames).normal(size=(frames, 3))
    padding = min(frames - 1, 30)
    sections = butter(smoothing.ORDER, cutoff_hz, fs=1.0 / period, output="sos")

    filtered = smoothing.low_pass(values, cutoff_hz, period, padding)

    expected = sosfiltfilt(sections, values, axis=0, padlen=padding)
    assert np.array_equal(filtered, expected)


def test_columns_are_filtered_each_for_itself():
    values = np.random.default_rng(1).normal(size=(90, 4))

    together = smoothing.low_pass(values, 3.0, 1 / 30, 30)

    alone = smoothing.low_pass(values[:, 2:3], 3.0, 1 / 30, 30)
    assert np.array_equal(together[:, 2:3], alone)
