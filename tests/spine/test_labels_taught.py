"""What the clinic exports is what `recognize transfer` reads."""

import pytest
from django.core.files.base import ContentFile

from clinic.services import labels
from recognition.datasets import errors, reviewed
from tests.factories import (
    AnalysisFactory,
    ClinicFactory,
    ConsentFactory,
    ExerciseFactory,
    FindingFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
    VerdictFactory,
)
from tests.recognition.reviewed_labels import filmed

pytestmark = pytest.mark.django_db

NAMES = ("biceps_curl", "squat", "other")


@pytest.fixture
def reviewed_by(tmp_path, now):
    """Make a patient with one reviewed squat, whose finding got `decision`."""
    clinic, exercise = ClinicFactory(), ExerciseFactory()
    sequence, (first, *_) = filmed("squat", badly=False)
    file = tmp_path / "poses.npz"
    sequence.save(file)

    def make(decision):
        patient = PatientFactory(clinic=clinic)
        ConsentFactory(patient=patient, poses_shared=True)
        recording = RecordingFactory(
            patient=patient,
            prescription=PrescriptionFactory(plan__patient=patient, exercise=exercise),
        )
        analysis = AnalysisFactory(recording=recording, done=True)
        analysis.claim = "00000000-0000-0000-0000-000000000001"
        analysis.poses.save("poses.npz", ContentFile(file.read_bytes()), save=False)
        type(analysis).objects.filter(pk=analysis.pk).update(poses=analysis.poses.name)
        repetition = RepetitionFactory(
            analysis=analysis, index=1, start_s=first.start_s,
            peak_s=(first.start_s + first.end_s) / 2, end_s=first.end_s,
        )  # fmt: skip
        finding = FindingFactory(repetition=repetition)
        if decision:
            VerdictFactory(finding=finding, decision=decision)
        ReviewFactory(recording=recording, reviewed_at=now)
        return clinic

    return make


@pytest.mark.slow
def test_verdicts_of_therapists_become_form_to_learn(reviewed_by, tmp_path, now):
    for decision in ("confirmed", "dismissed", "dismissed", None):
        clinic = reviewed_by(decision)
    labels.export(clinic=clinic, folder=tmp_path / "export", now=now)

    found = reviewed.read(tmp_path / "export", NAMES, ("squat.shallow",), 32)

    said = sorted((clip.correct, clip.mistakes) for clip in found.clips.clips)
    assert said == [(-1, (-1,)), (0, (1,)), (1, (0,)), (1, (0,))]
    assert {clip.exercise for clip in found.clips.clips} == {NAMES.index("squat")}
    assert set(found.clips.subjects) == {0, 1, 2, 3}
    assert found.left_out == {"unknown_exercise": 0, "not_seen": 0}


def test_an_export_of_one_patient_asks_for_more(reviewed_by, tmp_path, now):
    labels.export(clinic=reviewed_by("confirmed"), folder=tmp_path / "export", now=now)
    with pytest.raises(errors.TooFewPatients):
        reviewed.read(tmp_path / "export", NAMES, (), 32)
