"""Who gets which page: a truth table of people and addresses."""

import uuid

import pytest
from django.urls import reverse

from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    CommentFactory,
    ConsentFactory,
    FindingFactory,
    PatientFactory,
    ServiceAccountFactory,
    TherapistFactory,
    UserFactory,
)

SOMEONE = ("patient", "therapist", "admin", "service", "visitor")

PAGES = {
    "patient:today": "patient",
    "patient:consent": "patient",
    "patient:progress": "patient",
    "patient:messages": "patient",
    "therapist:caseload": "therapist",
    "therapist:patients": "therapist",
    "therapist:library": "therapist",
    "therapist:messages": "therapist",
    "therapist:insights": "therapist",
    "clinic_admin:people": "admin",
    "clinic_admin:settings": "admin",
}

POSTS = {
    "patient:withdraw_consent": "patient",
    "patient:share_poses": "patient",
    "clinic_admin:invite": "admin",
    "clinic_admin:assign_care": "admin",
    "clinic_admin:open_account": "admin",
}


@pytest.fixture
def people(db):
    return {
        "patient": PatientFactory(),
        "therapist": TherapistFactory(),
        "admin": ClinicAdminFactory(),
        "service": ServiceAccountFactory(),
        "visitor": None,
    }


def visit(client, person, address):
    if person is not None:
        client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("who", SOMEONE)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_one_role(client, people, page, who):
    response = visit(client, people[who], reverse(page))
    if who == "visitor":
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))
    else:
        assert response.status_code == (200 if PAGES[page] == who else 403)


@pytest.mark.parametrize("who", ["patient", "therapist", "admin"])
@pytest.mark.parametrize("page", POSTS)
def test_each_action_is_for_one_role(client, people, page, who):
    client.force_login(people[who])
    response = client.post(reverse(page), {})
    assert (response.status_code == 403) is (POSTS[page] != who)


@pytest.fixture
def recording(db):
    analysis = AnalysisFactory(done=True)
    FindingFactory(repetition__analysis=analysis)
    ConsentFactory(patient=analysis.recording.patient)
    return analysis.recording


@pytest.fixture
def insiders(recording):
    elsewhere = ClinicFactory(slug="hillside")
    return {
        "the patient": recording.patient,
        "her therapist": CareFactory(patient=recording.patient).therapist,
        "another patient": PatientFactory(),
        "a colleague": TherapistFactory(),
        "a patient elsewhere": PatientFactory(clinic=elsewhere),
        "a therapist elsewhere": TherapistFactory(clinic=elsewhere),
    }


def of_recording(recording):
    finding = recording.analyses.get().repetitions.get().findings.get()
    comment = CommentFactory(recording=recording)
    return {
        "patient:recording": recording.public_id,
        "patient:recording_progress": recording.public_id,
        "patient:upload": recording.prescription.public_id,
        "therapist:review": recording.public_id,
        "therapist:review_progress": recording.public_id,
        "therapist:patient": recording.patient.public_id,
        "therapist:finding_verdict": finding.public_id,
        "therapist:note": recording.public_id,
        "therapist:claim": recording.public_id,
        "therapist:recut": recording.public_id,
        "therapist:exercise": recording.public_id,
        "therapist:follow": recording.public_id,
        "therapist:undo_correction": recording.public_id,
        "therapist:comment": recording.public_id,
        "therapist:withdraw_comment": comment.public_id,
        "therapist:rerun": recording.public_id,
        "therapist:versions": recording.public_id,
        "therapist:choose_version": recording.analyses.get().public_id,
        "therapist:mark_reviewed": recording.public_id,
        "therapist:add_finding": recording.public_id,
        "therapist:alerts": recording.patient.public_id,
        "therapist:new_plan": recording.patient.public_id,
        "therapist:edit_plan": recording.prescription.plan.public_id,
        "therapist:undo_change": recording.prescription.plan.public_id,
        "therapist:end_plan": recording.prescription.plan.public_id,
        "therapist:decide_phase": recording.prescription.plan.public_id,
        "therapist:plan_history": recording.prescription.plan.public_id,
        "therapist:plan_file": recording.prescription.plan.public_id,
        "patient:plan_file": recording.prescription.plan.public_id,
        "therapist:progress": recording.patient.public_id,
        "therapist:progress_csv": recording.patient.public_id,
        "patient:delete": recording.public_id,
    }


@pytest.mark.parametrize(
    "who",
    ["another patient", "a colleague", "a patient elsewhere", "a therapist elsewhere"],
)
def test_what_belongs_to_others_is_not_there(client, recording, insiders, who):
    client.force_login(insiders[who])
    own_role = "patient" if "patient" in who else "therapist"
    for name, public_id in of_recording(recording).items():
        address = reverse(name, args=[public_id])
        codes = {client.get(address).status_code, client.post(address).status_code}
        expected = {404} if name.startswith(own_role) else {403}
        assert codes <= expected | {405}, name
        assert codes & expected, name


def test_an_unknown_recording_is_not_there(client, recording):
    client.force_login(recording.patient)
    address = reverse("patient:recording", args=[uuid.uuid4()])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "begins_at"),
    [
        ("patient", "patient:today"),
        ("therapist", "therapist:caseload"),
        ("admin", "clinic_admin:people"),
    ],
)
def test_the_first_page_is_where_the_work_begins(client, people, who, begins_at):
    response = visit(client, people[who], reverse("home"))
    assert response["Location"] == reverse(begins_at)


def test_visitors_are_welcomed_and_shown_the_sign_in(client, db):
    response = client.get(reverse("home"))
    assert response.status_code == 200
    assert reverse("account_login") in response.content.decode()


def test_an_operator_without_a_clinic_goes_to_the_administration(client, db):
    operator = UserFactory(
        clinic=None, role="clinic_admin", is_superuser=True, is_staff=True
    )
    response = visit(client, operator, reverse("home"))
    assert response["Location"] == reverse("admin:index")
