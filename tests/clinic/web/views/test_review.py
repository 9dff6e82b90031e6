"""The review page: judge, add, note, finish."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from clinic.models import AuditEvent, Finding, Review, Verdict
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
)

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def analysis(therapist):
    report = {
        "schema": 1,
        "video": {"duration_s": 10.0, "width": 1280, "height": 720},
        "view": {"name": "left"},
        "attempts": [{"start_s": 8.0, "end_s": 9.0, "reason": "too small"}],
        "summary": {"score": 70.0},
    }
    analysis = AnalysisFactory(done=True, report=report)
    CareFactory(therapist=therapist, patient=analysis.recording.patient)
    analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
    return analysis


@pytest.fixture
def repetition(analysis):
    measures = [
        {
            "name": "knee",
            "label": "Knee",
            "value": 97.2,
            "unit": "deg",
            "uncertainty": 6,
        },
        {
            "name": "lean",
            "label": "Lean",
            "value": None,
            "unit": "deg",
            "reason": "hidden",
        },
    ]
    return RepetitionFactory(analysis=analysis, index=1, measures=measures)


@pytest.fixture
def finding(repetition):
    return FindingFactory(
        repetition=repetition, name="Not deep enough", uncertainty=4.0, value=80.4
    )


def page(client, recording):
    return client.get(reverse("therapist:review", args=[recording.public_id]))


def judge(client, finding, decision, **how):
    address = reverse("therapist:finding_verdict", args=[finding.public_id])
    return client.post(address, {"decision": decision}, **how)


def card_of(client, finding):
    response = page(client, finding.repetition.analysis.recording)
    return response.context["groups"][0].findings[0]


class TestPage:
    def test_shows_the_measured_value_against_the_expected_range(self, client, finding):
        card = card_of(client, finding)
        assert card.measured == "80 ± 4°"
        assert card.expected == "95 to 140°"
        assert card.where == "left, peak"
        assert card.confidence == 90

    def test_draws_the_value_beside_the_range(self, client, finding):
        gauge = card_of(client, finding).gauge
        first, last = gauge.spread
        assert first < gauge.value < last < gauge.low < gauge.high

    def test_lists_every_measured_value_or_why_there_is_none(self, client, repetition):
        response = page(client, repetition.analysis.recording)
        table = response.context["measures"]
        assert table.columns == ("Knee", "Lean")
        assert [cell.words for cell in table.rows[0].cells] == [
            "97 ± 6°",
            "not measured",
        ]
        assert table.rows[0].cells[1].reason == "hidden"

    def test_lays_repetitions_and_attempts_out_in_time(self, client, finding):
        response = page(client, finding.repetition.analysis.recording)
        bars = response.context["strip"].bars
        assert [(bar.kind, bar.x, bar.width) for bar in bars] == [
            ("rep watch", 100, 200),
            ("attempt", 800, 100),
        ]

    def test_is_recorded_as_a_look(self, client, analysis, therapist):
        page(client, analysis.recording)
        event = AuditEvent.objects.get(action="recording.viewed")
        assert event.actor == therapist

    def test_a_failed_analysis_can_still_be_watched_and_reviewed(
        self, client, therapist
    ):
        analysis = AnalysisFactory(failed=True)
        CareFactory(therapist=therapist, patient=analysis.recording.patient)
        analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
        text = page(client, analysis.recording).content.decode()
        assert "No person was found." in text
        assert "Mark as reviewed" in text
        assert "<video" in text

    def test_without_a_video_the_movement_is_drawn_with_every_control(
        self, client, analysis
    ):
        analysis.recording.playback.delete()
        analysis.curves.save("curves.json.gz", ContentFile(b"{}"))
        text = page(client, analysis.recording).content.decode()
        assert "Drawn from the measured movement; there is no video." in text
        for offered in ("data-ground", "data-seek-bar", "data-recut", "rep-chips"):
            assert offered in text
        for of_a_video in ("<video", "data-pick-person", "being prepared"):
            assert of_a_video not in text

    def test_what_never_had_a_video_is_not_said_to_be_prepared(self, client, therapist):
        analysis = AnalysisFactory(failed=True)
        CareFactory(therapist=therapist, patient=analysis.recording.patient)
        text = page(client, analysis.recording).content.decode()
        assert "There is no video" in text
        assert "being prepared" not in text

    def test_shows_the_last_three_sessions(self, client, analysis):
        for days in range(1, 6):
            RecordingFactory(
                patient=analysis.recording.patient,
                recorded_at=NOON - dt.timedelta(days=days),
            )
        sessions = page(client, analysis.recording).context["context"]["sessions"]
        assert len(sessions) == 3

    def test_a_running_one_loads_anew_when_it_has_ended(self, client, therapist):
        analysis = AnalysisFactory(running=True)
        CareFactory(therapist=therapist, patient=analysis.recording.patient)
        address = reverse(
            "therapist:review_progress", args=[analysis.recording.public_id]
        )
        assert client.get(address).status_code == 204
        analysis.status = "failed"
        analysis.failure_code, analysis.finished_at = "no_person", NOON
        analysis.save()
        assert client.get(address).status_code == 286


class TestVerdict:
    @pytest.mark.parametrize("decision", ["confirmed", "dismissed", "not_visible"])
    def test_is_stored_and_the_card_swapped(self, client, finding, therapist, decision):
        response = judge(client, finding, decision, **HTMX)
        verdict = Verdict.objects.get()
        assert (verdict.decision, verdict.by) == (decision, therapist)
        text = response.content.decode()
        assert f'data-status="{decision}"' in text
        assert "<html" not in text

    def test_the_swap_counts_what_is_left_to_judge(self, client, finding):
        FindingFactory(repetition=finding.repetition, mistake="other")
        text = judge(client, finding, "dismissed", **HTMX).content.decode()
        assert 'hx-swap-oob="true"' in text
        assert "1 of 2 to judge" in text

    def test_can_be_undone(self, client, finding):
        judge(client, finding, "dismissed")
        judge(client, finding, "undo")
        assert not Verdict.objects.standing().exists()
        assert card_of(client, finding).status == "open"

    def test_works_without_scripts(self, client, finding):
        response = judge(client, finding, "confirmed")
        recording = finding.repetition.analysis.recording
        assert response["Location"] == reverse(
            "therapist:review", args=[recording.public_id]
        )

    def test_a_change_is_shown_with_what_it_was(self, client, finding):
        address = reverse("therapist:finding_verdict", args=[finding.public_id])
        said = {"decision": "changed", "severity": "major"}
        text = client.post(address, said, **HTMX).content.decode()
        assert 'data-status="changed"' in text
        assert "Changed; found as: moderate" in text

    def test_a_change_of_nothing_is_refused(self, client, finding):
        address = reverse("therapist:finding_verdict", args=[finding.public_id])
        said = {"decision": "changed", "severity": "moderate"}
        assert client.post(address, said, **HTMX).status_code == 422

    def test_an_unknown_word_changes_nothing(self, client, finding):
        judge(client, finding, "perhaps")
        assert not Verdict.objects.exists()


class TestAddedFinding:
    def add(self, client, repetition, /, **changes):
        address = reverse(
            "therapist:add_finding", args=[repetition.analysis.recording.public_id]
        )
        form = {
            "repetition": repetition.index,
            "mistake": "shallow",
            "severity": "major",
            "time_s": "2.5",
        }
        return client.post(address, form | changes)

    def test_is_stored_with_who_added_it(self, client, repetition, therapist):
        self.add(client, repetition)
        finding = Finding.objects.get()
        assert (finding.source, finding.added_by) == ("therapist", therapist)
        assert (finding.time_s, finding.severity) == (2.5, "major")

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"time_s": "9.5"}, "Choose a moment within the repetition."),
            ({"mistake": "unheard_of"}, "Select a valid choice"),
            ({"repetition": "7"}, "Select a valid choice"),
        ],
    )
    def test_that_cannot_be_is_explained(self, client, repetition, changes, said):
        response = self.add(client, repetition, **changes)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert not Finding.objects.exists()


class TestNote:
    def write(self, client, recording, note, **how):
        address = reverse("therapist:note", args=[recording.public_id])
        return client.post(address, {"note": note}, **how)

    def test_is_saved_in_place(self, client, analysis):
        response = self.write(client, analysis.recording, "Very steady.", **HTMX)
        assert Review.objects.get().note == "Very steady."
        assert "the patient sees it" in response.content.decode()

    def test_can_be_taken_back(self, client, analysis):
        self.write(client, analysis.recording, "Very steady.")
        self.write(client, analysis.recording, "")
        assert Review.objects.get().note == ""

    def test_that_is_too_long_is_not_saved(self, client, analysis):
        response = self.write(client, analysis.recording, "x" * 2001, **HTMX)
        assert response.status_code == 422
        assert not Review.objects.exists()


class TestFinish:
    def finish(self, client, recording, reviewed="yes"):
        address = reverse("therapist:mark_reviewed", args=[recording.public_id])
        return client.post(address, {"reviewed": reviewed})

    def test_leads_to_the_next_flagged_recording(self, client, finding, therapist):
        other = AnalysisFactory(failed=True)
        CareFactory(therapist=therapist, patient=other.recording.patient)
        response = self.finish(client, finding.repetition.analysis.recording)
        assert response["Location"] == reverse(
            "therapist:review", args=[other.recording.public_id]
        )
        assert Review.objects.get().is_reviewed

    def test_leads_to_the_queue_when_it_was_the_last(self, client, analysis):
        response = self.finish(client, analysis.recording)
        assert response["Location"] == reverse("therapist:caseload")

    def test_can_be_reopened(self, client, analysis, therapist):
        ReviewFactory(recording=analysis.recording, by=therapist, reviewed_at=NOON)
        self.finish(client, analysis.recording, reviewed="no")
        assert not Review.objects.get().is_reviewed
