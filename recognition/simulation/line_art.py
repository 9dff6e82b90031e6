"""Draws how an exercise is done: resting posture as a ghost, peak posture solid.

`python -m recognition.simulation.line_art FOLDER` writes an SVG for each exercise of
the catalog that the folder has none of. The classes are styled by the page.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.exercises import catalog
from recognition.exercises.spec import Exercise
from recognition.simulation import stage
from recognition.simulation.body import Body
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.scenario import (
    Performance,
    Scenario,
    SideMode,
    Variation,
    perform,
)

Floats = npt.NDArray[np.float64]
Places = dict[str, Floats]

SIZE: Final = 160.0
_MARGIN: Final = 15.0
_GROUND: Final = 149.0
# Stroke widths for a body whose standing height fills the picture.
_WIDTHS: Final = {"foot": 8, "shank": 11, "thigh": 13, "trunk": 19, "arm": 9}
_HEAD: Final = 10.5
_STANDING: Final = 126.0
_TURNED_DEG: Final = 14.0  # a segment that turns by more is drawn as moving
_LEG: Final = {
    "foot": ("ankle", "toe"),
    "shank": ("ankle", "knee"),
    "thigh": ("knee", "hip"),
}
_ARM: Final = {"upper": ("shoulder", "elbow"), "fore": ("elbow", "knuckle")}


def draw(code: str) -> str:
    """Return the SVG of exercise `code`.

    Raises:
        UnknownExercise: not in the catalog.
    """
    exercise = catalog.get(code)
    performance = _performed(exercise)
    frontal = "front" in exercise.views.best
    rest, peak = (_flat(one, frontal=frontal) for one in _moments(performance))
    things = performance.motion.props
    fit = _Fit([rest, peak], stature=performance.scenario.body.stature_m)
    far = "fig-body" if frontal else "fig-far"  # in front no limb is farther away
    moving = set(_moving(rest, peak))
    parts = [f'<path class="fig-ground" d="M14 {_GROUND + 2:.0f}H146"/>']
    parts += _props(things, fit.places(rest))
    parts += _body(fit, fit.places(rest), ("fig-ghost", "fig-ghost"), set())
    parts += _body(fit, fit.places(peak), (far, "fig-body"), moving)
    if "dumbbells" in things:
        parts.append(_weights(fit.places(peak)))
    head = '<svg class="figure-art" viewBox="0 0 160 160" aria-hidden="true">'
    return f"{head}{''.join(parts)}</svg>\n"


def write_missing(folder: Path) -> list[str]:
    """Write what `folder` lacks; return the codes drawn."""
    drawn = []
    for code in catalog.load():
        path = folder / f"{code}.svg"
        if not path.exists():
            path.write_text(draw(code), encoding="utf-8")
            drawn.append(code)
    return drawn


def _performed(exercise: Exercise) -> Performance:
    side: SideMode = "both" if "both" in exercise.sides else "right"
    still = Variation(jitter=0.0, lead_s=0.5, liveliness=0.0)
    camera = stage.camera(exercise.code, 0.0)
    return perform(
        Scenario(
            exercise.code, 1, side=side, variation=still, body=Body(), camera=camera
        )
    )


def _moments(performance: Performance) -> tuple[Skeleton, Skeleton]:
    cycle = performance.cycles[0]
    frame = int(np.argmin(np.abs(performance.time_s - cycle.peak_s)))
    return performance.at_rest(), performance.skeleton.at(slice(frame, frame + 1))


def _flat(skeleton: Skeleton, *, frontal: bool) -> Places:
    """Return joints as right and up, metres: seen from the right side, or in front."""
    across = 1 if frontal else 0
    names = ["pelvis", "neck", "skull", "crown"]
    limbs = {end for pair in (*_LEG.values(), *_ARM.values()) for end in pair}
    names += [f"{side}_{name}" for side in ("left", "right") for name in sorted(limbs)]
    return {
        name: np.array([joint[across], joint[2]])
        for name in names
        for joint in [skeleton.joint(name)[0]]
    }


class _Fit:
    """Fits postures into the picture, lying ones by their width."""

    def __init__(self, postures: list[Places], *, stature: float) -> None:
        points = np.array([point for one in postures for point in one.values()])
        low, high = points.min(axis=0), points.max(axis=0)
        room = SIZE - 2 * _MARGIN
        self.scale = min(
            _STANDING / stature, room / (high[0] - low[0]), room / (high[1] - low[1])
        )
        self.middle = 0.5 * (low[0] + high[0])
        self.floor = min(0.0, float(low[1]))
        self.thickness = max(0.72, self.scale * stature / _STANDING)

    def places(self, joints: Places) -> Places:
        """Return where `joints` are in the picture."""
        return {name: self._place(point) for name, point in joints.items()}

    def _place(self, point: Floats) -> Floats:
        x = SIZE / 2 + self.scale * (point[0] - self.middle)
        return np.array([x, _GROUND - 4 - self.scale * (point[1] - self.floor)])


def _moving(rest: Places, peak: Places) -> Iterator[str]:
    """Name the segments that turn or, as one piece, go elsewhere."""
    for side in ("left", "right"):
        for name, (first, last) in (_LEG | _ARM).items():
            ends = (f"{side}_{first}", f"{side}_{last}")
            if _turned(rest, peak, ends) > _TURNED_DEG:
                yield f"{side}_{name}"
    if _turned(rest, peak, ("pelvis", "neck")) > _TURNED_DEG:
        yield "trunk"


def _turned(rest: Places, peak: Places, ends: tuple[str, str]) -> float:
    """Return the angle between a segment at rest and at the peak, degrees.

    0 where it points at the viewer, so that its direction says nothing.
    """
    before, after = (one[ends[1]] - one[ends[0]] for one in (rest, peak))
    if min(np.hypot(*before), np.hypot(*after)) < 0.04:  # metres
        return 0.0
    turn = np.arctan2(*before) - np.arctan2(*after)
    return float(np.degrees(np.abs(np.arctan2(np.sin(turn), np.cos(turn)))))


def _body(
    fit: _Fit, at: Places, styles: tuple[str, str], moving: set[str]
) -> Iterator[str]:
    """Yield the paths of one posture: far limbs, trunk and head, near limbs."""
    far, style = styles
    yield from _limbs(fit, at, "left", far, moving)
    trunk = "fig-move" if "trunk" in moving else style
    yield _line(fit, [at["pelvis"], at["neck"]], _WIDTHS["trunk"], trunk)
    x, y = 0.5 * (at["skull"] + at["crown"])
    radius = _HEAD * fit.thickness
    yield f'<circle class="{style} fill" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    yield from _limbs(fit, at, "right", style, moving)


def _limbs(
    fit: _Fit, at: Places, side: str, style: str, moving: set[str]
) -> Iterator[str]:
    for name, (first, last) in _LEG.items():
        points = [at[f"{side}_{first}"], at[f"{side}_{last}"]]
        chosen = "fig-move" if f"{side}_{name}" in moving else style
        yield _line(fit, points, _WIDTHS[name], chosen)
    arm = [at[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "knuckle")]
    moves = moving & {f"{side}_upper", f"{side}_fore"}
    chosen = "fig-move" if moves else style
    if style != "fig-ghost":
        yield _line(fit, arm, _WIDTHS["arm"] + 4, f"{chosen} edge")
    yield _line(fit, arm, _WIDTHS["arm"], chosen)


def _line(fit: _Fit, points: list[Floats], width: float, style: str) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    thick = f"{width * fit.thickness:.1f}".removesuffix(".0")
    return f'<path class="{style}" stroke-width="{thick}" d="M{path}"/>'


def _props(things: frozenset[str], at: Places) -> Iterator[str]:
    """Yield what stands about: chair, wall, step, bench."""
    x, y = at["pelvis"]
    foot, hand = at["right_toe"], at["right_knuckle"]
    paths = []
    if "chair" in things:
        seat, back, front = y + 11, x - 20, x + 24
        legs = f"M{back + 2:.0f} {seat - 44:.0f}V150M{front - 4:.0f} {seat:.0f}V150"
        paths.append(f"M{back:.0f} {seat:.0f}H{front:.0f}{legs}")
    if "wall" in things:
        paths.append(f"M{x - 13:.0f} 12V150")
    if "wall_ahead" in things:
        paths.append(f"M{hand[0] + 7:.0f} 12V150")
    if "step" in things:
        top = max(foot[1] + 6, 112.0)
        paths.append(f"M{foot[0] - 26:.0f} 150V{top:.0f}H{foot[0] + 10:.0f}V150")
    if "bench" in things:
        left, top = hand[0] - 4, hand[1] + 8
        paths.append(f"M{left:.0f} 150V{top:.0f}H{left + 34:.0f}V150")
    return (f'<path class="fig-prop" d="{path}"/>' for path in paths)


def _weights(at: Places) -> str:
    spots = "".join(
        f'<circle cx="{at[f"{side}_knuckle"][0]:.1f}" '
        f'cy="{at[f"{side}_knuckle"][1]:.1f}" r="7"/>'
        for side in ("left", "right")
    )
    return f'<g class="fig-prop-solid">{spots}</g>'


if __name__ == "__main__":
    write_missing(Path(sys.argv[1]))
