"""Recordings: own clinic only, in pages, narrowed by what a program needs."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.models import AuditEvent, Recording
from tests.factories import (
    NOON,
    AnalysisFactory,
    ExerciseFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
)

LIST = "/api/v1/recordings/"


def ids(response):
    assert response.status_code == 200, response.json()
    return [row["id"] for row in response.json()["results"]]


def of(*recordings):
    return [str(recording.public_id) for recording in recordings]


def test_one_recording_in_full(api):
    analysis = AnalysisFactory(done=True)
    recording = analysis.recording

    response = api.get(f"{LIST}{recording.public_id}/")

    assert response.json() == {
        "id": str(recording.public_id),
        "patient": str(recording.patient.public_id),
        "exercise": "squat",
        "exercise_name": "Squat",
        "prescription": str(recording.prescription.public_id),
        "recorded_at": "2026-03-02T12:00:00Z",
        "uploaded_at": "2026-03-02T12:00:00Z",
        "duration_s": None,
        "analysis": {
            "id": str(analysis.public_id),
            "recording": str(recording.public_id),
            "pipeline_version": "0.1.0",
            "is_current": True,
            "status": "done",
            "stage": "done",
            "percent": 100,
            "queued_at": "2026-03-02T12:00:00Z",
            "started_at": "2026-03-02T12:00:00Z",
            "finished_at": "2026-03-02T12:00:20Z",
            "failure": None,
        },
        "reviewed_at": None,
        "report_url": f"http://testserver{LIST}{recording.public_id}/report/",
    }


def test_a_clinics_own_exercise_is_named(api):
    recording = RecordingFactory()
    own = ExerciseFactory(
        clinic=recording.clinic, code="own-3f2a91", name="Towel slides"
    )
    Recording.objects.update(exercise=own)

    shown = api.get(f"{LIST}{recording.public_id}/").json()

    assert (shown["exercise"], shown["exercise_name"]) == ("own-3f2a91", "Towel slides")


def test_nothing_in_it_names_the_patient(api):
    patient = PatientFactory(full_name="Rosalind Nobody", email="rosalind@example.org")
    recording = RecordingFactory(patient=patient)

    for address in (LIST, f"{LIST}{recording.public_id}/"):
        text = api.get(address).content.decode()
        assert "Rosalind" not in text
        assert "rosalind@" not in text


def test_a_failed_analysis_says_why_and_what_to_do(api):
    recording = AnalysisFactory(failed=True).recording

    failure = api.get(f"{LIST}{recording.public_id}/").json()["analysis"]["failure"]

    assert failure == {
        "code": "no_person",
        "message": "No person was found.",
        "what_to_do": "Place the phone so that your whole body is in view.",
    }


def test_a_recording_that_was_never_analyzed_has_no_analysis(api):
    recording = RecordingFactory()

    assert api.get(f"{LIST}{recording.public_id}/").json()["analysis"] is None


def test_only_the_analysis_that_counts_is_shown(api):
    old = AnalysisFactory(failed=True, is_current=False, pipeline_version="0.0.9")
    new = AnalysisFactory(recording=old.recording)

    shown = api.get(f"{LIST}{old.recording.public_id}/").json()["analysis"]

    assert shown["id"] == str(new.public_id)


def test_another_clinic_sees_nothing_and_learns_nothing(api, stranger_api):
    recording = RecordingFactory()

    assert ids(api.get(LIST)) == of(recording)
    assert ids(stranger_api.get(LIST)) == []
    known = stranger_api.get(f"{LIST}{recording.public_id}/")
    unknown = stranger_api.get(f"{LIST}{uuid.uuid4()}/")
    assert known.status_code == unknown.status_code == 404
    assert known.json() == unknown.json()


def test_a_deleted_recording_is_gone(api):
    recording = RecordingFactory(deleted_at=NOON)

    assert ids(api.get(LIST)) == []
    assert api.get(f"{LIST}{recording.public_id}/").status_code == 404


class TestFilters:
    @pytest.fixture
    def two(self, db):
        """A squat of one patient that is done, a lunge of another that waits."""
        lunge = PrescriptionFactory(exercise=ExerciseFactory(code="lunge"))
        done = AnalysisFactory(done=True).recording
        waiting = RecordingFactory(
            patient=lunge.plan.patient,
            prescription=lunge,
            uploaded_at=NOON + dt.timedelta(hours=1),
        )
        AnalysisFactory(recording=waiting)
        return done, waiting

    def test_newest_first(self, api, two):
        done, waiting = two
        assert ids(api.get(LIST)) == of(waiting, done)

    def test_by_patient(self, api, two):
        done, _ = two
        query = {"patient": done.patient.public_id}
        assert ids(api.get(LIST, query)) == of(done)

    def test_by_exercise(self, api, two):
        _, waiting = two
        assert ids(api.get(LIST, {"exercise": "lunge"})) == of(waiting)

    def test_by_status_of_the_analysis_that_counts(self, api, two):
        done, waiting = two
        AnalysisFactory(
            recording=waiting, done=True, is_current=False, pipeline_version="0.0.9"
        )
        assert ids(api.get(LIST, {"status": "done"})) == of(done)
        assert ids(api.get(LIST, {"status": "queued"})) == of(waiting)

    def test_by_time_of_upload(self, api, two):
        _, waiting = two
        assert ids(api.get(LIST, {"since": "2026-03-02T12:00:01Z"})) == of(waiting)
        assert len(ids(api.get(LIST, {"since": "2026-03-02T12:00:00Z"}))) == 2

    def test_by_time_of_the_result(self, api, two):
        done, _ = two
        query = {"analyzed_since": "2026-03-02T12:00:20Z"}
        assert ids(api.get(LIST, query)) == of(done)
        query = {"analyzed_since": "2026-03-02T12:00:21Z"}
        assert ids(api.get(LIST, query)) == []

    @pytest.mark.parametrize(
        "query",
        [
            {"patient": "7"},
            {"status": "finished"},
            {"since": "yesterday"},
            {"exercise": "squat\x00"},
            {"patients": uuid.uuid4()},
        ],
        ids=lambda query: next(iter(query)),
    )
    def test_a_filter_that_makes_no_sense_is_refused(self, api, two, query):
        response = api.get(LIST, query)

        assert response.status_code == 400
        assert response.json()["type"] in {"validation_error", "client_error"}

    def test_a_single_recording_takes_no_parameter(self, api, two):
        done, _ = two
        address = f"{LIST}{done.public_id}/"
        assert api.get(address, {"status": "done"}).status_code == 400


class TestPages:
    def walk(self, api, address):
        """Return the ids of all pages from `address` on."""
        seen = []
        while address:
            page = api.get(address).json()
            seen += [row["id"] for row in page["results"]]
            address = page["next"]
        return seen

    def test_neither_skip_nor_repeat_while_new_ones_arrive(self, api):
        recordings = [
            RecordingFactory(uploaded_at=NOON + dt.timedelta(microseconds=step))
            for step in range(5)
        ]
        first = api.get(LIST, {"page_size": 2}).json()
        RecordingFactory(uploaded_at=NOON + dt.timedelta(minutes=1))

        seen = [row["id"] for row in first["results"]] + self.walk(api, first["next"])

        assert seen == of(*reversed(recordings))

    def test_hold_each_of_those_of_one_moment_once(self, api):
        recordings = RecordingFactory.create_batch(5)

        seen = self.walk(api, f"{LIST}?page_size=2")

        assert seen == of(*reversed(recordings))

    def test_filters_stay_in_the_address_of_the_next_page(self, api):
        RecordingFactory.create_batch(2)
        page = api.get(LIST, {"page_size": 1, "exercise": "squat"}).json()
        assert "exercise=squat" in page["next"]

    @pytest.mark.parametrize(
        "cursor",
        ["x", "cD1hYmM=", "cD0yMDI2LTAzLTAy", "bz0tMQ=="],
        ids=["no base64", "position is a word", "position is a day", "offset below 0"],
    )
    def test_a_cursor_that_makes_no_sense_is_not_found(self, api, cursor):
        RecordingFactory()
        assert api.get(LIST, {"cursor": cursor}).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, api):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert api.get(LIST).status_code == 200
            return len(context)

        AnalysisFactory(done=True)
        one = queries()
        for _ in range(4):
            AnalysisFactory(done=True)

        assert queries() == one <= 9


class TestAudit:
    def test_every_page_with_rows_is_written_down(self, api):
        RecordingFactory.create_batch(2)

        api.get(LIST)

        event = AuditEvent.objects.get()
        assert event.action == "recording.listed"
        assert event.object_type == "clinic"
        assert event.actor.role == "service"
        assert event.detail == {"rows": 2}

    def test_a_poll_that_finds_nothing_leaves_no_row(self, api):
        api.get(LIST)
        assert not AuditEvent.objects.exists()

    def test_looking_at_one_recording_is_one_row(self, api):
        recording = RecordingFactory()

        for _ in range(3):
            api.get(f"{LIST}{recording.public_id}/")

        event = AuditEvent.objects.get()
        assert event.action == "recording.viewed"
        assert event.object_id == str(recording.public_id)
