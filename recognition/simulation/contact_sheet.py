"""One picture of many simulated patients: every exercise from several views.

`python -m recognition.simulation.contact_sheet PICTURE.jpg`
"""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from recognition.simulation import body, stage, video
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.renderer import Picture
from recognition.simulation.scenario import Performance, Scenario, Variation, perform

_YAWS: Final = (0.0, 45.0, -90.0, 150.0)
_TILE: Final = (210, 280)
_ACROSS: Final = 7
_DOWN: Final = 4
_LIFT_OFF_S: Final = 0.75  # after the start of standing up, the body is in between


def draw(path: Path) -> None:
    """Write the sheet to `path`, a different body in every tile."""
    names = sorted(MOTIONS)
    tiles = [
        _tile(names[n % len(names)], _YAWS[(n + n // len(names)) % len(_YAWS)], n)
        for n in range(_ACROSS * _DOWN)
    ]
    rows = [np.hstack(tiles[_ACROSS * r : _ACROSS * (r + 1)]) for r in range(_DOWN)]
    cv2.imwrite(str(path), np.vstack(rows)[:, :, ::-1])


def _tile(exercise: str, yaw: float, seed: int) -> Picture:
    """Return one patient at the most telling moment of a repetition."""
    scenario = Scenario(
        exercise,
        1,
        side=stage.side(exercise),
        body=body.draw(np.random.default_rng([seed, 9])),
        camera=stage.camera(exercise, yaw),
        variation=Variation(lead_s=0.3),
        seed=seed,
    )
    picture = video.still(performance := perform(scenario), _moment(performance))
    small = cv2.resize(picture, _TILE, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _moment(performance: Performance) -> float:
    """Return the time of the peak, or of leaving the seat."""
    cycle = performance.cycles[0]
    seated = "chair" in performance.motion.props
    return cycle.start_s + _LIFT_OFF_S if seated else cycle.peak_s


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
