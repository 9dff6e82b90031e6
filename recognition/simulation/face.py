"""Eyes, brows and mouth: flat marks on the head."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.humanoid import Skeleton

Floats = npt.NDArray[np.float64]

_WHITE = (238, 234, 230)


@dataclass(frozen=True, slots=True)
class Mark:
    """One flat shape; its points are `first` to `last` of the face's points."""

    first: int
    last: int
    color: tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Marks in the head's axes.

    Attributes:
        places: (N, 3) side, front, along from the skull joint, metres.
        shapes: the marks, painted in this order.
    """

    places: Floats
    shapes: tuple[Mark, ...]

    def vertices(self, skeleton: Skeleton) -> Floats:
        """Return (T, N, 3), metres in the room."""
        axes = skeleton.frame("head")
        origin = skeleton.joint("skull")[:, None]
        return np.asarray(origin + np.einsum("na,tac->tnc", self.places, axes))

    def is_visible(self, mark: Mark, vertices: Floats, eye: Floats) -> bool:
        """Return whether the head turns `mark` toward a camera at `eye`."""
        points = vertices[mark.first : mark.last]
        middle = points.mean(axis=0)
        head = vertices[-1]  # the last place is the middle of the head
        outward = middle - head
        toward = eye - middle
        cosine = outward @ toward / (np.linalg.norm(outward) * np.linalg.norm(toward))
        return bool(cosine > 0.22)


def marks(body: Body) -> Face:
    """Return the face of `body`."""
    look = body.look
    brow = tuple(int(0.75 * c) for c in look.hair)
    lips = tuple(
        int(0.6 * c + 0.4 * t) for c, t in zip(look.skin, (168, 66, 66), strict=True)
    )
    shade = tuple(int(0.78 * c) for c in look.skin)
    shapes: list[tuple[Floats, tuple[int, ...]]] = []
    for sign in (1.0, -1.0):
        shapes.append((_oval(sign * 0.0185, 0.0425, 0.0088, 0.0046), _WHITE))
        shapes.append((_oval(sign * 0.0185, 0.0425, 0.0042, 0.0044), look.iris))
        shapes.append((_oval(sign * 0.0185, 0.0425, 0.0020, 0.0021), (16, 14, 14)))
        shapes.append((_oval(sign * 0.0188, 0.0475, 0.0095, 0.0013), shade))
        shapes.append((_oval(sign * 0.0190, 0.0540, 0.0105, 0.0016, 1.0), brow))
        shapes.append((_oval(sign * 0.0045, 0.0150, 0.0020, 0.0014), shade))
    shapes.append((_oval(0.0, 0.0035, 0.0150, 0.0030), lips))
    shapes.append(
        (_oval(0.0, 0.0040, 0.0140, 0.0007), tuple(int(0.7 * c) for c in lips))
    )
    return _assemble(shapes, body.stature_m)


def _assemble(shapes: list[tuple[Floats, tuple[int, ...]]], stature: float) -> Face:
    """Return the face from its shapes; its last place is the middle of the head."""
    places: list[Floats] = []
    found: list[Mark] = []
    first = 0
    for shape, color in shapes:
        places.append(shape)
        found.append(Mark(first, first + len(shape), (color[0], color[1], color[2])))
        first += len(shape)
    places.append(np.array([[0.0, -0.004, 0.035]]))
    return Face(np.concatenate(places) * stature, tuple(found))


def _oval(
    side: float, along: float, width: float, height: float, arch: float = 0.0
) -> Floats:
    """Return (12, 3) points of an oval laid on the front of the head."""
    angle = 2.0 * np.pi * np.arange(12) / 12
    x = side + width * np.cos(angle)
    z = along + height * np.sin(angle) - 0.0025 * abs(arch) * np.cos(angle) ** 2
    # The head's cross-section at eye level: half width 0.0445, half depth 0.0565.
    front = 0.002 + 0.0562 * np.sqrt(np.clip(1.0 - (x / 0.0455) ** 2, 0.0, 1.0))
    front -= np.clip(0.02 - z, 0.0, 1.0) * 0.15
    return np.stack([x, front, z], axis=1)
