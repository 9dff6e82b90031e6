"""A waiting message is told by mail: once, to those addressed, without its words."""

import datetime as dt

import pytest
from django.core import mail

from clinic.models import Message
from clinic.services import message_mails
from tests.factories import CareFactory, MessageFactory

pytestmark = pytest.mark.django_db
LATER = message_mails.MAIL_AFTER + dt.timedelta(minutes=1)


@pytest.fixture
def care():
    return CareFactory(patient__full_name="Maria Lindgren")


@pytest.fixture
def written(care, now):
    def write(sender, **fields):
        told = {"text": "My knee is numb.", "sent_at": now} | fields
        return MessageFactory(patient=care.patient, sender=sender, **told)

    return write


def test_a_patient_is_told_of_a_therapists_words(care, written, now):
    written(care.therapist)
    assert message_mails.send(now=now + LATER) == 1
    (letter,) = mail.outbox
    assert letter.to == [care.patient.email]
    assert "/my/messages/" in letter.body


def test_all_who_treat_a_patient_are_told_of_the_patients_words(care, written, now):
    second = CareFactory(patient=care.patient).therapist
    CareFactory(patient=care.patient, ended_at=now)
    CareFactory()
    written(care.patient)
    written(care.patient)
    assert message_mails.send(now=now + LATER) == 2
    assert {one.to[0] for one in mail.outbox} == {care.therapist.email, second.email}


def test_no_mail_says_what_about_or_of_whom(care, written, now):
    written(care.patient)
    message_mails.send(now=now + LATER)
    (letter,) = mail.outbox
    said = letter.subject + letter.body + letter.alternatives[0].content
    assert not [word for word in ("numb", "knee", "Maria") if word in said]


def test_once_and_not_while_they_write(care, written, now):
    written(care.therapist)
    assert message_mails.send(now=now + dt.timedelta(minutes=1)) == 0
    assert message_mails.send(now=now + LATER) == 1
    assert message_mails.send(now=now + LATER) == 0


@pytest.mark.parametrize(
    ("fields", "wants"),
    [
        ({"read_at": "now"}, True),
        ({"sent_at": "long ago"}, True),
        ({}, False),
    ],
    ids=["read", "no news any more", "wants no mails"],
)
def test_who_has_read_or_wants_none_gets_none(care, written, now, fields, wants):
    moments = {"now": now, "long ago": now - dt.timedelta(days=9)}
    care.patient.result_mails = wants
    care.patient.save(update_fields=["result_mails"])
    written(care.therapist, **{name: moments[value] for name, value in fields.items()})
    assert message_mails.send(now=now + LATER) == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_no_error(care, written, now, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("down")

    monkeypatch.setattr("clinic.services.notices.send_mail", refuse)
    written(care.therapist)
    assert message_mails.send(now=now + LATER) == 0
    assert Message.objects.filter(mailed_at__isnull=False).exists()
