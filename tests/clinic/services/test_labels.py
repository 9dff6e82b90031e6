"""The training set: what therapists said, and nothing that says of whom."""

import json

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from clinic.models import AuditEvent
from clinic.services import consent, labels
from recognition import poses
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ConsentFactory,
    ExerciseFactory,
    FindingFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
    TherapistFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db

MISTAKES = [
    {"code": code, "name": code.capitalize(), "cue": ""}
    for code in ("shallow", "lean", "knees_in", "heels_up")
]


@pytest.fixture
def patient():
    patient = PatientFactory(full_name="Maria Lindgren", email="maria@example.org")
    ConsentFactory(patient=patient, poses_shared=True)
    return patient


@pytest.fixture
def recorded(tmp_path, now):
    """Make a reviewed recording with poses."""

    def make(patient):
        exercise = ExerciseFactory(mistakes=MISTAKES)
        prescription = PrescriptionFactory(plan__patient=patient, exercise=exercise)
        recording = RecordingFactory(patient=patient, prescription=prescription)
        analysis = AnalysisFactory(recording=recording, done=True)
        file = tmp_path / "poses.npz"
        still = np.zeros((4, 33, 3))
        sequence = poses.PoseSequence(
            np.arange(4) / 30, still, still, still[:, :, 0], 640, 360
        )
        sequence.save(file)
        analysis.claim = "00000000-0000-0000-0000-000000000001"
        analysis.poses.save("poses.npz", ContentFile(file.read_bytes()), save=False)
        type(analysis).objects.filter(pk=analysis.pk).update(poses=analysis.poses.name)
        ReviewFactory(recording=recording, reviewed_at=now)
        return analysis

    return make


@pytest.fixture
def export(tmp_path, now):
    def run(clinic):
        folder = tmp_path / "export"
        labels.export(clinic=clinic, folder=folder, now=now)
        lines = (folder / "repetitions.jsonl").read_text().splitlines()
        return folder, [json.loads(line) for line in lines]

    return run


def test_every_mistake_of_a_repetition_has_a_label(patient, recorded, export):
    repetition = RepetitionFactory(analysis=recorded(patient), index=1)
    VerdictFactory(finding=FindingFactory(repetition=repetition), decision="dismissed")
    FindingFactory(repetition=repetition, mistake="lean")
    FindingFactory(
        repetition=repetition, mistake="knees_in", severity="major",
        source="therapist", added_by=TherapistFactory(),
    )  # fmt: skip
    _, (line,) = export(patient.clinic)
    said = {
        one["mistake"]: (one["present"], one["basis"], one["severity"])
        for one in line["labels"]
    }
    assert said == {
        "shallow": (False, "verdict", ""),
        "lean": (None, "unjudged", ""),
        "knees_in": (True, "added", "major"),
        "heels_up": (False, "review", ""),
    }
    assert (line["start_s"], line["end_s"], line["exercise"]) == (1.0, 3.0, "squat")


def test_a_changed_finding_denies_one_mistake_and_asserts_the_other(
    patient, recorded, export
):
    repetition = RepetitionFactory(analysis=recorded(patient), index=1)
    VerdictFactory(
        finding=FindingFactory(repetition=repetition), decision="changed",
        mistake="lean",
    )  # fmt: skip
    VerdictFactory(
        finding=FindingFactory(repetition=repetition, mistake="knees_in"),
        decision="not_visible",
    )
    _, (line,) = export(patient.clinic)
    present = {one["mistake"]: one["present"] for one in line["labels"]}
    assert present == {
        "shallow": False, "lean": True, "knees_in": None, "heels_up": False,
    }  # fmt: skip


def test_the_poses_are_read_by_the_library(patient, recorded, export):
    RepetitionFactory(analysis=recorded(patient), index=1)
    folder, (line,) = export(patient.clinic)
    assert len(poses.load(folder / line["poses"])) == 4


def test_nothing_in_it_says_who_it_is(patient, recorded, export):
    analysis = recorded(patient)
    RepetitionFactory(analysis=analysis, index=1)
    folder, lines = export(patient.clinic)
    written = "".join(
        path.read_text(errors="ignore") + path.name
        for path in folder.rglob("*")
        if path.is_file()
    )
    for secret in (
        "Maria", "maria@", str(patient.public_id), str(analysis.public_id),
        str(analysis.recording.public_id),
    ):  # fmt: skip
        assert secret not in written
    assert {path.suffix for path in folder.rglob("*.*")} == {".npz", ".json", ".jsonl"}
    assert lines[0]["patient"] != lines[0]["recording"]


def test_two_exports_cannot_be_joined(patient, recorded, now, tmp_path):
    RepetitionFactory(analysis=recorded(patient), index=1)
    names = set()
    for folder in (tmp_path / "a", tmp_path / "b"):
        labels.export(clinic=patient.clinic, folder=folder, now=now)
        names |= {path.name for path in (folder / "poses").iterdir()}
    assert len(names) == 2


class TestConsent:
    def lines(self, export, patient):
        return export(patient.clinic)[1]

    def test_being_recorded_is_not_teaching(self, recorded, export):
        patient = PatientFactory()
        ConsentFactory(patient=patient)
        RepetitionFactory(analysis=recorded(patient), index=1)
        assert self.lines(export, patient) == []

    def test_it_can_be_taken_back(self, patient, recorded, export, now):
        RepetitionFactory(analysis=recorded(patient), index=1)
        assert consent.share_poses(by=patient, shares=False, now=now)
        assert not consent.share_poses(by=patient, shares=False, now=now)
        assert self.lines(export, patient) == []

    def test_it_ends_with_the_agreement(self, patient, recorded, export, now):
        RepetitionFactory(analysis=recorded(patient), index=1)
        consent.withdraw(by=patient, now=now)
        assert self.lines(export, patient) == []


def test_what_nobody_has_finished_is_left_out(patient, recorded, export):
    analysis = recorded(patient)
    RepetitionFactory(analysis=analysis, index=1)
    analysis.recording.review.delete()
    assert export(patient.clinic)[1] == []


def test_the_command_says_how_much_and_refuses_a_full_folder(
    patient, recorded, tmp_path, capsys
):
    CareFactory(patient=patient)
    RepetitionFactory(analysis=recorded(patient), index=1)
    folder = tmp_path / "out"
    call_command("export_labels", folder, clinic="riverside")
    assert "1 repetitions of 1 recordings of 1 patients" in capsys.readouterr().out
    assert json.loads((folder / "manifest.json").read_text())["format_version"] == 1
    assert AuditEvent.objects.get(action="labels.exported").detail["repetitions"] == 1
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_labels", folder, clinic="riverside")
    with pytest.raises(CommandError, match="no clinic"):
        call_command("export_labels", tmp_path / "x", clinic="nowhere")
