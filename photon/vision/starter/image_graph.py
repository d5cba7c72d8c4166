"""EfficientNet-Lite2 as an ONNX graph, from its weights in the order in which the file lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from photon.vision.starter.onnx_writer import Graph

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 260  # pixels of the square the whole photo is squashed to
FEATURES = 1280
PLACES = 9  # the dense map is 9 x 9
MEAN, SCALE = 127.0, 128.0  # as the network was trained: (pixel - 127) / 128

_NORM_EPSILON = 1e-3
_STEM = 32
# Repeats, kernel, stride, width of each stage: B0's table times 1.2 deep and 1.1 wide; the first and the
# last stage are not repeated in the Lite family.
_STAGES = (
    (1, 3, 1, 16),
    (3, 3, 2, 24),
    (3, 5, 2, 48),
    (4, 3, 2, 88),
    (4, 5, 1, 120),
    (5, 5, 2, 208),
    (1, 3, 1, 352),
)

_Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Step:
    """One convolution with its normalisation.

    Attributes:
        name: Of the output.
        width: Output channels.
        kernel: Side of the kernel.
        stride: 1 or 2.
        depthwise: One kernel per channel.
        bounded: Followed by ReLU6.
    """

    name: str
    width: int
    kernel: int = 1
    stride: int = 1
    depthwise: bool = False
    bounded: bool = True


class _Tower:
    """Takes weights from the ordered list while it lays the layers."""

    def __init__(self, graph: Graph, weights: Iterator[_Array]) -> None:
        self.graph = graph
        self._weights = weights
        self.side = SIDE
        self._zero = graph.weight("zero", np.zeros((), np.float32))
        self._six = graph.weight("six", np.full((), 6, np.float32))

    def step(self, source: str, step: _Step) -> str:
        """Convolution, its normalisation folded into the kernel in float64, and ReLU6."""
        kernel, scale, shift, mean, variance = (next(self._weights).astype(np.float64) for _ in range(5))
        factor = scale / np.sqrt(variance + _NORM_EPSILON)
        if kernel.shape[0] != step.width or kernel.shape[2] != step.kernel:
            raise ValueError(f"{step.name}: unexpected weights {kernel.shape}")
        kernel = kernel * factor[:, None, None, None]
        inputs = [source, self.graph.weight(f"{step.name}.w", kernel)]
        inputs.append(self.graph.weight(f"{step.name}.b", shift - mean * factor))
        name = step.name if not step.bounded else f"{step.name}.raw"
        self.graph.node(
            "Conv",
            inputs,
            name,
            kernel_shape=[step.kernel] * 2,
            strides=[step.stride] * 2,
            pads=self._pads(step),
            group=step.width if step.depthwise else 1,
        )
        if step.bounded:
            self.graph.node("Clip", [name, self._zero, self._six], step.name)
        return step.name

    def _pads(self, step: _Step) -> list[int]:
        """Padding as TensorFlow's SAME: what is odd goes to the right and the bottom."""
        out = -(-self.side // step.stride)
        total = max((out - 1) * step.stride + step.kernel - self.side, 0)
        self.side = out
        return [total // 2, total // 2, total - total // 2, total - total // 2]

    def block(self, source: str, name: str, inward: int, step: _Step) -> str:
        """Inverted residual: widen six times, depthwise, narrow, and add where shapes allow."""
        wide, inner = source, inward
        if inward != _STEM:  # the first block does not widen
            inner = inward * 6
            wide = self.step(source, _Step(f"{name}.widen", inner))
        deep = self.step(wide, _Step(f"{name}.deep", inner, step.kernel, step.stride, depthwise=True))
        out = self.step(deep, _Step(f"{name}.narrow", step.width, bounded=False))
        if step.stride == 1 and inward == step.width:
            out = self.graph.node("Add", [out, source], f"{name}.sum")
        return out


def _lay_blocks(tower: _Tower, source: str) -> str:
    widths = [_STEM]
    for stage, (repeats, kernel, stride, width) in enumerate(_STAGES):
        for repeat in range(repeats):
            step = _Step("", width, kernel, stride if repeat == 0 else 1)
            source = tower.block(source, f"b{stage}.{repeat}", widths[-1], step)
            widths.append(width)
    return source


def write_image_graph(weights: dict[str, Any], path: "Path") -> None:
    """Writes the tower: uint8 ``pixels`` [n, 260, 260, 3] to ``pooled`` and ``map``.

    ``pooled`` is float32 [n, 1280]; ``map`` is float32 [n, 1280, 9, 9], whose mean over places it is.

    Args:
        weights: The state dict as numpy arrays, in the order of the file.
        path: File to write.

    Raises:
        ValueError: These are not the weights of EfficientNet-Lite2.
    """
    arrays = iter([value for name, value in weights.items() if not name.endswith("num_batches_tracked")])
    graph = Graph("efficientnet-lite2")
    pixels = graph.input("pixels", np.uint8, ["n", SIDE, SIDE, 3])
    graph.output("pooled", ["n", FEATURES])
    graph.output("map", ["n", FEATURES, PLACES, PLACES])
    scale = graph.weight("scale", np.full((), 1 / SCALE, np.float32))
    shift = graph.weight("shift", np.full((), -MEAN / SCALE, np.float32))
    planes = graph.node("Transpose", [pixels], "planes", perm=[0, 3, 1, 2])
    floats = graph.node("Cast", [planes], "floats", to=1)
    scaled = graph.node("Mul", [floats, scale], "scaled")
    source = graph.node("Add", [scaled, shift], "centred")
    tower = _Tower(graph, arrays)
    source = tower.step(source, _Step("stem", _STEM, 3, 2))
    source = _lay_blocks(tower, source)
    tower.step(source, _Step("map", FEATURES))
    pooled = graph.node("GlobalAveragePool", ["map"], "average")
    graph.node("Flatten", [pooled], "pooled")
    graph.save(path)
