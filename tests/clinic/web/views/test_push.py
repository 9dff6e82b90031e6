"""A patient's own settings offer to wake this browser, where the operator lets them."""

import pytest
from django.urls import reverse

from clinic.models import PushSubscription
from clinic.services import pushes
from tests.factories import PatientFactory, TherapistFactory

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
SCRIPT = 'src="/static/js/page/push.js"'
KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"


@pytest.fixture
def patient(client, db, settings):
    settings.WEB_PUSH_KEY = KEY
    patient = PatientFactory()
    client.force_login(patient)
    return patient


def post(client, name, endpoint=ENDPOINT):
    return client.post(reverse(f"patient:{name}"), {"endpoint": endpoint})


def test_it_is_switched_on_and_off(client, patient):
    assert post(client, "push").status_code == 204
    assert PushSubscription.objects.get().user == patient
    assert post(client, "push_off").status_code == 204
    assert not PushSubscription.objects.exists()


def test_any_other_address_is_refused(client, patient):
    assert post(client, "push", "https://evil.example/").status_code == 422
    assert not PushSubscription.objects.exists()


def test_settings_offer_it_with_the_key(client, patient):
    text = client.get(reverse("account_profile")).content.decode()
    assert f'data-key="{pushes.public_key()}"' in text
    assert SCRIPT in text


def test_settings_do_not_offer_what_is_off(client, patient, settings):
    settings.WEB_PUSH_KEY = ""
    text = client.get(reverse("account_profile")).content.decode()
    assert "data-push" not in text
    assert SCRIPT not in text


def test_therapists_are_not_offered_it_and_cannot_ask_for_it(client, patient):
    client.force_login(TherapistFactory())
    assert "data-push" not in client.get(reverse("account_profile")).content.decode()
    assert post(client, "push").status_code == 403
