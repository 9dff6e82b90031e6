"""The pose networks on the CPU by OpenVINO, computing only what is needed."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from recognition import assets
from recognition.assets import DETECTOR_NORMALIZATION, LANDMARKS_NORMALIZATION
from recognition.options import Precision
from recognition.pose_estimation.blazepose import (
    ALL_LANDMARKS,
    Located,
    Pictures,
    Singles,
)

if TYPE_CHECKING:
    import openvino

# The mask of the body, `Identity_2`, is left out, and with it a third of the work.
LANDMARK_OUTPUTS: Final = ("Identity", "Identity_1", "Identity_3", "Identity_4")
DETECTOR_OUTPUTS: Final = ("Identity", "Identity_1")


class OpenVinoNetworks:
    """Both networks, compiled for this processor."""

    def __init__(self, *, precision: Precision = "f32", threads: int = 0) -> None:
        paths = assets.pose_networks()
        settings = {
            "INFERENCE_PRECISION_HINT": precision,
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
        }
        self._detector = _compiled(
            paths.detector, DETECTOR_OUTPUTS, DETECTOR_NORMALIZATION, settings
        )
        self._landmarks = _compiled(
            paths.landmarks, LANDMARK_OUTPUTS, LANDMARKS_NORMALIZATION, settings
        )

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """Map (N, 224, 224, 3) to boxes (N, 2254, 12) and logits (N, 2254)."""
        boxes, logits = _run(self._detector, pictures)
        return boxes, logits[:, :, 0]

    def locate(self, pictures: Pictures) -> Located:
        """Map (N, 256, 256, 3) to raw landmarks; they hold until the next call."""
        flat, presence, heat, world = _run(self._landmarks, pictures)
        return Located(
            flat=flat.reshape(-1, ALL_LANDMARKS, 5),
            presence=presence[:, 0],
            heat=heat,
            world=world.reshape(-1, ALL_LANDMARKS, 3),
        )


def _run(request: "openvino.InferRequest", pictures: Pictures) -> list[Singles]:
    """Run one picture after the other: the networks are made for one.

    A single picture's outputs are not copied, which saves a tenth of the time.
    """
    if len(pictures) == 1:
        request.infer({0: pictures}, share_inputs=True)
        return [tensor.data for tensor in request.output_tensors]
    rows = []
    for picture in pictures:
        request.infer({0: picture[None]}, share_inputs=True)
        rows.append([np.array(tensor.data) for tensor in request.output_tensors])
    return [np.concatenate(column) for column in zip(*rows, strict=True)]


def _compiled(
    path: Path,
    outputs: tuple[str, ...],
    normalization: tuple[float, float],
    settings: Mapping[str, object],
) -> "openvino.InferRequest":
    """Compile the part of a network that `outputs` depend on, for 8-bit pictures."""
    import openvino
    from openvino.preprocess import PrePostProcessor

    core = openvino.Core()
    whole = core.read_model(str(path))
    wanted = [whole.output(name) for name in outputs]
    part = openvino.Model(wanted, whole.get_parameters())
    steps = PrePostProcessor(part)
    steps.input().tensor().set_element_type(openvino.Type.u8)
    mean, deviation = normalization
    steps.input().preprocess().convert_element_type(openvino.Type.f32)
    steps.input().preprocess().mean(mean).scale(deviation)
    return core.compile_model(steps.build(), "CPU", settings).create_infer_request()
