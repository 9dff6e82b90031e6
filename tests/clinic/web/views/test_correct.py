"""Corrections, comments and older versions, as the pages ask for them."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from clinic import recognizer
from clinic.models import Comment, Correction, Phrase, User
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    ClinicFactory,
    CommentFactory,
    ConsentFactory,
    FindingFactory,
    RepetitionFactory,
    TherapistFactory,
)


@pytest.fixture
def analysis(therapist):
    report = {"schema": 1, "video": {"duration_s": 10.0}, "summary": {}}
    analysis = AnalysisFactory(done=True, report=report)
    CareFactory(therapist=therapist, patient=analysis.recording.patient)
    RepetitionFactory(analysis=analysis, index=1)
    return analysis


@pytest.fixture
def recording(analysis):
    return analysis.recording


def send(client, name, recording, /, **form):
    return client.post(reverse(f"therapist:{name}", args=[recording.public_id]), form)


def review(client, recording):
    address = reverse("therapist:review", args=[recording.public_id])
    return client.get(address)


class TestRecut:
    def test_the_page_gives_what_is_sent_back(self, client, recording):
        (given,) = review(client, recording).context["facts"]["repetitions"]
        cuts = [
            {"repetition": given["key"], "start": 1.0, "peak": 2.0, "end": 3.0},
            {"repetition": None, "start": 4.0, "peak": 5.0, "end": 6.0},
        ]
        send(client, "recut", recording, cuts=json.dumps(cuts))
        page = review(client, recording)
        assert page.context["result"].count == 2
        assert "A therapist corrected the repetitions" in page.content.decode()
        send(client, "undo_correction", recording, kind="repetitions")
        assert review(client, recording).context["result"].count == 1

    @pytest.mark.parametrize("cuts", ["", "[{}]", "5", '[{"repetition": "x"}]'])
    def test_nonsense_is_refused(self, client, recording, cuts):
        assert send(client, "recut", recording, cuts=cuts).status_code == 422
        assert not Correction.objects.exists()

    def test_a_refusal_is_said_on_the_page(self, client, recording):
        cuts = [{"repetition": None, "start": 4.0, "peak": 5.0, "end": 60.0}]
        response = client.post(
            reverse("therapist:recut", args=[recording.public_id]),
            {"cuts": json.dumps(cuts)},
            follow=True,
        )
        assert "must follow each other within the video" in response.content.decode()


def test_another_exercise_is_noted_and_taken_back(client, recording):
    send(client, "exercise", recording, exercise="")
    assert "not the prescribed exercise" in review(client, recording).content.decode()
    send(client, "undo_correction", recording, kind="exercise")
    assert not review(client, recording).context["not_prescribed"]


def test_a_click_on_the_patient_starts_another_analysis(client, recording, enqueued):
    send(client, "follow", recording, x="0.3", y="0.6", time_s="2.0")
    text = review(client, recording).content.decode()
    assert "It is being analyzed again" in text
    assert send(client, "follow", recording, x="7", y="0").status_code == 422


def test_an_analysis_that_failed_again_says_why(client, recording):
    AnalysisFactory(
        recording=recording,
        options_key="x",
        is_current=False,
        failed=True,
        finished_at=NOON + dt.timedelta(hours=1),
    )
    text = review(client, recording).content.decode()
    assert "The last analysis did not work: No person was found." in text


class TestComments:
    def test_the_patient_reads_it_at_its_moment(self, client, recording):
        send(client, "comment", recording, text="Lower here.", time_s="2.5")
        client.force_login(recording.patient)
        ConsentFactory(patient=recording.patient)
        address = reverse("patient:recording", args=[recording.public_id])
        page = client.get(address)
        (said,) = page.context["facts"]["comments"]
        assert (said["time"], said["text"]) == (2.5, "Lower here.")
        assert 'data-seek="2.500"' in page.content.decode()

    def test_one_step_answers_and_finishes(self, client, recording):
        send(client, "comment", recording, text="Good.", time_s="1", finish="yes")
        recording.refresh_from_db()
        assert recording.review.is_reviewed

    def test_words_can_be_kept_as_a_phrase(self, client, recording):
        send(client, "comment", recording, text="Well done.", time_s="1", keep="on")
        assert Phrase.objects.get().text == "Well done."
        assert ">Well done.<" in review(client, recording).content.decode()

    def test_a_phrase_can_be_forgotten_by_its_clinic_only(self, client, recording):
        send(client, "comment", recording, text="Well done.", time_s="1", keep="on")
        drop = reverse("therapist:drop_phrase", args=[Phrase.objects.get().public_id])
        own = client.session["_auth_user_id"]
        client.force_login(TherapistFactory(clinic=ClinicFactory(slug="hillside")))
        assert client.post(drop).status_code == 404
        client.force_login(User.objects.get(pk=own))
        back = reverse("therapist:review", args=[recording.public_id])
        assert client.post(drop, {"next": back})["Location"] == back
        assert not Phrase.objects.exists()

    def test_can_be_taken_back(self, client, recording):
        comment = CommentFactory(recording=recording)
        address = reverse("therapist:withdraw_comment", args=[comment.public_id])
        client.post(address)
        assert not Comment.objects.standing().exists()

    def test_empty_ones_are_refused(self, client, recording):
        answer = send(client, "comment", recording, text="", time_s="1")
        assert answer.status_code == 422


class TestVersions:
    @pytest.fixture
    def newer(self, recording):
        newer = AnalysisFactory(
            recording=recording,
            pipeline_version=recognizer.VERSION,
            options_key="x",
            is_current=False,
            done=True,
        )
        for index, start in [(1, 1.1), (2, 5.0)]:
            repetition = RepetitionFactory(
                analysis=newer, index=index, start_s=start, peak_s=start + 1,
                end_s=start + 2,
            )  # fmt: skip
        FindingFactory(repetition=repetition, name="Not deep enough")
        return newer

    def page(self, client, recording):
        address = reverse("therapist:versions", args=[recording.public_id])
        return client.get(address)

    def test_two_are_shown_side_by_side(self, client, recording, newer):
        comparison = self.page(client, recording).context["comparison"]
        assert comparison.counts == (1, 2)
        first, second = comparison.pairs
        assert (first.left.index, first.right.index, first.differs) == (1, 1, False)
        assert (second.left.index, second.right.index) == (None, 2)
        assert second.right.findings == ("Not deep enough",)
        assert second.differs

    def test_another_one_can_count(self, client, recording, analysis, newer):
        address = reverse("therapist:choose_version", args=[newer.public_id])
        client.post(address)
        assert review(client, recording).context["result"].count == 2

    def test_an_older_version_is_named_and_measured_again(
        self, client, recording, analysis, enqueued
    ):
        analysis.pipeline_version = "0.0.1"
        analysis.save(update_fields=["pipeline_version"])
        text = review(client, recording).content.decode()
        assert "older version of the pipeline (0.0.1)" in text
        send(client, "rerun", recording)
        again = recording.analyses.get(is_current=False)
        assert again.pipeline_version == recognizer.VERSION

    def test_alone_it_says_so(self, client, recording):
        assert "Only one result so far" in self.page(client, recording).content.decode()
