"""Rests split a recording into sets, pauses do not."""

from recognition.repetitions import sets
from recognition.report import ExerciseSet, Repetition


def repetitions(*starts_s, lasting_s=3.0):
    return [
        Repetition(
            index=number,
            start_s=start_s,
            peak_s=start_s + lasting_s / 2,
            end_s=start_s + lasting_s,
            side="both",
            score=None,
            measures=(),
            findings=(),
        )
        for number, start_s in enumerate(starts_s, start=1)
    ]


def test_a_rest_begins_a_new_set():
    found = sets.find(repetitions(0, 4, 8, 40, 44))
    assert found == (ExerciseSet(1, 3, 0, 11.0), ExerciseSet(4, 5, 40, 47.0))


def test_a_pause_is_no_rest():
    assert len(sets.find(repetitions(0, 4, 13, 17))) == 1


def test_slow_repetitions_need_a_longer_rest():
    slow = repetitions(0, 19, lasting_s=8.0)
    assert len(sets.find(slow)) == 1
    assert len(sets.find(repetitions(0, 14, lasting_s=3.0))) == 2


def test_nothing_done_is_no_set():
    assert sets.find([]) == ()
