"""Who goes less far than before still does repetitions, if far enough."""

import numpy as np
import pytest

from recognition import repetitions
from recognition.cleaning import clean
from recognition.exercises import catalog
from tests.recognition.repetitions.movements import RATE, angle, squats
from tests.recognition.stick_figure import Figure

SQUAT = catalog.get("squat")


@pytest.mark.parametrize(("shallow", "counted"), [(45, 4), (12, 3)])
def test_what_goes_as_far_as_is_asked_counts_though_the_others_go_further(
    shallow, counted
):
    found = repetitions.segment(squats(120, 120, shallow, 120), SQUAT)
    assert len(found.repetitions) == counted


def test_how_sure_a_shallow_one_is_lies_between_never_and_half():
    _, _, shallow, deep = repetitions.segment(
        squats(120, 120, 38, 120), SQUAT
    ).repetitions
    assert 0 < shallow.confidence < 0.5 < deep.confidence


def test_a_sway_between_two_repetitions_without_room_for_a_third_is_none():
    knee = 5 + angle(120, 120, 120, pause_s=1.6)
    sway_s = np.arange(round(1.6 * RATE)) / 1.6 / RATE
    second_pause = round((1.0 + 3.0 + 1.6 + 3.0) * RATE)
    knee[second_pause : second_pause + len(sway_s)] += 45 * np.sin(np.pi * sway_s) ** 2
    figure = Figure(frames=len(knee), knee=knee, hip=0.9 * knee, shank=knee / 4)

    found = repetitions.segment(clean(figure.seen(yaw=60.0, noise=2.0)), SQUAT)

    assert len(found.repetitions) == 3
