"""A clinic's verdicts, counted once each."""

import pytest

from clinic.selectors.agreement import agreement_in
from clinic.services import reviews
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ClinicFactory,
    FindingFactory,
    PatientFactory,
    RecordingFactory,
    TherapistFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return ClinicFactory()


def found(**finding):
    return FindingFactory(**finding)


def therapist_of(finding):
    patient = finding.repetition.analysis.recording.patient
    return CareFactory(patient=patient).therapist


def test_verdicts_and_added_findings_are_counted(clinic):
    VerdictFactory(decision="confirmed")
    VerdictFactory(decision="dismissed")
    VerdictFactory(decision="changed", severity="major")
    VerdictFactory(decision="not_visible")
    FindingFactory(source="therapist", added_by=TherapistFactory())
    agreement = agreement_in(clinic)
    (shallow,) = agreement.mistakes
    assert (shallow.precision.hits, shallow.precision.of) == (2, 3)
    assert (shallow.recall.hits, shallow.recall.of) == (2, 3)
    assert agreement.verdicts == 5


def test_an_added_finding_that_was_taken_back_counts_no_more(clinic, now):
    added = FindingFactory(source="therapist", added_by=TherapistFactory())
    reviews.dismiss(by=therapist_of(added), finding=added, now=now)
    assert agreement_in(clinic).verdicts == 0


def test_other_clinics_count_for_themselves(clinic):
    elsewhere = ClinicFactory(slug="hillside")
    recording = RecordingFactory(patient=PatientFactory(clinic=elsewhere))
    analysis = AnalysisFactory(recording=recording, done=True)
    VerdictFactory(finding=FindingFactory(repetition__analysis=analysis))
    assert agreement_in(clinic).verdicts == 0
    assert agreement_in(elsewhere).verdicts == 1


def test_versions_are_told_apart(clinic):
    VerdictFactory()
    newer = AnalysisFactory(pipeline_version="9", done=True)
    VerdictFactory(finding=FindingFactory(repetition__analysis=newer))
    assert agreement_in(clinic).versions == ("9", "0.1.0")
    assert agreement_in(clinic, version="9").verdicts == 1


class TestTwoTherapists:
    def test_a_second_opinion_makes_a_pair(self, clinic, now):
        finding = found()
        reviews.confirm(by=therapist_of(finding), finding=finding, now=now)
        reviews.dismiss(by=therapist_of(finding), finding=finding, now=now)
        assert agreement_in(clinic).pairs == 1

    def test_a_change_of_mind_or_a_verdict_taken_back_is_none(self, clinic, now):
        finding, therapist = found(), None
        therapist = therapist_of(finding)
        reviews.confirm(by=therapist, finding=finding, now=now)
        reviews.dismiss(by=therapist, finding=finding, now=now)
        assert agreement_in(clinic).pairs == 0
        reviews.confirm(by=therapist_of(finding), finding=finding, now=now)
        reviews.undo(by=therapist, finding=finding, now=now)
        assert agreement_in(clinic).pairs == 0


def test_more_verdicts_take_no_more_queries(clinic, django_assert_num_queries):
    VerdictFactory()
    with django_assert_num_queries(5):
        agreement_in(clinic)
    for _ in range(5):
        VerdictFactory()
    with django_assert_num_queries(5):
        agreement_in(clinic)
