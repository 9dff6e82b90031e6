"""Read a network out of a `.tflite` file: its operations and its weights.

Only what the pose networks use. Weights stored as half floats or sparse are given
as dense floats, and operations that no wanted output depends on are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# Of tensors in TensorFlow Lite's schema; others do not occur in the pose networks.
DTYPES: Final[Mapping[int, type[np.generic]]] = {
    0: np.float32,
    1: np.float16,
    2: np.int32,
}
DENSE: Final = 0
# Operations that only unpack weights.
UNPACKING: Final = {"DEQUANTIZE", "DENSIFY"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a network; tensors are named by number.

    Attributes:
        kind: TensorFlow Lite's name, such as `CONV_2D`.
        inputs: -1 where an optional one is absent.
        options: TensorFlow Lite's, by their names in the schema.
    """

    kind: str
    inputs: tuple[int, ...]
    output: int
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A network: its steps in order, its weights, its ends.

    Attributes:
        constants: weights by tensor number, channels last.
        outputs: tensor numbers by the names that were asked for.
    """

    operations: tuple[Operation, ...]
    constants: Mapping[int, Array]
    input: int
    outputs: Mapping[str, int]


def read(path: Path, wanted: Iterable[str]) -> Graph:
    """Return the part of the network at `path` that the `wanted` outputs depend on."""
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(path.read_bytes(), 0))
    graph = model.subgraphs[0]
    constants = _constants(model, graph)
    operations = []
    for operation in _operations(model, graph, schema):
        if operation.kind in UNPACKING:
            packed = constants[operation.inputs[0]]
            constants[operation.output] = packed.astype(np.float32)
        else:
            operations.append(operation)
    numbers = {graph.tensors[n].name.decode(): int(n) for n in graph.outputs}
    outputs = {name: numbers[name] for name in wanted}
    needed = _needed(operations, outputs.values())
    return Graph(
        operations=needed,
        constants={
            number: constants[number]
            for operation in needed
            for number in operation.inputs
            if number in constants
        },
        input=int(graph.inputs[0]),
        outputs=outputs,
    )


def _constants(model: Any, graph: Any) -> dict[int, Array]:  # noqa: ANN401
    """Return the tensors whose values are stored, dense."""
    constants = {}
    for number, tensor in enumerate(graph.tensors):
        stored = model.buffers[tensor.buffer].data
        if stored is None or not len(stored):
            continue
        values = np.asarray(stored, np.uint8).view(DTYPES[tensor.type])
        constants[number] = (
            values.reshape(tensor.shape)
            if tensor.sparsity is None
            else densified(values, tensor.shape, tensor.sparsity)
        )
    return constants


def _operations(
    model: Any,  # noqa: ANN401
    graph: Any,  # noqa: ANN401
    schema: Any,  # noqa: ANN401
) -> list[Operation]:
    """Return all steps in order."""
    kinds = {n: kind for kind, n in vars(schema.BuiltinOperator).items()}
    codes = [max(c.builtinCode, c.deprecatedBuiltinCode) for c in model.operatorCodes]
    return [
        Operation(
            kind=kinds[codes[step.opcodeIndex]],
            inputs=tuple(int(n) for n in step.inputs),
            output=int(step.outputs[0]),
            options=vars(step.builtinOptions) if step.builtinOptions else {},
        )
        for step in graph.operators
    ]


def _needed(
    operations: list[Operation], outputs: Iterable[int]
) -> tuple[Operation, ...]:
    """Return the steps that the outputs depend on, in order."""
    wanted = set(outputs)
    kept = []
    for operation in reversed(operations):
        if operation.output in wanted:
            kept.append(operation)
            wanted.update(operation.inputs)
    return tuple(reversed(kept))


def densified(values: Array, shape: Iterable[int], sparsity: Any) -> Array:  # noqa: ANN401
    """Return a sparse tensor with its zeros.

    The stored dimensions are walked in `traversalOrder`; each is whole, or lists
    for every entry of the one before where values are. Dimensions behind those of
    the tensor are blocks within the ones that `blockMap` names.

    Source: `SparsityParameters` in TensorFlow Lite's schema.
    """
    shape = tuple(int(n) for n in shape)
    order = [int(n) for n in sparsity.traversalOrder]
    blocks = [] if sparsity.blockMap is None else [int(n) for n in sparsity.blockMap]
    places: Array = np.zeros((1, len(order)), np.int64)  # one row a value so far
    for level, part in enumerate(sparsity.dimMetadata):
        places = _expanded(places, order[level], part)
    index = places[:, : len(shape)].copy()
    for number, dimension in enumerate(blocks):
        size = sparsity.dimMetadata[order.index(len(shape) + number)].denseSize
        index[:, dimension] *= size
        index[:, dimension] += places[:, len(shape) + number]
    dense = np.zeros(shape, values.dtype)
    dense[tuple(index.T)] = values[: len(index)]
    return dense


def _expanded(places: Array, dimension: int, part: Any) -> Array:  # noqa: ANN401
    """Return a row for each entry along one more dimension."""
    if part.format == DENSE:
        counts = np.full(len(places), part.denseSize)
        along = np.tile(np.arange(part.denseSize), len(places))
    else:
        segments = np.asarray(part.arraySegments.values, np.int64)
        counts = np.diff(segments)
        along = np.asarray(part.arrayIndices.values, np.int64)
    expanded = np.repeat(places, counts, axis=0)
    expanded[:, dimension] = along
    return expanded
