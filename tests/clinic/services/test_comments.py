"""Comments stand at a moment; phrases belong to a clinic."""

import pytest

from clinic.access import Denied
from clinic.models import AuditEvent, Comment, Phrase, Review
from clinic.services import comments
from tests.factories import (
    CareFactory,
    CommentFactory,
    RepetitionFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def repetition():
    return RepetitionFactory()


@pytest.fixture
def recording(repetition):
    return repetition.analysis.recording


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


def test_a_comment_is_anchored_to_its_moment_and_repetition(
    recording, repetition, therapist, now
):
    said = {"by": therapist, "recording": recording, "now": now}
    inside = comments.write(text=" Lower. ", time_s=2.0, **said)
    outside = comments.write(text="Rest now.", time_s=9.0, **said)
    assert (inside.text, inside.repetition) == ("Lower.", repetition)
    assert outside.repetition is None


def test_an_answer_finishes_the_review(recording, therapist, now):
    comments.answer(by=therapist, recording=recording, text="Good.", time_s=2, now=now)
    assert Review.objects.get().is_reviewed
    assert Comment.objects.get().by == therapist


def test_nothing_and_moments_outside_are_refused(recording, therapist, now):
    recording.duration_s = 5.0
    said = {"by": therapist, "recording": recording, "now": now}
    with pytest.raises(comments.CommentEmpty):
        comments.write(text="  ", time_s=2.0, **said)
    with pytest.raises(comments.MomentOutside):
        comments.write(text="Here.", time_s=6.0, **said)


def test_a_comment_can_be_taken_back_once(recording, therapist, now):
    comment = CommentFactory(recording=recording)
    assert comments.withdraw(by=therapist, comment=comment, now=now)
    assert not comments.withdraw(by=therapist, comment=comment, now=now)
    assert not Comment.objects.standing().exists()


def test_a_phrase_is_kept_once_for_the_clinic(therapist, now):
    for _ in range(2):
        comments.keep_phrase(by=therapist, text=" Well done. ", now=now)
    phrase = Phrase.objects.get()
    assert (phrase.text, phrase.clinic) == ("Well done.", therapist.clinic)
    comments.drop_phrase(by=therapist, phrase=phrase, now=now)
    assert not Phrase.objects.exists()
    kept, dropped = AuditEvent.objects.filter(object_type="phrase").order_by("pk")
    assert (kept.action, dropped.action) == ("phrase.kept", "phrase.dropped")
    assert kept.detail == dropped.detail == {}


def test_a_refused_comment_keeps_no_phrase(recording, therapist, now):
    recording.duration_s = 5.0
    said = {"by": therapist, "recording": recording, "text": "Here.", "keep": True}
    with pytest.raises(comments.MomentOutside):
        comments.write(time_s=6.0, now=now, **said)
    assert not Phrase.objects.exists()
    comments.write(time_s=4.0, now=now, **said)
    assert Phrase.objects.get().exercise == recording.exercise


def test_strangers_and_patients_say_nothing(recording, now):
    comment = CommentFactory(recording=recording)
    for person in (TherapistFactory(), recording.patient):
        with pytest.raises(Denied):
            comments.write(
                by=person, recording=recording, text="x", time_s=1.0, now=now
            )
        with pytest.raises(Denied):
            comments.withdraw(by=person, comment=comment, now=now)
    with pytest.raises(Denied):
        comments.keep_phrase(by=recording.patient, text="x", now=now)
