"""Who goes less far than before still does repetitions, if far enough."""

import pytest

from recognition import repetitions
from recognition.exercises import catalog
from tests.recognition.repetitions.movements import squats

SQUAT = catalog.get("squat")


@pytest.mark.parametrize(("shallow", "counted"), [(45, 4), (12, 3)])
def test_what_goes_as_far_as_is_asked_counts_though_the_others_go_further(
    shallow, counted
):
    found = repetitions.segment(squats(120, 120, shallow, 120), SQUAT)
    assert len(found.repetitions) == counted
