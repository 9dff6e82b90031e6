"""Care begins and ends once; consent is to one text and can be withdrawn."""

import pytest

from clinic.access import Denied
from clinic.models import AuditEvent, CareRelationship, Consent, User
from clinic.selectors import has_consented
from clinic.services import care, consent
from tests.factories import (
    ClinicAdminFactory,
    ClinicFactory,
    ConsentFactory,
    PatientFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


class TestCare:
    def test_assigned_twice_is_one_relationship(self, now):
        people = {"therapist": TherapistFactory(), "patient": PatientFactory()}
        admin = ClinicAdminFactory()
        first = care.assign(by=admin, now=now, **people)
        assert care.assign(by=admin, now=now, **people) == first
        assert AuditEvent.objects.count() == 1

    def test_ends_and_can_begin_again(self, now):
        therapist, patient = TherapistFactory(), PatientFactory()
        who = {"therapist": therapist, "patient": patient, "now": now}
        admin = ClinicAdminFactory()
        care.assign(by=admin, **who)
        care.end(by=admin, **who)
        assert not User.objects.in_care_of(therapist).exists()
        care.end(by=admin, **who)
        care.assign(by=admin, **who)
        assert User.objects.in_care_of(therapist).get() == patient
        assert CareRelationship.objects.count() == 2

    def test_a_therapist_assigns_nobody(self, now):
        therapist = TherapistFactory()
        with pytest.raises(Denied):
            care.assign(
                by=therapist, therapist=therapist, patient=PatientFactory(), now=now
            )


class TestConsent:
    def test_given_twice_is_one(self, now):
        patient = PatientFactory()
        assert consent.give(by=patient, now=now) == consent.give(by=patient, now=now)
        assert has_consented(patient)

    def test_to_an_older_text_does_not_count(self, now):
        patient = PatientFactory()
        consent.give(by=patient, now=now, version="2020-01")
        assert not has_consented(patient)

    def test_to_a_new_text_ends_the_older_one(self, now):
        older = ConsentFactory(version="2020-01")
        consent.give(by=older.patient, now=now)
        older.refresh_from_db()
        assert older.withdrawn_at == now
        assert has_consented(older.patient)

    def test_can_be_withdrawn_and_given_again(self, now):
        patient = ConsentFactory().patient
        assert consent.withdraw(by=patient, now=now)
        assert not has_consented(patient)
        assert not consent.withdraw(by=patient, now=now)
        consent.give(by=patient, now=now)
        assert has_consented(patient)

    @pytest.mark.parametrize("kept", [True, False])
    def test_records_whether_the_text_said_that_originals_are_kept(self, now, kept):
        patient = PatientFactory(clinic=ClinicFactory(keep_originals=kept))
        assert consent.give(by=patient, now=now).originals_kept is kept

    def test_is_given_by_patients_only(self, now):
        with pytest.raises(Denied):
            consent.give(by=TherapistFactory(), now=now)
        assert not Consent.objects.exists()
