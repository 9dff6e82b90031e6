"""Windows of recordings."""

import numpy as np
import pytest

from recognition.datasets import joints, windows
from recognition.datasets.joints import JOINT

TIME = np.arange(300) / 30.0


def walking(time_s=TIME):
    points = np.zeros((len(time_s), 20, 3))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        points[:, JOINT[f"{side}_shoulder"]] = [0.3 * sign, 1.0, 0.0]
        points[:, JOINT[f"{side}_hip"]] = [0.2 * sign, 0.0, 0.0]
    points[:, JOINT["neck"]] = [0.0, 1.0, 0.0]
    points[:, JOINT["left_wrist"], 1] = np.sin(time_s)
    return points


def test_windows_cover_the_recording_from_first_to_last_frame():
    found = windows.spans(TIME)

    for length in windows.LENGTHS_S:
        of_length = [span for span in found if np.isclose(span[1] - span[0], length)]
        assert of_length[0][0] == TIME[0]
        assert of_length[-1][1] == pytest.approx(TIME[-1])
        starts = [start for start, _ in of_length]
        assert max(np.diff(starts)) < length


def test_a_recording_shorter_than_a_window_is_one_window():
    assert windows.spans(TIME[:40]) == [(0.0, float(TIME[39]))]


def test_a_window_does_not_depend_on_the_frame_rate():
    slow = TIME[::3]

    one = windows.cut(walking(), TIME, 2.0, 5.0)
    two = windows.cut(walking(slow), slow, 2.0, 5.0)

    np.testing.assert_allclose(one, two, atol=2e-3)
    np.testing.assert_allclose(
        one, joints.canonical(walking(np.linspace(2.0, 5.0, windows.FRAMES))), atol=2e-3
    )


def test_short_gaps_are_bridged_and_long_ones_stay_unseen():
    points = walking()
    points[60:66, JOINT["left_wrist"]] = np.nan  # 0.2 s
    points[90:120, JOINT["left_wrist"]] = np.nan  # 1 s

    poses, mask = windows.as_arrays(windows.cut(points, TIME, 1.0, 5.0)[None])

    moments = np.linspace(1.0, 5.0, windows.FRAMES)
    seen = mask[0, :, JOINT["left_wrist"]]
    assert seen[moments < 2.9].all()
    assert not seen[(moments > 3.4) & (moments < 3.6)].any()
    assert (poses[0, ~seen, JOINT["left_wrist"]] == 0.0).all()


def test_all_windows_together_are_those_cut_one_by_one():
    points = 1.7 * walking()  # neither in torso lengths nor about the pelvis
    points[..., 0] += 0.3
    points[60:66, JOINT["left_wrist"]] = np.nan
    points[200:, JOINT["neck"]] = np.nan

    poses, mask = windows.windows(points, TIME)

    cuts = [windows.cut(points, TIME, *span) for span in windows.spans(TIME)]
    alone = windows.as_arrays(np.stack(cuts))
    np.testing.assert_array_equal(poses, alone[0])
    np.testing.assert_array_equal(mask, alone[1])
