"""The pose networks on the CPU by OpenVINO, computing only what is needed."""

import os
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


# More pictures at a time than this are regions guessed too far ahead.
MOST_AT_A_TIME: Final = 4


class OpenVinoNetworks:
    """Both networks, compiled for this processor.

    Several landmark pictures run side by side, each on its own share of the cores:
    cores that work on one picture together wait for each other.
    """

    def __init__(self, *, precision: Precision = "f32") -> None:
        paths = assets.pose_networks()
        cores = len(os.sched_getaffinity(0))
        self.at_a_time = min(cores, MOST_AT_A_TIME)
        common = {
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": cores,
            # Pinned threads of two processes fight for one core.
            "ENABLE_CPU_PINNING": False,
        }
        self._detector = Compiled(
            paths.detector, DETECTOR_OUTPUTS, DETECTOR_NORMALIZATION, common, streams=1
        )
        self._landmarks = Compiled(
            paths.landmarks,
            LANDMARK_OUTPUTS,
            LANDMARKS_NORMALIZATION,
            common,
            streams=self.at_a_time,
        )

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """Map (N, 224, 224, 3) to boxes (N, 2254, 12) and logits (N, 2254)."""
        boxes, logits = self._detector.run(pictures)
        return boxes, logits[:, :, 0]

    def locate(self, pictures: Pictures) -> Located:
        """Map (N, 256, 256, 3) to raw landmarks; they hold until the next call."""
        flat, presence, heat, world = self._landmarks.run(pictures)
        return Located(
            flat=flat.reshape(-1, ALL_LANDMARKS, 5),
            presence=presence[:, 0],
            heat=heat,
            world=world.reshape(-1, ALL_LANDMARKS, 3),
        )


class Compiled:
    """The part of a network that some outputs depend on, for 8-bit pictures."""

    def __init__(
        self,
        path: Path,
        outputs: tuple[str, ...],
        normalization: tuple[float, float],
        settings: Mapping[str, object],
        *,
        streams: int,
    ) -> None:
        import openvino

        model = _part(path, outputs, normalization)
        self._compiled = openvino.Core().compile_model(
            model, "CPU", {**settings, "NUM_STREAMS": streams}
        )
        self._requests = [self._compiled.create_infer_request() for _ in range(streams)]

    def run(self, pictures: Pictures) -> list[Singles]:
        """Return the outputs for (N, S, S, 3), each (N, ...).

        A single picture's outputs are not copied, which saves a tenth of the time.
        """
        if len(pictures) == 1:
            self._requests[0].infer({0: pictures}, share_inputs=True)
            return [tensor.data for tensor in self._requests[0].output_tensors]
        rows: list[list[Singles]] = []
        for start in range(0, len(pictures), len(self._requests)):
            rows += self._run_side_by_side(
                pictures[start : start + len(self._requests)]
            )
        return [np.stack(column) for column in zip(*rows, strict=True)]

    def _run_side_by_side(self, pictures: Pictures) -> list[list[Singles]]:
        """Return the outputs of as many pictures as there are requests, or fewer."""
        used = self._requests[: len(pictures)]
        for request, picture in zip(used, pictures, strict=True):
            request.start_async({0: picture[None]}, share_inputs=True)
        for request in used:
            request.wait()
        return [
            [np.array(tensor.data[0]) for tensor in request.output_tensors]
            for request in used
        ]


def _part(
    path: Path, outputs: tuple[str, ...], normalization: tuple[float, float]
) -> "openvino.Model":
    """Return the part of a network that `outputs` depend on, for 8-bit pictures."""
    import openvino
    from openvino.preprocess import PrePostProcessor

    whole = openvino.Core().read_model(str(path))
    wanted = [whole.output(name) for name in outputs]
    steps = PrePostProcessor(openvino.Model(wanted, whole.get_parameters()))
    steps.input().tensor().set_element_type(openvino.Type.u8)
    mean, deviation = normalization
    steps.input().preprocess().convert_element_type(openvino.Type.f32)
    steps.input().preprocess().mean(mean).scale(deviation)
    return steps.build()
