"""Runs an exported net on repetitions in poses, by OpenVINO, without torch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints, windows
from recognition.datasets.base import Clip, Clips
from recognition.poses import Floats, PoseSequence

if TYPE_CHECKING:
    from recognition.repetitions.spans import Span

Singles = npt.NDArray[np.float32]
Precision = Literal["f32", "bf16"]


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
    """An exported net and what its outputs mean.

    `bf16` multiplies in half precision where the processor can, else in `f32`.
    """

    def __init__(self, path: Path, precision: Precision = "f32") -> None:
        import openvino

        described: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
        self.exercises = tuple(described["exercises"])
        self.frames = int(described["frames"])
        settings = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": precision}
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

    def shown(self, poses: PoseSequence) -> dict[str, float]:
        """Return how likely cleaned poses show each exercise, the mean over windows.

        For nets that were trained on windows of recordings.
        """
        points = joints.from_poses(poses)
        exercise, _ = self.probabilities(*windows.windows(points, poses.time_s))
        return _named(self.exercises, exercise.mean(axis=0))


def _repetition(points: Floats, poses: PoseSequence, span: "Span") -> Floats:
    """Return the canonical joints of one repetition."""
    inside = (poses.time_s >= span.start_s) & (poses.time_s <= span.end_s)
    return joints.canonical(points[inside])


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    """Return values by name."""
    return {name: round(float(v), 4) for name, v in zip(names, values, strict=True)}
