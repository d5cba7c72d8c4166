"""A small writer of ONNX graphs, so that converting the starter needs no exporter.

Exporters change with every torch release and pull in more packages; these two networks are fixed, and
written by hand the same weights give the same bytes on every machine.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pathlib import Path

_OPSET = 20  # the first with Gelu and LayerNormalization; onnxruntime 1.20 runs it
_IR_VERSION = 9


class Graph:
    """Collects the nodes and weights of one network, in the order of computation."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[Any] = []
        self._weights: list[Any] = []
        self._ends: dict[str, list[Any]] = {"in": [], "out": []}

    def weight(self, name: str, value: npt.NDArray[Any]) -> str:
        """Stores an array (dtype kept, float64 becomes float32) and returns its name."""
        from onnx import numpy_helper

        if value.dtype == np.float64:
            value = value.astype(np.float32)
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:  # noqa: ANN401 - ONNX's own
        """Appends an operator with one output and returns the output's name."""
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def input(self, name: str, dtype: npt.DTypeLike, shape: list[int | str]) -> str:
        """Declares an input; named dimensions are free. Returns its name."""
        return self._end("in", name, dtype, shape)

    def output(self, name: str, shape: list[int | str]) -> str:
        """Declares a float32 output of this name, which a node must produce. Returns its name."""
        return self._end("out", name, np.float32, shape)

    def _end(self, side: str, name: str, dtype: npt.DTypeLike, shape: list[int | str]) -> str:
        from onnx import helper

        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self._ends[side].append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def save(self, path: "Path") -> None:
        """Checks the graph and writes it to a file.

        Raises:
            onnx.checker.ValidationError: The graph is wrong, a bug of the caller.
        """
        import onnx
        from onnx import helper

        graph = helper.make_graph(
            self._nodes, self._name, self._ends["in"], self._ends["out"], initializer=self._weights
        )
        proto = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", _OPSET)],
            ir_version=_IR_VERSION,
            producer_name="photon",
        )
        onnx.checker.check_model(proto)
        path.write_bytes(proto.SerializeToString(deterministic=True))
