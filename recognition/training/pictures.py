"""Learning curves, confusion matrices and reliability as SVG pictures."""

from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_WIDE, _HIGH, _EDGE = 520, 320, 48
_BLUE: Final = "#2f6d9f"
_ORANGE: Final = "#c9782b"
_COLORS: Final = (_BLUE, _ORANGE, "#4b8b3b", "#8a4f9e")


def curves(history: Sequence[dict[str, float]], best_epoch: int) -> str:
    """Return training and validation loss over epochs, the best one marked."""
    top = max((max(losses.values()) for losses in history), default=1.0) or 1.0
    lines = []
    for name, color in (("train", _BLUE), ("validation", _ORANGE)):
        points = [
            _place((epoch + 0.5) / len(history), losses[name] / top)
            for epoch, losses in enumerate(history)
        ]
        lines.append(_line(points, color))
    marked = _place((best_epoch - 0.5) / max(len(history), 1), 0.0)[0]
    mark = (
        f'<line x1="{marked:.1f}" x2="{marked:.1f}" y1="{_EDGE}" y2="{_HIGH - _EDGE}" '
        f'stroke="#888" stroke-dasharray="4 4"/>'
    )
    legend = _text(_EDGE + 8, 30, "loss: training", _BLUE) + _text(
        _EDGE + 130, 30, "validation", _ORANGE
    )
    axis = _text(_WIDE - 120, _HIGH - 14, f"{len(history)} epochs")
    return _svg(_frame(f"{top:.2f}") + mark + "".join(lines) + legend + axis)


def confusion(matrix: Integers, names: Sequence[str]) -> str:
    """Return a confusion matrix: rows are true, columns are said."""
    size, left, top = 40, 170, 20
    cells = []
    rows = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    for row, name in enumerate(names):
        y = top + row * size
        cells.append(_text(8, y + 25, name))
        for column in range(len(names)):
            share = float(rows[row, column])
            x = left + column * size
            cells.append(
                f'<rect x="{x}" y="{y}" width="{size - 1}" height="{size - 1}" '
                f'fill="{_BLUE}" fill-opacity="{share:.3f}" stroke="#ccc"/>'
            )
            if matrix[row, column]:
                color = "#fff" if share > 0.5 else "#222"
                number = str(int(matrix[row, column]))
                cells.append(_text(x + 6, y + 25, number, color))
    side = size * len(names)
    return _svg("".join(cells), left + side + 20, top + side + 20)


def reliability(confidence: Floats, share_right: Floats, weight: Floats) -> str:
    """Return how often claims of each confidence were right; the line is perfect."""
    points = [
        (_place(float(c), float(r)), float(w))
        for c, r, w in zip(confidence, share_right, weight, strict=True)
        if w > 0.0
    ]
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 14 * w**0.5:.1f}" fill="{_BLUE}" '
        f'fill-opacity="0.6"/>'
        for (x, y), w in points
    )
    perfect = _line([_place(0.0, 0.0), _place(1.0, 1.0)], "#888")
    said = _text(_WIDE // 2 - 60, _HIGH - 14, "probability said")
    return _svg(_frame("1") + perfect + dots + said + _text(60, 30, "share right"))


def trade_off(
    curves: Sequence[tuple[str, Floats, Floats]], across: str, up: str
) -> str:
    """Return curves in the unit square, such as ROC; each has a name, x and y."""
    parts = []
    for number, (name, x, y) in enumerate(curves):
        color = _COLORS[number % len(_COLORS)]
        points = [_place(float(a), float(b)) for a, b in zip(x, y, strict=True)]
        parts.append(_line(points, color))
        parts.append(_text(_WIDE - 190, _HIGH - 70 - 18 * number, name, color))
    labels = _text(_WIDE // 2 - 60, _HIGH - 14, across) + _text(60, 30, up)
    return _svg(_frame("1") + "".join(parts) + labels)


def by_level(
    levels: Sequence[float], lines: dict[str, Sequence[float]], across: str
) -> str:
    """Return how shares (0 to 1) change with the level of a disturbance."""
    most = max(levels) or 1.0
    parts = []
    for number, (name, shares) in enumerate(lines.items()):
        color = _COLORS[number % len(_COLORS)]
        points = [
            _place(level / most, share)
            for level, share in zip(levels, shares, strict=True)
        ]
        parts.append(_line(points, color))
        parts += [_dot(x, y, color) for x, y in points]
        parts.append(_text(_EDGE + 8 + 110 * number, 30, name, color))
    ends = _text(_WIDE - _EDGE - 24, _HIGH - 14, f"{most:g}")
    label = _text(_WIDE // 2 - 60, _HIGH - 14, across)
    return _svg(_frame("1") + "".join(parts) + label + ends)


def _dot(x: float, y: float, color: str) -> str:
    """Return a measured point."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'


def _place(across: float, up: float) -> tuple[float, float]:
    """Return the pixel of a place in the frame, both 0 to 1."""
    return (
        _EDGE + across * (_WIDE - 2 * _EDGE),
        _HIGH - _EDGE - up * (_HIGH - 2 * _EDGE),
    )


def _line(points: Sequence[tuple[float, float]], color: str) -> str:
    """Return a line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'


def _text(x: float, y: float, text: str, color: str = "#222") -> str:
    """Return a label."""
    return f'<text x="{x}" y="{y}" fill="{color}">{escape(text)}</text>'


def _frame(top: str) -> str:
    """Return the axes with their ends named."""
    return (
        f'<rect x="{_EDGE}" y="{_EDGE}" width="{_WIDE - 2 * _EDGE}" '
        f'height="{_HIGH - 2 * _EDGE}" fill="none" stroke="#bbb"/>'
        + _text(8, _EDGE + 4, top)
        + _text(8, _HIGH - _EDGE + 4, "0")
    )


def _svg(content: str, wide: int = _WIDE, high: int = _HIGH) -> str:
    """Return a picture on white."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'font-family="sans-serif" font-size="13">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>{content}</svg>\n'
    )
