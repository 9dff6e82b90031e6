"""What a caller may set about one analysis."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from recognition.patient_rules import PatientRules

Runtime = Literal["openvino", "torch", "mediapipe", "recorded"]
Precision = Literal["f32", "bf16"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before it costs memory or time.

    Attributes:
        duration_s: longest video, in seconds.
        size_bytes: largest file.
        side_px: longest side of the picture, in pixels.
        shortest_s: below this there is nothing to judge, in seconds.
    """

    duration_s: float = 15 * 60
    size_bytes: int = 2 * 1024**3
    side_px: int = 4096
    shortest_s: float = 0.5


@dataclass(frozen=True, slots=True)
class ClickedPoint:
    """Where somebody pointed at the patient.

    Attributes:
        x: fraction of the upright picture's width.
        y: fraction of its height.
        time_s: seconds from the first video frame.
    """

    x: float
    y: float
    time_s: float


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of one analysis.

    Attributes:
        limits: what is refused.
        analysis_rate_hz: frames/s that are looked at; a slower video keeps its own
            rate.
        runtime: what computes the poses.
        precision: of the networks on `openvino`; bf16 is faster where the
            processor has it, and coarser in depth (world landmarks shift by some
            centimetres).
        recorded: the poses to replay, for the runtime `recorded`.
        patient: where the patient is, if somebody pointed; else they are found.
        rules: the patient's own targets and limits, for the prescribed exercise.
    """

    limits: Limits = field(default_factory=Limits)
    analysis_rate_hz: float = 30.0
    runtime: Runtime = "openvino"
    precision: Precision = "f32"
    recorded: Path | None = None
    patient: ClickedPoint | None = None
    rules: PatientRules = field(default_factory=PatientRules)
