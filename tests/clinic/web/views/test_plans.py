"""Writing plans: the sheet, its steps, what is stored, and who may."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from clinic.models import Plan, PlanTemplate
from clinic.services import plan_drafts, plan_templates, plans
from clinic.services.plan_drafts import PhaseAhead, Prescribed
from tests.factories import (
    AnalysisFactory,
    ClinicFactory,
    ExerciseFactory,
    PatientFactory,
    RecordingFactory,
    SelfReportFactory,
    TherapistFactory,
)


@pytest.fixture
def plan(therapist, patient, squat):
    return plans.prescribe(
        by=therapist,
        patient=patient,
        title="After knee surgery",
        starts_on=timezone.localdate() - dt.timedelta(days=9),
        prescriptions=[Prescribed(squat, sets=2, note="Slowly.")],
        phases=[PhaseAhead("Stronger", (Prescribed(squat, sets=4),))],
        now=timezone.now() - dt.timedelta(days=9),
    )


def sheet(*exercises, phases=(), **more):
    """Return what the browser sends of a sheet with these exercises."""
    said = {
        "title": "Knee",
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": "",
        "pain_limit": "4",
        "item-count": len(exercises),
        "phase-count": len(phases),
    }
    for number, exercise in enumerate(exercises):
        typed = {"exercise": exercise.pk, "phase": 0, "sets": 3, "repetitions": 12}
        typed |= {"side": "both", "days": [1, 3], "rest_s": 60, "target": 80}
        said |= {f"item-{number}-{name}": value for name, value in typed.items()}
    for number, phase in enumerate(phases):
        said |= {f"phase-{number}-{name}": value for name, value in phase.items()}
    return said | more


def new(patient):
    return reverse("therapist:new_plan", args=[patient.public_id])


def edit(plan):
    return reverse("therapist:edit_plan", args=[plan.public_id])


class TestNewPlan:
    def test_stores_the_dosage(self, client, patient, squat):
        response = client.post(new(patient), sheet(squat, action="save"))
        assert response["Location"] == reverse(
            "therapist:patient", args=[patient.public_id]
        )
        plan = Plan.objects.get(patient=patient)
        row = plan.prescriptions.get()
        assert (plan.title, plan.pain_limit) == ("Knee", 4)
        assert (row.sets, row.repetitions, row.rest_s) == (3, 12, 60)
        assert row.days == (1, 3)
        assert row.rules == {"targets": {"knee_flexion": 80.0}}

    def test_steps_change_the_sheet_and_store_nothing(
        self, client, patient, squat, lunge
    ):
        page = client.post(new(patient), sheet(squat, action=f"add:{lunge.pk}"))
        first, second = page.context["sheet"].items
        assert (first["sets"].value(), first["days"].value()) == ("3", ["1", "3"])
        assert second.shown == lunge
        assert [second[n].value() for n in ("sets", "rest_s", "side")] == [
            3,
            45,
            "left",
        ]
        assert not Plan.objects.exists()

    @pytest.mark.parametrize(
        ("action", "order"),
        [
            ("up:1", ["lunge", "squat"]),
            ("down:0", ["lunge", "squat"]),
            ("up:0", ["squat", "lunge"]),
            ("remove:0", ["lunge"]),
            ("remove:9", ["squat", "lunge"]),
            ("nonsense", ["squat", "lunge"]),
        ],
    )
    def test_exercises_are_moved_and_taken_out(
        self, client, patient, squat, lunge, action, order
    ):
        page = client.post(new(patient), sheet(squat, lunge, action=action))
        assert [form.shown.code for form in page.context["sheet"].items] == order

    def test_a_later_phase_begins_as_the_last_one_is(self, client, patient, squat):
        page = client.post(new(patient), sheet(squat, action="add-phase"))
        _now, later = page.context["sheet"].groups
        assert [one.shown for one in later.items] == [squat]
        assert later.rule["min_score"].value() == 80

    def test_phases_are_stored_with_their_rule(self, client, patient, squat):
        rule = {"title": "Stronger", "min_score": 85, "max_pain": 2, "sessions": 4}
        more = {"item-1-phase": 1, "item-1-sets": 5}
        client.post(
            new(patient), sheet(squat, squat, phases=[rule], action="save") | more
        )
        plan = Plan.objects.get(patient=patient)
        phase = plan.phases.get()
        assert plan.prescriptions.count() == 1
        assert (phase.title, phase.min_score, phase.sessions) == ("Stronger", 85, 4)
        assert phase.items[0]["sets"] == 5

    def test_what_cannot_be_is_explained_at_its_place(self, client, patient, squat):
        said = sheet(squat, action="save") | {"item-0-sets": 0, "item-0-days": []}
        response = client.post(new(patient), said)
        assert response.status_code == 422
        assert "Choose at least one day." in response.content.decode()
        assert not Plan.objects.exists()

    def test_a_range_that_contradicts_itself_is_refused(self, client, patient, squat):
        said = sheet(squat, action="save") | {"item-0-limit": 60}
        response = client.post(new(patient), said)
        assert response.status_code == 422
        assert "lies beyond its limit" in response.content.decode()
        assert not Plan.objects.exists()

    def test_ranges_are_shown_with_the_plan(self, client, patient, squat):
        said = sheet(squat, action="save") | {"item-0-limit": 90}
        page = client.post(new(patient), said, follow=True).content.decode()
        assert "Knee flexion: at least 80°, not beyond 90°" in page

    def test_what_is_not_measured_has_no_range(self, client, patient, lunge):
        page = client.post(new(patient), sheet(lunge, action="find"))
        (form,) = page.context["sheet"].items
        assert {"target", "limit"}.isdisjoint(form.fields)

    def test_an_exercise_of_another_clinic_is_refused(self, client, patient):
        other = ExerciseFactory(clinic=ClinicFactory(slug="hillside"), code="own")
        response = client.post(new(patient), sheet(other, action="save"))
        assert response.status_code == 422

    def test_the_library_is_filtered_beside_the_sheet(
        self, client, patient, squat, lunge
    ):
        said = sheet(squat, action="find") | {"find-region": "hip"}
        page = client.post(new(patient), said)
        assert [one.exercise for one in page.context["found"]] == [lunge]
        assert len(page.context["sheet"].items) == 1

    def test_queries_do_not_grow_with_the_sheet(
        self, client, patient, squat, django_assert_max_num_queries
    ):
        for number in (1, 30):
            with django_assert_max_num_queries(12):
                client.post(new(patient), sheet(*[squat] * number, action="find"))


class TestTemplates:
    def test_a_sheet_is_kept_and_begun_with(self, client, patient, squat):
        said = sheet(squat, action="keep") | {"item-0-note": "Mind your scar."}
        client.post(new(patient), said)
        template = PlanTemplate.objects.get()
        page = client.get(new(patient), {"template": template.public_id})
        (form,) = page.context["sheet"].items
        assert (form["sets"].value(), form["note"].value()) == (3, "")
        assert "Mind" not in str(template.content)
        assert not Plan.objects.exists()

    def test_another_clinics_template_is_not_found(self, client, patient, squat, now):
        stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
        draft = plan_drafts.Draft("Theirs", (Prescribed(squat),))
        template = plan_templates.save(by=stranger, draft=draft, now=now)
        page = client.get(new(patient), {"template": template.public_id})
        assert page.status_code == 404
        drop = reverse("therapist:drop_template", args=[template.public_id])
        assert client.post(drop).status_code == 404

    def test_a_template_is_removed(self, client, therapist, squat, now):
        draft = plan_drafts.Draft("Ours", (Prescribed(squat),))
        template = plan_templates.save(by=therapist, draft=draft, now=now)
        assert "Ours" in client.get(reverse("therapist:library")).content.decode()
        client.post(reverse("therapist:drop_template", args=[template.public_id]))
        assert not PlanTemplate.objects.exists()


class TestChange:
    def test_saves_the_next_version(self, client, plan, squat):
        client.post(edit(plan), sheet(squat, action="save"))
        new_one = Plan.objects.get(version=2)
        assert new_one.prescriptions.get().sets == 3
        assert plan.prescriptions.get().sets == 2

    def test_says_from_when_it_holds_where_today_was_begun(self, client, plan, squat):
        row = plan.prescriptions.get()
        SelfReportFactory(prescription=row, reported_at=timezone.now())
        page = client.post(edit(plan), sheet(squat, action="save"), follow=True)
        assert "has already exercised today" in page.content.decode()

    def test_the_history_names_what_changed_and_by_whom(
        self, client, plan, squat, therapist
    ):
        client.post(edit(plan), sheet(squat, action="save"))
        address = reverse("therapist:plan_history", args=[plan.public_id])
        page = client.get(address)
        newest, first = page.context["entries"]
        assert (newest.version, first.version) == (2, 1)
        assert newest.by == therapist.full_name
        text = " ".join(newest.changes)
        assert "2 sets × 10 repetitions → 3 sets × 12 repetitions" in text
        assert "Pain limit 5 → 4" in newest.changes

    def test_the_last_change_is_undone(self, client, plan, squat):
        client.post(edit(plan), sheet(squat, action="save"))
        second = Plan.objects.get(version=2)
        client.post(reverse("therapist:undo_change", args=[second.public_id]))
        third = Plan.objects.get(version=3)
        assert (third.brings_back, third.prescriptions.get().sets) == (1, 2)

    def test_somebody_else_was_faster(self, client, plan, squat):
        client.post(edit(plan), sheet(squat, action="save"))
        again = client.post(edit(plan), sheet(squat, action="save", title="Other"))
        assert again.status_code == 422
        assert "meanwhile" in again.content.decode()

    def test_is_ended(self, client, plan):
        client.post(reverse("therapist:end_plan", args=[plan.public_id]))
        plan.refresh_from_db()
        assert plan.ended_at is not None


class TestPhases:
    def session(self, plan, days_ago, *, score, pain):
        at = timezone.now() - dt.timedelta(days=days_ago)
        row = plan.prescriptions.get()
        recording = RecordingFactory(
            patient=plan.patient, prescription=row, recorded_at=at
        )
        analysis = AnalysisFactory(recording=recording, done=True)
        recording.digest = recording._meta.get_field("digest").related_model(
            recording=recording, analysis=analysis, score=score
        )
        recording.digest.save()
        SelfReportFactory(
            prescription=row,
            patient=plan.patient,
            recording=recording,
            moment="after",
            pain=pain,
            reported_at=at,
        )

    def page(self, client, plan):
        address = reverse("therapist:patient", args=[plan.patient.public_id])
        (shown,) = client.get(address).context["plans"]
        return shown.ahead

    def test_is_proposed_with_the_figures_behind(self, client, plan):
        self.session(plan, 5, score=60, pain=6)
        for days_ago, pain in ((4, 3), (3, 2), (2, 1)):
            self.session(plan, days_ago, score=84, pain=pain)
        ahead = self.page(client, plan)
        assert ahead.is_proposed
        assert [one.pain for one in ahead.sessions] == ["3", "2", "1"]
        assert {one.score for one in ahead.sessions} == {"84"}

    def test_one_session_short_is_not(self, client, plan):
        for days_ago in (3, 2):
            self.session(plan, days_ago, score=84, pain=1)
        assert not self.page(client, plan).is_proposed

    def test_the_therapist_begins_it(self, client, plan):
        address = reverse("therapist:decide_phase", args=[plan.public_id])
        client.post(address, {"decision": "begin"})
        assert Plan.objects.get(version=2).phase_title == "Stronger"

    def test_or_puts_it_off_until_a_later_session(self, client, plan):
        for days_ago in (4, 3, 2):
            self.session(plan, days_ago, score=84, pain=1)
        address = reverse("therapist:decide_phase", args=[plan.public_id])
        client.post(address, {"decision": "wait"})
        assert not self.page(client, plan).is_proposed
        plan.phases.update(put_off_at=timezone.now() - dt.timedelta(days=2, hours=1))
        assert self.page(client, plan).is_proposed


class TestPaper:
    def read(self, response):
        assert response["Content-Type"] == "application/pdf"
        reader = PdfReader(BytesIO(response.content))
        return " ".join(page.extract_text() for page in reader.pages)

    def test_has_exercises_dosage_and_the_pain_limit(self, client, plan):
        address = reverse("therapist:plan_file", args=[plan.public_id])
        text = self.read(client.get(address))
        for said in ("After knee surgery", "Squat", "2 sets", "Slowly.", "5 of 10"):
            assert said in text

    def test_markup_in_a_note_stays_text(self, client, plan):
        note = '#panic("no") *bold* $x$'
        plan.prescriptions.update(note=note)
        address = reverse("therapist:plan_file", args=[plan.public_id])
        assert '#panic("no") *bold*' in self.read(client.get(address))

    def test_scripts_beyond_latin_are_printed(self, client, plan):
        plan.prescriptions.update(note="Медленно. Αργά.")
        address = reverse("therapist:plan_file", args=[plan.public_id])
        assert "Медленно. Αργά." in self.read(client.get(address))

    def test_each_text_keeps_its_own_direction(self, client, plan, monkeypatch):
        printed = {}

        def compiled(_source, *, sys_inputs, **_how):
            printed.update(json.loads(sys_inputs["plan"]))
            return b"%PDF"

        monkeypatch.setattr("typst.compile", compiled)
        client.get(reverse("therapist:plan_file", args=[plan.public_id]))
        (item,) = printed["items"]
        texts = [printed["title"], printed["clinic"], item["note"]]
        assert texts == [f"\u2068{text[1:-1]}\u2069" for text in texts]
        assert item["note"][1:-1] == "Slowly."

    def test_is_a_click_away_from_the_patients_day(self, client, plan, patient):
        client.force_login(patient)
        page = client.get(reverse("patient:today")).content.decode()
        assert reverse("patient:plan_file", args=[plan.public_id]) in page

    def test_the_patient_prints_their_own(self, client, plan, patient):
        client.force_login(patient)
        address = reverse("patient:plan_file", args=[plan.public_id])
        assert "Squat" in self.read(client.get(address))
        client.force_login(PatientFactory())
        assert client.get(address).status_code == 404
