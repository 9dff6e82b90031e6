"""Who may do what: truth tables, and lists that agree with them."""

import itertools

import pytest

from clinic import access
from clinic.models import Analysis, Finding, Message, Plan, Recording, User
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    FindingFactory,
    MessageFactory,
    PatientFactory,
    PlanFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ServiceAccountFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(now):
    clinic = ClinicFactory()
    other = ClinicFactory(slug="hillside", name="Hillside")
    patient = PatientFactory(clinic=clinic)
    therapist = CareFactory(patient=patient, therapist__clinic=clinic).therapist
    former = CareFactory(
        patient=patient, therapist__clinic=clinic, ended_at=now
    ).therapist
    elsewhere = TherapistFactory(clinic=other)
    # Care that outlived a move to another clinic must open nothing.
    CareFactory(patient=patient, therapist=elsewhere)
    closed = TherapistFactory(clinic=clinic, is_active=False)
    CareFactory(patient=patient, therapist=closed)
    return {
        "the patient": patient,
        "another patient": PatientFactory(clinic=clinic),
        "her therapist": therapist,
        "a former therapist": former,
        "a colleague": TherapistFactory(clinic=clinic),
        "a closed account": closed,
        "a therapist of another clinic": elsewhere,
        "the clinic admin": ClinicAdminFactory(clinic=clinic),
        "another clinic's admin": ClinicAdminFactory(clinic=other),
        "the clinic's program": ServiceAccountFactory(clinic=clinic),
        "another clinic's program": ServiceAccountFactory(clinic=other),
        "the operator": User.objects.create_superuser("operator@example.org"),
    }


# Person: what they may do with a recording of "the patient".
VIEW, DELETE, REVIEW = "view", "delete", "review"
ANALYZE, HELP = "analyze", "ask for help"
RECORDING = {
    "the patient": {VIEW, DELETE, ANALYZE, HELP},
    "another patient": set(),
    "her therapist": {VIEW, REVIEW, ANALYZE},
    "a former therapist": set(),
    "a colleague": set(),
    "a closed account": set(),
    "a therapist of another clinic": set(),
    "the clinic admin": set(),
    "another clinic's admin": set(),
    "the clinic's program": {VIEW},
    "another clinic's program": set(),
    "the operator": set(),
}
ASK = {
    VIEW: access.can_view_recording,
    DELETE: access.can_delete_recording,
    REVIEW: access.can_review_recording,
    ANALYZE: access.can_request_analysis,
    HELP: access.can_ask_therapist,
}


@pytest.mark.parametrize("who", RECORDING)
def test_what_each_person_may_do_with_a_recording(people, who):
    recording = RecordingFactory(patient=people["the patient"])
    allowed = {name for name, ask in ASK.items() if ask(people[who], recording)}
    assert allowed == RECORDING[who]


@pytest.mark.parametrize("who", RECORDING)
def test_a_deleted_recording_can_only_be_restored_and_only_by_its_patient(
    people, who, now
):
    recording = RecordingFactory(patient=people["the patient"], deleted_at=now)
    assert not any(ask(people[who], recording) for ask in ASK.values())
    restores = access.can_restore_recording(people[who], recording)
    assert restores is (who == "the patient")


# Person: knows of the patient, prescribes, reads and writes messages, reads the plan.
KNOW, PRESCRIBE, MESSAGE, PLAN, SEND = "know", "prescribe", "message", "plan", "send"
AIM = "aim"
PATIENT = {
    "the patient": {KNOW, MESSAGE, PLAN, SEND, AIM},
    "another patient": set(),
    "her therapist": {KNOW, PRESCRIBE, MESSAGE, PLAN},
    "a former therapist": set(),
    "a colleague": set(),
    "a closed account": set(),
    "a therapist of another clinic": set(),
    "the clinic admin": {KNOW},
    "another clinic's admin": set(),
    "the clinic's program": {KNOW, PLAN},
    "another clinic's program": set(),
    "the operator": set(),
}


