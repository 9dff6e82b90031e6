"""An exercise of a clinic's own: learned from a film, adjusted, published, judged by.

Real learning and judging of simulated poses; the networks that find poses are left out.
"""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from clinic import recognizer
from clinic.access import Denied
from clinic.models import Analysis, AuditEvent, Exercise, ExerciseVersion, Reference
from clinic.services import analyses, exercise_trials, own_exercises, plans, work
from clinic.services.leases import LEASE
from clinic.services.plan_drafts import Prescribed
from recognition.pose_estimation import runtimes
from recognition.pose_estimation.recorded import RecordedRuntime
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from tests.clinic.files import kept_in
from tests.factories import (
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    RecordingFactory,
    ServiceAccountFactory,
    TherapistFactory,
)
from tests.recognition.filming import Studio, scene

pytestmark = pytest.mark.django_db
Status = ExerciseVersion.Status
REPETITIONS = 4


@pytest.fixture(scope="module")
def squats(tmp_path_factory):
    """A film and the poses of four squats, from the side."""
    folder = tmp_path_factory.mktemp("squats")
    performance = perform(Scenario("squat", REPETITIONS, camera=Camera(90.0)))
    poses = observation.ideal(performance)
    poses.save(folder / "poses.npz")
    film = Studio(folder).film(
        times=list(poses.time_s), pictures=[scene(0, 64, 48)] * len(poses)
    )
    return film.read_bytes(), folder / "poses.npz"


@pytest.fixture
def worker(squats, clock, enqueued, monkeypatch, django_capture_on_commit_callbacks):
    """Let a worker look at a version whose film shows the squats."""
    _film, poses = squats
    monkeypatch.setattr(runtimes, "create", lambda _options: RecordedRuntime(poses))

    def transcode(source, target, *, on_progress=None):
        target.write_bytes(source.read_bytes())
        return True

    monkeypatch.setattr(recognizer, "transcode", transcode)

    def worker(version):
        with django_capture_on_commit_callbacks(execute=True):
            exercise_trials.run(version_id=version.public_id, clock=clock)
        version.refresh_from_db()
        return version

    return worker


def stored():
    folder = Path(settings.MEDIA_ROOT) / "references"
    return [path.name for path in kept_in(folder)]


@pytest.fixture
def therapist():
    return TherapistFactory()


@pytest.fixture
def begun(squats, therapist, clock):
    """A draft whose film was not looked at yet."""
    return own_exercises.begin(
        by=therapist,
        name="Slow knee bend",
        shown="self",
        file=SimpleUploadedFile("anna.mp4", squats[0]),
        now=clock.now,
    )


@pytest.fixture
def learned(begun, worker):
    version = worker(begun)
    assert version.status == Status.DONE, version.failure_message
    return ExerciseVersion.objects.select_related("reference").get(pk=version.pk)


def wanted(version, **changes):
    from clinic import exercise_learning

    return exercise_learning.as_learned(version.reference.learned) | changes


@pytest.fixture
def published(learned, therapist, clock):
    own_exercises.publish(by=therapist, version=learned, now=clock.now)
    learned.refresh_from_db()
    return learned


def of_patient(exercise, therapist, clock, film):
    """Prescribe `exercise` to a patient, who sends a film of it now."""
    care = CareFactory(therapist=therapist)
    plan = plans.prescribe(
        by=therapist,
        patient=care.patient,
        title="Own",
        starts_on=clock.now.date(),
        prescriptions=[Prescribed(exercise)],
        now=clock.now,
    )
    return RecordingFactory(
        patient=care.patient,
        prescription=plan.prescriptions.get(),
        exercise=exercise,
        recorded_at=clock.now,
        with_file=film,
    )


def judged(recording, clock):
    analysis = analyses.request(by=recording.patient, recording=recording, now=clock())
    analyses.run(analysis_id=analysis.public_id, clock=clock)
    analysis.refresh_from_db()
    assert analysis.status == Analysis.Status.DONE, analysis.failure_message
    return analysis


