"""Plans hold what can be done; the catalog follows the library."""

import datetime as dt

import pytest

from clinic import recognizer
from clinic.access import Denied
from clinic.models import Exercise, Plan
from clinic.services import exercises, plans
from clinic.services.plan_drafts import Prescribed
from tests.factories import (
    CareFactory,
    ClinicFactory,
    ExerciseFactory,
    PlanFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    return CareFactory()


@pytest.fixture
def prescribe(care, now):
    def prescribe(*prescribed, by=care.therapist, **more):
        return plans.prescribe(
            by=by,
            patient=care.patient,
            title="After knee surgery",
            starts_on=now.date(),
            prescriptions=prescribed,
            now=now,
            **more,
        )

    return prescribe


class TestPrescribe:
    def test_keeps_order_amount_and_days(self, prescribe):
        squat, lunge = ExerciseFactory(), ExerciseFactory(code="lunge")
        plan = prescribe(
            Prescribed(squat, sets=3, repetitions=8, days=(1, 3, 5)),
            Prescribed(lunge, repetitions=None, hold_s=30, side="left"),
        )
        first, second = plan.prescriptions.order_by("position")
        assert (first.exercise, first.sets, first.days) == (squat, 3, (1, 3, 5))
        assert (second.hold_s, second.side, len(second.days)) == (30, "left", 7)

    def test_needs_care(self, prescribe):
        with pytest.raises(Denied):
            prescribe(Prescribed(ExerciseFactory()), by=TherapistFactory())

    def test_nothing_is_no_plan(self, prescribe):
        with pytest.raises(plans.PlanNotValid):
            prescribe()

    @pytest.mark.parametrize(
        "exercise",
        [
            pytest.param({"is_offered": False}, id="no longer offered"),
            pytest.param({"clinic": "hillside"}, id="of another clinic"),
        ],
    )
    def test_what_is_not_offered_here_is_refused(self, prescribe, exercise):
        if slug := exercise.pop("clinic", None):
            exercise["clinic"] = ClinicFactory(slug=slug)
        with pytest.raises(plans.PlanNotValid):
            prescribe(Prescribed(ExerciseFactory(**exercise)))

    def test_an_amount_is_needed(self, prescribe):
        with pytest.raises(plans.PlanNotValid):
            prescribe(Prescribed(ExerciseFactory(), repetitions=None))
        assert not Plan.objects.exists()

    def test_the_last_day_does_not_lie_before_the_first(self, prescribe, now):
        yesterday = now.date() - dt.timedelta(days=1)
        with pytest.raises(plans.PlanNotValid):
            prescribe(Prescribed(ExerciseFactory()), ends_on=yesterday)


class TestEnd:
    def test_ends_once(self, care, now):
        plan = PlanFactory(patient=care.patient)
        plans.end(by=care.therapist, plan=plan, now=now)
        plans.end(by=care.therapist, plan=plan, now=now + dt.timedelta(days=1))
        plan.refresh_from_db()
        assert plan.ended_at == now

    def test_needs_care(self, care, now):
        with pytest.raises(Denied):
            plans.end(by=TherapistFactory(), plan=PlanFactory(), now=now)


class TestCatalog:
    def entry(self, code, name="Name"):
        return recognizer.CatalogEntry(
            code=code,
            name=name,
            summary="",
            instructions=[],
            advice="",
            kind="repetitions",
            sides=["both"],
            mistakes=[],
            dosage={},
            movement={},
        )

    def test_follows_the_library(self, monkeypatch):
        gone = ExerciseFactory(code="gone")
        own = ExerciseFactory(code="own", clinic=ClinicFactory())
        entries = [self.entry("squat"), self.entry("lunge")]
        monkeypatch.setattr(recognizer, "catalog", lambda: entries)
        assert exercises.sync_catalog() == 2
        entries[0] = self.entry("squat", "Squat, slow")
        assert exercises.sync_catalog() == 2
        shared = Exercise.objects.filter(clinic=None)
        assert shared.get(code="squat").name == "Squat, slow"
        offered = set(Exercise.objects.offered().values_list("code", flat=True))
        assert offered == {"squat", "lunge", "own"}
        assert Exercise.objects.contains(gone)
        assert Exercise.objects.contains(own)

    def test_every_exercise_of_the_library_fits(self):
        count = exercises.sync_catalog()
        assert count == Exercise.objects.offered().count() >= 6
        for exercise in Exercise.objects.all():
            assert exercise.full_clean() is None
            assert {"code", "name", "joint", "cue"} <= exercise.mistakes[0].keys()
            assert {"measure", "unit", "peak", "target"} <= exercise.movement.keys()
            assert exercise.traits["regions"]
