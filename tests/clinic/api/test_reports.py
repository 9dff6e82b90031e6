"""The report: as it was found, and as it stands after a therapist's review."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.models import AuditEvent, Clinic
from clinic.services import reviews
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    RecordingFactory,
    RepetitionFactory,
)


def address(recording):
    return f"/api/v1/recordings/{recording.public_id}/report/"


@pytest.fixture
def recording(db):
    """A recording with two repetitions; the second has two findings."""
    analysis = AnalysisFactory(done=True)
    RepetitionFactory(analysis=analysis, index=1)
    second = RepetitionFactory(analysis=analysis, index=2, start_s=3, peak_s=4, end_s=5)
    FindingFactory(repetition=second, mistake="shallow", time_s=4.0)
    FindingFactory(repetition=second, mistake="knee_valgus", time_s=4.2)
    return analysis.recording


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


def finding(recording, mistake):
    analysis = recording.analyses.get()
    return analysis.repetitions.get(index=2).findings.get(mistake=mistake)


def decisions(body):
    return {
        finding["mistake"]: (finding["decision"], finding["stands"])
        for repetition in body["effective"]["repetitions"]
        for finding in repetition["findings"]
    }


def test_before_review_everything_found_stands(api, recording):
    body = api.get(address(recording)).json()

    assert body["recording"] == str(recording.public_id)
    assert body["patient"] == str(recording.patient.public_id)
    assert body["report"] == {"schema": 1, "repetitions": [], "summary": {}}
    assert body["effective"]["is_reviewed"] is False
    assert body["effective"]["reviewed_at"] is None
    assert body["effective"]["mistakes"] == {"shallow": 1, "knee_valgus": 1}
    assert decisions(body) == {"shallow": (None, True), "knee_valgus": (None, True)}


def test_verdicts_change_what_stands_and_not_what_was_found(api, recording, therapist):
    before = api.get(address(recording)).json()["report"]
    reviews.dismiss(by=therapist, finding=finding(recording, "shallow"), now=NOON)
    reviews.confirm(by=therapist, finding=finding(recording, "knee_valgus"), now=NOON)
    reviews.mark_reviewed(by=therapist, recording=recording, now=NOON)

    body = api.get(address(recording)).json()

    assert body["report"] == before
    assert body["effective"]["mistakes"] == {"knee_valgus": 1}
    assert decisions(body) == {
        "shallow": ("dismissed", False),
        "knee_valgus": ("confirmed", True),
    }
    assert body["effective"]["is_reviewed"] is True
    assert body["effective"]["reviewed_at"] == "2026-03-02T12:00:00Z"


def test_a_finding_that_a_therapist_added_is_marked(api, recording, therapist):
    reviews.add_finding(
        by=therapist,
        repetition=recording.analyses.get().repetitions.get(index=1),
        mistake="shallow",
        severity="minor",
        time_s=2.0,
        now=NOON,
    )

    first = api.get(address(recording)).json()["effective"]["repetitions"][0]

    assert first["findings"][0]["source"] == "therapist"
    assert first["findings"][0]["value"] is None


def test_a_clinic_that_reviews_before_patients_see_still_reads_at_once(api, recording):
    Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)

    body = api.get(address(recording)).json()

    assert body["effective"]["mistakes"] == {"shallow": 1, "knee_valgus": 1}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (None, "report_not_ready"),
        ({}, "report_not_ready"),
        ({"running": True}, "report_not_ready"),
        ({"failed": True}, "analysis_failed"),
    ],
    ids=["none", "queued", "running", "failed"],
)
def test_while_there_is_none_the_answer_says_whether_to_ask_again(api, state, code):
    recording = RecordingFactory()
    if state is not None:
        AnalysisFactory(recording=recording, **state)

    response = api.get(address(recording))

    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == code


def test_a_failure_is_told_in_words(api):
    response = api.get(address(AnalysisFactory(failed=True).recording))

    detail = response.json()["errors"][0]["detail"]
    assert detail == (
        "No person was found. Place the phone so that your whole body is in view."
    )


def test_another_clinic_cannot_tell_that_there_is_one(stranger_api, recording):
    response = stranger_api.get(address(recording))

    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


def test_it_is_gone_with_its_recording(api, recording):
    recording.deleted_at = NOON + dt.timedelta(days=1)
    recording.save(update_fields=["deleted_at"])

    assert api.get(address(recording)).status_code == 404


def test_reading_it_is_written_down(api, recording):
    api.get(address(recording))

    event = AuditEvent.objects.get()
    assert (event.action, event.object_id) == ("report.read", str(recording.public_id))
    assert event.actor.role == "service"


def test_a_report_that_does_not_exist_was_not_read(api):
    api.get(address(RecordingFactory()))

    assert not AuditEvent.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_findings(api, recording):
    def queries():
        with CaptureQueriesContext(connection) as context:
            assert api.get(address(recording)).status_code == 200
        return len(context)

    few = queries()
    analysis = recording.analyses.get()
    for index in range(3, 9):
        repetition = RepetitionFactory(analysis=analysis, index=index)
        FindingFactory.create_batch(3, repetition=repetition)

    assert queries() == few
