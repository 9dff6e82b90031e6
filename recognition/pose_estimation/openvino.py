"""The pose networks on the CPU by OpenVINO, computing only what is needed."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    sigmoid,
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
        detector = _part(paths.detector, DETECTOR_OUTPUTS, DETECTOR_NORMALIZATION)
        self._detector = Compiled(detector, common)
        landmarks = _part(paths.landmarks, LANDMARK_OUTPUTS, LANDMARKS_NORMALIZATION)
        self._heads: list[Head] = []
        if not self.is_exact:
            landmarks, self._heads = _without_heads(landmarks)
        self._landmarks = Compiled(
            landmarks, common, streams=self.at_a_time, requests=IN_FLIGHT
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
        return lambda: self._located(wait())

    def _located(self, outputs: list[Singles]) -> Located:
        """Name the outputs of one picture; in bf16 the last layer is computed here."""
        if self._heads:
            features, heat = outputs
            flat, logit, world = (head.of(features.ravel()) for head in self._heads)
            presence = float(sigmoid(logit)[0])
        else:
            flat, probability, heat, world = outputs
            presence = float(probability[0, 0])
        return Located(
            flat=flat.reshape(ALL_LANDMARKS, 5),
            presence=presence,
            heat=heat[0],
            world=world.reshape(ALL_LANDMARKS, 3),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The last layer before some outputs.

    It is computed here, in f32: in bf16 an output of 128 pixels is rounded to whole
    ones, which moved landmarks by 1.2 % of the torso and the world by 6 cm.

    Attributes:
        weights: (O, F).
        bias: (O,).
    """

    weights: Singles
    bias: Singles

    def of(self, features: Singles) -> Singles:
        """Map (F,) to (O,)."""
        # Not by BLAS, which would wake its threads for a tenth of a millisecond.
        outputs: Singles = np.einsum("of,f->o", self.weights, features) + self.bias
        return outputs


class Compiled:
    """A network for 8-bit pictures, compiled for some cores."""

    def __init__(
        self,
        model: "openvino.Model",
        settings: Mapping[str, object],
        *,
        streams: int = 1,
        requests: int = 1,
    ) -> None:
        import openvino

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


def _without_heads(model: "openvino.Model") -> tuple["openvino.Model", list[Head]]:
    """Return the network up to its features and heat maps, and the heads behind.

    The heads of landmarks, presence and world all read the same features.
    """
    import openvino

    results = model.get_results()
    heads = [_last_convolution(results[i]) for i in (0, 1, 3)]
    features = heads[0].input_value(0)
    heat = results[2].input_value(0)
    constants = [
        value
        for head in heads
        for value in (head.input_value(1), _bias_of(head).input_value(1))
    ]
    folded = openvino.Core().compile_model(
        openvino.Model(constants, []), "CPU", {"INFERENCE_PRECISION_HINT": "f32"}
    )([])
    arrays = [folded[i].copy() for i in range(len(constants))]
    return openvino.Model([features, heat], model.get_parameters()), [
        Head(weights.reshape(len(weights), -1), bias.ravel())
        for weights, bias in zip(arrays[::2], arrays[1::2], strict=True)
    ]


def _last_convolution(result: "openvino.Node") -> "openvino.Node":
    """Return the layer with weights that an output comes from."""
    node = result
    while node.get_type_name() != "Convolution":
        node = node.input_value(0).get_node()
    return node


def _bias_of(convolution: "openvino.Node") -> "openvino.Node":
    """Return the addition behind a convolution."""
    [following] = convolution.output(0).get_target_inputs()
    return following.get_node()
