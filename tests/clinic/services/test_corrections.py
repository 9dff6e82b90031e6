"""Corrections lie over an analysis: the effective result follows, nothing is lost."""

import pytest

from clinic import selectors
from clinic.access import Denied
from clinic.models import Analysis, Correction, RecordingDigest, Repetition
from clinic.services import analyses, corrections
from clinic.services.corrections import Cut
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    RepetitionFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db

PARTS = {"range": 100.0, "control": 100.0, "form": 100.0, "symmetry": None}
POOR = {**PARTS, "range": 0.0, "form": 60.0}


@pytest.fixture
def analysis():
    report = {
        "schema": 1,
        "video": {"duration_s": 20.0},
        "summary": {"score": 66.0, "parts": {**PARTS, "range": 50.0, "form": 80.0}},
    }
    return AnalysisFactory(done=True, report=report)


@pytest.fixture
def reps(analysis):
    return [
        RepetitionFactory(
            analysis=analysis, index=index, start_s=4.0 * index,
            peak_s=4.0 * index + 1, end_s=4.0 * index + 2, parts=parts, score=score,
        )
        for index, parts, score in [(1, PARTS, 100.0), (2, POOR, 30.0)]
    ]  # fmt: skip


@pytest.fixture
def recording(analysis):
    return analysis.recording


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


@pytest.fixture
def recut(recording, therapist, now):
    def correct(*cuts):
        return corrections.recut(by=therapist, recording=recording, cuts=cuts, now=now)

    return correct


def cut(repetition, **changes):
    times = {
        "start_s": repetition.start_s,
        "peak_s": repetition.peak_s,
        "end_s": repetition.end_s,
    }
    return Cut(repetition=repetition.pk, **times | changes)


def effective(recording, therapist):
    return selectors.effective_result(recording, viewer=therapist)


class TestRecut:
    def test_the_corrected_repetitions_count(self, recut, reps, recording, therapist):
        new = Cut(repetition=None, start_s=12.0, peak_s=13.0, end_s=14.0)
        recut(cut(reps[0], end_s=7.5), new)
        result = effective(recording, therapist)
        shown = [item.repetition for item in result.repetitions]
        assert [(one.index, one.start_s, one.end_s) for one in shown] == [
            (1, 4.0, 7.5),
            (2, 12.0, 14.0),
        ]
        assert (result.count, result.is_recut) == (2, True)
        assert RecordingDigest.objects.get().repetitions == 2

    def test_the_automatic_rows_stay_as_they_were(self, recut, reps, recording):
        before = list(Repetition.objects.order_by("pk").values())
        recut(cut(reps[0], end_s=7.5))
        automatic = Repetition.objects.filter(source="automatic").order_by("pk")
        assert list(automatic.values()) == before
        assert Analysis.objects.get().report["summary"]["score"] == 66.0

    def test_the_score_is_that_of_the_repetitions_left(
        self, recut, reps, recording, therapist
    ):
        assert effective(recording, therapist).score == 66.0
        recut(cut(reps[0]))
        assert effective(recording, therapist).score == 100.0
        recut()
        assert effective(recording, therapist).score is None

    def test_a_finding_moves_with_its_moment(self, recut, reps, recording, therapist):
        FindingFactory(repetition=reps[1], time_s=9.0)
        recut(cut(reps[0], end_s=10.0))
        (merged,) = effective(recording, therapist).repetitions
        assert [one.mistake for one in merged.standing] == ["shallow"]
        recut(cut(reps[0]))
        assert effective(recording, therapist).standing == ()

    def test_undone_shows_what_was_there_before(
        self, recut, reps, recording, therapist, now
    ):
        recut(cut(reps[0]))
        recut(Cut(None, 1.0, 2.0, 3.0), cut(reps[0]), cut(reps[1]))
        kind = Correction.Kind.REPETITIONS
        counts = [effective(recording, therapist).count]
        while corrections.undo(by=therapist, recording=recording, kind=kind, now=now):
            counts.append(effective(recording, therapist).count)
        assert counts == [3, 1, 2]
        assert Correction.objects.count() == 2

    @pytest.mark.parametrize(
        "times",
        [(5.0, 4.0, 6.0), (-1.0, 0.0, 1.0), (19.0, 20.0, 21.0)],
        ids=["backwards", "before the video", "after the video"],
    )
    def test_what_cannot_be_is_refused(self, recut, reps, times):
        with pytest.raises(corrections.BoundariesWrong):
            recut(Cut(None, *times))

    def test_overlaps_and_foreign_rows_are_refused(self, recut, reps):
        with pytest.raises(corrections.BoundariesWrong):
            recut(cut(reps[0], end_s=9.0), cut(reps[1]))
        with pytest.raises(corrections.BoundariesWrong):
            recut(cut(RepetitionFactory(index=1)))

    def test_belongs_to_the_analysis_it_was_drawn_on(
        self, recut, reps, recording, therapist, analysis, now
    ):
        recut(cut(reps[0]))
        newer = AnalysisFactory(
            recording=recording, pipeline_version="9", is_current=False, done=True
        )
        analyses.choose(by=therapist, analysis=newer, now=now)
        assert effective(recording, therapist).count == 0
        analyses.choose(by=therapist, analysis=analysis, now=now)
        assert effective(recording, therapist).count == 1