class TestBegin:
    def test_asks_a_worker_and_is_offered_to_nobody(
        self, begun, enqueued, django_capture_on_commit_callbacks
    ):
        assert begun.status == Status.QUEUED
        assert not begun.exercise.is_offered
        with django_capture_on_commit_callbacks(execute=True):
            own_exercises.enqueue(begun)
        named = {"version_id": str(begun.public_id)}
        assert enqueued == [("clinic.learn_exercise", named)]

    def test_neither_code_nor_file_name_says_a_name(self, begun):
        assert "anna" not in begun.reference.original.name
        assert "knee" not in begun.exercise.code

    @pytest.mark.parametrize(
        "person", [PatientFactory, ClinicAdminFactory, ServiceAccountFactory]
    )
    def test_is_for_therapists(self, squats, clock, person):
        with pytest.raises(Denied):
            own_exercises.begin(
                by=person(),
                name="x",
                shown="self",
                file=SimpleUploadedFile("x.mp4", squats[0]),
                now=clock.now,
            )


class TestTheWorker:
    def test_learns_the_exercise_and_counts_the_reference(self, learned):
        reference = learned.reference
        assert len(learned.report["repetitions"]) == REPETITIONS
        assert "[signal]" in reference.learned
        main = next(take for take in reference.takes if take["primary"])
        assert len(main["takes"]) == REPETITIONS
        assert len(reference.motion["frames"]) == 21
        assert reference.duration_s > 5
        assert reference.poses
        assert reference.playback
        assert reference.still

    def test_drops_the_file_as_it_was_sent(self, learned):
        assert not learned.reference.original
        assert "original.mp4" not in stored()

    def test_stores_nothing_that_was_set_meanwhile(self, begun, worker, monkeypatch):
        def transcode(source, target, *, on_progress=None):
            ExerciseVersion.objects.update(**work.again(begun.queued_at))
            target.write_bytes(b"copy")
            return True

        monkeypatch.setattr(recognizer, "transcode", transcode)
        version = worker(begun)
        assert version.status == Status.QUEUED
        assert Reference.objects.get().learned == ""
        assert not any("playback" in name for name in stored())

    def test_says_why_nothing_can_be_learned(
        self, begun, worker, tmp_path, monkeypatch
    ):
        poses = tmp_path / "one.npz"
        performance = perform(Scenario("squat", 1, camera=Camera(90.0)))
        observation.ideal(performance).save(poses)
        monkeypatch.setattr(runtimes, "create", lambda _o: RecordedRuntime(poses))
        version = worker(begun)
        assert version.status == Status.FAILED
        assert version.failure_code == "nothing_to_learn"
        assert version.failure_what_to_do

    def test_that_died_is_rescued_and_given_up_after_three_attempts(self, begun, clock):
        claimed = {"claim": begun.public_id, "claimed_at": clock.now}
        rows = ExerciseVersion.objects.filter(pk=begun.pk)
        rows.update(status="running", attempts=1, lease_until=clock.now, **claimed)
        clock.forward(seconds=1)
        assert exercise_trials.rescue(now=clock.now) == 1
        begun.refresh_from_db()
        assert begun.status == Status.QUEUED
        rows.update(
            status="running", attempts=3, lease_until=clock.now + LEASE, **claimed
        )
        clock.forward(seconds=61)
        assert exercise_trials.rescue(now=clock.now) == 1
        begun.refresh_from_db()
        assert (begun.status, begun.failure_code) == (Status.FAILED, "gave_up")


class TestAdjust:
    def test_judges_the_reference_again_by_what_is_set(
        self, learned, worker, therapist, clock
    ):
        high = wanted(learned)["target"][1]
        changed = wanted(
            learned, name="Deep bend", target=[high + 20, high + 40], repetitions=6
        )
        own_exercises.adjust(
            by=therapist, version=learned, wanted=changed, now=clock.now
        )
        learned.refresh_from_db()
        assert learned.status == Status.QUEUED
        tried = worker(learned)
        seen = {
            f["mistake"] for r in tried.report["repetitions"] for f in r["findings"]
        }
        assert "not_far_enough" in seen
        assert Exercise.objects.get().name == "Deep bend"

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": " "},
            {"target": [90, 20]},
            {"tolerances": {}},
            {"tolerances": {"working-no_such_measure": 8}},
            {"sides": []},
        ],
    )
    def test_refuses_what_cannot_be_judged_by(self, learned, therapist, clock, changes):
        with pytest.raises(own_exercises.NotSuitable):
            own_exercises.adjust(
                by=therapist,
                version=learned,
                wanted=wanted(learned, **changes),
                now=clock.now,
            )

    def test_never_touches_what_is_published(self, published, therapist, clock):
        with pytest.raises(own_exercises.NotReady):
            own_exercises.adjust(
                by=therapist,
                version=published,
                wanted=wanted(published),
                now=clock.now,
            )


