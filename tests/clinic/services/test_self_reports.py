"""Pain, effort and reasons: kept as told, and too much pain reaches a therapist."""

import pytest

from clinic.access import Denied
from clinic.models import AuditEvent, Message, SelfReport
from clinic.services import self_reports
from tests.factories import (
    CareFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def prescription():
    return PrescriptionFactory(plan__pain_limit=4)


@pytest.fixture
def patient(prescription):
    return prescription.plan.patient


@pytest.fixture
def recording(prescription, patient):
    return RecordingFactory(patient=patient, prescription=prescription)


@pytest.mark.parametrize(("pain", "alarms"), [(0, False), (4, False), (5, True)])
def test_pain_above_the_plans_limit_is_told_to_the_therapist(
    prescription, patient, now, pain, alarms
):
    therapist = CareFactory(patient=patient).therapist
    report = self_reports.before(
        by=patient, prescription=prescription, pain=pain, now=now
    )
    assert report.is_above_limit is alarms
    waiting = Message.objects.visible_to(therapist).unread_by(therapist)
    assert [f"Pain {pain} of 10" in one.text for one in waiting] == [True] * alarms
    alarm = AuditEvent.objects.filter(action="self_report.pain_alarm")
    assert alarm.exists() is alarms


def test_the_limit_that_held_is_kept_with_the_answer(prescription, patient, now):
    report = self_reports.before(by=patient, prescription=prescription, pain=5, now=now)
    prescription.plan.pain_limit = 9
    prescription.plan.save(update_fields=["pain_limit"])
    assert SelfReport.objects.get(pk=report.pk).is_above_limit


def test_how_it_felt_is_kept_once_and_can_be_corrected(recording, patient, now):
    told = {"by": patient, "recording": recording, "now": now}
    self_reports.after(**told, pain=3, effort=6, comment=" Knee. ")
    self_reports.after(**told, pain=2, effort=None, comment="")
    report = SelfReport.objects.get()
    assert (report.pain, report.effort, report.comment) == (2, None, "")


def test_an_empty_answer_is_refused_and_deletes_nothing(recording, patient, now):
    told = {"by": patient, "recording": recording, "now": now}
    self_reports.after(**told, pain=0, effort=None, comment="")
    with pytest.raises(self_reports.NothingTold):
        self_reports.after(**told, pain=None, effort=None, comment="  ")
    assert SelfReport.objects.get().pain == 0


def test_why_it_was_not_done_is_kept(prescription, patient, now):
    report = self_reports.instead(
        by=patient,
        prescription=prescription,
        reason=SelfReport.Reason.TOO_HARD,
        comment="My hip",
        now=now,
    )
    assert report.moment == SelfReport.Moment.INSTEAD
    assert report.get_reason_display() == "It was too hard"


def test_only_the_patient_tells(prescription, recording, patient, now):
    for stranger in (PatientFactory(), CareFactory(patient=patient).therapist):
        with pytest.raises(Denied):
            self_reports.before(by=stranger, prescription=prescription, pain=1, now=now)
        with pytest.raises(Denied):
            self_reports.after(
                by=stranger,
                recording=recording,
                pain=1,
                effort=None,
                comment="",
                now=now,
            )
        with pytest.raises(Denied):
            self_reports.instead(
                by=stranger,
                prescription=prescription,
                reason=SelfReport.Reason.COULD_NOT,
                comment="",
                now=now,
            )
    assert not SelfReport.objects.exists()


def test_patient_and_therapists_in_charge_read_it(prescription, patient, now):
    care = CareFactory(patient=patient)
    self_reports.before(by=patient, prescription=prescription, pain=1, now=now)
    readers = {
        person: SelfReport.objects.visible_to(person).count()
        for person in (patient, care.therapist, PatientFactory(), CareFactory().patient)
    }
    assert list(readers.values()) == [1, 1, 0, 0]


def test_what_was_told_stays_out_of_the_audit(prescription, patient, now):
    self_reports.before(by=patient, prescription=prescription, pain=9, now=now)
    details = [event.detail for event in AuditEvent.objects.all()]
    assert all(9 not in detail.values() for detail in details)
