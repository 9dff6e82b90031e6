"""A plan changes by versions: every day, and every recording, keeps its own."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clinic.access import Denied
from clinic.models import AuditEvent, Plan
from clinic.services import plan_drafts, plan_versions, plans, recordings
from clinic.services.plan_drafts import PhaseAhead, Prescribed
from tests.factories import (
    CareFactory,
    ConsentFactory,
    ExerciseFactory,
    PrescriptionFactory,
    RecordingFactory,
    SelfReportFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def care():
    return CareFactory()


@pytest.fixture
def plan(care, now):
    """A plan that began a week ago: squats, and more of them later."""
    squat = ExerciseFactory()
    return plans.prescribe(
        by=care.therapist,
        patient=care.patient,
        title="After knee surgery",
        starts_on=now.date() - 7 * DAY,
        ends_on=now.date() + 30 * DAY,
        prescriptions=[Prescribed(squat, sets=2, note="Slowly.")],
        phases=[PhaseAhead("Stronger", (Prescribed(squat, sets=4),))],
        now=now - 7 * DAY,
    )


@pytest.fixture
def change(care, now):
    """Change how many sets a plan has."""

    def change(plan, *, sets, at=now, by=care.therapist):
        draft = plan_drafts.of_plan(plan)
        items = tuple(replace(item, sets=sets) for item in draft.items)
        draft = replace(draft, items=items)
        return plan_versions.change(by=by, plan=plan, draft=draft, now=at)

    return change


def sets_of(plan):
    return [row.sets for row in plan.prescriptions.order_by("position")]


class TestChange:
    def test_holds_from_today_and_leaves_the_days_before_as_they_were(
        self, plan, change, now
    ):
        new = change(plan, sets=3)
        plan.refresh_from_db()
        assert (new.version, new.replaces, new.series) == (2, plan, plan.series)
        assert new.starts_on == now.date()
        assert plan.ends_on == now.date() - DAY
        assert (sets_of(plan), sets_of(new)) == ([2], [3])
        assert new.ends_on == now.date() + 30 * DAY

    @pytest.mark.parametrize("begun_by", ["recording", "self-report"])
    def test_a_day_that_was_begun_keeps_its_plan(self, plan, change, now, begun_by):
        row = plan.prescriptions.get()
        if begun_by == "recording":
            RecordingFactory(patient=plan.patient, prescription=row, recorded_at=now)
        else:
            SelfReportFactory(prescription=row, reported_at=now)
        assert change(plan, sets=3).starts_on == now.date() + DAY
        today = Plan.objects.running_on(now.date()).get(series=plan.series)
        assert today == plan

    def test_every_day_has_one_version(self, plan, change, now):
        second = change(plan, sets=3)
        third = change(second, sets=5)
        change(third, sets=1, at=now + 2 * DAY)
        for day in range(-7, 30):
            on = now.date() + day * DAY
            assert Plan.objects.running_on(on).filter(series=plan.series).count() == 1
        assert sets_of(Plan.objects.running_on(now.date()).get()) == [5]

    def test_the_day_is_the_patients(self, plan, change, care, now):
        care.patient.time_zone = "Pacific/Auckland"  # already tomorrow there
        care.patient.save()
        plan.patient.refresh_from_db()
        assert change(plan, sets=3).starts_on == now.date() + DAY

    def test_nothing_changed_is_no_version(self, plan, change):
        assert change(plan, sets=2) == plan
        assert Plan.objects.count() == 1

    def test_only_the_newest_version_can_be_changed(self, plan, change):
        change(plan, sets=3)
        with pytest.raises(plan_versions.PlanChanged):
            change(plan, sets=4)

    def test_an_ended_plan_is_not_changed(self, plan, change, care, now):
        plans.end(by=care.therapist, plan=plan, now=now)
        with pytest.raises(plan_versions.PlanChanged):
            change(plan, sets=3)

    def test_needs_care(self, plan, change):
        with pytest.raises(Denied):
            change(plan, sets=3, by=TherapistFactory())

    def test_is_audited_without_what_it_says(self, plan, change):
        new = change(plan, sets=3)
        event = AuditEvent.objects.about("plan", new.public_id).get()
        assert (event.action, event.detail) == ("plan.changed", {"version": 2})


class TestUndo:
    def test_brings_back_what_was_before(self, plan, change, care, now):
        # As a view reads it: the first version ends by now the day before.
        changed = Plan.objects.get(pk=change(plan, sets=3).pk)
        undone = plan_versions.undo(by=care.therapist, plan=changed, now=now + 2 * DAY)
        assert (undone.version, undone.brings_back) == (3, 1)
        assert sets_of(undone) == [2]
        assert undone.prescriptions.get().note == "Slowly."
        assert undone.ends_on == now.date() + 30 * DAY
        assert undone.phases.get().title == "Stronger"

    def test_there_must_be_a_change(self, plan, care, now):
        with pytest.raises(plan_versions.NothingToUndo):
            plan_versions.undo(by=care.therapist, plan=plan, now=now)

    def test_needs_care(self, plan, change, now):
        with pytest.raises(Denied):
            plan_versions.undo(
                by=TherapistFactory(), plan=change(plan, sets=3), now=now
            )


class TestPhases:
    def test_the_next_phase_becomes_the_plan(self, plan, care, now):
        new = plan_versions.begin_phase(by=care.therapist, plan=plan, now=now)
        assert sets_of(new) == [4]
        assert (new.phase, new.phase_title) == (2, "Stronger")
        assert new.phase_since == now.date()
        assert not new.phases.exists()

    def test_undoing_it_leads_back_to_the_phase_before(self, plan, care, now):
        new = plan_versions.begin_phase(by=care.therapist, plan=plan, now=now)
        back = plan_versions.undo(by=care.therapist, plan=new, now=now)
        assert (back.phase, sets_of(back)) == (1, [2])
        assert back.phase_since == plan.phase_since
        assert back.phases.get().title == "Stronger"

    def test_a_change_stays_within_the_phase(self, plan, change, care, now):
        new = plan_versions.begin_phase(by=care.therapist, plan=plan, now=now)
        later = change(new, sets=5, at=now + DAY)
        assert (later.phase, later.phase_since) == (2, new.phase_since)

    def test_after_the_last_phase_there_is_none(self, plan, care, now):
        new = plan_versions.begin_phase(by=care.therapist, plan=plan, now=now)
        with pytest.raises(plan_versions.NoPhaseAhead):
            plan_versions.begin_phase(by=care.therapist, plan=new, now=now)

    def test_not_yet_is_kept(self, plan, care, now):
        plan_versions.put_off_phase(by=care.therapist, plan=plan, now=now)
        assert plan.phases.get().put_off_at == now

    @pytest.mark.parametrize(
        "decide", [plan_versions.begin_phase, plan_versions.put_off_phase]
    )
    def test_the_decision_needs_care(self, plan, now, decide):
        with pytest.raises(Denied):
            decide(by=TherapistFactory(), plan=plan, now=now)


class TestPlanOfItsDay:
    def test_a_link_from_before_a_change_leads_to_the_plan_of_the_day(
        self, plan, change, now
    ):
        old = plan.prescriptions.get()
        new = change(plan, sets=3).prescriptions.get()
        old.plan.refresh_from_db()
        yesterday, today = now.date() - DAY, now.date()
        assert plan_versions.of_day(old, today) == new
        assert plan_versions.of_day(old, yesterday) == old
        assert plan_versions.of_day(new, yesterday) == old

    def test_a_version_that_never_held_leads_on(self, plan, change, now):
        second = change(plan, sets=3)
        third = change(second, sets=4)
        row = second.prescriptions.select_related("plan").get()
        assert plan_versions.of_day(row, now.date()).plan == third

    def test_the_same_side_is_preferred(self, plan, change, now):
        new = change(plan, sets=3)
        exercise = new.prescriptions.get().exercise
        left = PrescriptionFactory(plan=new, exercise=exercise, side="left")
        old = plan.prescriptions.get()
        old.side = "left"
        old.plan.refresh_from_db()
        assert plan_versions.of_day(old, now.date()) == left

    def test_an_exercise_that_was_taken_out_stays_what_it_was(self, plan, care, now):
        old = plan.prescriptions.get()
        draft = plan_drafts.of_plan(plan)
        lunge = Prescribed(ExerciseFactory(code="lunge"))
        other = replace(draft, items=(lunge,), phases=())
        plan_versions.change(by=care.therapist, plan=plan, draft=other, now=now)
        old.plan.refresh_from_db()
        assert plan_versions.of_day(old, now.date()) == old

    def test_a_video_sent_late_is_kept_with_the_plan_of_its_day(
        self, plan, change, care, now, enqueued
    ):
        ConsentFactory(patient=care.patient)
        old = plan.prescriptions.get()
        new = change(plan, sets=3).prescriptions.get()
        old.plan.refresh_from_db()
        kept = {}
        for name, link, days_ago in [("late", new, 2), ("stale", old, 0)]:
            head = b"\x00\x00\x00\x18ftypisom" + name.encode()
            recording = recordings.upload(
                by=care.patient,
                prescription=link,
                file=SimpleUploadedFile("clip.mp4", head),
                recorded_at=now - days_ago * DAY,
                now=now,
            )
            kept[name] = recording.prescription
        assert kept == {"late": old, "stale": new}


class TestEnd:
    def test_ends_what_holds_today_and_what_would_hold_tomorrow(
        self, plan, change, care, now
    ):
        RecordingFactory(
            patient=plan.patient,
            prescription=plan.prescriptions.get(),
            recorded_at=now,
        )
        new = change(plan, sets=3)
        plans.end(by=care.therapist, plan=new, now=now)
        for on in (now.date(), now.date() + DAY):
            assert not Plan.objects.running_on(on).exists()