class TestPublish:
    def test_offers_it_to_the_clinic_and_to_nobody_else(self, published, therapist):
        offered = Exercise.objects.offered()
        colleague = TherapistFactory()
        stranger = TherapistFactory(clinic=ClinicFactory(slug="elsewhere"))
        assert offered.visible_to(colleague).get().name == "Slow knee bend"
        assert not offered.visible_to(stranger).exists()
        assert offered.get().figure
        assert AuditEvent.objects.filter(action="exercise.published").count() == 1

    def test_waits_for_the_judgment_of_what_is_set(self, begun, therapist, clock):
        with pytest.raises(own_exercises.NotReady):
            own_exercises.publish(by=therapist, version=begun, now=clock.now)

    def test_a_draft_is_its_authors_until_it_is_published(self, learned, therapist):
        colleague = TherapistFactory()
        visible = ExerciseVersion.objects.visible_to
        assert visible(therapist).exists()
        assert not visible(colleague).exists()
        assert not Reference.objects.visible_to(colleague).exists()


class TestRecordings:
    def test_are_judged_by_the_version_of_their_day(
        self, published, worker, therapist, clock, squats
    ):
        exercise = published.exercise
        exercise.refresh_from_db()
        early = of_patient(exercise, therapist, clock, squats[0])
        clock.forward(days=1)
        draft = own_exercises.begin_change(
            by=therapist, version=published, now=clock.now
        )
        high = wanted(published)["target"][1]
        stricter = wanted(published, target=[high + 20, high + 40])
        own_exercises.adjust(
            by=therapist, version=draft, wanted=stricter, now=clock.now
        )
        draft = worker(draft)
        own_exercises.publish(by=therapist, version=draft, now=clock.now)
        late = of_patient(exercise, therapist, clock, squats[0])

        def falls_short(recording):
            analysis = judged(recording, clock)
            rows = analysis.report["repetitions"]
            assert len(rows) == REPETITIONS
            assert analysis.report["exercise"]["code"] == exercise.code
            return any(
                finding["mistake"] == "not_far_enough"
                for row in rows
                for finding in row["findings"]
            ), analysis.options["version"]

        assert falls_short(early) == (False, 1)
        assert falls_short(late) == (True, 2)

    def test_rules_of_a_patient_are_checked_against_it(
        self, published, therapist, clock
    ):
        exercise = Exercise.objects.get(pk=published.exercise_id)
        measure = exercise.movement["measure"]
        care = CareFactory(therapist=therapist)

        def prescribe(name):
            return plans.prescribe(
                by=therapist,
                patient=care.patient,
                title="Own",
                starts_on=clock.now.date(),
                prescriptions=[Prescribed(exercise, rules={"targets": {name: 40.0}})],
                now=clock.now,
            )

        assert prescribe(measure)
        with pytest.raises(plans.RulesNotSuitable):
            prescribe("heel_lift")


class TestTheEnd:
    def test_of_a_draft_takes_its_files_along(
        self, learned, therapist, clock, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            own_exercises.discard(by=therapist, version=learned, now=clock.now)
        assert not Exercise.objects.exists()
        assert stored() == []

    def test_an_archived_exercise_is_offered_no_more_and_can_come_back(
        self, published, therapist, clock
    ):
        def offered(wanted):
            own_exercises.set_offered(
                by=therapist, version=published, is_offered=wanted, now=clock.now
            )
            return Exercise.objects.offered().exists()

        assert [offered(False), offered(True)] == [False, True]

    def test_a_deleted_video_is_erased_after_a_week_and_the_exercise_stays(
        self, published, therapist, clock
    ):
        own_exercises.delete_video(by=therapist, version=published, now=clock.now)
        reference = Reference.objects.get()
        assert not reference.has_video
        clock.forward(days=6)
        assert own_exercises.erase_videos(now=clock.now) == 0
        assert own_exercises.restore_video(
            by=therapist, version=published, now=clock.now
        )
        own_exercises.delete_video(by=therapist, version=published, now=clock.now)
        clock.forward(days=8)
        assert own_exercises.erase_videos(now=clock.now) == 1
        assert own_exercises.erase_videos(now=clock.now) == 0
        assert sorted(name.split("-")[0] for name in stored()) == [
            "curves.json.gz",
            "poses",
        ]
        assert not own_exercises.restore_video(
            by=therapist, version=published, now=clock.now + dt.timedelta(1)
        )
