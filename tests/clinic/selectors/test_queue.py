"""What waits for a review, in which order."""

import datetime as dt

import pytest

from clinic import selectors
from clinic.services import digests, review_claims
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    PrescriptionFactory,
    RecordingFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    return CareFactory()


@pytest.fixture
def recorded(care, now):
    def make(severity=None, *, days=0, confidence=0.9, **analysis):
        recording = RecordingFactory(
            patient=care.patient,
            prescription=PrescriptionFactory(
                plan__patient=care.patient, repetitions=None, hold_s=20
            ),
            uploaded_at=now - dt.timedelta(days=days),
        )
        made = AnalysisFactory(recording=recording, **(analysis or {"done": True}))
        if severity:
            FindingFactory(
                repetition__analysis=made, severity=severity, confidence=confidence
            )
        return recording

    return make


def order(care, now):
    waiting = selectors.waiting(care.therapist, now=now)
    return [row.recording for _, row in selectors.in_full(waiting)]


def test_risk_uncertainty_and_waiting_time_make_the_order(care, now, recorded):
    harmless = recorded()
    sure = recorded("major", confidence=0.99)
    unsure = recorded("major", confidence=0.5)
    failed = recorded(failed=True)
    forgotten = recorded("major", days=10)
    assert order(care, now) == [forgotten, unsure, failed, sure, harmless]


def test_what_is_running_or_reviewed_does_not_wait(care, now, recorded):
    recorded(running=True)
    ReviewFactory(recording=recorded("major"), reviewed_at=now)
    assert order(care, now) == []


def test_the_next_one_is_not_what_a_colleague_looks_at(care, now, recorded):
    first, second, third = (recorded(name) for name in ("major", None, None))
    colleague = CareFactory(patient=care.patient).therapist
    review_claims.hold(by=colleague, recording=first, now=now)
    following = selectors.next_to_review(care.therapist, now=now, after=second)
    assert following.pk == third.pk
    later = now + review_claims.CLAIM_FOR
    following = selectors.next_to_review(care.therapist, now=later, after=second)
    assert following.pk == first.pk


def test_an_own_claim_hides_nothing(care, now, recorded):
    first, second = recorded("major"), recorded()
    review_claims.hold(by=care.therapist, recording=first, now=now)
    following = selectors.next_to_review(care.therapist, now=now, after=second)
    assert following.pk == first.pk


def test_a_stored_digest_gives_the_same_order_and_reasons(care, now, recorded):
    found = [recorded("major"), recorded(failed=True), recorded()]
    before = selectors.waiting(care.therapist, now=now)
    for recording in found:
        digests.refresh(recording)
    assert selectors.waiting(care.therapist, now=now) == before
    assert [one.has_failed for one in before] == [True, False, False]
