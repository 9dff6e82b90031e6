"""Videos go when a clinic keeps them no longer; what was measured stays."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clinic import access
from clinic.models import AuditEvent, Finding, Recording
from clinic.services import retention
from tests.factories import (
    AnalysisFactory,
    ClinicFactory,
    FindingFactory,
    PatientFactory,
    RecordingFactory,
)

pytestmark = pytest.mark.django_db
FILES = ("original", "playback", "blurred", "thumbnail")


@pytest.fixture
def patient():
    return PatientFactory(clinic=ClinicFactory(keep_videos_months=6))


@pytest.fixture
def sent(patient, now):
    """Return a recording with all its files, sent `months` ago."""

    def send(months):
        moment = now - months * retention.MONTH
        recording = RecordingFactory(patient=patient, uploaded_at=moment)
        for name in FILES:
            getattr(recording, name).save("video.mp4", ContentFile(b"frames"))
        analysis = AnalysisFactory(recording=recording, done=True)
        finding = FindingFactory(repetition__analysis=analysis)
        finding.still.save("still.jpg", ContentFile(b"picture"))
        return recording

    return send


def test_an_old_video_goes_with_its_pictures(sent, now):
    recording = sent(months=7)
    names = [getattr(recording, name).name for name in FILES]
    names.append(Finding.objects.get().still.name)
    assert retention.erase_due(now=now) == 1
    recording.refresh_from_db()
    assert not [name for name in FILES if getattr(recording, name)]
    assert not [name for name in names if default_storage.exists(name)]
    assert not Finding.objects.get().still
    assert recording.video_erased_at == now
    assert AuditEvent.objects.filter(action="recording.video_erased").count() == 1


def test_what_was_measured_stays_and_nothing_is_analyzed_again(sent, patient, now):
    recording = sent(months=7)
    assert access.can_request_analysis(patient, recording)
    retention.erase_due(now=now)
    recording.refresh_from_db()
    assert Finding.objects.filter(repetition__analysis__recording=recording).exists()
    assert not access.can_request_analysis(patient, recording)


def test_a_younger_one_stays(sent, now):
    sent(months=5)
    assert retention.erase_due(now=now) == 0
    assert Recording.objects.get().playback


def test_nothing_goes_where_the_clinic_keeps_videos(sent, patient, now):
    patient.clinic.keep_videos_months = None
    patient.clinic.save()
    sent(months=90)
    assert retention.erase_due(now=now) == 0


def test_is_done_once(sent, now):
    sent(months=7)
    retention.erase_due(now=now)
    assert retention.erase_due(now=now + dt.timedelta(days=1)) == 0
