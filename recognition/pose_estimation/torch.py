"""The pose networks by PyTorch, on a CPU or a CUDA card, from the same files."""

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition import assets
from recognition.assets import DETECTOR_NORMALIZATION, LANDMARKS_NORMALIZATION
from recognition.display import Picture
from recognition.pose_estimation import tflite
from recognition.pose_estimation.blazepose import (
    ALL_LANDMARKS,
    MOST_AT_A_TIME,
    Landmarks,
    Located,
    Pictures,
    Singles,
)
from recognition.pose_estimation.openvino import DETECTOR_OUTPUTS, LANDMARK_OUTPUTS
from recognition.pose_estimation.tflite import Graph, Operation

TorchPrecision = Literal["f32", "f16"]
Options = Mapping[str, Any]

SAME: Final = 0  # TensorFlow Lite's `Padding`; the other is VALID
ACTIVATIONS: Final[Mapping[int, Callable[[Tensor], Tensor]]] = {
    0: lambda x: x,
    1: functional.relu,
    3: functional.relu6,
}


class TorchNetworks:
    """Both networks on one device; half floats are meant for CUDA."""

    def __init__(
        self, *, device: str = "cpu", precision: TorchPrecision = "f32"
    ) -> None:
        self.at_a_time = MOST_AT_A_TIME
        self.is_exact = precision == "f32"
        self.device = torch.device(device)
        self.dtype = torch.float16 if precision == "f16" else torch.float32
        paths = assets.pose_networks()
        self._detector = self._loaded(tflite.read(paths.detector, DETECTOR_OUTPUTS))
        self._landmarks = self._loaded(tflite.read(paths.landmarks, LANDMARK_OUTPUTS))
        self._batch: Batch | None = None

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """Map (N, 224, 224, 3) to boxes (N, 2254, 12) and logits (N, 2254)."""
        boxes, logits = self._run(self._detector, pictures, DETECTOR_NORMALIZATION)
        return boxes, logits[:, :, 0]

    def locate(self, picture: Picture) -> Landmarks:
        """Note (256, 256, 3); who first waits runs all that were noted, as a batch."""
        if self._batch is None or self._batch.outputs:
            self._batch = Batch(self._run_landmarks)
        return self._batch.add(picture)

    def _run_landmarks(self, pictures: Pictures) -> list[Located]:
        """Map (N, 256, 256, 3) to raw landmarks."""
        outputs = self._run(self._landmarks, pictures, LANDMARKS_NORMALIZATION)
        return [
            Located(
                flat=flat.reshape(ALL_LANDMARKS, 5),
                presence=float(presence[0]),
                heat=heat,
                world=world.reshape(ALL_LANDMARKS, 3),
            )
            for flat, presence, heat, world in zip(*outputs, strict=True)
        ]

    def _loaded(self, graph: Graph) -> "TfliteNet":
        return TfliteNet(graph).to(self.device, self.dtype).eval()

    @torch.inference_mode()
    def _run(
        self, net: "TfliteNet", pictures: Pictures, normalization: tuple[float, float]
    ) -> list[Singles]:
        """Run one network over all pictures at once."""
        mean, deviation = normalization
        on_device = torch.from_numpy(pictures).to(self.device)
        x = (on_device.to(self.dtype) - mean) / deviation
        return [y.to(torch.float32).cpu().numpy() for y in net(x)]


class Batch:
    """Pictures that are run together once the first of them is waited for."""

    def __init__(self, run: Callable[[Pictures], list[Located]]) -> None:
        self.run = run
        self.pictures: list[Picture] = []
        self.outputs: list[Located] = []

    def add(self, picture: Picture) -> Landmarks:
        """Note a picture; return how to wait for it."""
        number = len(self.pictures)
        self.pictures.append(picture)
        return lambda: self._output(number)

    def _output(self, number: int) -> Located:
        if not self.outputs:
            self.outputs = self.run(np.stack(self.pictures))
        return self.outputs[number]


