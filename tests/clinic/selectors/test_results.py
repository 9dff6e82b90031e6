"""The effective result: what was found, under the therapists' verdicts."""

import pytest

from clinic import selectors
from tests.factories import (
    AnalysisFactory,
    ClinicFactory,
    FindingFactory,
    RecordingFactory,
    RepetitionFactory,
    TherapistFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis():
    return AnalysisFactory(
        done=True,
        report={
            "summary": {"score": 71.0},
            "attempts": [{"start_s": 1, "end_s": 2, "reason": "too_small"}],
        },
    )


@pytest.fixture
def recording(analysis):
    return analysis.recording


@pytest.fixture
def therapist(recording):
    return TherapistFactory(clinic=recording.clinic)


def finding(analysis, index=1, **fields):
    repetition = analysis.repetitions.filter(index=index).first()
    repetition = repetition or RepetitionFactory(analysis=analysis, index=index)
    return FindingFactory(repetition=repetition, **fields)


def shown_to(viewer, recording):
    return selectors.effective_result(recording, viewer=viewer)


def test_a_dismissed_finding_no_longer_counts(analysis, recording, therapist):
    finding(analysis, mistake="shallow")
    finding(analysis, index=2, mistake="shallow")
    wrong = finding(analysis, mistake="lean")
    VerdictFactory(finding=wrong, decision="dismissed")
    result = shown_to(therapist, recording)
    assert result.mistakes == {"shallow": 2}
    assert len(result.repetitions[0].findings) == 2
    assert len(result.repetitions[0].standing) == 1


def test_an_undone_verdict_counts_for_nothing(analysis, recording, therapist, now):
    VerdictFactory(finding=finding(analysis), decision="dismissed", undone_at=now)
    assert shown_to(therapist, recording).mistakes == {"shallow": 1}


def test_the_patient_is_not_shown_what_was_dismissed(analysis, recording):
    VerdictFactory(finding=finding(analysis), decision="dismissed")
    assert shown_to(recording.patient, recording).repetitions[0].findings == ()


def test_automatic_is_what_no_person_found_or_confirmed(analysis, recording, therapist):
    finding(analysis, time_s=1.1)
    VerdictFactory(finding=finding(analysis, time_s=1.2))
    finding(analysis, time_s=1.3, source="therapist", added_by=therapist)
    found = shown_to(therapist, recording).standing
    assert [item.is_automatic for item in found] == [True, False, False]


@pytest.mark.parametrize(
    ("setting", "is_reviewed", "patient_sees"),
    [
        ("at_once", False, True),
        ("at_once", True, True),
        ("after_review", False, False),
        ("after_review", True, True),
    ],
)
def test_when_a_patient_sees_findings(now, setting, is_reviewed, patient_sees):
    from clinic.models import Review

    clinic = ClinicFactory(show_findings=setting)
    analysis = AnalysisFactory(
        done=True, recording__patient__clinic=clinic, report={"summary": {"score": 5}}
    )
    recording = analysis.recording
    therapist = TherapistFactory(clinic=clinic)
    finding(analysis)
    Review.objects.create(
        recording=recording, by=therapist, reviewed_at=now if is_reviewed else None
    )
    seen = shown_to(recording.patient, recording)
    assert seen.shows_findings is patient_sees
    assert bool(seen.mistakes) is bool(seen.cue) is patient_sees
    assert (seen.score is not None) is patient_sees
    assert seen.count == 1
    assert shown_to(therapist, recording).mistakes


def test_the_cue_is_the_gravest_then_the_most_frequent(analysis, recording, therapist):
    finding(analysis, index=1, severity="minor", mistake="a", message="a")
    finding(analysis, index=1, severity="moderate", mistake="b", message="b")
    for index in (2, 3):
        finding(analysis, index=index, severity="moderate", mistake="c", message="c")
    assert shown_to(therapist, recording).cue == "c"
    grave = finding(analysis, index=4, severity="major", mistake="d", message="d")
    assert shown_to(therapist, recording).cue == "d"
    VerdictFactory(finding=grave, decision="dismissed")
    assert shown_to(therapist, recording).cue == "c"


def test_nothing_found_says_so(analysis, recording, therapist):
    RepetitionFactory(analysis=analysis)
    result = shown_to(therapist, recording)
    assert (result.cue, result.main_finding, result.mistakes) == ("", None, {})
    assert (result.score, result.attempts, result.count) == (71.0, 1, 1)
    assert result.repetitions[0].worst == ""


def test_before_any_analysis_there_is_an_empty_result(therapist):
    result = shown_to(therapist, RecordingFactory())
    assert (result.is_done, result.count, result.score) == (False, 0, None)


def test_only_the_current_analysis_counts(analysis, recording, therapist):
    older = AnalysisFactory(
        done=True, recording=recording, pipeline_version="0.0", is_current=False
    )
    finding(older)
    assert shown_to(therapist, recording).mistakes == {}


def test_many_recordings_take_as_many_queries_as_one(
    analysis, therapist, django_assert_num_queries
):
    finding(analysis)
    others = [AnalysisFactory(done=True) for _ in range(4)]
    for other in others:
        VerdictFactory(finding=finding(other))
    recordings = [analysis.recording, *(other.recording for other in others)]
    with django_assert_num_queries(7):
        results = selectors.effective_results(recordings, viewer=therapist)
        found = [result.mistakes for result in results]
    assert found == [{"shallow": 1}] * 5
    assert [result.recording for result in results] == recordings


class TestScore:
    PARTS = {"range": 100.0, "control": 80.0, "form": 60.0, "symmetry": None}

    @pytest.fixture
    def judged(self, recording, analysis):
        """Two repetitions of 80.0, each with one mistake that costs 40 points."""
        analysis.report = {"summary": {"score": 80.0, "parts": self.PARTS}}
        analysis.save(update_fields=["report"])
        return [
            FindingFactory(
                repetition=RepetitionFactory(
                    analysis=analysis, index=index, score=80.0, parts=self.PARTS
                ),
                penalty=40.0,
            )
            for index in (1, 2)
        ]

    def scores(self, recording, viewer):
        result = shown_to(viewer, recording)
        return [result.score, *(item.score for item in result.repetitions)]

    def test_stays_automatic_while_nothing_is_dismissed(
        self, judged, recording, therapist
    ):
        VerdictFactory(finding=judged[0])
        assert self.scores(recording, therapist) == [80.0, 80.0, 80.0]

    def test_rises_with_a_dismissal_and_falls_back_with_its_undoing(
        self, judged, recording, therapist, now
    ):
        verdict = VerdictFactory(finding=judged[0], decision="dismissed")
        # (0.35 * 100 + 0.15 * 80 + 0.4 * form) / 0.9; the form of all is their mean.
        for viewer in (therapist, recording.patient):
            assert self.scores(recording, viewer) == [87.8, 96.7, 80.0]
        verdict.undone_at = now
        verdict.save(update_fields=["undone_at"])
        assert self.scores(recording, therapist) == [80.0, 80.0, 80.0]

    def test_falls_with_what_a_therapist_adds(self, judged, recording, therapist):
        FindingFactory(
            repetition=judged[0].repetition,
            source="therapist",
            added_by=therapist,
            severity="moderate",
            penalty=None,
        )
        whole, first, second = self.scores(recording, therapist)
        assert whole < 80.0
        assert first < 80.0
        assert second == 80.0

    def test_without_parts_the_automatic_one_stays(
        self, analysis, recording, therapist
    ):
        VerdictFactory(finding=finding(analysis), decision="dismissed")
        assert self.scores(recording, therapist) == [71.0, 80.0]