class TestExercise:
    def test_a_therapist_has_the_last_word(self, recording, therapist, now):
        def say(code):
            corrections.name_exercise(
                by=therapist, recording=recording, exercise=code, now=now
            )
            return effective(recording, therapist).not_prescribed

        assert not effective(recording, therapist).not_prescribed
        assert say("")
        assert RecordingDigest.objects.get().not_prescribed
        assert not say("squat")
        with pytest.raises(corrections.ExerciseUnknown):
            say("flying")


class TestFollow:
    def test_asks_for_an_analysis_of_that_person(
        self, recording, therapist, enqueued, now, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            asked = corrections.follow(
                by=therapist, recording=recording, x=0.25, y=0.5, time_s=3.0, now=now
            )
        point = {"x": 0.25, "y": 0.5, "time_s": 3.0}
        assert asked.options == {"patient": point}
        assert (asked.status, asked.is_current) == ("queued", False)
        assert [one["analysis_id"] for _, one in enqueued] == [str(asked.public_id)]
        assert Correction.objects.get().content == point

    def test_the_same_click_twice_is_one_analysis(self, recording, therapist, now):
        for _ in range(2):
            corrections.follow(
                by=therapist, recording=recording, x=0.25, y=0.5, time_s=3.0, now=now
            )
        assert recording.analyses.count() == 2

    @pytest.mark.parametrize("where", [(1.2, 0.5, 3.0), (0.5, 0.5, 99.0)])
    def test_a_point_outside_is_refused(self, recording, therapist, now, where):
        x, y, time_s = where
        with pytest.raises(corrections.PointOutside):
            corrections.follow(
                by=therapist, recording=recording, x=x, y=y, time_s=time_s, now=now
            )

    def test_the_worker_is_told_whom_to_follow(
        self, recording, therapist, recognized, clock, now
    ):
        recording.playback.name = "gone.mp4"
        from django.core.files.base import ContentFile

        recording.original.save("clip.mp4", ContentFile(b"video"))
        asked = corrections.follow(
            by=therapist, recording=recording, x=0.25, y=0.5, time_s=3.0, now=now
        )
        analyses.run(analysis_id=asked.public_id, clock=clock)
        assert recognized.pointed_at == [{"x": 0.25, "y": 0.5, "time_s": 3.0}]
        asked.refresh_from_db()
        assert (asked.status, asked.is_current) == ("done", True)


def test_only_the_therapist_in_charge_corrects(recording, reps, now):
    for person in (TherapistFactory(), recording.patient):
        for act in (
            lambda by: corrections.recut(by=by, recording=recording, cuts=[], now=now),
            lambda by: corrections.name_exercise(
                by=by, recording=recording, exercise="", now=now
            ),
            lambda by: corrections.follow(
                by=by, recording=recording, x=0.5, y=0.5, time_s=1.0, now=now
            ),
            lambda by: corrections.undo(
                by=by, recording=recording, kind="exercise", now=now
            ),
            lambda by: analyses.choose(
                by=by, analysis=recording.analyses.get(), now=now
            ),
        ):
            with pytest.raises(Denied):
                act(person)
    assert not Correction.objects.exists()
