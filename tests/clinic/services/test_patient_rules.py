"""What the therapist prescribes to one patient reaches the judgment of the recording.

Real judgment of simulated poses; the networks that find poses are left out.
"""

import pytest

from clinic import recognizer
from clinic.models import Analysis, Finding
from clinic.services import analyses, plans
from clinic.services.plan_drafts import Prescribed
from recognition.pose_estimation import runtimes
from recognition.pose_estimation.recorded import RecordedRuntime
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from tests.factories import CareFactory, ExerciseFactory, RecordingFactory
from tests.recognition.filming import Studio, scene

pytestmark = pytest.mark.django_db
BENT_TO = 100.0  # degrees, about: what is measured of the simulated knee


@pytest.fixture(scope="module")
def squats(tmp_path_factory):
    """A video and the poses of three squats, from the side."""
    folder = tmp_path_factory.mktemp("squats")
    performance = perform(Scenario("squat", 3, camera=Camera(90.0)))
    poses = observation.ideal(performance)
    poses.save(folder / "poses.npz")
    video = Studio(folder).film(
        times=list(poses.time_s), pictures=[scene(0, 64, 48)] * len(poses)
    )
    return video.read_bytes(), folder / "poses.npz"


@pytest.fixture
def judged(squats, clock, enqueued, monkeypatch):
    """Prescribe squats with rules, record them, and judge the recording."""
    video, poses = squats
    monkeypatch.setattr(runtimes, "create", lambda _options: RecordedRuntime(poses))
    monkeypatch.setattr(recognizer, "transcode", lambda *_args, **_settings: False)
    care = CareFactory()

    def judged(**rules):
        plan = plans.prescribe(
            by=care.therapist,
            patient=care.patient,
            title="After knee surgery",
            starts_on=clock.now.date(),
            prescriptions=[Prescribed(ExerciseFactory(), rules=rules)],
            now=clock.now,
        )
        prescription = plan.prescriptions.get()
        recording = RecordingFactory(
            patient=care.patient, prescription=prescription, with_file=video
        )
        return run(recording, clock)

    return judged


def run(recording, clock):
    analysis = analyses.request(by=recording.patient, recording=recording, now=clock())
    analyses.run(analysis_id=analysis.public_id, clock=clock)
    analysis.refresh_from_db()
    return analysis


def found(analysis):
    assert analysis.status == Analysis.Status.DONE, analysis.failure_message
    rows = Finding.objects.filter(repetition__analysis=analysis)
    return set(rows.values_list("mistake", flat=True))


def range_parts(analysis):
    return [repetition.parts["range"] for repetition in analysis.repetitions.all()]


def test_a_squat_that_the_catalog_praises_falls_short_of_a_higher_target(judged):
    usual = judged()
    ambitious = judged(targets={"knee_flexion": BENT_TO + 20.0})
    assert "shallow_depth" not in found(usual)
    assert "shallow_depth" in found(ambitious)
    assert max(range_parts(ambitious)) < min(range_parts(usual)) == 100.0


def test_going_further_than_allowed_after_surgery_is_found(judged):
    assert "beyond_limit_knee_flexion" in found(judged(limits={"knee_flexion": 80.0}))


def test_a_limit_that_is_kept_is_no_finding(judged):
    kept = judged(limits={"knee_flexion": BENT_TO + 10.0})
    assert "beyond_limit_knee_flexion" not in found(kept)


def test_the_rules_are_kept_with_the_analysis_that_was_made_by_them(judged):
    rules = {"targets": {"knee_flexion": 90.0}}
    analysis = judged(**rules)
    assert analysis.options == {"rules": rules}
    assert judged().options == {}


@pytest.mark.parametrize(
    "rules",
    [
        {"targets": {"shoe_size": 44.0}},
        {"limits": {"elbow_flexion": 90.0}},
        {"tolerances": {"no_such_mistake": 5.0}},
        {"targets": {"knee_flexion": 90.0}, "limits": {"knee_flexion": 80.0}},
        {"targets": {"knee_flexion": "far"}},
        {"wishes": {"knee_flexion": 90.0}},
    ],
    ids=["unknown", "not of a squat", "no mistake", "beyond", "no number", "no kind"],
)
def test_what_a_squat_cannot_be_judged_by_is_not_prescribed(judged, rules):
    with pytest.raises(plans.RulesNotSuitable):
        judged(**rules)
    assert not Analysis.objects.exists()


def test_stored_rules_that_no_longer_fit_fail_with_their_reason(judged, clock):
    analysis = judged()
    recording = analysis.recording
    prescription = recording.prescription
    prescription.rules = {"targets": {"shoe_size": 44.0}}
    prescription.save(update_fields=["rules"])
    failed = run(recording, clock)
    assert failed.status == Analysis.Status.FAILED
    assert failed.failure_code == "unsuitable_rules"
    assert "shoe_size" in failed.failure_message
