"""Templates are the clinic's and hold nothing of one patient."""

import pytest

from clinic.access import Denied
from clinic.models import FavoriteExercise, PlanTemplate
from clinic.services import plan_drafts, plan_templates
from clinic.services.plan_drafts import Draft, PhaseAhead, Prescribed
from tests.factories import (
    ClinicAdminFactory,
    ClinicFactory,
    ExerciseFactory,
    PatientFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def therapist():
    return TherapistFactory()


def knee(**more):
    squat = ExerciseFactory()
    item = Prescribed(squat, sets=3, days=(1, 4), note="Mind your scar.", **more)
    later = PhaseAhead("Later", (Prescribed(squat, sets=4, note="Maria."),), 85, 2, 4)
    return Draft("Knee, early", (item,), pain_limit=4, phases=(later,))


def test_a_template_gives_back_the_dosage_and_the_phases(therapist, now):
    template = plan_templates.save(by=therapist, draft=knee(), now=now)
    draft = plan_drafts.of_template(template)
    (item,), (phase,) = draft.items, draft.phases
    assert (draft.title, draft.pain_limit) == ("Knee, early", 4)
    assert (item.sets, tuple(item.days)) == (3, (1, 4))
    assert (phase.min_score, phase.max_pain, phase.sessions) == (85, 2, 4)
    assert phase.items[0].sets == 4


def test_advice_to_one_patient_is_not_kept(therapist, now):
    template = plan_templates.save(by=therapist, draft=knee(), now=now)
    assert "scar" not in str(template.content)
    assert "Maria" not in str(template.content)


def test_the_same_name_replaces_the_template(therapist, now):
    for _ in range(2):
        plan_templates.save(by=therapist, draft=knee(), now=now)
    assert PlanTemplate.objects.count() == 1


def test_a_template_needs_a_name(therapist, now):
    with pytest.raises(plan_templates.TemplateNeedsTitle):
        plan_templates.save(by=therapist, draft=Draft(" ", knee().items), now=now)


def test_what_is_no_longer_offered_is_left_out(therapist, now):
    template = plan_templates.save(by=therapist, draft=knee(), now=now)
    ExerciseFactory().__class__.objects.update(is_offered=False)
    assert plan_drafts.of_template(template).items == ()


@pytest.mark.parametrize("role", [PatientFactory, ClinicAdminFactory])
def test_only_therapists_keep_templates(role, now):
    with pytest.raises(Denied):
        plan_templates.save(by=role(), draft=knee(), now=now)


def test_another_clinic_neither_sees_nor_drops_it(therapist, now):
    template = plan_templates.save(by=therapist, draft=knee(), now=now)
    stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
    assert not PlanTemplate.objects.visible_to(stranger).exists()
    assert PlanTemplate.objects.visible_to(TherapistFactory()).exists()
    with pytest.raises(Denied):
        plan_templates.drop(by=stranger, template=template, now=now)
    plan_templates.drop(by=therapist, template=template, now=now)
    assert not PlanTemplate.objects.exists()


class TestFavorites:
    def test_are_marked_and_unmarked(self, therapist):
        squat = ExerciseFactory()
        for wanted in (True, True, False, False):
            plan_templates.set_favorite(
                by=therapist, exercise=squat, is_favorite=wanted
            )
            found = FavoriteExercise.objects.filter(user=therapist).count()
            assert found == int(wanted)

    def test_an_exercise_of_another_clinic_is_none(self, therapist):
        other = ExerciseFactory(clinic=ClinicFactory(slug="hillside"), code="own")
        with pytest.raises(Denied):
            plan_templates.set_favorite(by=therapist, exercise=other, is_favorite=True)
