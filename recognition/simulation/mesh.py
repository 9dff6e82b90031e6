"""The body's surface: rings around the segments, joined to quads."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.interpolate import PchipInterpolator

from recognition.simulation.body import Body
from recognition.simulation.humanoid import FRAME, FRAMES, JOINT, JOINTS, Skeleton
from recognition.simulation.rotations import unit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Ring:
    """One cross-section.

    Attributes:
        between: the two joints it lies between.
        share: 0 at the first joint, 1 at the second.
        frame: segment whose axes it takes; two names = the mean of both.
        half: half width to the side and to the front, fractions of the stature.
        offset: to the side, front and along, fractions of the stature.
        material: key of the color.
        soft: how much of the width is soft tissue, which the girth scales.
        square: exponent of the superellipse; 2 = ellipse.
    """

    between: tuple[str, str]
    share: float
    frame: tuple[str, str]
    half: tuple[float, float]
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    material: str = "skin"
    soft: float = 1.0
    square: float = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A mesh bound to the skeleton.

    Attributes:
        joint_weight: (R, J) place of each ring's center among the joints.
        frame_weight: (R, F) whose axes each ring takes.
        offset: (R, 3) of the center in those axes, metres.
        outline: (V, 2) of each vertex in its ring's plane, metres.
        ring: (V,) ring of each vertex.
        quads: (Q, 4) vertices of each face, in order around it.
        color: (Q, 3) color of each face, 0..255.
        gloss: (Q,) 0 = matt cloth, 1 = skin.
        around: (Q, Q) sparse mean over a face and those that touch it.
    """

    joint_weight: Floats
    frame_weight: Floats
    offset: Floats
    outline: Floats
    ring: Ints
    quads: Ints
    color: Floats
    gloss: Floats
    around: sparse.csr_array

    def vertices(self, skeleton: Skeleton) -> Floats:
        """Return (T, V, 3), metres in the room."""
        center = np.einsum("rj,tjc->trc", self.joint_weight, skeleton.joints)
        axes = np.einsum("rf,tfac->trac", self.frame_weight, skeleton.axes)
        axes = unit(axes)
        center = center + np.einsum("ra,trac->trc", self.offset, axes)
        plane = axes[:, self.ring, :2]
        return np.asarray(
            center[:, self.ring] + np.einsum("va,tvac->tvc", self.outline, plane)
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Rings:
    """Cross-sections as arrays, (R, ...), so that more can be put in between."""

    joint_weight: Floats
    frame_weight: Floats
    half: Floats
    offset: Floats
    square: Floats
    soft: Floats
    place: Floats  # number of the ring among those that were given
    materials: list[str]


class Loft:
    """Collects tubes of rings and closes them to one surface."""

    def __init__(
        self, body: Body, palette: dict[str, tuple[float, float, float]]
    ) -> None:
        self._body = body
        self._palette = palette
        self._rings: list[_Rings] = []
        self._outlines: list[Floats] = []
        self._owners: list[Ints] = []
        self._quads: list[Ints] = []
        self._colors: list[Floats] = []
        self._gloss: list[Floats] = []
        self._vertices = 0
        self._count = 0

    def tube(
        self,
        rings: list[Ring],
        sides: int,
        *,
        refine: int = 2,
        paint: "Paint | None" = None,
    ) -> None:
        """Add a closed tube with `refine` bands between two rings.

        `paint` may shape and color single faces.
        """
        paint = paint or Paint()
        dense = _refined(rings, refine)
        angles = 2.0 * np.pi * (np.arange(sides) + 0.5) / sides
        bands = len(dense.place) - 1
        for index in range(bands + 1):
            outline = _outline(dense, index, angles, self._body)
            self._outlines.append(paint.shape(dense.place[index], angles, outline))
            self._owners.append(np.full(sides, self._count + index))
        for index in range(bands):
            middle = 0.5 * (dense.place[index] + dense.place[index + 1])
            self._band(index, middle, dense.materials[index + 1], angles, paint)
        self._rings.append(dense)
        self._count += bands + 1
        self._vertices += sides * (bands + 1)

    def _band(
        self, index: int, place: float, material: str, angles: Floats, paint: "Paint"
    ) -> None:
        """Add the faces between ring `index` of the newest tube and the next."""
        sides = len(angles)
        start = self._vertices + index * sides
        here = start + np.arange(sides)
        right = start + (np.arange(sides) + 1) % sides
        self._quads.append(np.stack([here, right, right + sides, here + sides], axis=1))
        middle = angles + np.pi / sides
        names = [paint.material(place, float(angle), material) for angle in middle]
        self._colors.append(np.array([self._palette[name] for name in names]))
        self._gloss.append(np.array([1.0 if name == "skin" else 0.0 for name in names]))

    def surface(self) -> Surface:
        """Return the mesh of all tubes."""
        quads = np.concatenate(self._quads)
        stature = self._body.stature_m
        return Surface(
            joint_weight=np.concatenate([r.joint_weight for r in self._rings]),
            frame_weight=np.concatenate([r.frame_weight for r in self._rings]),
            offset=np.concatenate([r.offset for r in self._rings]) * stature,
            outline=np.concatenate(self._outlines),
            ring=np.concatenate(self._owners),
            quads=quads,
            color=np.concatenate(self._colors),
            gloss=np.concatenate(self._gloss),
            around=_neighbors(quads, self._vertices),
        )


class Paint:
    """How single faces of a tube differ; the plain one changes nothing."""

    def shape(self, place: float, angles: Floats, outline: Floats) -> Floats:
        """Return the outline of the ring at `place` among the given rings."""
        del place, angles
        return outline

    def material(self, place: float, angle: float, material: str) -> str:
        """Return the material of the face at `place` and `angle`."""
        del place, angle
        return material


def _refined(rings: list[Ring], refine: int) -> _Rings:
    """Return `rings` with more in between, along smooth curves that never overshoot."""
    given = np.arange(len(rings), dtype=np.float64)
    place = np.linspace(0.0, len(rings) - 1.0, (len(rings) - 1) * refine + 1)
    joints, frames = _weights(rings)

    def smooth(values: Floats) -> Floats:
        return np.asarray(PchipInterpolator(given, values, axis=0)(place))

    def straight(values: Floats) -> Floats:
        return np.stack(
            [np.interp(place, given, column) for column in values.T], axis=1
        )

    return _Rings(
        joint_weight=straight(joints),
        frame_weight=straight(frames),
        half=smooth(np.array([r.half for r in rings])),
        offset=smooth(np.array([r.offset for r in rings], dtype=np.float64)),
        square=np.interp(place, given, [r.square for r in rings]),
        soft=np.interp(place, given, [r.soft for r in rings]),
        place=place,
        materials=[rings[int(np.ceil(p - 1e-9))].material for p in place],
    )


def _weights(rings: list[Ring]) -> tuple[Floats, Floats]:
    """Return (R, J) and (R, F) shares of the joints and frames in each ring."""
    joints = np.zeros((len(rings), len(JOINTS)))
    frames = np.zeros((len(rings), len(FRAMES)))
    for row, ring in enumerate(rings):
        joints[row, JOINT[ring.between[0]]] += 1.0 - ring.share
        joints[row, JOINT[ring.between[1]]] += ring.share
        for name in ring.frame:
            frames[row, FRAME[name]] += 0.5
    return joints, frames


def _outline(rings: _Rings, index: int, angles: Floats, body: Body) -> Floats:
    """Return (sides, 2) of a superellipse, metres."""
    girth = 1.0 + (body.girth - 1.0) * rings.soft[index]
    cos, sin = np.cos(angles), np.sin(angles)
    power = 2.0 / rings.square[index]
    x = np.sign(cos) * np.abs(cos) ** power * rings.half[index, 0]
    y = np.sign(sin) * np.abs(sin) ** power * rings.half[index, 1]
    return np.asarray(np.stack([x, y], axis=1) * girth * body.stature_m)


def _neighbors(quads: Ints, vertices: int) -> sparse.csr_array:
    """Return (Q, Q): for each face the weights of the faces that share a vertex."""
    faces = np.repeat(np.arange(len(quads)), 4)
    touch = sparse.csr_array(
        (np.ones(quads.size, dtype=np.float32), (faces, quads.ravel())),
        shape=(len(quads), vertices),
    )
    return sparse.csr_array(touch @ touch.T)
