"""Convert MediaPipe's face mesh to the ONNX file that Photon ships, with the points around the eyes only.

    npm pack @mediapipe/face_mesh@0.4.1657299874 && tar xzf mediapipe-face_mesh-*.tgz
    pip install tflite==2.18.0 --target TFLITE
    PYTHONPATH=packaging:TFLITE python -m lab.people.convert_face_mesh package/face_mesh_solution_packed_assets.data

The package (Apache-2.0) has ``face_landmark.tflite`` in its bundle of assets. Of its 468 points those of the lids are
kept (``photon/vision/people/eye_state.py``), which leaves 0.4 of 1.2 MB. Weights stay float16, as they are there; the
answers differ by less than 0.001 pixels from those of the whole graph.
"""

import argparse
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite  # type: ignore[import-not-found] # not part of the environment
from onnx import TensorProto, helper, numpy_helper

from photon.vision.people.eye_state import FILE, POINTS, SIDE

START, END = 2495952, 3737848  # of face_landmark.tflite in the bundle
SHA256 = "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1"
TYPES = {0: np.float32, 1: np.float16, 2: np.int32}
KINDS = {number: name for name, number in vars(tflite.BuiltinOperator).items() if isinstance(number, int)}
WANTED = "conv2d_21"  # the convolution that gives the points, x, y and depth of each


class Conversion:
    """Nodes and weights of the graph, made operator by operator."""

    def __init__(self, content: bytes) -> None:
        """Read a TFLite file."""
        self.model = tflite.Model.GetRootAsModel(content, 0)
        self.graph = self.model.Subgraphs(0)
        self.halves: dict[int, Any] = {}  # weights by the tensor that they are unpacked to
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def data(self, tensor: int) -> Any:  # noqa: ANN401 - arrays of several types
        """Return the content of a tensor."""
        if tensor in self.halves:
            return self.halves[tensor]
        about = self.graph.Tensors(tensor)
        content = self.model.Buffers(about.Buffer()).DataAsNumpy().tobytes()
        return np.frombuffer(content, TYPES[about.Type()]).reshape(about.ShapeAsNumpy())

    def name(self, tensor: int) -> str:
        """Return the name of a tensor."""
        return str(self.graph.Tensors(tensor).Name().decode())

    def weight(self, name: str, value: Any) -> str:  # noqa: ANN401
        """Add a weight, which stays float16 in the file; return the name of it as float32."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        if value.dtype != np.float16:
            return name
        self.nodes.append(helper.make_node("Cast", [name], [f"{name}/float"], to=TensorProto.FLOAT))
        return f"{name}/float"

    def padding(self, tensor: int, kernel: int, stride: int) -> list[int]:
        """Return the padding of an operator that keeps the size, with the odd pixel at the end, as TensorFlow does."""
        size = int(self.graph.Tensors(tensor).ShapeAsNumpy()[1])
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        return [total // 2, total // 2, total - total // 2, total - total // 2]

    def options(self, operator: Any, kind: type) -> Any:  # noqa: ANN401
        """Return the options of an operator."""
        read, table = kind(), operator.BuiltinOptions()
        read.Init(table.Bytes, table.Pos)
        return read

    def convert(self, operator: Any) -> None:  # noqa: ANN401, PLR0915 - one branch an operator
        """Add an operator."""
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        kind = KINDS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs, output = operator.InputsAsNumpy(), operator.OutputsAsNumpy()[0]
        name, source = self.name(output), self.name(inputs[0])
        if kind == "DEQUANTIZE":
            self.halves[output] = self.data(inputs[0])
        elif kind in {"CONV_2D", "DEPTHWISE_CONV_2D"}:
            is_deep = kind == "DEPTHWISE_CONV_2D"
            options = self.options(operator, tflite.DepthwiseConv2DOptions if is_deep else tflite.Conv2DOptions)
            weight, bias = self.data(inputs[1]), self.data(inputs[2])
            weight = weight.transpose((3, 0, 1, 2) if is_deep else (0, 3, 1, 2))
            if name == WANTED:
                rows = (np.array(POINTS)[:, None] * 3 + np.arange(3)).ravel()
                weight, bias = weight[rows], bias[rows]
            stride = options.StrideH()
            pads = self.padding(inputs[0], weight.shape[2], stride) if options.Padding() == 0 else [0] * 4
            parts = [source, self.weight(f"{name}/w", weight), self.weight(f"{name}/b", bias)]
            group = len(weight) if is_deep else 1
            self.nodes.append(helper.make_node("Conv", parts, [name], strides=[stride] * 2, pads=pads, group=group))
        elif kind == "PRELU":
            slope = self.weight(f"{name}/a", self.data(inputs[1]).transpose(2, 0, 1))
            self.nodes.append(helper.make_node("PRelu", [source, slope], [name]))
        elif kind == "ADD":
            self.nodes.append(helper.make_node("Add", [source, self.name(inputs[1])], [name]))
        elif kind == "MAX_POOL_2D":
            options = self.options(operator, tflite.Pool2DOptions)
            side, stride = options.FilterHeight(), options.StrideH()
            pads = self.padding(inputs[0], side, stride)
            self.nodes.append(
                helper.make_node("MaxPool", [source], [name], kernel_shape=[side] * 2, strides=[stride] * 2, pads=pads)
            )
        elif kind == "PAD":
            pads = self.data(inputs[1])[[0, 3, 1, 2]].T.ravel().astype(np.int64)
            self.nodes.append(helper.make_node("Pad", [source, self.weight(f"{name}/p", pads)], [name]))
        else:
            raise ValueError(kind)

    def finish(self) -> Any:  # noqa: ANN401
        """Return the model: only what the points need."""
        needed, kept = {WANTED}, []
        for node in reversed(self.nodes):
            if node.output[0] in needed:
                kept.append(node)
                needed.update(node.input)
        weights = [one for one in self.weights if one.name in needed]
        ends = (
            [helper.make_tensor_value_info("input_1", TensorProto.FLOAT, [None, 3, SIDE, SIDE])],
            [helper.make_tensor_value_info(WANTED, TensorProto.FLOAT, [None, 3 * len(POINTS), 1, 1])],
        )
        graph = helper.make_graph(kept[::-1], "eyes", *ends, weights)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.checker.check_model(made)
        return made


def main() -> None:
    """Convert the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assets", type=Path)
    content = parser.parse_args().assets.read_bytes()[START:END]
    if hashlib.sha256(content).hexdigest() != SHA256:
        parser.error("this is another version of the package")
    conversion = Conversion(content)
    for number in range(conversion.graph.OperatorsLength()):
        conversion.convert(conversion.graph.Operators(number))
    target = Path("resources") / FILE
    onnx.save(conversion.finish(), target)
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
