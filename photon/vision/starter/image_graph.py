"""EfficientNet-Lite2 as an ONNX graph, built from its weights in file order.

EfficientNet: Tan & Le, ICML 2019. The Lite variants (Google, 2020) use ReLU6 and have no squeeze-and-excitation.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.starter.onnx_writer import Graph

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 260  # pixels; the whole photo is squashed to a square of this side, and the map has 9 x 9 places
# For a second look. Each step of the network halves it with the same padding as the first side, so one graph serves
# both: 356, 178, 89, 45, 23, 12 and 260, 130, 65, 33, 17, 9.
LARGER = 356
FEATURES = 1280
MEAN, SCALE = 127.0, 128.0  # normalisation in training: (pixel - 127) / 128

_NORM_EPSILON = 1e-3
_STEM = 32
# Repeats, kernel, stride and width of each stage: the table of B0 with depth factor 1.2 and width factor 1.1. The Lite
# variants do not scale the depth of the first and last stage.
_STAGES = (
    (1, 3, 1, 16),
    (3, 3, 2, 24),
    (3, 5, 2, 48),
    (4, 3, 2, 88),
    (4, 5, 1, 120),
    (5, 5, 2, 208),
    (1, 3, 1, 352),
)


@dataclass(frozen=True, slots=True)
class _Step:
    """One convolution with its batch normalisation.

    Attributes:
        name: Name of the output.
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
    """Consumes the weights in order while it adds layers to the graph."""

    def __init__(self, graph: Graph, weights: Iterator[Floats]) -> None:
        self.graph = graph
        self._weights = weights
        self.side = SIDE
        self._zero = graph.weight("zero", np.zeros((), np.float32))
        self._six = graph.weight("six", np.full((), 6, np.float32))

    def step(self, source: str, step: _Step) -> str:
        """Add a convolution, with its batch normalisation folded into the kernel in float64, and ReLU6."""
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
        """TensorFlow's SAME padding: an odd remainder goes to the right and the bottom."""
        out = -(-self.side // step.stride)
        total = max((out - 1) * step.stride + step.kernel - self.side, 0)
        self.side = out
        return [total // 2, total // 2, total - total // 2, total - total // 2]

    def block(self, source: str, name: str, inward: int, step: _Step) -> str:
        """Add an inverted residual block (MobileNetV2): expand by 6, depthwise, project; add the input if possible."""
        wide, inner = source, inward
        if inward != _STEM:  # the first block does not expand
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
    """Write the image tower as an ONNX graph.

    Its input is ``pixels``, uint8 (n, side, side, 3), where the side is ``SIDE`` or ``LARGER``; its outputs are
    ``pooled``, float32 (n, 1280), and ``map``, float32 (n, 1280, places, places), whose mean over places is ``pooled``.

    Args:
        weights: The state dict as numpy arrays, in the order of the file.
        path: File to write.

    Raises:
        ValueError: These are not the weights of EfficientNet-Lite2.
    """
    arrays = iter([value for name, value in weights.items() if not name.endswith("num_batches_tracked")])
    graph = Graph("efficientnet-lite2")
    pixels = graph.input("pixels", np.uint8, ["n", "side", "side", 3])
    graph.output("pooled", ["n", FEATURES])
    graph.output("map", ["n", FEATURES, "places", "places"])
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
