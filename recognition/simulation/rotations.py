"""Rotations and directions over time, as the simulated body needs them."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def about_x(angle: Floats) -> Floats:
    """Return (T, 3, 3) rotations about x by `angle` (T,), radians."""
    cos, sin, zero, one = _parts(angle)
    return _stack([one, zero, zero, zero, cos, -sin, zero, sin, cos])


def about_y(angle: Floats) -> Floats:
    """Return (T, 3, 3) rotations about y by `angle` (T,), radians."""
    cos, sin, zero, one = _parts(angle)
    return _stack([cos, zero, sin, zero, one, zero, -sin, zero, cos])


def about_z(angle: Floats) -> Floats:
    """Return (T, 3, 3) rotations about z by `angle` (T,), radians."""
    cos, sin, zero, one = _parts(angle)
    return _stack([cos, -sin, zero, sin, cos, zero, zero, zero, one])


def from_angles(turn: Floats) -> Floats:
    """Return (T, 3, 3) from yaw (left), pitch (forward) and roll (right), (T, 3).

    Yaw is applied last, so pitch and roll are about the turned body's own axes.
    """
    yaw, pitch, roll = turn[:, 0], turn[:, 1], turn[:, 2]
    return about_z(yaw) @ about_y(pitch) @ about_x(roll)


def apply(rotation: Floats, vector: Floats) -> Floats:
    """Turn `vector`, (3,) or (T, 3), by `rotation` (T, 3, 3)."""
    wide = np.broadcast_to(vector, (len(rotation), 3))
    return np.asarray(np.einsum("tij,tj->ti", rotation, wide))


def unit(vector: Floats) -> Floats:
    """Return `vector` (..., 3) at length one; zero stays zero."""
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.maximum(length, 1e-12))


def across(vector: Floats, axis: Floats) -> Floats:
    """Return the unit part of `vector` (T, 3) perpendicular to unit `axis` (T, 3)."""
    along = np.sum(vector * axis, axis=-1, keepdims=True)
    return unit(vector - along * axis)


def turned_about(vector: Floats, axis: Floats, angle: Floats) -> Floats:
    """Turn `vector` (T, 3), perpendicular to unit `axis` (T, 3), by `angle` (T,)."""
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return vector * cos + np.cross(axis, vector) * sin


def _parts(angle: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return cosine, sine, zeros and ones shaped as `angle`."""
    return np.cos(angle), np.sin(angle), np.zeros_like(angle), np.ones_like(angle)


def _stack(entries: list[Floats]) -> Floats:
    """Return (T, 3, 3) from nine (T,) entries, row by row."""
    return np.stack(entries, axis=-1).reshape(-1, 3, 3)
