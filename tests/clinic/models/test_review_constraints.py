"""What the tables of reviews, corrections and comments refuse."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from clinic.models import Comment, Correction, Phrase, RecordingDigest, ReviewClaim
from tests.factories import (
    NOON,
    AnalysisFactory,
    ClinicFactory,
    TherapistFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"decision": "changed"}, id="changed to nothing"),
        pytest.param({"decision": "confirmed", "severity": "major"}, id="confirmed as"),
        pytest.param({"decision": "perhaps"}, id="an unknown word"),
    ],
)
def test_a_verdict_says_one_thing(said):
    refused(lambda: VerdictFactory(**said))
    VerdictFactory(decision="changed", mistake="lean")


def test_a_claim_ends_after_it_began():
    recording, by = AnalysisFactory().recording, TherapistFactory()
    refused(
        lambda: ReviewClaim.objects.create(
            recording=recording, by=by, claimed_at=NOON, expires_at=NOON
        )
    )


@pytest.mark.parametrize("wrong", [{"kind": "mood"}, {"undone_at": NOON - HOUR}])
def test_a_correction_is_of_a_known_kind_and_undone_later(wrong):
    analysis = AnalysisFactory(done=True)
    right = {
        "recording": analysis.recording,
        "analysis": analysis,
        "kind": "exercise",
        "content": {"exercise": ""},
        "by": TherapistFactory(),
        "made_at": NOON,
    }
    Correction.objects.create(**right)
    refused(lambda: Correction.objects.create(**right | wrong))


@pytest.mark.parametrize("wrong", [{"text": ""}, {"time_s": -1.0}])
def test_a_comment_says_something_at_a_moment(wrong):
    right = {
        "recording": AnalysisFactory().recording,
        "time_s": 2.0,
        "by": TherapistFactory(),
        "text": "Lower.",
        "written_at": NOON,
    }
    refused(lambda: Comment.objects.create(**right | wrong))
    Comment.objects.create(**right)


def test_a_clinic_has_a_phrase_once_and_never_an_empty_one():
    right = {
        "clinic": ClinicFactory(),
        "text": "Well done.",
        "added_by": TherapistFactory(),
        "added_at": NOON,
    }
    Phrase.objects.create(**right)
    refused(lambda: Phrase.objects.create(**right))
    refused(lambda: Phrase.objects.create(**right | {"text": ""}))


def test_an_uncertainty_is_a_share():
    analysis = AnalysisFactory(done=True)
    refused(
        lambda: RecordingDigest.objects.create(
            recording=analysis.recording, analysis=analysis, uncertainty=1.5
        )
    )
