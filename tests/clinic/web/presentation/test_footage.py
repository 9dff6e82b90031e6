"""What can be watched of a recording, and what is said where there is no video."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from clinic.models import Clinic
from clinic.selectors import effective_result
from clinic.web.presentation import footage
from clinic.web.presentation.footage import Kind
from tests.factories import NOON, AnalysisFactory, RecordingFactory

DRAWN = "Drawn from the measured movement; "


def recorded(*, video=False, original=False, poses=False, erased=False, **analysis):
    fields = {"video_erased_at": NOON + dt.timedelta(days=9)} if erased else {}
    recording = RecordingFactory(with_file=b"video" if original else None, **fields)
    made = AnalysisFactory(recording=recording, **analysis)
    if video:
        recording.playback.save("playback.mp4", ContentFile(b"video"))
    if poses:
        made.curves.save("curves.json.gz", ContentFile(b"{}"))
    return recording


def seen(recording, viewer=None):
    return footage.of(effective_result(recording, viewer=viewer))


@pytest.mark.django_db
class TestKind:
    @pytest.mark.parametrize(
        ("how", "kind"),
        [
            ({"video": True, "poses": True, "done": True}, Kind.VIDEO),
            ({"video": True, "done": True}, Kind.VIDEO),
            ({"video": True, "failed": True}, Kind.VIDEO),
            ({"video": True, "running": True}, Kind.VIDEO),
            ({"poses": True, "done": True}, Kind.DRAWING),
            ({"poses": True, "done": True, "erased": True}, Kind.DRAWING),
            ({"done": True}, Kind.NOTHING),
            ({"failed": True}, Kind.NOTHING),
            ({"original": True}, Kind.NOTHING),
            # Written by a worker that has not settled yet.
            ({"poses": True, "running": True}, Kind.NOTHING),
        ],
    )
    def test_a_video_goes_before_a_drawing_before_nothing(self, how, kind):
        assert seen(recorded(**how)).kind is kind

    def test_no_unrecognizable_copy_leaves_the_drawing(self):
        recording = recorded(video=True, poses=True, done=True)
        recording.blurs_faces = True
        assert seen(recording).kind is Kind.DRAWING

    def test_who_waits_for_the_review_is_shown_no_movement_before(self):
        recording = recorded(poses=True, done=True)
        Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
        assert seen(recording, recording.patient).kind is Kind.NOTHING
        assert seen(recording).kind is Kind.DRAWING


@pytest.mark.django_db
class TestWords:
    @pytest.mark.parametrize(
        ("how", "words"),
        [
            ({}, "there is no video."),
            (
                {"erased": True},
                "the video was erased on 11 Mar 2026, as your clinic has decided.",
            ),
        ],
    )
    def test_a_drawing_says_that_it_is_one_and_why(self, how, words):
        shown = seen(recorded(poses=True, done=True, **how))
        assert (shown.title, shown.words) == ("", DRAWN + words)

    def test_a_video_needs_no_words(self):
        assert seen(recorded(video=True, done=True)).words == ""

    @pytest.mark.parametrize(
        ("how", "title"),
        [
            ({"original": True}, "The video is being prepared"),
            ({"original": True, "running": True}, "The video is being prepared"),
            ({"original": True, "failed": True}, "There is no video"),
            ({"running": True}, "There is no video"),
            ({"done": True}, "There is no video"),
            ({"failed": True}, "There is no video"),
            ({"done": True, "erased": True}, "The video is no longer kept"),
        ],
    )
    def test_without_anything_to_watch_it_is_said_why(self, how, title):
        shown = seen(recorded(**how))
        assert (shown.title, shown.can_be_watched) == (title, False)
        assert shown.words

    def test_faces_that_could_not_be_hidden_are_named_as_the_reason(self):
        recording = recorded(video=True, failed=True)
        recording.blurs_faces = True
        assert seen(recording).title == "The video is not shown"
