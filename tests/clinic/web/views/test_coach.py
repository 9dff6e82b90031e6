"""The live coach is offered where it can work, and its model goes to patients."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from clinic import recognizer
from clinic.models import Exercise
from clinic.services.exercises import sync_catalog
from recognition import assets
from recognition.learning.signals import CANDIDATES
from tests.factories import (
    ConsentFactory,
    PrescriptionFactory,
    TherapistFactory,
)

MODEL = b"a pose model"


@pytest.fixture
def model(settings, tmp_path):
    path = tmp_path / "lite.task"
    path.write_bytes(MODEL)
    settings.COACH_MODEL = str(path)
    return path


def prescribed(client, code, **how):
    sync_catalog()
    exercise = Exercise.objects.get(code=code)
    prescription = PrescriptionFactory(exercise=exercise, **how)
    ConsentFactory(patient=prescription.plan.patient)
    client.force_login(prescription.plan.patient)
    return prescription


def facts(client, prescription):
    page = client.get(reverse("patient:upload", args=[prescription.public_id]))
    found = re.search(
        r'id="coach-facts" type="application/json">(.*?)</script>', page.text
    )
    return page, json.loads(found[1]) if found else None


@pytest.mark.django_db
class TestOffer:
    def test_it_counts_by_the_exercise_file(self, client, model):
        page, given = facts(client, prescribed(client, "squat"))
        assert given["movement"] == {
            "measure": "knee_flexion",
            "peak": "max",
            "side": "both",
            "repetitionRange": 40.0,
            "attemptRange": 18.0,
        }
        assert "Sit a little lower" in page.text
        assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]

    def test_other_pages_run_no_code_made_from_strings(self, client, model):
        prescribed(client, "squat")
        today = client.get(reverse("patient:today"))
        assert "unsafe" not in today.headers["Content-Security-Policy"]

    def test_an_exercise_of_one_side_at_a_time_is_counted_by_the_side_at_work(
        self, client, model
    ):
        prescription = prescribed(client, "marching", side="both")
        assert "both" not in prescription.exercise.sides
        assert facts(client, prescription)[1]["movement"]["side"] == "alternating"

    def test_a_posture_that_is_held_has_no_coach(self, client, model):
        page, given = facts(client, prescribed(client, "plank"))
        assert given is None
        assert "data-coach" not in page.text

    def test_without_a_model_there_is_none(self, client, model):
        model.unlink()
        page, given = facts(client, prescribed(client, "squat"))
        assert given is None
        assert "data-skeleton" not in page.text


# Small or axial movements, which a phone sees too coarsely to count by.
NOT_COUNTED = {"knee_gap", "heel_lift", "forearm_outward", "trunk_rotation"}


def test_all_other_exercises_are_counted_by_what_a_phone_can_measure():
    script = Path(__file__).parents[4] / "static/js/coach/measures.js"
    table = script.read_text().partition("const MEASURES = {")[2].partition("};")[0]
    known = set(re.findall(r"^  (\w+): ", table, re.MULTILINE))
    wanted = {
        entry.movement["measure"]
        for entry in recognizer.catalog()
        if entry.kind == "repetitions"
    }
    assert wanted - known == NOT_COUNTED


@pytest.mark.django_db
class TestModel:
    def test_a_patient_gets_it_and_may_keep_it(self, client, model):
        prescribed(client, "squat")
        answer = client.get(reverse("patient:coach_model"))
        assert b"".join(answer.streaming_content) == MODEL
        assert "private" in answer.headers["Cache-Control"]

    def test_unless_the_operator_names_one_it_is_the_full_one_of_the_analysis(
        self, client, settings, monkeypatch, tmp_path
    ):
        full = tmp_path / "full.task"
        full.write_bytes(b"what the worker has made")
        settings.COACH_MODEL = ""
        monkeypatch.setenv(assets.MODEL_VARIABLE, str(full))
        prescribed(client, "squat")
        answer = client.get(reverse("patient:coach_model"))
        assert b"".join(answer.streaming_content) == full.read_bytes()
        assert "full" in assets.LANDMARKS

    def test_before_it_is_there_it_is_not_found(self, client, model):
        model.unlink()
        prescribed(client, "squat")
        assert client.get(reverse("patient:coach_model")).status_code == 404

    def test_nobody_else_gets_it(self, client, model):
        address = reverse("patient:coach_model")
        assert client.get(address).status_code == 302
        client.force_login(TherapistFactory())
        assert client.get(address).status_code == 403


def test_what_an_own_exercise_may_be_cut_by_is_counted_on_the_phone():
    source = Path("static/js/coach/measures.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+): (?:\{|ELBOW)", source, re.MULTILINE))
    assert set(CANDIDATES) <= known
