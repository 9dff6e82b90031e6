"""The goal on a patient's pages, and on those of the therapist in charge."""

import pytest
from django.urls import reverse

from clinic.models import AuditEvent, Goal
from tests.factories import CareFactory, GoalFactory, PatientFactory, TherapistFactory

TODAY = "/my/today/"


@pytest.fixture
def patient(client, db):
    patient = PatientFactory()
    client.force_login(patient)
    return patient


def write(client, text):
    return client.post(reverse("patient:goal"), {"text": text}, follow=True)


def test_it_is_asked_for_written_and_shown(client, patient):
    asked = client.get(TODAY).content.decode()
    assert "What would you like to be able to do again?" in asked
    shown = write(client, "Walk to <b>the</b> shop").content.decode()
    assert "Your goal is saved." in shown
    assert "Walk to &lt;b&gt;the&lt;/b&gt; shop" in shown
    assert "What would you like to be able to do again?" not in shown


def test_a_change_can_be_undone_from_the_next_page(client, patient):
    GoalFactory(patient=patient, text="Walk to the shop")
    page = write(client, "Dance")
    undo = reverse("patient:undo_goal", args=[page.context["changed_goal"]])
    assert undo in page.content.decode()
    undone = client.post(undo, follow=True)
    assert undone.context["goal"] == "Walk to the shop"
    assert undone.context["changed_goal"] is None


def test_a_removed_goal_is_said_and_may_come_back(client, patient):
    GoalFactory(patient=patient)
    assert "Your goal is removed." in write(client, "").content.decode()


def test_what_is_too_long_is_refused_in_words(client, patient):
    page = write(client, "x" * (Goal.LONGEST + 1))
    assert "Say it in fewer words." in page.content.decode()


def test_nobody_undoes_the_goal_of_another(client, patient):
    goal = GoalFactory()
    undo = reverse("patient:undo_goal", args=[goal.public_id])
    assert client.post(undo).status_code == 404
    offered = client.get(f"{TODAY}?goal={goal.public_id}")
    assert offered.context["changed_goal"] is None


def test_progress_shows_it(client, patient):
    GoalFactory(patient=patient, text="Walk to the shop")
    text = client.get(reverse("patient:progress")).content.decode()
    assert "Walk to the shop" in text


@pytest.mark.parametrize(
    ("page", "action"),
    [
        ("therapist:patient", "patient.viewed"),
        ("therapist:progress", "progress.viewed"),
    ],
)
def test_the_therapist_in_charge_reads_it_and_is_audited_once(client, page, action, db):
    care = CareFactory()
    GoalFactory(patient=care.patient, text="Walk to the shop")
    address = reverse(page, args=[care.patient.public_id])
    client.force_login(care.therapist)
    for _ in range(2):
        assert "Walk to the shop" in client.get(address).content.decode()
    client.force_login(TherapistFactory())
    assert client.get(address).status_code == 404
    looks = AuditEvent.objects.filter(action=action)
    assert [(one.actor, one.object_id) for one in looks] == [
        (care.therapist, str(care.patient.public_id))
    ]
