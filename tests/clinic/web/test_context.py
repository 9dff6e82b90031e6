"""What is new is counted in the navigation of every page of a patient."""

import re

import pytest
from django.urls import reverse

from clinic.models import Notice
from clinic.web.context import patients_news
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    MessageFactory,
    PatientFactory,
)

pytestmark = pytest.mark.django_db
COUNTS = re.compile(r'class="nav-count"><span aria-hidden="true">(\d+)</span>')


@pytest.fixture
def patient(client):
    patient = PatientFactory()
    client.force_login(patient)
    return patient


@pytest.fixture
def analysis(patient):
    analysis = AnalysisFactory(recording__patient=patient, failed=True)
    Notice.objects.create(recording=analysis.recording, kind="failed", at=NOON)
    return analysis


def counts(client, page, *arguments):
    text = client.get(reverse(page, args=arguments)).content.decode()
    return [int(number) for number in COUNTS.findall(text)]


@pytest.mark.parametrize("page", ["patient:today", "patient:progress"])
def test_results_and_messages_are_counted_each_at_its_place(
    client, patient, analysis, page
):
    therapist = CareFactory(patient=patient).therapist
    MessageFactory.create_batch(2, patient=patient, sender=therapist)
    MessageFactory(patient=patient, sender=patient)
    assert counts(client, page) == [1, 2]


def test_what_is_looked_at_is_new_no_more(client, patient, analysis):
    MessageFactory(patient=patient, sender=CareFactory(patient=patient).therapist)
    assert counts(client, "patient:messages") == [1]
    assert counts(client, "patient:recording", analysis.recording.public_id) == []


def test_the_news_of_others_are_not_counted(client, patient):
    other = AnalysisFactory(failed=True).recording
    Notice.objects.create(recording=other, kind="failed", at=NOON)
    assert counts(client, "patient:today") == []


def test_fragments_and_other_people_cost_no_query(
    rf, patient, django_assert_num_queries
):
    request = rf.get("/")
    with django_assert_num_queries(0):
        assert patients_news(request) == {}
        request.user, request.htmx = patient, True
        assert patients_news(request) == {}
        request.user, request.htmx = CareFactory.build().therapist, False
        assert patients_news(request) == {}
