"""The pose networks on the CPU by OpenVINO, computing only what is needed."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from recognition import assets
from recognition.assets import DETECTOR_NORMALIZATION, LANDMARKS_NORMALIZATION
from recognition.display import Picture
from recognition.options import Precision
from recognition.pose_estimation.blazepose import (
    ALL_LANDMARKS,
    IN_FLIGHT,
    MOST_AT_A_TIME,
    Landmarks,
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
    """Both networks, compiled for this processor.

    Several landmark pictures are under way at a time, each on one core: cores that
    work on one picture together wait for each other.
    """

    def __init__(self, *, precision: Precision = "f32") -> None:
        paths = assets.pose_networks()
        cores = len(os.sched_getaffinity(0))
        self.at_a_time = min(cores, MOST_AT_A_TIME)
        self.is_exact = precision == "f32"
        common = {
            "INFERENCE_PRECISION_HINT": precision,
            # Pinned threads of two processes fight for one core.
            "ENABLE_CPU_PINNING": False,
        }
        # The detector has one core: it runs beside the landmarks.
        self._detector = Compiled(
            paths.detector, DETECTOR_OUTPUTS, DETECTOR_NORMALIZATION, common
        )
        self._landmarks = Compiled(
            paths.landmarks,
            LANDMARK_OUTPUTS,
            LANDMARKS_NORMALIZATION,
            common,
            streams=self.at_a_time,
            requests=IN_FLIGHT,
        )

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """Map (N, 224, 224, 3) to boxes (N, 2254, 12) and logits (N, 2254)."""
        outputs = [
            [output.copy() for output in self._detector.run(picture)()]
            for picture in pictures
        ]
        boxes, logits = (
            np.concatenate(column) for column in zip(*outputs, strict=True)
        )
        return boxes, logits[:, :, 0]

    def locate(self, picture: Picture) -> Landmarks:
        """Begin to look for landmarks in (256, 256, 3); return how to wait for them."""
        wait = self._landmarks.run(picture)
        return lambda: _located(wait())


def _located(outputs: list[Singles]) -> Located:
    """Name the outputs of one picture."""
    flat, presence, heat, world = outputs
    return Located(
        flat=flat.reshape(ALL_LANDMARKS, 5),
        presence=float(presence[0, 0]),
        heat=heat[0],
        world=world.reshape(ALL_LANDMARKS, 3),
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
        streams: int = 1,
        requests: int = 1,
    ) -> None:
        import openvino

        model = _part(path, outputs, normalization)
        shares = {"NUM_STREAMS": streams, "INFERENCE_NUM_THREADS": streams}
        self._compiled = openvino.Core().compile_model(
            model, "CPU", {**settings, **shares}
        )
        self._requests = [
            self._compiled.create_infer_request() for _ in range(requests)
        ]
        self._begun = 0

    def run(self, picture: Picture) -> Callable[[], list[Singles]]:
        """Begin with (S, S, 3); return how to wait for the outputs, (1, ...) each.

        They are not copied, which saves a twentieth of the time: they hold until as
        many further pictures are begun as there are requests.
        """
        request = self._requests[self._begun % len(self._requests)]
        self._begun += 1
        request.wait()  # where nobody waited, as the picture was given up
        request.start_async({0: picture[None]}, share_inputs=True)

        def wait() -> list[Singles]:
            request.wait()
            return [tensor.data for tensor in request.output_tensors]

        return wait


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
