"""A patient's goal: in their own words, changed with a way back, read by few."""

import datetime as dt

import pytest

from clinic.access import Denied
from clinic.models import AuditEvent, Goal
from clinic.selectors.goals import goal_of
from clinic.services import goals
from tests.factories import CareFactory, ClinicAdminFactory, PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return PatientFactory()


@pytest.fixture
def write(patient, now):
    """Write goals one minute after the other."""
    times = iter(range(9))

    def write_one(text):
        at = now + dt.timedelta(minutes=next(times))
        return goals.write(by=patient, text=text, now=at)

    return write_one


def test_the_newest_wording_holds_without_spaces_around_it(write, patient):
    write("Walk to the shop")
    write("  Walk to the\n shop and back ")
    assert goal_of(patient, viewer=patient) == "Walk to the shop and back"


def test_undone_the_wording_before_holds_again(write, patient, now):
    write("Walk to the shop")
    last = write("Wlak")
    later = now + dt.timedelta(hours=1)
    assert goals.undo(by=patient, goal=last, now=later)
    assert goal_of(patient, viewer=patient) == "Walk to the shop"
    assert not goals.undo(by=patient, goal=last, now=later)


def test_an_empty_text_takes_it_away_and_can_be_undone(write, patient, now):
    write("Walk to the shop")
    removal = write(" ")
    assert goal_of(patient, viewer=patient) == ""
    goals.undo(by=patient, goal=removal, now=now + dt.timedelta(hours=1))
    assert goal_of(patient, viewer=patient) == "Walk to the shop"


def test_the_same_words_again_are_no_change(write):
    write("Walk to the shop")
    assert write("Walk to  the shop") is None
    assert Goal.objects.count() == 1


def test_what_does_not_fit_is_refused(write):
    assert write("x" * Goal.LONGEST)
    with pytest.raises(goals.GoalTooLong):
        write("x" * (Goal.LONGEST + 1))


def test_only_patients_write_and_undo_their_own(write, patient, now):
    goal = write("Walk to the shop")
    therapist = CareFactory(patient=patient).therapist
    with pytest.raises(Denied):
        goals.write(by=therapist, text="Run", now=now)
    for stranger in (therapist, PatientFactory()):
        with pytest.raises(Denied):
            goals.undo(by=stranger, goal=goal, now=now)


def test_the_patient_and_the_therapists_in_charge_read_it(write, patient):
    write("Walk to the shop")
    readers = {
        "patient": patient,
        "therapist": CareFactory(patient=patient).therapist,
        "former": CareFactory(
            patient=patient, ended_at=dt.datetime.now(dt.UTC)
        ).therapist,
        "another patient": PatientFactory(),
        "admin": ClinicAdminFactory(),
    }
    reads = {who for who, person in readers.items() if goal_of(patient, viewer=person)}
    assert reads == {"patient", "therapist"}


def test_the_audit_says_who_and_when_but_not_what(write, patient, now):
    goal = write("Walk to the shop")
    goals.undo(by=patient, goal=goal, now=now)
    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == ["goal.written", "goal.undone"]
    assert {event.actor for event in events} == {patient}
    assert all(event.detail == {} for event in events)
