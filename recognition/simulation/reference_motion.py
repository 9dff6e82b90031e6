"""Writes how an exercise is done as moving joints, for a page to draw from any side.

`python -m recognition.simulation.reference_motion FOLDER` writes a JSON file for each
exercise of the catalog that can be simulated.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.exercises import catalog
from recognition.simulation import landmarks, stage
from recognition.simulation.body import Body
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.scenario import (
    Performance,
    Scenario,
    SideMode,
    Variation,
    perform,
)
from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

SCHEMA: Final = 1
# Frames on the way to the peak, and as many back: a browser draws those in between.
STEPS: Final = 10
JOINTS: Final = (
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist",
    "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle", "left_heel", "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
_HEAD: Final = ("left_ear", "right_ear")
# Where the camera stands by the view's name: degrees from the front to the left.
_YAWS: Final = {"front": 0, "left": 90, "oblique": 45, "right": -90, "back": 180}
_BODY: Final = Body()


def motion_of(code: str) -> dict[str, Any]:
    """Return one repetition of exercise `code`, without any mistake.

    `frames` holds x (forward), y (to the left) and z (up) of every joint in
    millimetres, from the resting posture to the peak (frame `peak`) and back; `yaw` is
    the side it is best seen from, in degrees from the front to the left. One side
    only moves where `side` names it; the other is its mirror image.

    Raises:
        UnknownExercise: not in the catalog, or it cannot be simulated.
    """
    side = _side(code)
    performance = _performed(code, side)
    cycle, tempo = performance.cycles[0], performance.motion.tempo
    out = np.linspace(cycle.start_s, cycle.peak_s, STEPS + 1)
    back = np.linspace(cycle.peak_s, cycle.end_s, STEPS + 1)
    places = _places(performance, np.concatenate([out, back[1:]]))
    return {
        "schema": SCHEMA,
        "side": side,
        "joints": ["head", *JOINTS],
        "peak": STEPS,
        "out_s": round(cycle.peak_s - cycle.start_s, 2),
        "back_s": round(cycle.end_s - cycle.peak_s, 2),
        "rest_s": round(max(tempo.rest_s, 0.6), 2),
        "yaw": _YAWS[catalog.get(code).views.best[0]],
        "props": sorted(performance.motion.props),
        "frames": [
            [round(1000 * value) for value in frame.ravel().tolist()]
            for frame in places
        ],
    }


def write(folder: Path) -> list[str]:
    """Write every exercise that can be simulated into `folder`; return the codes."""
    codes = [code for code in sorted(catalog.load()) if code in MOTIONS]
    for code in codes:
        text = json.dumps(motion_of(code), separators=(",", ":"))
        (folder / f"{code}.json").write_text(text + "\n", encoding="utf-8")
    return codes


def _side(code: str) -> SideMode:
    return "both" if "both" in catalog.get(code).sides else "left"


def _performed(code: str, side: SideMode) -> Performance:
    still = Variation(jitter=0.0, lead_s=0.5, liveliness=0.0)
    camera = stage.camera(code, 0.0)
    return perform(
        Scenario(code, 1, side=side, variation=still, body=_BODY, camera=camera)
    )


def _places(performance: Performance, times: Floats) -> Floats:
    """Return the joints at `times` (N,), (N, 17, 3) metres, the pelvis over (0, 0)."""
    frames = np.abs(performance.time_s[:, None] - times).argmin(axis=0)
    every = landmarks.places(performance.skeleton, _BODY.stature_m)[frames]
    head = every[:, [INDEX[name] for name in _HEAD]].mean(axis=1, keepdims=True)
    joints = every[:, [INDEX[name] for name in JOINTS]]
    hips = joints[0, [JOINTS.index("left_hip"), JOINTS.index("right_hip")]].mean(axis=0)
    whole = np.concatenate([head, joints], axis=1)
    return np.asarray(whole - np.array([hips[0], hips[1], 0.0]))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
