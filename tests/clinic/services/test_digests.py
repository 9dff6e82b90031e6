"""What lists show stays in step with analyses and reviews."""

import pytest
from django.core.management import call_command

from clinic import selectors
from clinic.models import Recording, RecordingDigest
from clinic.services import reviews
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ExerciseFactory,
    FindingFactory,
    RepetitionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    return FindingFactory(severity="major", confidence=0.5)


@pytest.fixture
def recording(finding):
    return finding.repetition.analysis.recording


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


def stored(recording):
    return RecordingDigest.objects.get(recording=recording)


def test_a_verdict_changes_it_and_undoing_changes_it_back(
    recording, finding, therapist, now
):
    reviews.confirm(by=therapist, finding=finding, now=now)
    assert (stored(recording).major, stored(recording).open_findings) == (1, 0)
    reviews.dismiss(by=therapist, finding=finding, now=now)
    assert (stored(recording).major, stored(recording).mistakes) == (0, [])
    reviews.undo(by=therapist, finding=finding, now=now)
    assert (stored(recording).major, stored(recording).uncertainty) == (1, 1.0)


def test_an_added_finding_is_in_it(recording, finding, therapist, now):
    ExerciseFactory()
    reviews.add_finding(
        by=therapist,
        repetition=RepetitionFactory(analysis=finding.repetition.analysis, index=9),
        mistake="shallow",
        severity="moderate",
        time_s=2.0,
        now=now,
    )
    assert (stored(recording).major, stored(recording).moderate) == (1, 1)


def test_where_it_is_missing_or_of_another_analysis_lists_show_the_truth(
    recording, finding
):
    (item,) = selectors.listed(Recording.objects.all())
    assert (item.digest.major, RecordingDigest.objects.count()) == (1, 0)
    call_command("refresh_digests", verbosity=0)
    analysis = finding.repetition.analysis
    analysis.is_current = False
    analysis.save(update_fields=["is_current"])
    AnalysisFactory(recording=recording, pipeline_version="9", done=True)
    (item,) = selectors.listed(Recording.objects.all())
    assert (item.digest.major, item.version) == (0, "9")


def test_a_list_of_stored_ones_is_one_query(recording, django_assert_num_queries):
    FindingFactory()
    call_command("refresh_digests", verbosity=0)
    with django_assert_num_queries(1):
        selectors.listed(Recording.objects.all())


def test_refreshing_twice_changes_nothing(recording):
    call_command("refresh_digests", verbosity=0)
    before = list(RecordingDigest.objects.values())
    call_command("refresh_digests", verbosity=0)
    assert list(RecordingDigest.objects.values()) == before
