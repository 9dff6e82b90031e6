"""Which landmarks a finding speaks of: one joint, both, or a part of the body."""

from collections.abc import Mapping
from typing import Final

from recognition.skeleton import INDEX

# Parts of the body that no single landmark marks.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "trunk": ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    "pelvis": ("left_hip", "right_hip"),
    "head": ("nose",),
    "neck": ("nose", "left_shoulder", "right_shoulder"),
    "arm": ("shoulder", "elbow", "wrist"),
    "foot": ("ankle", "heel", "foot_index"),
}


def landmarks_of(joint: str, side: str) -> tuple[int, ...]:
    """Return the indices of the landmarks of `joint` on `side`; none if unknown.

    Args:
        joint: a landmark ("left_knee"), a joint ("knee") or a part ("trunk").
        side: "left" or "right"; anything else means both.
    """
    names = (joint,) if joint in INDEX else _PARTS.get(joint, (joint,))
    sided = [one for name in names for one in _with_sides(name, side)]
    return tuple(INDEX[name] for name in sided if name in INDEX)


def _with_sides(name: str, side: str) -> tuple[str, ...]:
    if name in INDEX:
        return (name,)
    sides = (side,) if side in {"left", "right"} else ("left", "right")
    return tuple(f"{one}_{name}" for one in sides)
