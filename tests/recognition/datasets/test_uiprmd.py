"""UI-PRMD as published, and in one file."""

import numpy as np
import pytest

from recognition.datasets import base, errors, joints, uiprmd

OFFSETS = np.zeros((4, 22, 3))
OFFSETS[:, 1:] = np.random.default_rng(0).normal(size=(1, 21, 3))


def test_without_turns_offsets_add_up_along_the_chain():
    placed = uiprmd.placed(OFFSETS, np.zeros_like(OFFSETS))

    head = OFFSETS[:, [1, 2, 3, 4]].sum(axis=1)
    np.testing.assert_allclose(placed[:, 4], head)


def test_a_turn_of_the_waist_turns_the_whole_body():
    angles = np.zeros_like(OFFSETS)
    angles[:, 0, 1] = 90.0

    placed = uiprmd.placed(OFFSETS, angles)

    straight = uiprmd.placed(OFFSETS, np.zeros_like(OFFSETS))
    np.testing.assert_allclose(placed[..., 0], straight[..., 2], atol=1e-12)
    np.testing.assert_allclose(placed[..., 2], -straight[..., 0], atol=1e-12)


def write_official(folder):
    for suffix, value in (("", 1.0), ("_inc", 2.0)):
        for kind in ("positions", "angles"):
            path = folder / f"m03_s07_e02_{kind}{suffix}.txt"
            np.savetxt(path, np.full((12, 66), value), delimiter=",")


def test_the_official_layout_is_read(tmp_path):
    write_official(tmp_path)

    clips = uiprmd.kinect(tmp_path)

    assert [(c.subject, c.exercise, c.episode, c.correct) for c in clips.clips] == [
        (7, 2, 2, 1),
        (7, 2, 2, 0),
    ]
    assert clips.clips[0].points.shape == (12, 20, 3)


def test_a_damaged_file_is_named(tmp_path):
    write_official(tmp_path)
    path = tmp_path / "m03_s07_e02_positions.txt"
    path.write_text(path.read_text() + "1 2 three\n")

    with pytest.raises(errors.DatasetDamaged, match="m03_s07_e02_positions"):
        uiprmd.kinect(tmp_path)


def test_a_missing_set_says_what_to_do(tmp_path):
    for read in (uiprmd.kinect, uiprmd.vicon):
        with pytest.raises(errors.DatasetMissing) as caught:
            read(tmp_path)
        assert "--data" in caught.value.what_to_do


@pytest.mark.clips
@pytest.mark.slow
def test_all_repetitions_are_there_and_bend_as_measured(shared_dir):
    folder = shared_dir / "data/ui-prmd"
    clips = uiprmd.kinect(folder)

    assert len(clips) == 2_000
    assert len(uiprmd.egcn(clips, folder)) == 1_326
    # Subject 1's fifth deep squat: the left knee goes 170, 56, 172 degrees.
    squat = next(
        c
        for c in clips.clips
        if (c.subject, c.exercise, c.episode, c.correct) == (1, 0, 5, 1)
    )
    hip, knee, ankle = (
        squat.points[:, joints.JOINT[f"left_{n}"]] for n in ("hip", "knee", "ankle")
    )
    up, down = hip - knee, ankle - knee
    cosine = (
        (up * down).sum(1) / np.linalg.norm(up, axis=1) / np.linalg.norm(down, axis=1)
    )
    angle = np.degrees(np.arccos(cosine))
    assert [angle[0], angle.min(), angle[-1]] == pytest.approx([170, 56, 172], abs=1.0)


def test_sets_are_mixed_over_all_their_labels():
    one = base.Clips((base.Clip(np.zeros((2, 20, 3)), 1, 0, 1),), ("squat",))
    two = base.Clips(
        (base.Clip(np.zeros((2, 20, 3)), 1001, 1, 0, (1,)),),
        ("lunge", "squat"),
        ("deep",),
    )

    both = base.mixed(one, two)

    assert both.exercises == ("squat", "lunge")
    assert [c.exercise for c in both.clips] == [0, 0]
    assert [c.mistakes for c in both.clips] == [(base.UNKNOWN,), (1,)]
