"""The BlazePose skeleton: names, edges, sides, and its mirror image.

Order and names as MediaPipe publishes them (Bazarevsky et al. 2020,
arXiv:2006.10204).
"""

from typing import Final, Literal

import numpy as np

from recognition.poses import PoseSequence

OneSide = Literal["left", "right"]
Side = Literal["left", "right", "both"]

JOINT_NAMES: Final = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)

INDEX: Final = {name: number for number, name in enumerate(JOINT_NAMES)}

_EDGE_NAMES: Final = (
    ("nose", "left_eye_inner"),
    ("left_eye_inner", "left_eye"),
    ("left_eye", "left_eye_outer"),
    ("left_eye_outer", "left_ear"),
    ("nose", "right_eye_inner"),
    ("right_eye_inner", "right_eye"),
    ("right_eye", "right_eye_outer"),
    ("right_eye_outer", "right_ear"),
    ("mouth_left", "mouth_right"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("left_wrist", "left_pinky"),
    ("left_wrist", "left_index"),
    ("left_wrist", "left_thumb"),
    ("left_pinky", "left_index"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("right_wrist", "right_pinky"),
    ("right_wrist", "right_index"),
    ("right_wrist", "right_thumb"),
    ("right_pinky", "right_index"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_hip", "right_hip"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("left_ankle", "left_heel"),
    ("left_ankle", "left_foot_index"),
    ("left_heel", "left_foot_index"),
    ("right_hip", "right_knee"),
    ("right_knee", "right_ankle"),
    ("right_ankle", "right_heel"),
    ("right_ankle", "right_foot_index"),
    ("right_heel", "right_foot_index"),
)

EDGES: Final = tuple((INDEX[a], INDEX[b]) for a, b in _EDGE_NAMES)


def _other_side(name: str) -> str:
    """Return the joint of the other side, or the joint itself on the midline."""
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


# MIRROR[i] is the joint that i becomes in the mirror.
MIRROR: Final = tuple(INDEX[_other_side(name)] for name in JOINT_NAMES)

PAIRS: Final = tuple(
    (INDEX[name], INDEX[_other_side(name)]) for name in JOINT_NAMES if "left" in name
)


def opposite(side: OneSide) -> OneSide:
    """Return the other side of the body."""
    return "right" if side == "left" else "left"


def mirrored(poses: PoseSequence) -> PoseSequence:
    """Return `poses` as a mirror shows them: left and right change places."""
    order = list(MIRROR)
    landmarks = poses.landmarks[:, order] * np.array([-1.0, 1.0, 1.0])
    landmarks[:, :, 0] += 1.0
    return PoseSequence(
        time_s=poses.time_s,
        landmarks=landmarks,
        world=poses.world[:, order] * np.array([-1.0, 1.0, 1.0]),
        visibility=poses.visibility[:, order],
        width=poses.width,
        height=poses.height,
    )
