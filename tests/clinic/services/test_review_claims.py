"""Soft claims: one at a time, shown, renewed, and gone on their own."""

import pytest

from clinic.access import Denied
from clinic.models import ReviewClaim
from clinic.services import review_claims, reviews
from tests.factories import CareFactory, RecordingFactory, TherapistFactory

pytestmark = pytest.mark.django_db

LATER = review_claims.CLAIM_FOR


@pytest.fixture
def recording():
    return RecordingFactory()


@pytest.fixture
def anna(recording):
    return CareFactory(patient=recording.patient).therapist


@pytest.fixture
def ben(recording):
    return CareFactory(patient=recording.patient).therapist


def hold(by, recording, at):
    return review_claims.hold(by=by, recording=recording, now=at)


def test_the_first_one_holds_it_and_a_colleague_is_told(recording, anna, ben, now):
    assert hold(anna, recording, now).by == anna
    assert hold(ben, recording, now + LATER / 2).by == anna


def test_who_keeps_looking_keeps_it(recording, anna, ben, now):
    first = hold(anna, recording, now)
    again = hold(anna, recording, now + LATER * 0.9)
    assert again.claimed_at == first.claimed_at
    assert hold(ben, recording, now + LATER * 1.5).by == anna


def test_it_runs_out_on_its_own(recording, anna, ben, now):
    hold(anna, recording, now)
    taken = hold(ben, recording, now + LATER)
    assert (taken.by, taken.claimed_at) == (ben, now + LATER)


def test_who_comes_back_later_begins_anew(recording, anna, now):
    hold(anna, recording, now)
    assert hold(anna, recording, now + LATER).claimed_at == now + LATER


def test_a_colleague_can_take_over(recording, anna, ben, now):
    hold(anna, recording, now)
    review_claims.take_over(by=ben, recording=recording, now=now)
    assert hold(anna, recording, now).by == ben


def test_only_who_holds_it_lets_go(recording, anna, ben, now):
    hold(anna, recording, now)
    assert not review_claims.release(by=ben, recording=recording)
    assert review_claims.release(by=anna, recording=recording)


def test_a_finished_review_lets_go(recording, anna, now):
    hold(anna, recording, now)
    reviews.mark_reviewed(by=anna, recording=recording, now=now)
    assert not ReviewClaim.objects.exists()


@pytest.mark.parametrize("act", [review_claims.hold, review_claims.take_over])
def test_is_for_the_therapists_in_charge(recording, act, now):
    for person in (TherapistFactory(), recording.patient):
        with pytest.raises(Denied):
            act(by=person, recording=recording, now=now)
