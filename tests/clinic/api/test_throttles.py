"""Budgets: one a clinic, one an address of visitors."""

import pytest
from rest_framework.test import APIClient

from clinic.api.throttles import ClinicRate, VisitorRate
from tests.factories import ServiceAccountFactory

LIST = "/api/v1/recordings/"


@pytest.fixture(autouse=True)
def _small_budgets(monkeypatch):
    rates = {"clinic": "2/min", "visitor": "2/min"}
    for throttle in (ClinicRate, VisitorRate):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", rates)


def statuses(client, times, address=LIST):
    return [client.get(address).status_code for _ in range(times)]


def test_a_program_that_asks_too_often_is_told_when_to_come_back(api):
    assert statuses(api, 2) == [200, 200]

    refused = api.get(LIST)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["errors"][0]["code"] == "throttled"


def test_a_second_token_does_not_double_the_budget(api, program):
    statuses(api, 2)

    assert statuses(program(ServiceAccountFactory()), 1) == [429]


def test_another_clinic_is_not_slowed_down(api, stranger_api):
    statuses(api, 3)

    assert statuses(stranger_api, 1) == [200]


def test_visitors_cannot_have_the_schema_written_without_end(db):
    assert statuses(APIClient(), 3, "/api/schema/") == [200, 200, 429]
