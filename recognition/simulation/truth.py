"""What really happened in a simulated recording."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.simulation import true_measures
from recognition.simulation.camera import Camera
from recognition.simulation.humanoid import JOINTS, Skeleton
from recognition.simulation.phases import Cycle

Floats = npt.NDArray[np.float64]

SCHEMA: Final = 1
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class TrueMistake:
    """A mistake that was made, with its grade: 1 = at the threshold, 2 = gross."""

    mistake: str
    grade: float


@dataclass(frozen=True, slots=True)
class TrueRepetition:
    """One complete repetition, seconds from the first frame.

    `begins_cut` = the recording begins inside it, at its 0 seconds.
    """

    index: int
    start_s: float
    peak_s: float
    end_s: float
    side: str
    mistakes: tuple[TrueMistake, ...]
    begins_cut: bool = False


@dataclass(frozen=True, slots=True)
class TrueAttempt:
    """A repetition that was broken off, and why it is none.

    `too_small` = turned back on the way, `not_finished` = the recording ended in it.
    """

    start_s: float
    end_s: float
    side: str
    reason: str = "too_small"


@dataclass(frozen=True, slots=True)
class TrueView:
    """The side of the patient that the camera sees, as the report names it."""

    name: str
    yaw_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Everything that is known about one simulated recording.

    Attributes:
        exercise: code in the catalog.
        seed: of the whole recording.
        view: from where it was seen.
        repetitions: complete ones, in order.
        attempts: broken off.
        time_s: (T,), seconds from the first frame.
        joints_m: (T, J, 3), joint centers in the room, x forward, y left, z up.
        joints_px: (T, J, 2), the same in the picture, x right, y down.
        angles_deg: name to (T,), degrees.
        width: of the picture in pixels.
        height: of the picture in pixels.
    """

    exercise: str
    seed: int
    view: TrueView
    repetitions: tuple[TrueRepetition, ...]
    attempts: tuple[TrueAttempt, ...]
    time_s: Floats
    joints_m: Floats
    joints_px: Floats
    angles_deg: dict[str, Floats]
    width: int
    height: int

    def as_json(self) -> dict[str, Any]:
        """Return the truth as plain JSON, numbers to six decimals."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "seed": self.seed,
            "view": asdict(self.view),
            "picture": {"width": self.width, "height": self.height},
            "repetitions": [asdict(r) for r in self.repetitions],
            "attempts": [asdict(a) for a in self.attempts],
            "time_s": _rounded(self.time_s),
            "joints": list(JOINTS),
            "joints_m": _rounded(self.joints_m),
            "joints_px": _rounded(self.joints_px),
            "angles_deg": {name: _rounded(a) for name, a in self.angles_deg.items()},
        }

    def save(self, path: Path) -> None:
        """Write the truth to `path` (JSON)."""
        path.write_text(json.dumps(self.as_json(), separators=(",", ":")), "utf-8")


def describe(
    *,
    exercise: str,
    seed: int,
    cycles: tuple[Cycle, ...],
    time_s: Floats,
    skeleton: Skeleton,
    camera: Camera,
    shake: Floats | None = None,
) -> Truth:
    """Return the truth of a performance seen by `camera`."""
    complete = [c for c in cycles if c.complete]
    broken = [c for c in cycles if not c.complete]
    return Truth(
        exercise=exercise,
        seed=seed,
        view=TrueView(view_name(camera.yaw_deg), camera.yaw_deg),
        repetitions=tuple(_repetition(i, c) for i, c in enumerate(complete, 1)),
        attempts=tuple(
            TrueAttempt(
                _round(c.start_s),
                _round(min(c.end_s, time_s[-1])),
                c.side,
                c.reason or "too_small",
            )
            for c in broken
        ),
        time_s=time_s,
        joints_m=skeleton.joints,
        joints_px=camera.project(camera.view(skeleton.joints, shake)),
        angles_deg=true_measures.angles(skeleton),
        width=camera.width,
        height=camera.height,
    )


def view_name(yaw_deg: float) -> str:
    """Return the report's name of a direction: within 30 degrees of an axis."""
    centers = {"front": 0.0, "left": 90.0, "back": 180.0, "right": -90.0}
    for name, center in centers.items():
        if abs((yaw_deg - center + 180.0) % 360.0 - 180.0) <= 30.0:
            return name
    return "oblique"


def _repetition(index: int, cycle: Cycle) -> TrueRepetition:
    """Return the truth of one complete cycle."""
    made = sorted((m, g) for m, g in cycle.grades.items() if g > 0.0)
    return TrueRepetition(
        index=index,
        start_s=_round(max(cycle.start_s, 0.0)),
        peak_s=_round(cycle.peak_s),
        end_s=_round(cycle.end_s),
        side=cycle.side,
        mistakes=tuple(TrueMistake(m, g) for m, g in made),
        begins_cut=cycle.start_s < 0.0,
    )


def _round(value: float) -> float:
    """Return `value` to the truth's precision."""
    return round(float(value), _DECIMALS)


def _rounded(values: Floats) -> list[Any]:
    """Return nested lists to the truth's precision."""
    nested: list[Any] = np.round(values, _DECIMALS).tolist()
    return nested
