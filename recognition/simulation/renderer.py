"""Paints the simulated body into pictures: shaded faces from back to front."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from recognition.simulation import anatomy, face, props, room
from recognition.simulation.body import Body
from recognition.simulation.camera import Camera
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.mesh import Surface

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]

_SUBPIXEL: Final = 4  # bits of a pixel's fraction in OpenCV's polygon painter
_CHUNK: Final = 32  # frames whose vertices are worked out at once
# Light from behind the camera: a window above on the left, the room on the right;
# right, down, forward of the camera.
_KEY: Final = np.array([-0.42, -0.62, -0.66])
_FILL: Final = np.array([0.75, -0.1, -0.65])


class Renderer:
    """Paints one body, and what stands about it, before one camera."""

    def __init__(
        self,
        body: Body,
        camera: Camera,
        *,
        solid: props.Solid | None = None,
        dumbbells: bool = False,
    ) -> None:
        self._camera = camera
        self._surface = _surface(body, dumbbells=dumbbells)
        self._solid = solid or props.nothing()
        first = len(self._surface.ring)
        self._quads = np.concatenate([self._surface.quads, self._solid.quads + first])
        self._color = np.concatenate([self._surface.color, self._solid.color])
        self._gloss = np.concatenate(
            [self._surface.gloss, np.zeros(len(self._solid.quads))]
        )
        self._face = face.marks(body)
        self._background = room.paint(camera)
        self._key = _KEY / np.linalg.norm(_KEY) @ camera.axes()
        self._fill = _FILL / np.linalg.norm(_FILL) @ camera.axes()

    def pictures(
        self, skeleton: Skeleton, shake: Floats | None = None
    ) -> Iterator[Picture]:
        """Yield (height, width, 3) RGB pictures, one a frame.

        `shake` (T, 3, 3) turns the camera; the room is then warped, which is exact
        for a camera that only turns.
        """
        for start in range(0, len(skeleton), _CHUNK):
            part = skeleton.at(slice(start, start + _CHUNK))
            vertices = self._surface.vertices(part)
            marks = self._face.vertices(part)
            for frame in range(len(part)):
                turn = None if shake is None else shake[start + frame]
                yield self._paint(
                    part.joints[frame], vertices[frame], marks[frame], turn
                )

    def _paint(
        self, joints: Floats, body: Floats, marks: Floats, turn: Floats | None
    ) -> Picture:
        """Return one picture."""
        vertices = np.concatenate([body, self._solid.vertices])
        picture = self._room(turn)
        room.shadow(
            picture, self._camera, self._seen(joints, turn, ground=True), joints
        )
        seen = self._seen(vertices, turn)
        points = self._camera.project(seen)
        quads = self._quads
        corners = points[quads]
        front = _area(corners) > 0.0
        depth = seen[:, 2][quads].mean(axis=1)
        chosen = np.flatnonzero(front)
        colors = self._shade(vertices, chosen)
        order = np.argsort(-depth[chosen])
        shapes = np.rint(corners[chosen[order]] * (1 << _SUBPIXEL)).astype(np.int32)
        tints = colors[order].tolist()
        for shape, tint in zip(shapes, tints, strict=True):
            cv2.fillConvexPoly(picture, shape, tint, 8, _SUBPIXEL)
        self._paint_face(picture, marks, turn)
        return _soften(picture, points)

    def _seen(
        self, points: Floats, turn: Floats | None, *, ground: bool = False
    ) -> Floats:
        """Return `points` (N, 3) in the camera's axes, or their shadows' places."""
        seen = self._camera.view(room.fallen(points) if ground else points)
        return seen if turn is None else seen @ turn.T

    def _room(self, turn: Floats | None) -> Picture:
        """Return the empty room as the turned camera sees it."""
        if turn is None:
            return self._background.copy()
        camera = self._camera
        inner = np.array(
            [
                [camera.focal_px, 0.0, camera.width / 2],
                [0.0, camera.focal_px, camera.height / 2],
                [0.0, 0.0, 1.0],
            ]
        )
        warp = inner @ turn @ np.linalg.inv(inner)
        size = (camera.width, camera.height)
        turned = cv2.warpPerspective(
            self._background, warp, size, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(turned, dtype=np.uint8)

    def _shade(self, vertices: Floats, chosen: npt.NDArray[np.intp]) -> Floats:
        """Return (N, 3) colors of the faces `chosen` under window and room light."""
        a, b, c, d = (vertices[self._quads[:, k]] for k in range(4))
        normal = np.cross(d - b, c - a)
        soft = len(self._surface.quads)
        normal[:soft] = self._surface.around @ normal[:soft]
        normal = normal[chosen]
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        key = np.clip(0.25 + 0.75 * (normal @ self._key), 0.0, 1.0)
        fill = np.clip(normal @ self._fill, 0.0, 1.0)
        up = 0.5 + 0.5 * normal[:, 2]
        light = 0.34 + 0.62 * key + 0.12 * fill + 0.10 * up
        warm = np.array([1.02, 1.0, 0.97]) * light[:, None]
        gloss = self._gloss[chosen] * np.clip(key - 0.8, 0.0, 1.0) * 70.0
        color = self._color[chosen] * warm + gloss[:, None]
        return np.asarray(np.clip(color, 0.0, 255.0))

    def _paint_face(self, picture: Picture, marks: Floats, turn: Floats | None) -> None:
        """Paint eyes, brows and mouth where the head shows them."""
        camera = self._camera
        points = camera.project(self._seen(marks, turn))
        for mark in self._face.shapes:
            if not self._face.is_visible(mark, marks, camera.position):
                continue
            shape = np.rint(points[mark.first : mark.last] * (1 << _SUBPIXEL))
            cv2.fillPoly(
                picture, [shape.astype(np.int32)], mark.color, cv2.LINE_AA, _SUBPIXEL
            )


@lru_cache(maxsize=4)
def _surface(body: Body, *, dumbbells: bool) -> Surface:
    """Return the mesh of `body`, kept for its next picture."""
    return anatomy.surface(body, dumbbells=dumbbells)


def _area(corners: Floats) -> Floats:
    """Return twice the signed area (Q,) of quads (Q, 4, 2) in the picture."""
    first = corners[:, 2] - corners[:, 0]
    second = corners[:, 3] - corners[:, 1]
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])


def _soften(picture: Picture, points: Floats) -> Picture:
    """Blur the body a little, as a lens does; the room is soft already."""
    height, width = picture.shape[:2]
    low = np.clip(np.floor(points.min(axis=0)) - 6, 0, [width, height]).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)) + 6, 0, [width, height]).astype(int)
    if (high <= low).any():
        return picture
    part = picture[low[1] : high[1], low[0] : high[0]]
    cv2.GaussianBlur(part, (3, 3), 0.75, dst=part)
    return picture
