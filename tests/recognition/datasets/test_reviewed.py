"""Labels of a clinic, read as what a net learns from."""

import json

import numpy as np
import pytest

from recognition.datasets import errors, reviewed
from recognition.datasets.base import UNKNOWN
from tests.recognition.reviewed_labels import Repetition, clinic, write

EXERCISES = ("biceps_curl", "squat", "other")
MISTAKES = ("squat.forward_lean", "squat.knees_inward")


def read(folder):
    return reviewed.read(folder, EXERCISES, MISTAKES, 32)


def squats(*said):
    """One recording of a squat for each of three patients and more."""
    return [Repetition(f"patient-{n}", "squat", p, b) for n, (p, b) in enumerate(said)]


ABSENT, PRESENT = (False, "verdict"), (True, "added")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return read(write(tmp_path_factory.mktemp("labels") / "export", clinic(3)))


def test_each_repetition_has_its_exercise_its_form_and_its_patient(found):
    clips = found.clips
    assert len(clips) == 3 * 2 * 2 * 2
    assert set(clips.subjects) == {0, 1, 2}
    assert {clip.exercise for clip in clips.clips} == {0, 1}
    assert [clip.correct for clip in clips.clips[:4]] == [1, 1, 0, 0]
    assert found.left_out == {"unknown_exercise": 0, "not_seen": 0}


def test_the_poses_are_canonical_and_as_long_as_the_net_wants_them(found):
    points = found.clips.clips[-1].points
    assert points.shape == (32, 20, 3)
    torso = np.linalg.norm(points[:, reviewed.joints.JOINT["neck"]], axis=1)
    assert np.nanmedian(torso) == pytest.approx(1.0, abs=0.05)


def test_a_squat_is_cut_where_it_was_done(found):
    squat = next(clip for clip in found.clips.clips if clip.exercise == 1)
    ankles = squat.points[:, reviewed.joints.JOINT["left_ankle"], 1]
    assert 8 < int(np.argmax(ankles)) < 24
    assert ankles.max() - ankles[0] > 0.3


def test_mistakes_of_the_net_are_labeled_and_others_unknown(found):
    by_exercise = {clip.exercise: clip.mistakes for clip in found.clips.clips}
    assert by_exercise[0] == (UNKNOWN, UNKNOWN)
    assert by_exercise[1] == (1, UNKNOWN)


@pytest.mark.parametrize(
    ("present", "basis", "correct"),
    [
        (False, "verdict", 1),
        (False, "review", 1),
        (True, "verdict", 0),
        (True, "added", 0),
        (None, "verdict", UNKNOWN),
        (None, "unjudged", UNKNOWN),
        (True, "unjudged", UNKNOWN),
    ],
)
def test_form_is_what_a_therapist_said(tmp_path, present, basis, correct):
    said = squats((present, basis), ABSENT, ABSENT)
    clips = read(write(tmp_path / "export", said)).clips
    assert {c.correct for c in clips.clips if c.subject == 0} == {correct}


def test_one_mistake_is_enough_and_one_unknown_leaves_it_open(tmp_path):
    folder = write(tmp_path / "export", squats(ABSENT, PRESENT, ABSENT))
    open_one = {"mistake": "knees_inward", "present": None, "basis": "unjudged"}
    file = folder / "repetitions.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    for row in rows:
        row["labels"].append(open_one)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    by_patient = {c.subject: c.correct for c in read(folder).clips.clips}
    assert by_patient == {0: UNKNOWN, 1: 0, 2: UNKNOWN}


def test_what_the_net_does_not_know_is_left_out_and_counted(tmp_path):
    said = squats(ABSENT, ABSENT, ABSENT)
    own = Repetition("patient-9", "own_stretch", shown=("squat", False))
    found = read(write(tmp_path / "export", [*said, own]))
    assert found.left_out == {"unknown_exercise": 2, "not_seen": 0}
    assert len(found.clips) == 6


def test_a_body_out_of_sight_is_left_out_and_counted(tmp_path):
    folder = write(tmp_path / "export", squats(*[ABSENT] * 4))
    path = folder / "poses/recording-3.npz"
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays["landmarks"][:] = np.nan
    arrays["world"][:] = np.nan
    arrays["visibility"][:] = 0.0
    np.savez(path, **arrays)
    found = read(folder)
    assert found.left_out == {"unknown_exercise": 0, "not_seen": 2}
    assert len(found.clips) == 6


def test_a_folder_of_something_else_is_no_export(tmp_path):
    with pytest.raises(errors.NoLabels):
        read(tmp_path)
    (tmp_path / "manifest.json").write_text('["format"]')
    with pytest.raises(errors.NoLabels, match="something else"):
        read(tmp_path)


def test_another_version_is_refused(tmp_path):
    folder = write(tmp_path / "export", squats(ABSENT), format_version=2)
    with pytest.raises(errors.UnknownLabels, match="version 2, not 1"):
        read(folder)


def test_two_patients_cannot_be_split(tmp_path):
    folder = write(tmp_path / "export", squats(ABSENT, PRESENT))
    with pytest.raises(errors.TooFewPatients, match="of 2 patients"):
        read(folder)


def test_an_export_without_anything_for_the_net_says_so(tmp_path):
    with pytest.raises(errors.NothingToLearn):
        read(write(tmp_path / "export", []))


@pytest.mark.parametrize(
    "line",
    ["{", "3", '{"patient": "p"}', None],
    ids=["no JSON", "a number", "half", "no file"],
)
def test_damage_is_told_and_no_pseudonym_with_it(tmp_path, line):
    folder = write(tmp_path / "export", squats(ABSENT))
    file = folder / "repetitions.jsonl"
    file.unlink() if line is None else file.write_text(line)
    with pytest.raises(errors.LabelsDamaged) as caught:
        read(folder)
    assert "patient-" not in caught.value.message


def test_poses_are_only_read_inside_the_folder(tmp_path):
    folder = write(tmp_path / "export", squats(ABSENT, ABSENT, ABSENT))
    (folder / "poses/recording-0.npz").rename(tmp_path / "recording-0.npz")
    file = folder / "repetitions.jsonl"
    text = file.read_text().replace("poses/recording-0", "../recording-0")
    file.write_text(text)
    with pytest.raises(errors.LabelsDamaged, match=r"recording-0\.npz cannot be read"):
        read(folder)
