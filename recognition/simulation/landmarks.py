"""The 33 BlazePose landmarks of the simulated body, as a camera would see them."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.poses import PoseSequence
from recognition.simulation.camera import Camera
from recognition.simulation.humanoid import Skeleton
from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

# Places on the head: left, front, up from the skull joint, fractions of the stature.
_HEAD: Final = {
    "nose": (0.0, 0.066, 0.022),
    "left_eye_inner": (0.0105, 0.053, 0.0425),
    "left_eye": (0.0185, 0.050, 0.0425),
    "left_eye_outer": (0.0270, 0.045, 0.0425),
    "right_eye_inner": (-0.0105, 0.053, 0.0425),
    "right_eye": (-0.0185, 0.050, 0.0425),
    "right_eye_outer": (-0.0270, 0.045, 0.0425),
    "left_ear": (0.046, -0.004, 0.036),
    "right_ear": (-0.046, -0.004, 0.036),
    "mouth_left": (0.014, 0.055, 0.004),
    "mouth_right": (-0.014, 0.055, 0.004),
}
# Landmarks that are joint centers of the same name, but for the side.
_JOINTS: Final = {
    "shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist", "thumb": "thumb",
    "hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "foot_index": "toe",
}  # fmt: skip
# Knuckles: share of the way from wrist to fingertip, and toward the thumb.
_KNUCKLES: Final = {"index": (0.62, 0.022), "pinky": (0.54, -0.024)}


def places(skeleton: Skeleton, stature_m: float) -> Floats:
    """Return the true places of the landmarks in the room, (T, 33, 3), metres."""
    found = np.zeros((len(skeleton), len(INDEX), 3))
    skull, axes = skeleton.joint("skull"), skeleton.frame("head")
    for name, offset in _HEAD.items():
        local = np.array(offset) * stature_m
        found[:, INDEX[name]] = skull + np.einsum("a,tac->tc", local, axes)
    for side in ("left", "right"):
        for landmark, joint in _JOINTS.items():
            found[:, INDEX[f"{side}_{landmark}"]] = skeleton.joint(f"{side}_{joint}")
        wrist = skeleton.joint(f"{side}_wrist")
        along = skeleton.joint(f"{side}_fingertip") - wrist
        thumb = skeleton.frame(f"{side}_hand")[:, 1]
        for landmark, (share, aside) in _KNUCKLES.items():
            place = wrist + share * along + aside * stature_m * thumb
            found[:, INDEX[f"{side}_{landmark}"]] = place
    return found


def project(
    points: Floats, time_s: Floats, camera: Camera, shake: Floats | None = None
) -> PoseSequence:
    """Return what an error-free estimator would report of `points` (T, 33, 3)."""
    seen = camera.view(points, shake)  # (T, 33, 3) right, down, forward
    pixels = camera.project(seen)
    hips = 0.5 * (seen[:, INDEX["left_hip"]] + seen[:, INDEX["right_hip"]])
    scale = camera.focal_px / np.maximum(hips[:, 2], 0.3)  # pixels a metre
    landmarks = np.empty_like(seen)
    landmarks[..., :2] = pixels / np.array([camera.width, camera.height])
    depth = seen[..., 2] - hips[:, None, 2]
    landmarks[..., 2] = depth * scale[:, None] / camera.width
    return PoseSequence(
        time_s=time_s,
        landmarks=landmarks,
        world=seen - hips[:, None],
        visibility=np.ones(seen.shape[:2]),
        width=camera.width,
        height=camera.height,
    )
