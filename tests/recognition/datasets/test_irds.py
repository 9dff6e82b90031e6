"""IntelliRehabDS as published, and packed."""

import tarfile

import numpy as np
import pytest

from recognition.datasets import errors, irds, joints
from recognition.datasets.joints import JOINT

NAMES = [
    "SpineBase",
    "SpineMid",
    "Neck",
    "Head",
    "ShoulderLeft",
    "ElbowLeft",
    "WristLeft",
    "HandLeft",
    "ShoulderRight",
    "ElbowRight",
    "WristRight",
    "HandRight",
    "HipLeft",
    "KneeLeft",
    "AnkleLeft",
    "FootLeft",
    "HipRight",
    "KneeRight",
    "AnkleRight",
    "FootRight",
    "SpineShoulder",
    "HandTipLeft",
    "ThumbLeft",
    "HandTipRight",
    "ThumbRight",
]


def text(points, lost=None):
    lines = ["Version0.1"]
    for number, frame in enumerate(points):
        found = (
            f"({name},{'NotTracked' if name == lost else 'Tracked'},"
            f"{place[0]},{place[1]},{place[2]},0,0)"
            for name, place in zip(NAMES, frame, strict=True)
        )
        lines.append(f"{number},3,{number * 33}," + ",".join(found))
    return "\n".join(lines) + "\n"


POINTS = np.random.default_rng(0).normal(size=(12, 25, 3))


def test_labels_come_from_the_name(tmp_path):
    (tmp_path / "215_18_5_3_2_stand.txt").write_text(text(POINTS))
    (tmp_path / "217_18_0_1_1_wheelchair.txt").write_text(text(POINTS))

    clips = irds.patients(tmp_path)

    found = [
        (c.subject, clips.exercises[c.exercise], c.episode, c.correct)
        for c in clips.clips
    ]
    assert found == [
        (215, "shoulder_abduction", 3, 0),
        (217, "biceps_curl", 1, 1),
    ]


def test_joints_keep_their_names_and_what_is_not_tracked_is_unknown(tmp_path):
    path = tmp_path / "215_18_5_3_2_stand.txt"
    path.write_text(text(POINTS, lost="KneeRight"))

    points = irds.patients(tmp_path).clips[0].points

    kinect = np.full((12, 20, 3), np.nan)
    for name, place in (("left_shoulder", 4), ("right_shoulder", 8), ("pelvis", 0),
                        ("left_hip", 12), ("right_hip", 16), ("neck", 2),
                        ("left_wrist", 6), ("right_toe", 19)):  # fmt: skip
        kinect[:, JOINT[name]] = POINTS[:, place]
    true = joints.canonical(kinect)
    np.testing.assert_allclose(
        points[:, JOINT["left_wrist"]], true[:, JOINT["left_wrist"]]
    )
    np.testing.assert_allclose(
        points[:, JOINT["right_toe"]], true[:, JOINT["right_toe"]]
    )
    assert np.isnan(points[:, JOINT["right_knee"]]).all()


def test_poorly_executed_gestures_and_blinks_are_left_out(tmp_path):
    (tmp_path / "215_18_5_1_1_stand.txt").write_text(text(POINTS))
    (tmp_path / "215_18_5_2_3_stand.txt").write_text(text(POINTS))
    (tmp_path / "215_18_5_3_1_stand.txt").write_text(text(POINTS[:5]))

    assert [c.episode for c in irds.patients(tmp_path).clips] == [1]


def test_the_packed_layout_is_read(tmp_path):
    path = tmp_path / "217_18_6_4_1_wheelchair.txt"
    path.write_text(text(POINTS))
    with tarfile.open(tmp_path / irds.PACKED, "w:xz") as archive:
        archive.add(path, arcname=f"raw/{path.name}")
    path.unlink()

    clips = irds.patients(tmp_path)

    assert clips.exercises[clips.clips[0].exercise] == "forward_elevation"


def test_a_frame_that_lacks_a_joint_names_its_file(tmp_path):
    damaged = text(POINTS).replace("(Neck,Tracked", "Neck,Tracked", 1)
    (tmp_path / "215_18_5_1_1_stand.txt").write_text(damaged)

    with pytest.raises(errors.DatasetDamaged, match="215_18_5_1_1"):
        irds.patients(tmp_path)


def test_a_folder_without_it_says_so(tmp_path):
    with pytest.raises(errors.DatasetMissing, match="IRDS"):
        irds.patients(tmp_path)


def test_the_patients_at_hand_face_ahead_and_stand_or_sit_upright(shared_dir):
    clips = irds.patients(shared_dir / "data/irds")

    assert len(clips) == 188
    assert set(clips.subjects.tolist()) == {215, 216, 217}
    for clip in clips.clips:
        left, right, neck, ankle = (
            np.nanmean(clip.points[:, JOINT[name]], axis=0)
            for name in ("left_shoulder", "right_shoulder", "neck", "left_ankle")
        )
        assert left[0] > right[0]
        assert neck[1] > 0.8
        assert ankle[1] < -0.3
