"""A small writer of ONNX graphs, so that converting the starter needs no exporter.

Exporters change with every torch release and need more packages. These two networks are fixed, and graphs built here
are identical on every machine.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pathlib import Path

_OPSET = 20  # the first opset with Gelu; supported by onnxruntime 1.20
_IR_VERSION = 9


class Graph:
    """Collects the nodes and weights of a network in topological order."""

    def __init__(self, name: str) -> None:
        """Start an empty graph.

        Args:
            name: Its name.
        """
        self._name = name
        self._nodes: list[Any] = []
        self._weights: list[Any] = []
        self._ends: dict[str, list[Any]] = {"in": [], "out": []}

    def weight(self, name: str, value: npt.NDArray[Any]) -> str:
        """Add a constant.

        Args:
            name: Its name.
            value: any dtype (...,), scalars included; float64 becomes float32.

        Returns:
            The name.
        """
        from onnx import numpy_helper

        if value.dtype == np.float64:
            value = value.astype(np.float32)
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:  # noqa: ANN401 - ONNX's own
        """Append an operator with one output.

        Args:
            kind: ONNX operator.
            inputs: Names of its inputs.
            name: Name of the node and of its output.
            **attributes: Attributes of the operator.

        Returns:
            The name of the output.
        """
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def input(self, name: str, dtype: npt.DTypeLike, shape: list[int | str]) -> str:
        """Declare an input.

        Args:
            name: Its name.
            dtype: Its dtype.
            shape: Its shape; a string is a free dimension.

        Returns:
            The name.
        """
        return self._end("in", name, dtype, shape)

    def output(self, name: str, shape: list[int | str]) -> str:
        """Declare a float32 output, which a node of that name must produce.

        Args:
            name: Its name.
            shape: Its shape; a string is a free dimension.

        Returns:
            The name.
        """
        return self._end("out", name, np.float32, shape)

    def _end(self, side: str, name: str, dtype: npt.DTypeLike, shape: list[int | str]) -> str:
        from onnx import helper

        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self._ends[side].append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def save(self, path: "Path") -> None:
        """Check the graph and write it.

        Args:
            path: File to write.

        Raises:
            onnx.checker.ValidationError: The graph is invalid, a bug of the caller.
            OSError: The file cannot be written.
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
