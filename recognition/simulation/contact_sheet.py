"""One picture of many simulated patients: every exercise, each body another one.

`python -m recognition.simulation.contact_sheet PICTURE.jpg`
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from recognition.exercises.catalog import get
from recognition.simulation import body, stage, video
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.renderer import Picture
from recognition.simulation.scenario import Performance, Scenario, Variation, perform

_YAWS: Final = {
    "front": 0.0, "left": 90.0, "oblique": 40.0, "right": -90.0, "back": 180.0
}  # fmt: skip
_SIDE_PX: Final = 240
_NEARER: Final = 0.9  # what lies is low and wide, and may be filmed from nearer
_ACROSS: Final = 8
_LIFT_OFF_S: Final = 0.75  # after the start of standing up, the body is in between


def draw(path: Path) -> None:
    """Write the sheet to `path`, a different body and view in every tile."""
    names = sorted(MOTIONS)
    names += names[: -len(names) % _ACROSS]
    tiles = [_tile(name, number) for number, name in enumerate(names)]
    rows = [
        np.hstack(tiles[first : first + _ACROSS])
        for first in range(0, len(tiles), _ACROSS)
    ]
    cv2.imwrite(str(path), np.vstack(rows)[:, :, ::-1])


def _tile(exercise: str, number: int) -> Picture:
    """Return one patient at the most telling moment of a repetition."""
    allowed = get(exercise).views.allowed
    camera = stage.camera(exercise, _YAWS[allowed[number % len(allowed)]])
    near = _NEARER if camera.height_m < 1.0 else 1.0
    scenario = Scenario(
        exercise,
        1,
        side=stage.side(exercise),
        body=body.draw(np.random.default_rng([number, 9])),
        camera=replace(camera, distance_m=near * camera.distance_m, height=720),
        variation=Variation(lead_s=0.3),
        seed=number,
    )
    picture = video.still(performance := perform(scenario), _moment(performance))
    size = (_SIDE_PX, _SIDE_PX)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _moment(performance: Performance) -> float:
    """Return the time of the peak, or of leaving the seat."""
    cycle = performance.cycles[0]
    rises = performance.scenario.exercise == "sit_to_stand"
    return cycle.start_s + _LIFT_OFF_S if rises else cycle.peak_s


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