class TfliteNet(nn.Module):
    """Runs the steps of a TensorFlow Lite network; pictures keep channels first.

    Shape letters: N pictures, H height, W width, C channels.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph
        for number, constant in graph.constants.items():
            if constant.dtype == np.float32:
                self.register_buffer(f"w{number}", torch.from_numpy(constant.copy()))

    def forward(self, x: Tensor) -> list[Tensor]:
        """Map pictures (N, H, W, C) to the outputs, channels last."""
        values = {self.graph.input: x.permute(0, 3, 1, 2)}  # (N, C, H, W)
        for step in self.graph.operations:
            inputs = [values[n] for n in step.inputs if n in values]
            values[step.output] = STEPS[step.kind](self, step, inputs)
        outputs = [values[number] for number in self.graph.outputs.values()]
        return [y.permute(0, 2, 3, 1) if y.ndim == 4 else y for y in outputs]

    def weight(self, step: Operation, place: int) -> Tensor:
        """Return the weights that a step has as its input number `place`."""
        return self.get_buffer(f"w{step.inputs[place]}")


def _convolve(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    weight = net.weight(step, 1).permute(0, 3, 1, 2)  # (out, in, H, W)
    return _convolved(net, step, inputs[0], weight, groups=1)


def _convolve_depthwise(
    net: TfliteNet, step: Operation, inputs: list[Tensor]
) -> Tensor:
    weight = net.weight(step, 1).permute(3, 0, 1, 2)  # (C, 1, H, W)
    return _convolved(net, step, inputs[0], weight, groups=inputs[0].shape[1])


def _convolved(
    net: TfliteNet, step: Operation, x: Tensor, weight: Tensor, *, groups: int
) -> Tensor:
    """Convolve (N, C, H, W), pad as TensorFlow does, and activate."""
    stride = step.options["strideH"], step.options["strideW"]
    if step.options["padding"] == SAME:
        x = _padded_same(x, tuple(weight.shape[2:]), stride)
    y = functional.conv2d(x, weight, net.weight(step, 2), stride=stride, groups=groups)
    return _activated(step, y)


def _padded_same(x: Tensor, kernel: tuple[int, ...], stride: tuple[int, ...]) -> Tensor:
    """Pad (N, C, H, W) so the output has ceil(size / stride), odd ones behind."""
    pads: list[int] = []
    for size, k, s in zip(
        reversed(x.shape[2:]), kernel[::-1], stride[::-1], strict=True
    ):
        total = max((-(-size // s) - 1) * s + k - size, 0)
        pads += [total // 2, total - total // 2]
    return functional.pad(x, pads)


def _add(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    del net
    return _activated(step, reduce(operator.add, inputs))


def _pad(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    (_, height, width, channels) = net.graph.constants[step.inputs[1]].tolist()
    return functional.pad(inputs[0], [*width, *height, *channels])


def _pool(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    del net
    size = step.options["filterHeight"], step.options["filterWidth"]
    stride = step.options["strideH"], step.options["strideW"]
    return functional.max_pool2d(inputs[0], size, stride)


def _resize(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    size = net.graph.constants[step.inputs[1]].tolist()
    return functional.interpolate(inputs[0], size, mode="bilinear", align_corners=False)


def _reshape(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    (_, *shape) = net.graph.constants[step.inputs[1]].tolist()
    x = inputs[0]
    if x.ndim == 4:
        x = x.permute(0, 2, 3, 1)  # (N, H, W, C), the order of the file
    return x.reshape(x.shape[0], *shape)


def _concatenate(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    del net
    return torch.cat(inputs, dim=step.options["axis"])


def _depth_to_space(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    del net
    block = step.options["blockSize"]
    n, c, h, w = inputs[0].shape
    x = inputs[0].reshape(n, block, block, c // block**2, h, w)
    x = x.permute(0, 3, 4, 1, 5, 2)  # (N, C, H, block, W, block)
    return x.reshape(n, c // block**2, h * block, w * block)


def _logistic(net: TfliteNet, step: Operation, inputs: list[Tensor]) -> Tensor:
    del net, step
    return torch.sigmoid(inputs[0])


def _activated(step: Operation, x: Tensor) -> Tensor:
    return ACTIVATIONS[step.options["fusedActivationFunction"]](x)


STEPS: Final[Mapping[str, Callable[[TfliteNet, Operation, list[Tensor]], Tensor]]] = {
    "ADD": _add,
    "CONCATENATION": _concatenate,
    "CONV_2D": _convolve,
    "DEPTHWISE_CONV_2D": _convolve_depthwise,
    "DEPTH_TO_SPACE": _depth_to_space,
    "LOGISTIC": _logistic,
    "MAX_POOL_2D": _pool,
    "PAD": _pad,
    "RESHAPE": _reshape,
    "RESIZE_BILINEAR": _resize,
}
