"""A simulated session is stored as a worker stores results, and says what it is."""

import json
from pathlib import Path

import pytest

from clinic import recognizer
from clinic.access import Denied
from clinic.models import AuditEvent, Finding, Recording
from clinic.recognizer import Session
from clinic.services import simulations
from clinic.services.recordings import ConsentMissing
from tests import factories

SESSION = Session("squat", person=1, seed=2)
REPETITION = {
    "index": 1,
    "start_s": 1.0,
    "peak_s": 2.0,
    "end_s": 3.0,
    "side": "both",
    "score": 80.0,
    "measures": [],
    "findings": [
        {
            "mistake": "shallow_depth",
            "severity": "minor",
            "confidence": 0.9,
            "joint": "knee",
            "side": "both",
            "phase": "bottom",
            "time_s": 2.0,
            "value": 60.0,
            "expected": "at least 70",
            "unit": "deg",
            "message": "Go a little deeper.",
        }
    ],
}


def content(file) -> bytes:
    with file.open("rb") as stream:
        return stream.read()


@pytest.fixture
def prescription(db):
    made = factories.PrescriptionFactory()
    factories.ConsentFactory(patient=made.plan.patient)
    return made


@pytest.fixture
def made(tmp_path: Path) -> recognizer.Simulated:
    poses, curves, still = (tmp_path / name for name in ("p.npz", "c.json", "s.jpg"))
    poses.write_bytes(b"poses")
    curves.write_text(json.dumps({"schema": 1}))
    still.write_bytes(b"still")
    report = {"schema": 1, "video": {"duration_s": 9.0}, "repetitions": [REPETITION]}
    return recognizer.Simulated(recognizer.Analyzed(report, poses, curves), still)


@pytest.fixture
def stored(prescription, made, now, enqueued) -> Recording:
    return simulations.add(
        by=prescription.plan.patient,
        prescription=prescription,
        session=SESSION,
        made=made,
        now=now,
    )


def test_everything_that_a_worker_leaves_is_there(stored, now) -> None:
    analysis = stored.analyses.get()

    assert (analysis.status, analysis.is_current) == ("done", True)
    assert analysis.pipeline_version == recognizer.VERSION
    assert analysis.claim is None
    assert analysis.finished_at == now
    assert content(analysis.poses) == b"poses"
    assert analysis.curves.name.endswith(".json.gz")
    assert Finding.objects.get(repetition__analysis=analysis).mistake == "shallow_depth"
    stored.refresh_from_db()
    assert content(stored.thumbnail) == b"still"
    assert stored.duration_s == 9.0


def test_no_worker_is_asked(stored, enqueued) -> None:
    assert [job for job in enqueued if "analy" in job[0]] == []


def test_the_audit_says_that_it_is_a_demo(stored) -> None:
    event = AuditEvent.objects.get(action="recording.simulated")

    assert event.object_id == str(stored.public_id)
    assert event.detail == {"demo": True}


def test_it_is_found_again_by_its_description(stored) -> None:
    patient = stored.patient

    assert simulations.find(patient=patient, session=SESSION) == stored
    other = Session("squat", person=1, seed=3)
    assert simulations.find(patient=patient, session=other) is None


def test_a_film_is_added_once(stored, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")

    assert simulations.show(recording=stored, film=film)
    assert not simulations.show(recording=stored, film=film)

    stored.refresh_from_db()
    assert content(stored.playback) == b"film"


def test_the_rules_of_uploads_hold(prescription, made, now, enqueued) -> None:
    stranger = factories.PatientFactory(clinic=prescription.plan.clinic)
    patient = prescription.plan.patient

    with pytest.raises(Denied):
        simulations.add(
            by=stranger, prescription=prescription, session=SESSION, made=made, now=now
        )
    patient.consents.all().delete()
    with pytest.raises(ConsentMissing):
        simulations.add(
            by=patient, prescription=prescription, session=SESSION, made=made, now=now
        )
    assert not Recording.objects.exists()
