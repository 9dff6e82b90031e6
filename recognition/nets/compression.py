"""Stores the weights of an exported net in eight bits; outputs stay nearly the same.

One scale an output channel, symmetric, as in Jacob et al., CVPR 2018
(arXiv:1712.05877). Only what is stored shrinks: the runtime multiplies the weights
back when it compiles the net and computes as before. No package beside OpenVINO.
"""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import openvino

_LAYERS: Final = frozenset({"Convolution", "GroupConvolution", "MatMul"})
_LEAST: Final = 256  # numbers from which on eight bits save more than a scale costs
_LARGEST: Final = 127.0


def compress(path: Path, target: Path) -> Path:
    """Write the exported net at `path` with weights of eight bits; return `target`.

    Its description goes with it and says so.
    """
    import openvino

    model = openvino.Core().read_model(path)
    for place in _weights(model):
        _replace(place)
    model.validate_nodes_and_infer_types()
    target.parent.mkdir(parents=True, exist_ok=True)
    openvino.save_model(model, target, compress_to_fp16=False)
    described: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    text = json.dumps(described | {"weights": "int8"}, indent=1) + "\n"
    target.with_suffix(".json").write_text(text, encoding="utf-8")
    card = path.with_suffix(".md")
    if card.is_file():
        shutil.copy(card, target.with_suffix(".md"))
    return target


def _weights(model: "openvino.Model") -> "list[openvino.Node]":
    """Return the constants that layers multiply with, large ones."""
    return [
        node
        for node in model.get_ordered_ops()
        if node.get_type_name() == "Constant"
        and node.get_data().dtype == np.float32
        and node.get_data().size >= _LEAST
        and all(
            used.get_node().get_type_name() in _LAYERS and used.get_index() == 1
            for used in node.output(0).get_target_inputs()
        )
    ]


def _replace(node: "openvino.Node") -> None:
    """Put eight bits, a conversion and a scale in the place of a constant."""
    from openvino import opset13

    stored, scale = quantized(node.get_data())
    whole = opset13.convert(opset13.constant(stored), np.float32)
    found = opset13.multiply(whole, opset13.constant(scale))
    for used in list(node.output(0).get_target_inputs()):
        used.replace_source_output(found.output(0))


def quantized(
    weights: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return eight bits and the scale of each output channel, the first axis.

    Their product differs from `weights` by at most half a scale.
    """
    rest = tuple(range(1, weights.ndim))
    largest = np.abs(weights).max(axis=rest, keepdims=True)
    scale = np.where(largest > 0.0, largest / _LARGEST, 1.0).astype(np.float32)
    return np.rint(weights / scale).astype(np.int8), scale
