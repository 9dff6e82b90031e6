"""Skeletons as graphs: adjacency by distance and by partition."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints as common

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Graph:
    """A skeleton.

    Attributes:
        parents: of each joint; the root is its own parent.
        center: joint that distances are counted from.
    """

    parents: tuple[int, ...]
    center: int

    def __len__(self) -> int:
        return len(self.parents)

    def adjacency(self) -> Floats:
        """Return (V, V), 1 between neighbors, 0 on the diagonal."""
        found = np.zeros((len(self), len(self)))
        for joint, parent in enumerate(self.parents):
            if joint != parent:
                found[joint, parent] = found[parent, joint] = 1.0
        return found

    def distances(self) -> Integers:
        """Return (V, V), steps along bones from joint to joint."""
        near = self.adjacency() + np.eye(len(self))
        found = np.full(near.shape, len(self), dtype=np.int64)
        reached = np.eye(len(self))
        for step in range(len(self)):
            is_new = (reached > 0) & (found == len(self))
            found[is_new] = step
            reached = np.minimum(reached @ near, 1.0)
        return found

    @property
    def diameter(self) -> int:
        """Steps between the two joints farthest apart."""
        return int(self.distances().max())


def _common() -> Graph:
    """Return the graph of the common 20 joints."""
    toward = {
        "nose": "neck", "neck": "spine", "spine": "pelvis", "shoulder": "neck",
        "elbow": "shoulder", "wrist": "elbow", "hip": "pelvis", "knee": "hip",
        "ankle": "knee", "heel": "ankle", "toe": "ankle", "pelvis": "pelvis",
    }  # fmt: skip
    parents = []
    for name in common.NAMES:
        side, _, limb = name.rpartition("_")
        parent = toward[limb]
        paired = f"{side}_{parent}"
        parents.append(common.JOINT[paired if paired in common.JOINT else parent])
    return Graph(tuple(parents), common.JOINT["pelvis"])


# COCO's 17 key points, as PYSKL pairs them; OpenPose's 18 with the neck as root;
# the 25 joints of Kinect v2 about the upper spine; BlazePose's 33, whose face and
# trunk are joined here because BlazePose itself leaves them apart.
_COCO: Final = Graph((0, 0, 0, 1, 2, 0, 0, 5, 6, 7, 8, 5, 6, 11, 12, 13, 14), 0)
_OPENPOSE: Final = Graph((1, 1, 1, 2, 3, 1, 5, 6, 2, 8, 9, 5, 11, 12, 0, 0, 14, 15), 1)
_KINECT: Final = Graph(
    (1, 20, 20, 2, 20, 4, 5, 6, 20, 8, 9, 10, 0, 12, 13, 14, 0, 16, 17, 18, 20, 22,
     7, 24, 11),
    20,
)  # fmt: skip
_BLAZEPOSE: Final = Graph(
    (0, 0, 1, 2, 0, 4, 5, 3, 6, 0, 0, 0, 0, 11, 12, 13, 14, 15, 16, 15, 16, 15, 16,
     11, 12, 23, 24, 25, 26, 27, 28, 27, 28),
    0,
)  # fmt: skip
_GRAPHS: Final = {
    17: _COCO, 18: _OPENPOSE, 20: _common(), 25: _KINECT, 33: _BLAZEPOSE,
}  # fmt: skip


def of(joints: int) -> Graph:
    """Return the skeleton with this number of joints: 17, 18, 20, 25 or 33."""
    return _GRAPHS[joints]


@cache
def spatial(joints: int) -> Floats:
    """Return ST-GCN's spatial partition, (3, V, V), columns normalized.

    Entry [k, j, i] leads from joint j to joint i: the joint itself, neighbors as far
    from the center or farther, neighbors nearer to it.
    """
    graph = of(joints)
    steps = graph.distances()
    to_center = steps[:, graph.center]
    near = graph.adjacency() + np.eye(joints)
    normal = near / near.sum(axis=0, keepdims=True)
    is_neighbor = steps == 1
    is_nearer = to_center[:, None] < to_center[None, :]
    parts = [steps == 0, is_neighbor & ~is_nearer, is_neighbor & is_nearer]
    return np.stack([np.where(part, normal, 0.0) for part in parts])


def disentangled(adjacency: Floats, scales: int) -> Floats:
    """Return (scales, V, V): 1 at exactly k steps or on the diagonal.

    Liu et al. 2020 (arXiv:2003.14111): powers of the adjacency count near joints
    again and again; this counts each pair once.
    """
    near = adjacency + np.eye(len(adjacency))
    reached = [np.eye(len(adjacency))]
    for _ in range(1, scales):
        reached.append((reached[-1] @ near > 0).astype(float))
    rings = [reached[0]]
    rings += [b - a + np.eye(len(adjacency)) for a, b in pairwise(reached)]
    return np.stack(rings)


def balanced(adjacency: Floats) -> Floats:
    """Return D^-1/2 A D^-1/2 of each (V, V)."""
    scale = 1.0 / np.sqrt(adjacency.sum(axis=-1))
    return np.asarray(scale[..., :, None] * adjacency * scale[..., None, :])
