"""Runs an exported net on repetitions in poses, by OpenVINO, without torch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints
from recognition.datasets.base import Clip, Clips
from recognition.errors import Unanalyzable
from recognition.poses import Floats, PoseSequence

if TYPE_CHECKING:
    from recognition.repetitions.spans import Span

WEIGHTS: Final = Path(__file__).parents[1] / "weights"
Singles = npt.NDArray[np.float32]


class NotJudgedByNet(Unanalyzable):
    """The net was not trained on this exercise, or is not installed."""

    code = "not_judged_by_net"
    what_to_do = "Leave out --exercise to see which exercises the net knows."


@dataclass(frozen=True, slots=True)
class Scored:
    """What a net says of one repetition.

    Attributes:
        exercises: probability of each exercise that the net knows; they sum to 1.
        form: probability that the repetition is correct, were it that exercise.
    """

    exercises: dict[str, float]
    form: dict[str, float]


class CompiledNet:
    """An exported net and what its outputs mean."""

    def __init__(self, path: Path) -> None:
        import openvino

        described: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
        self.exercises = tuple(described["exercises"])
        self.frames = int(described["frames"])
        settings = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        self._model = openvino.Core().compile_model(str(path), "CPU", settings)

    def probabilities(
        self, poses: Singles, mask: npt.NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """Return exercise (N, E) and form (N, E) of poses (N, T, 20, 3)."""
        found = self._model([poses, mask])
        exercise, form = (np.asarray(found[i], dtype=np.float64) for i in (0, 1))
        return exercise, form

    def score(self, poses: PoseSequence, spans: Sequence["Span"]) -> list[Scored]:
        """Return what the net says of each repetition."""
        if not spans:
            return []
        points = joints.from_poses(poses)
        clips = Clips(
            tuple(Clip(_repetition(points, poses, span), 0, 0) for span in spans),
            self.exercises,
        )
        batch = clips.batch(self.frames)
        exercise, form = self.probabilities(batch.poses, batch.mask)
        return [
            Scored(_named(self.exercises, said), _named(self.exercises, right))
            for said, right in zip(exercise, form, strict=True)
        ]


@cache
def shipped(name: str = "form") -> CompiledNet:
    """Return a net that comes with the library.

    Raises:
        NotJudgedByNet: there is none of this name.
    """
    path = WEIGHTS / f"{name}.xml"
    if not path.is_file():
        raise NotJudgedByNet(f"there is no net {name}")
    return CompiledNet(path)


def _repetition(points: Floats, poses: PoseSequence, span: "Span") -> Floats:
    """Return the canonical joints of one repetition."""
    inside = (poses.time_s >= span.start_s) & (poses.time_s <= span.end_s)
    return joints.canonical(points[inside])


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    """Return values by name."""
    return {name: round(float(v), 4) for name, v in zip(names, values, strict=True)}
