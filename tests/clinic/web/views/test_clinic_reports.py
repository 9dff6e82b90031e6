"""Usage and audit: figures and actions of the admin's own clinic, and no results."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from clinic.models import Analysis, AuditEvent, Recording
from clinic.services import audit
from tests.clinic import bulk
from tests.factories import (
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    TherapistFactory,
)


def lines(response):
    return list(csv.DictReader(StringIO(response.content.decode())))


class TestUsage:
    @pytest.fixture
    def used(self, admin):
        """Two patients of one therapist with six recordings of the last weeks."""
        therapist = TherapistFactory(full_name="Priya Raman")
        people = bulk.patients(therapist, 2)
        bulk.recordings(people, 6, now=timezone.now(), reviewed=0.5)
        Recording.objects.update(duration_s=90.0, size_bytes=1024**2)
        started = timezone.now() - dt.timedelta(seconds=40)
        Analysis.objects.update(started_at=started, finished_at=timezone.now())
        return people

    def page(self, client):
        return client.get(reverse("clinic_admin:usage"))

    def test_counts_recordings_minutes_and_time(self, client, used):
        bars = self.page(client).context["bars"]
        assert len(bars) == 12
        assert sum(bar.week.recordings for bar in bars) == 6
        assert sum(bar.week.minutes for bar in bars) == pytest.approx(9.0)
        last = bars[-1].week
        assert (last.analyses, last.failed) == (6, 0)
        assert last.seconds == pytest.approx(40.0, abs=0.1)
        assert max(bar.height for bar in bars) == 100

    def test_what_took_no_time_took_none(self, client, used):
        Analysis.objects.update(started_at=F("finished_at"))
        assert self.page(client).context["bars"][-1].seconds == "0.0"

    def test_names_therapists_with_their_reviews_and_no_patient(self, client, used):
        response = self.page(client)
        (reviewer,) = response.context["reviewers"]
        assert (reviewer.person.full_name, reviewer.patients) == ("Priya Raman", 2)
        assert response.context["reviews"] == reviewer.reviews == 6
        text = response.content.decode()
        assert used[0].full_name not in text

    def test_says_what_is_kept(self, client, used):
        tiles = [tile.number for tile in self.page(client).context["tiles"]]
        assert tiles == ["2", "2", "6", "9", "6.0\xa0MB"]

    def test_other_clinics_do_not_count(self, client, admin):
        elsewhere = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
        bulk.recordings(bulk.patients(elsewhere, 1), 3, now=timezone.now())
        response = self.page(client)
        assert not any(bar.week.recordings for bar in response.context["bars"])
        assert response.context["reviewers"] == ()

    def test_is_a_table_for_spreadsheets(self, client, used):
        found = lines(client.get(reverse("clinic_admin:usage_csv")))
        assert sum(int(line["recordings"]) for line in found) == 6
        assert found[-1]["seconds_an_analysis"].startswith("40")

    def test_takes_as_many_queries_for_a_thousand_recordings(
        self, client, used, django_assert_num_queries
    ):
        self.page(client)
        with django_assert_num_queries(10):
            self.page(client)
        bulk.recordings(used, 1000, now=timezone.now())
        with django_assert_num_queries(10):
            self.page(client)


class TestAudit:
    def page(self, client, **asked):
        return client.get(reverse("clinic_admin:audit"), asked)

    def codes(self, client, **asked):
        return [row.code for row in self.page(client, **asked).context["rows"]]

    @pytest.fixture
    def done(self, admin):
        """What two people did on two days, and another clinic's admin."""
        care = CareFactory(patient__full_name="Maria Lindgren")
        now = timezone.now()
        audit.record(
            action="plan.ended", about=care.patient, by=care.therapist, now=now
        )
        before = now - dt.timedelta(days=3)
        audit.record(action="care.assigned", about=care.patient, by=admin, now=before)
        stranger = ClinicAdminFactory(clinic=ClinicFactory(slug="hillside"))
        audit.record(action="care.ended", about=stranger, by=stranger, now=now)
        return care

    def test_shows_the_own_clinic_newest_first(self, client, done):
        assert self.codes(client) == ["plan.ended", "care.assigned"]
        row = self.page(client).context["rows"][0]
        assert (row.who, row.about) == (done.therapist.full_name, "Maria Lindgren")

    def test_says_what_was_done_in_words(self, client, done):
        text = self.page(client).content.decode()
        assert "Ended a plan" in text
        assert "Put a therapist in charge of a patient" in text

    def test_is_filtered_by_person_action_and_day(self, client, done, admin):
        assert self.codes(client, who=admin.public_id) == ["care.assigned"]
        assert self.codes(client, action="plan") == ["plan.ended"]
        assert self.codes(client, action="care.assigned") == ["care.assigned"]
        today = timezone.localdate()
        assert self.codes(client, since=today.isoformat()) == ["plan.ended"]
        yesterday = (today - dt.timedelta(days=1)).isoformat()
        assert self.codes(client, until=yesterday) == ["care.assigned"]
        both = ["plan.ended", "care.assigned"]
        assert self.codes(client, who="x", action="x", since="2026-99-99") == both

    def test_what_the_system_did_can_be_asked_for(self, client, done):
        now = timezone.now()
        audit.record(action="plan.changed", about=done.patient, by=None, now=now)
        assert self.codes(client, who="system") == ["plan.changed"]

    def test_a_patient_is_chosen_by_the_name_in_a_row(self, client, done):
        patient, now = done.patient, timezone.now()
        audit.record(action="goal.written", about=patient, by=patient, now=now)
        link = f"?who={patient.public_id}"
        page = self.page(client)
        assert link in page.content.decode()
        assert patient not in page.context["people"]
        page = self.page(client, who=patient.public_id)
        assert patient in page.context["people"]
        assert [row.code for row in page.context["rows"]] == ["goal.written"]

    def test_strangers_cannot_be_chosen(self, client, done):
        stranger = PatientFactory(clinic=ClinicFactory(slug="seaside"))
        page = self.page(client, who=stranger.public_id)
        assert stranger not in page.context["people"]

    def test_has_pages(self, client, admin):
        for _ in range(51):
            audit.record(action="plan.ended", about=admin, by=admin, now=timezone.now())
        assert len(self.codes(client, action="plan")) == 50
        older = self.page(client, action="plan", page=2)
        assert len(older.context["rows"]) == 1
        assert "action=plan&amp;page=1" in older.content.decode()

    def test_a_copy_is_written_down_itself(self, client, done):
        found = lines(client.get(reverse("clinic_admin:audit_csv"), {"action": "plan"}))
        assert [line["action"] for line in found] == ["plan.ended"]
        assert AuditEvent.objects.filter(action="audit.exported").count() == 1


@pytest.mark.parametrize("name", ["usage", "usage_csv", "audit", "audit_csv"])
@pytest.mark.parametrize("person", [PatientFactory, TherapistFactory])
def test_only_admins_look(client, db, name, person):
    client.force_login(person())
    assert client.get(reverse(f"clinic_admin:{name}")).status_code == 403
