"""The review queue, and the claims shown in it."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clinic.models import ReviewClaim
from clinic.services import review_claims
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    MessageFactory,
    PatientFactory,
    RecordingFactory,
    ReviewFactory,
    TherapistFactory,
)

QUEUE = "therapist:caseload"


def recorded(patient, *, hours, severity=None, **analysis):
    moment = timezone.now() - dt.timedelta(hours=hours)
    recording = RecordingFactory(
        patient=patient,
        prescription__repetitions=1,
        recorded_at=moment,
        uploaded_at=moment,
    )
    made = AnalysisFactory(recording=recording, **(analysis or {"done": True}))
    if severity:
        FindingFactory(
            repetition__analysis=made,
            repetition__index=1,
            severity=severity,
            name="Not deep enough",
        )
    return recording


def page(client, **query):
    return client.get(reverse(QUEUE), query)


def shown(client, **query):
    return [item.row.recording for item in page(client, **query).context["rows"]]


class TestQueue:
    def test_the_most_urgent_comes_first(self, client, patient):
        harmless = recorded(patient, hours=1, severity="minor")
        new = recorded(patient, hours=5, severity="major")
        old = recorded(patient, hours=90, severity="major")
        assert shown(client) == [old, new, harmless]
        assert page(client).context["first"].pk == old.pk

    def test_says_what_makes_it_urgent(self, client, patient):
        recorded(patient, hours=72, severity="major")
        (item,) = page(client).context["rows"]
        assert (item.urgency.tone, item.urgency.label) == ("act", "High")
        assert item.urgency.words == "risk 100 % × rather sure × waits 3 days"

    def test_what_is_reviewed_leaves_the_queue(self, client, patient):
        recording = recorded(patient, hours=1, severity="major")
        ReviewFactory(recording=recording, reviewed_at=timezone.now())
        assert shown(client) == []
        assert shown(client, show="reviewed") == [recording]

    def test_what_is_being_analyzed_is_apart(self, client, patient):
        running = recorded(patient, hours=1, running=True, percent=40)
        assert shown(client) == []
        assert shown(client, show="running") == [running]
        assert "Analyzing, 40 %" in page(client, show="running").content.decode()

    def test_each_kind_says_how_many_it_has(self, client, patient):
        recorded(patient, hours=1, severity="major")
        recorded(patient, hours=1)
        recorded(patient, hours=1, running=True)
        reviewed = recorded(patient, hours=1)
        ReviewFactory(recording=reviewed, reviewed_at=timezone.now())
        counts = {one.key: one.count for one in page(client).context["filters"]}
        assert counts == {
            "to_review": 2, "flagged": 2, "running": 1, "reviewed": 1, "all": 4,
        }  # fmt: skip

    def test_other_therapists_patients_are_not_in_it(self, client, patient):
        recorded(PatientFactory(), hours=1, severity="major")
        assert shown(client, show="all") == []

    @pytest.mark.parametrize(("query", "found"), [("lind", 1), ("SQUAT", 1), ("x", 0)])
    def test_is_searched_by_patient_and_exercise(self, client, patient, query, found):
        recorded(patient, hours=1, severity="major")
        assert len(shown(client, q=query)) == found

    def test_says_what_was_seen(self, client, patient):
        recorded(patient, hours=1, severity="major")
        (item,) = page(client).context["rows"]
        assert [(tag.tone, tag.label) for tag in item.row.tags] == [
            ("act", "Not deep enough")
        ]

    def test_says_that_patients_have_written(self, client, patient, therapist):
        MessageFactory(patient=patient)
        MessageFactory(patient=patient, sender=therapist)
        MessageFactory()
        assert "1 new message<" in page(client).content.decode()

    def test_empty_says_so_and_what_to_do(self, client, therapist):
        assert "All caught up" in page(client).content.decode()
        everything = page(client, show="all").content.decode()
        assert "Prescribe an exercise to begin" in everything

    def test_queries_do_not_grow_with_recordings(
        self, client, patient, django_assert_num_queries
    ):
        recorded(patient, hours=1, severity="major")
        call_command("refresh_digests", verbosity=0)
        few = queries_of(client)
        for hours in range(2, 12):
            recorded(patient, hours=hours, severity="major")
        call_command("refresh_digests", verbosity=0)
        assert queries_of(client) == few


def queries_of(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as counted:
        page(client)
    return len(counted)


class TestClaim:
    @pytest.fixture
    def recording(self, patient):
        return recorded(patient, hours=1, severity="major")

    @pytest.fixture
    def colleague(self, patient):
        return CareFactory(
            patient=patient, therapist__full_name="Jonas Weller"
        ).therapist

    def post(self, client, recording, act="hold"):
        address = reverse("therapist:claim", args=[recording.public_id])
        return client.post(address, {"act": act})

    def test_the_open_page_holds_the_recording(self, client, recording, therapist):
        self.post(client, recording)
        assert ReviewClaim.objects.get().by == therapist
        self.post(client, recording, "release")
        assert not ReviewClaim.objects.exists()

    def test_a_colleague_sees_who_reviews_it(self, client, recording, colleague):
        review_claims.hold(by=colleague, recording=recording, now=timezone.now())
        review = reverse("therapist:review", args=[recording.public_id])
        assert "Jonas Weller has been reviewing" in client.get(review).content.decode()
        context = page(client).context
        assert [item.taken_by for item in context["rows"]] == ["Jonas Weller"]
        assert context["first"] is None

    def test_can_be_taken_over(self, client, recording, therapist, colleague):
        review_claims.hold(by=colleague, recording=recording, now=timezone.now())
        text = self.post(client, recording).content.decode()
        assert "Jonas Weller" in text
        text = self.post(client, recording, "take").content.decode()
        assert "Jonas Weller" not in text
        assert ReviewClaim.objects.get().by == therapist

    def test_is_not_for_strangers(self, client, recording):
        client.force_login(TherapistFactory())
        assert self.post(client, recording).status_code == 404
        client.force_login(recording.patient)
        assert self.post(client, recording).status_code == 403
