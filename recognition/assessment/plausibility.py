"""Tell landmarks that are guessed wildly from a body.

Bones keep their length, and joints do not jump.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from recognition.assessment.phases import Bools
from recognition.biomechanics import body as bodies
from recognition.biomechanics.body import distance
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX

# Largest standard deviation over mean of a bone's length within one repetition. On
# clips of the tune part whose drawn skeleton follows the body the bones stay below
# 0.17 (arms), 0.08 (trunk) and 0.13 (legs); on the three whose skeleton does not
# (lying picture, 320 x 240 from above, head out of it) they reach 0.24, 0.18, 0.17.
LARGEST_SPREAD: Final = {
    ("shoulder", "elbow"): 0.22,
    ("elbow", "wrist"): 0.22,
    ("shoulder", "hip"): 0.14,
    ("hip", "knee"): 0.15,
    ("knee", "ankle"): 0.15,
}
# A value read from the picture rests on depth no more: then the bones may change by
# this much more. A limb that points at the camera looks shorter in estimated depth too.
IN_PICTURE: Final = 2.0
# Largest speed of joints in the picture, torso lengths/s, that one joint in twenty may
# pass in a repetition: 3.5 m/s. On the clips of the tune part the landmarks of bodies
# reach 6.4, those of a guessed body 7.5 to 8.1. Without hands, which in jumping jacks
# are faster than that, and feet, which a hasty extension of the knee throws at 4.6 m/s.
FASTEST: Final = 7.0
# Largest acceleration of the hips across the picture, in weights, over two tenths of a
# second: nobody stands so firmly that he could push off harder to the side. On the tune
# part bodies reach 1.0, and a skeleton that jumps from a patient to the coach 1.8.
HARDEST_PUSH: Final = 1.4
_STEP_S: Final = 0.1
_TORSO_M: Final = 0.5
_GRAVITY: Final = 9.81
_BODY: Final = (11, 12, 13, 14, 23, 24, 25, 26)  # shoulders, elbows, hips, knees
REASON: Final = "the landmarks did not follow the body"

# What hangs on a bone without being one of its ends.
_HANGS_ON: Final = {"heel": "ankle", "foot_index": "ankle"}


def follows_body(
    poses: PoseSequence, joints: Iterable[str], frames: Bools, *, picture: float = 0.0
) -> bool:
    """Say whether the bones between `joints` keep their length on `frames`.

    `picture` is how far the value rests on the picture rather than on depth, 0 to 1.
    Without world landmarks there are no lengths to judge by, and the answer is yes.
    """
    if _is_wild(poses, frames) or _changes_person(poses, frames):
        return False
    names = set(joints)
    allowed = 1.0 + (IN_PICTURE - 1.0) * picture
    return all(
        _spread(poses.world[frames], side, bone) <= allowed * LARGEST_SPREAD[bone]
        for side in ("left", "right")
        for bone in _bones(names, side)
    )


def _is_wild(poses: PoseSequence, frames: Bools) -> bool:
    """Say whether the joints jump about as no body does."""
    speed = bodies.of(poses).remembered("joint speeds", lambda: _speeds(poses))[frames]
    speed = speed[np.isfinite(speed)]
    return bool(speed.size) and float(np.percentile(speed, 95)) > FASTEST


def _changes_person(poses: PoseSequence, frames: Bools) -> bool:
    """Say whether the hips jump aside as they do from one person to another."""
    push = bodies.of(poses).remembered("pushes", lambda: _pushes(poses))[frames]
    push = push[np.isfinite(push)]
    return bool(push.size) and float(push.max()) > HARDEST_PUSH


def _pushes(poses: PoseSequence) -> Floats:
    """Return the acceleration of the hips across the picture, (T,), in weights."""
    pushes = np.full(len(poses), np.nan)
    length = _torso(poses.pixels())
    if len(poses) < 3 or not length > 0.0:
        return pushes
    across = poses.pixels()[:, 23:25, 0].mean(axis=1) / length * _TORSO_M
    step = max(1, round(_STEP_S / float(np.median(np.diff(poses.time_s)))))
    before, now, after = across[: -2 * step], across[step:-step], across[2 * step :]
    half_s = (poses.time_s[2 * step :] - poses.time_s[: -2 * step]) / 2.0
    if now.size:
        pushes[step:-step] = np.abs(after - 2.0 * now + before) / half_s**2 / _GRAVITY
    return pushes


def _torso(pixels: Floats) -> float:
    """Return the median length of the torso in pixels; NaN if never seen."""
    torso = distance(pixels[:, 11:13].mean(axis=1), pixels[:, 23:25].mean(axis=1))
    seen = torso[np.isfinite(torso) & (torso > 0)]
    return float(np.median(seen)) if seen.size else np.nan


def _speeds(poses: PoseSequence) -> Floats:
    """Return the speeds of the joints in the picture, (T, 8), torso lengths/s."""
    pixels = poses.pixels()
    points = pixels[:, _BODY]
    way = np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=2)
    gaps = np.diff(poses.time_s, prepend=poses.time_s[:1] - 1.0)
    return np.asarray(way / _torso(pixels) / gaps[:, None])


def _bones(names: set[str], side: str) -> list[tuple[str, str]]:
    """Return the bones of one side that the joints rest on."""
    joints = {name.removeprefix(f"{side}_") for name in names if side in name}
    hung = {_HANGS_ON[joint] for joint in joints if joint in _HANGS_ON}
    return [bone for bone in LARGEST_SPREAD if set(bone) <= joints or bone[1] in hung]


def _spread(world: Floats, side: str, bone: tuple[str, str]) -> float:
    """Return the standard deviation of a bone's length over its mean; 0 if unseen."""
    first, second = (world[:, INDEX[f"{side}_{joint}"]] for joint in bone)
    length = np.linalg.norm(first - second, axis=1)
    length = length[np.isfinite(length)]
    if length.size == 0 or length.mean() <= 0.0:
        return 0.0
    return float(length.std() / length.mean())
