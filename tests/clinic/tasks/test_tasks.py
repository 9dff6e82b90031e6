"""Each job is one service call, and understands messages of newer senders."""

import uuid

import pytest

from clinic import jobs, tasks
from clinic.services import (
    analyses,
    exercise_trials,
    own_exercises,
    pushes,
    retention,
    uploads,
)


@pytest.fixture
def called(monkeypatch):
    calls = []
    for service, name in [
        (analyses, "run"),
        (analyses, "rescue"),
        (retention, "erase_due"),
        (retention, "drop_originals"),
        (uploads, "erase_expired"),
        (exercise_trials, "run"),
        (exercise_trials, "rescue"),
        (own_exercises, "erase_videos"),
        (pushes, "send"),
    ]:

        def note(name=name, **arguments):
            calls.append((name, arguments))
            return 0

        monkeypatch.setattr(service, name, note)
    return calls


def test_analyze_runs_the_analysis_that_is_named(called):
    name = uuid.uuid4()
    tasks.analyze_recording(analysis_id=str(name), priority="from a newer sender")
    [(function, arguments)] = called
    assert (function, arguments["analysis_id"]) == ("run", name)
    assert arguments["clock"]().tzinfo is not None


def test_learning_runs_the_version_that_is_named(called):
    name = uuid.uuid4()
    tasks.learn_exercise(version_id=str(name), priority="from a newer sender")
    [(function, arguments)] = called
    assert (function, arguments["version_id"]) == ("run", name)
    assert arguments["clock"]().tzinfo is not None


@pytest.mark.parametrize(
    ("task", "function"),
    [
        (tasks.rescue_analyses, "rescue"),
        (tasks.erase_deleted_recordings, "erase_due"),
        (tasks.erase_expired_uploads, "erase_expired"),
        (tasks.rescue_exercises, "rescue"),
        (tasks.erase_reference_videos, "erase_videos"),
        (tasks.push_notices, "send"),
    ],
)
def test_what_the_clock_starts_hands_on_the_time(called, task, function):
    task(sent_by="a newer sender")
    [(name, arguments)] = called
    assert name == function
    assert arguments["now"].tzinfo is not None


def test_dropping_originals_is_one_call(called):
    tasks.drop_originals(sent_by="a newer sender")
    assert called == [("drop_originals", {})]


def test_a_job_that_kills_its_process_is_not_tried_for_ever():
    assert tasks.analyze_recording.max_retries == 2


def test_jobs_are_known_by_their_published_names():
    assert tasks.analyze_recording.name == jobs.ANALYZE_RECORDING
    assert tasks.rescue_analyses.name == jobs.RESCUE_ANALYSES
    assert tasks.learn_exercise.name == jobs.LEARN_EXERCISE