@pytest.mark.parametrize("who", PATIENT)
def test_what_each_person_may_do_for_a_patient(people, who):
    patient, person = people["the patient"], people[who]
    prescription = PrescriptionFactory(plan__patient=patient)
    asked = {
        KNOW: access.can_view_person(person, patient),
        PRESCRIBE: access.can_prescribe(person, patient),
        MESSAGE: access.can_message(person, patient),
        PLAN: access.can_view_plan(person, prescription.plan),
        SEND: access.can_upload(person, prescription),
        AIM: access.can_set_goal(person, patient),
    }
    assert {name for name, allowed in asked.items() if allowed} == PATIENT[who]


ALL_ROLES = {"patient", "therapist", "clinic_admin"}
INVITES = dict.fromkeys(PATIENT, frozenset()) | {
    "the clinic admin": ALL_ROLES,
    "her therapist": {"patient"},
    "a former therapist": {"patient"},
    "a colleague": {"patient"},
}


@pytest.mark.parametrize("who", INVITES)
def test_who_may_invite_whom(people, who):
    clinic = people["the patient"].clinic
    invited = {
        role
        for role in User.Role.values
        if access.can_invite(people[who], clinic, role)
    }
    assert invited == INVITES[who]


@pytest.mark.parametrize("who", PATIENT)
def test_only_the_clinics_own_admin_runs_it(people, who):
    patient, therapist = people["the patient"], people["a colleague"]
    is_admin = who == "the clinic admin"
    assert access.can_manage_clinic(people[who], patient.clinic) is is_admin
    assert access.can_assign_care(people[who], therapist, patient) is is_admin


def test_care_is_not_assigned_across_clinics(people):
    admin = people["the clinic admin"]
    elsewhere = people["a therapist of another clinic"]
    assert not access.can_assign_care(admin, elsewhere, people["the patient"])


def test_lists_and_objects_agree(people, now):
    everyone = list(people.values())
    patients = [person for person in everyone if person.is_patient]
    recordings = [RecordingFactory(patient=patient) for patient in patients]
    recordings.append(RecordingFactory(patient=patients[0], deleted_at=now))
    for user, recording in itertools.product(everyone, recordings):
        listed = Recording.objects.visible_to(user).contains(recording)
        assert listed is access.can_view_recording(user, recording)


def test_lists_of_people_and_plans_agree(people):
    everyone = list(people.values())
    plans = [PlanFactory(patient=person) for person in everyone if person.is_patient]
    for user, person in itertools.product(everyone, everyone):
        listed = User.objects.visible_to(user).contains(person)
        assert listed is access.can_view_person(user, person), (user, person)
    for user, plan in itertools.product(everyone, plans):
        listed = Plan.objects.visible_to(user).contains(plan)
        assert listed is access.can_view_plan(user, plan)


def test_lists_of_messages_agree(people):
    messages = [
        MessageFactory(patient=person)
        for person in people.values()
        if person.is_patient
    ]
    for user, message in itertools.product(people.values(), messages):
        listed = Message.objects.visible_to(user).contains(message)
        assert listed is access.can_message(user, message.patient)


def test_analyses_and_findings_are_seen_by_those_who_see_the_recording(people):
    analysis = AnalysisFactory(done=True, recording__patient=people["the patient"])
    finding = FindingFactory(repetition=RepetitionFactory(analysis=analysis))
    for user in people.values():
        sees = access.can_view_recording(user, analysis.recording)
        assert Analysis.objects.visible_to(user).contains(analysis) is sees
        assert Finding.objects.visible_to(user).contains(finding) is sees
        judges = access.can_judge_finding(user, finding)
        assert judges is access.can_review_recording(user, analysis.recording)


def test_denied_is_what_is_not_allowed():
    access.require(True)
    with pytest.raises(access.Denied):
        access.require(False)
