"""Where faces are blurred, nothing else of a video is shown."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage

from clinic import recognizer
from clinic.models import Analysis
from clinic.services import analyses, blurring
from tests.factories import AnalysisFactory, RecordingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(monkeypatch, recognized):
    """Note of which video stills are taken and faces hidden."""
    notes = SimpleNamespace(stills=[], hidden=[])

    def hide(video, target, *, found, on_progress):
        notes.hidden.append(video.read_bytes())
        on_progress(0.5)
        target.write_bytes(b"blurred " + video.read_bytes())

    def stills(video, wanted, *, curves):
        notes.stills.append(video.read_bytes())
        recognized.save_stills(video, wanted, curves=curves)

    monkeypatch.setattr(recognizer, "hide_faces", hide)
    monkeypatch.setattr(recognizer, "save_stills", stills)
    return notes


def analyzed(clock, *, blurs_faces, **fields):
    recording = RecordingFactory(with_file=b"film", blurs_faces=blurs_faces)
    analysis = AnalysisFactory(recording=recording, **fields)
    analyses.run(analysis_id=analysis.public_id, clock=clock)
    recording.refresh_from_db()
    return recording


def test_only_the_blurred_copy_is_shown(seen, clock):
    recording = analyzed(clock, blurs_faces=True)
    with recording.shown.open() as shown:
        assert shown.read() == b"blurred film"
    assert recording.playback  # for analyses to come, unseen
    assert seen.stills == [b"blurred film"]


def test_other_recordings_are_shown_as_they_are(seen, clock):
    recording = analyzed(clock, blurs_faces=False)
    assert recording.shown == recording.playback
    assert (seen.hidden, recording.blurred.name) == ([], "")


def test_nothing_is_shown_before_or_without_a_result(seen, recognized, clock):
    recognized.fails_with = recognizer.Unanalyzable("No person was found.")
    recording = analyzed(clock, blurs_faces=True)
    assert recording.playback
    assert not recording.shown


def test_who_was_blurred_before_stays_blurred(seen, clock):
    recording = analyzed(clock, blurs_faces=True)
    first = recording.blurred.name
    again = AnalysisFactory(recording=recording, is_current=False, options_key="other")
    analyses.run(analysis_id=again.public_id, clock=clock)
    recording.refresh_from_db()
    assert seen.hidden == [b"film", b"blurred film"]
    assert recording.blurred.name != first
    assert Analysis.objects.filter(status="done").count() == 2


def test_the_copy_of_a_worker_that_lost_its_claim_is_deleted(seen, clock, monkeypatch):
    lost, stored = [], blurring.store

    def store(recording, path):
        lost.append(stored(recording, path))
        Analysis.objects.update(claim=uuid.uuid4())
        return lost[-1]

    monkeypatch.setattr(blurring, "store", store)
    recording = analyzed(clock, blurs_faces=True)
    assert not recording.blurred
    assert not default_storage.exists(lost[0])
