"""Pages ask the database as often for 10,000 recordings as for ten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.clinic import bulk
from tests.factories import (
    AlertFactory,
    ClinicAdminFactory,
    ConsentFactory,
    PlanPhaseFactory,
    TherapistFactory,
)

FEW, MANY, PATIENTS = 10, 10_000, 5
THERAPIST = (
    "/therapist/",
    "/therapist/?show=all",
    "/therapist/patients/",
    "/therapist/patients/{patient}/",
    "/therapist/patients/{patient}/progress/?weeks=52",
    "/therapist/patients/{patient}/alerts/",
    "/therapist/plans/{plan}/edit/",
    "/therapist/plans/{plan}/history/",
    "/therapist/review/{recording}/",
    "/therapist/messages/",
    "/therapist/insights/",
)
PATIENT = (
    "/my/today/",
    "/my/progress/",
    "/my/messages/",
    "/my/recordings/{recording}/",
)
ADMIN = ("/clinic/", "/clinic/usage/", "/clinic/audit/")


def asked(client, address):
    """Return how many queries the page takes; the first visit may add audit rows."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


@pytest.mark.slow
def test_every_page_asks_as_often_for_ten_thousand_recordings_as_for_ten(db):
    therapist = TherapistFactory()
    people = bulk.patients(therapist, PATIENTS)
    patient, now = people[0], timezone.now()
    ConsentFactory(patient=patient)
    plan = patient.plans.get()
    PlanPhaseFactory(plan=plan)
    AlertFactory(patient=patient, raised_at=now)
    made = bulk.recordings(people, FEW, now=now, reviewed=0)  # all wait
    keys = {
        "patient": patient.public_id,
        "plan": plan.public_id,
        "recording": made[0].public_id,
    }
    readers = {therapist: THERAPIST, patient: PATIENT, ClinicAdminFactory(): ADMIN}

    def counted():
        found = {}
        for reader, addresses in readers.items():
            client = Client()
            client.force_login(reader)
            for address in addresses:
                found[address] = asked(client, address.format(**keys))
        return found

    before = counted()
    more = [*people, *bulk.patients(therapist, 95)]
    bulk.recordings(more, MANY - FEW, now=now, reviewed=0.5)
    assert counted() == before
