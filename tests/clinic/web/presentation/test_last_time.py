"""A recording beside the last one of the same exercise."""

import datetime as dt

import pytest

from clinic.models import Clinic
from clinic.selectors import effective_result
from clinic.selectors.earlier import last_before
from clinic.web.presentation import last_time
from tests.factories import (
    NOON,
    AnalysisFactory,
    ExerciseFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def prescription(db):
    return PrescriptionFactory(side="both")


def recorded(prescription, *, on, depth=90.0, count=3, score=80.0, **fields):
    report = {"schema": 1, "summary": {"score": score}, "repetitions": []}
    version = fields.pop("version", "0.1.0")
    recording = RecordingFactory(
        patient=prescription.plan.patient,
        prescription=prescription,
        recorded_at=on,
        **fields,
    )
    analysis = AnalysisFactory(
        recording=recording, done=True, report=report, pipeline_version=version
    )
    measured = {"name": "range_of_motion", "unit": "deg", "uncertainty": 6.0}
    for index in range(1, count + 1):
        RepetitionFactory(
            analysis=analysis,
            index=index,
            score=score,
            measures=[{**measured, "value": depth}],
        )
    return recording


def compared(recording):
    patient = recording.patient
    result = effective_result(recording, viewer=patient)
    return last_time.compared(result, last_before(result, viewer=patient))


def lines(recording):
    found = compared(recording)
    return {line.label: (line.change, line.said) for line in found.lines}


def test_a_change_within_the_error_is_about_the_same(prescription):
    recorded(prescription, on=NOON, depth=90.0)
    said = lines(recorded(prescription, on=NOON + DAY, depth=95.0))
    assert said["How far you moved"] == ("same", "about the same")


def test_a_larger_one_is_said_with_its_size(prescription):
    recorded(prescription, on=NOON, depth=70.0)
    said = lines(recorded(prescription, on=NOON + DAY, depth=95.0))
    assert said["How far you moved"] == ("more", "you moved 25° further")
    said = lines(recorded(prescription, on=NOON + 2 * DAY, depth=60.0))
    assert said["How far you moved"] == ("less", "you moved 35° less far")


@pytest.mark.parametrize(
    ("score", "said"),
    [(83.0, "about the same"), (90.0, "higher"), (70.0, "lower")],
)
def test_scores_differ_where_one_would_notice(prescription, score, said):
    recorded(prescription, on=NOON, score=80.0)
    found = lines(recorded(prescription, on=NOON + DAY, score=score))
    assert found["Score"][1] == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(3, "the same number"), (5, "2 more"), (2, "1 fewer")],
)
def test_repetitions_are_counted_not_measured(prescription, count, said):
    recorded(prescription, on=NOON, count=3)
    found = lines(recorded(prescription, on=NOON + DAY, count=count))
    assert found["Repetitions"][1] == said


def test_two_versions_are_never_put_side_by_side(prescription):
    recorded(prescription, on=NOON, version="0.0.9")
    found = compared(recorded(prescription, on=NOON + DAY))
    assert found.is_older_way
    assert found.lines == ()


def test_the_last_time_is_the_newest_before(prescription):
    for days, depth in ((0, 20.0), (2, 90.0), (4, 20.0)):
        recorded(prescription, on=NOON + days * DAY, depth=depth)
    found = compared(recorded(prescription, on=NOON + 3 * DAY, depth=90.0))
    assert found.recorded_at == NOON + 2 * DAY


def test_the_first_time_has_none_before(prescription):
    assert compared(recorded(prescription, on=NOON)) is None


@pytest.mark.parametrize("what", ["other exercise", "other side", "other patient"])
def test_something_else_is_not_the_last_time(prescription, what):
    other = {
        "other exercise": lambda: PrescriptionFactory(
            plan=prescription.plan, side="both", exercise=ExerciseFactory(code="lunge")
        ),
        "other side": lambda: PrescriptionFactory(plan=prescription.plan, side="left"),
        "other patient": lambda: PrescriptionFactory(side="both"),
    }[what]()
    recorded(other, on=NOON)
    assert compared(recorded(prescription, on=NOON + DAY)) is None


@pytest.mark.parametrize("deleted_at", [None, NOON])
def test_a_deleted_one_is_not_the_last_time(prescription, deleted_at):
    recorded(prescription, on=NOON, deleted_at=deleted_at)
    found = compared(recorded(prescription, on=NOON + DAY))
    assert (found is None) is bool(deleted_at)


def test_one_that_waits_for_its_review_is_not_told(prescription):
    recorded(prescription, on=NOON)
    newer = recorded(prescription, on=NOON + DAY)
    Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
    assert compared(newer) is None
