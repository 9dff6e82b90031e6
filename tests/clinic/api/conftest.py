"""Programs that call the interface, each with its own token."""

import pytest
from django.core.cache import cache
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.factories import ClinicFactory, ServiceAccountFactory


@pytest.fixture(autouse=True)
def _fresh_budgets():
    cache.clear()


@pytest.fixture
def program():
    """Make a client that carries a token of `account`."""

    def make(account):
        _row, token = AuthToken.objects.create(account)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return make


@pytest.fixture
def api(program, db):
    """The clinic's own program."""
    return program(ServiceAccountFactory())


@pytest.fixture
def elsewhere(db):
    """Another clinic."""
    return ClinicFactory(slug="hillside", name="Hillside Rehabilitation")


@pytest.fixture
def stranger_api(program, elsewhere):
    """The program of the other clinic."""
    return program(ServiceAccountFactory(clinic=elsewhere))
