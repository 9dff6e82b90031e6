"""The library: searched, filtered, and with each therapist's favorites."""

import pytest
from django.urls import reverse

from clinic.models import FavoriteExercise
from tests.factories import ClinicFactory, ExerciseFactory


class TestLibrary:
    def found(self, client, **query):
        page = client.get(reverse("therapist:library"), query)
        return [one.exercise.code for one in page.context["found"]]

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ({}, ["lunge", "squat"]),
            ({"q": "LUN"}, ["lunge"]),
            ({"q": "deep"}, ["squat"]),
            ({"region": "knee"}, ["squat"]),
            ({"equipment": "mat"}, ["lunge"]),
            ({"equipment": "none"}, ["squat"]),
            ({"posture": "standing"}, ["lunge", "squat"]),
            ({"view": "side"}, ["squat"]),
            ({"side": "left"}, ["lunge"]),
            ({"region": "knee", "side": "left"}, []),
            ({"region": "nowhere"}, ["lunge", "squat"]),
        ],
    )
    def test_is_searched_and_filtered(
        self, client, therapist, squat, lunge, query, codes
    ):
        assert self.found(client, **query) == codes

    def test_favorites_come_first_and_are_kept_a_person(
        self, client, therapist, squat, lunge
    ):
        address = reverse("therapist:favorite", args=[squat.pk])
        client.post(address, {"favorite": "on"})
        assert self.found(client) == ["squat", "lunge"]
        assert self.found(client, favorites="on") == ["squat"]
        client.post(address, {"favorite": "off"})
        assert not FavoriteExercise.objects.exists()

    def test_an_exercise_of_another_clinic_is_not_found(self, client, therapist):
        other = ExerciseFactory(clinic=ClinicFactory(slug="hillside"), code="own")
        address = reverse("therapist:favorite", args=[other.pk])
        assert client.post(address, {"favorite": "on"}).status_code == 404
