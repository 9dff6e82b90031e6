"""A worker judges the reference by the measure that a therapist chose."""

import pytest
from django.core.files.base import ContentFile

from clinic import exercise_learning
from clinic.access import Denied
from clinic.models import Exercise, ExerciseVersion, Reference
from clinic.services import exercise_trials, own_exercises
from recognition import learning
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from tests.factories import TherapistFactory

pytestmark = pytest.mark.django_db
REPETITIONS = 4


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """The poses of someone who stands up four times, and what they could be cut by."""
    poses = observation.ideal(perform(Scenario("sit_to_stand", 4, camera=Camera(90.0))))
    path = tmp_path_factory.mktemp("poses") / "poses.npz"
    poses.save(path)
    return path.read_bytes(), learning.choices(poses, name="Stand up", code="own_1")


@pytest.fixture
def therapist():
    return TherapistFactory()


@pytest.fixture
def draft(seen, therapist, clock, enqueued):
    poses, signals = seen
    first = next(one for one in signals if one["definition"])
    exercise = Exercise.objects.create(
        clinic=therapist.clinic, code="own_1", name="Stand up", is_offered=False
    )
    reference = Reference(
        exercise=exercise,
        uploaded_by=therapist,
        uploaded_at=clock.now,
        shown="self",
        size_bytes=1,
        learned=first["definition"],
        takes=first["takes"],
        motion=first["motion"],
        signals=signals,
    )
    reference.poses.save("poses.npz", ContentFile(poses), save=False)
    reference.save()
    return ExerciseVersion.objects.create(
        exercise=exercise,
        number=1,
        reference=reference,
        drafted_by=therapist,
        drafted_at=clock.now,
        queued_at=clock.now,
    )


@pytest.fixture
def cut_by(draft, therapist, clock, django_capture_on_commit_callbacks):
    """Cut the draft by a measure, and let a worker judge the reference by it."""

    def cut_by(signal):
        own_exercises.cut_by(by=therapist, version=draft, signal=signal, now=clock.now)
        with django_capture_on_commit_callbacks(execute=True):
            exercise_trials.run(version_id=draft.public_id, clock=clock)
        draft.refresh_from_db()
        return draft

    return cut_by


def another(draft, suits=True):
    """Return a measure that the draft is not cut by yet."""
    suitable = [s for s in draft.reference.signals if bool(s["definition"]) == suits]
    return suitable[1 if suits else 0]


def test_the_reference_is_counted_by_the_chosen_measure(draft, cut_by):
    other = another(draft)
    tried = cut_by(other["key"])
    assert tried.status == "done", tried.failure_message
    assert len(tried.report["repetitions"]) == REPETITIONS
    assert f'measure = "{other["measure"]}"' in tried.definition
    assert tried.definition != tried.reference.learned


def test_what_was_said_of_it_stays_and_the_bands_are_those_of_the_measure(
    draft, cut_by, therapist, clock
):
    learned = exercise_learning.as_learned(draft.reference.learned)
    said = {"name": "Rise", "instructions": ["Sit.", "Rise."], "repetitions": 6}
    own_exercises.adjust(
        by=therapist, version=draft, wanted=learned | said, now=clock.now
    )
    draft.refresh_from_db()
    other = another(draft)
    tried = cut_by(other["key"])
    assert tried.adjustments.items() >= said.items()
    keys = {take["key"] for take in other["takes"]}
    assert set(tried.adjustments["tolerances"]) == keys
    assert tried.adjustments["target"] != learned["target"]
    assert 'name = "Rise"' in tried.definition


def test_what_does_not_count_the_reference_is_refused(draft, cut_by):
    for signal in (another(draft, suits=False)["key"], "left-no_such_measure", ""):
        with pytest.raises(own_exercises.NotSuitable):
            cut_by(signal)
    draft.refresh_from_db()
    assert draft.signal == ""


def test_the_next_version_is_cut_by_the_same(draft, cut_by, therapist, clock):
    tried = cut_by(another(draft)["key"])
    own_exercises.publish(by=therapist, version=tried, now=clock.now)
    with pytest.raises(own_exercises.NotReady):
        cut_by(another(draft)["key"])
    following = own_exercises.begin_change(by=therapist, version=tried, now=clock.now)
    assert following.signal == tried.signal


def test_nobody_but_the_author_cuts_a_draft(draft, clock):
    elsewhere = TherapistFactory(clinic__slug="elsewhere")
    with pytest.raises(Denied):
        own_exercises.cut_by(
            by=elsewhere,
            version=draft,
            signal=another(draft)["key"],
            now=clock.now,
        )
