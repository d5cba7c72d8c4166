"""MiniLM as an ONNX graph, built from its safetensors weights: six BERT layers and mean pooling.

MiniLM: Wang et al. 2020, arXiv 2002.10957. BERT: Devlin et al. 2019.
"""

from typing import TYPE_CHECKING

import numpy as np

from photon.domain.arrays import Floats
from photon.vision.starter.onnx_writer import Graph

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 384
LONGEST = 256  # position embeddings that are kept; longer texts are encoded in parts
_LAYERS, _HEADS = 6, 12
_HEAD = WIDTH // _HEADS
_NORM_EPSILON = 1e-12

Weights = dict[str, Floats]


class _Layers:
    """Adds BERT layers to the graph; names follow the weight file."""

    def __init__(self, graph: Graph, weights: Weights) -> None:
        self.graph = graph
        self._weights = weights

    def stored(self, name: str) -> str:
        """Add a weight under its own name."""
        return self.graph.weight(name, self._weights[name])

    def norm(self, source: str, name: str) -> str:
        """Add layer normalisation over the last axis."""
        inputs = [source, self.stored(f"{name}.weight"), self.stored(f"{name}.bias")]
        return self.graph.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=_NORM_EPSILON)

    def dense(self, source: str, name: str) -> str:
        """Add a matrix product and a bias. The matrix is stored as float16 and widened when the graph is opened."""
        stored = self.graph.weight(f"{name}.weight", self._weights[f"{name}.weight"].T.astype(np.float16))
        kernel = self.graph.node("Cast", [stored], f"{name}.kernel", to=1)
        product = self.graph.node("MatMul", [source, kernel], f"{name}.product")
        return self.graph.node("Add", [product, self.stored(f"{name}.bias")], f"{name}.out")

    def heads(self, source: str, name: str, order: list[int]) -> str:
        """Add a projection (n, t, 384) split into heads and transposed by ``order``."""
        projected = self.dense(source, name)
        split = self.graph.node("Reshape", [projected, "heads"], f"{name}.split")
        return self.graph.node("Transpose", [split], f"{name}.heads", perm=order)

    def layer(self, source: str, number: int) -> str:
        """Add one post-norm transformer layer."""
        name = f"encoder.layer.{number}"
        graph = self.graph
        query = self.heads(source, f"{name}.attention.self.query", [0, 2, 1, 3])
        key = self.heads(source, f"{name}.attention.self.key", [0, 2, 3, 1])
        value = self.heads(source, f"{name}.attention.self.value", [0, 2, 1, 3])
        scores = graph.node("MatMul", [query, key], f"{name}.scores")
        scaled = graph.node("Mul", [scores, "sharpness"], f"{name}.scaled")
        masked = graph.node("Add", [scaled, "penalty"], f"{name}.masked")
        shares = graph.node("Softmax", [masked], f"{name}.shares", axis=-1)
        mixed = graph.node("MatMul", [shares, value], f"{name}.mixed")
        turned = graph.node("Transpose", [mixed], f"{name}.turned", perm=[0, 2, 1, 3])
        joined = graph.node("Reshape", [turned, "joined"], f"{name}.joined")
        attended = self.dense(joined, f"{name}.attention.output.dense")
        summed = graph.node("Add", [attended, source], f"{name}.first")
        middle = self.norm(summed, f"{name}.attention.output.LayerNorm")
        wide = self.dense(middle, f"{name}.intermediate.dense")
        bent = graph.node("Gelu", [wide], f"{name}.bent")
        narrow = self.dense(bent, f"{name}.output.dense")
        summed = graph.node("Add", [narrow, middle], f"{name}.second")
        return self.norm(summed, f"{name}.output.LayerNorm")


def _lay_mask(graph: Graph, mask: str) -> tuple[str, str]:
    """Add the attention mask (n, 1, 1, t), -1e9 for padding, and the token weights (n, t, 1); returns their names."""
    floats = graph.node("Cast", [mask], "mask.float", to=1)
    inverse = graph.node("Sub", [graph.weight("one", np.ones((), np.float32)), floats], "mask.inverse")
    penal = graph.node("Mul", [inverse, graph.weight("lowest", np.full((), -1e9, np.float32))], "mask.penal")
    graph.node("Unsqueeze", [penal, graph.weight("axes", np.array([1, 2], np.int64))], "penalty")
    return "penalty", graph.node("Unsqueeze", [floats, graph.weight("last", np.array([2], np.int64))], "weights")


def write_text_graph(weights: Weights, path: "Path") -> None:
    """Write the text tower as an ONNX graph.

    Its inputs are ``words``, float32 (n, t, 384), and ``mask``, int64 (n, t); its output is ``sentence``, float32 (n,
    384). ``words`` are rows of the embedding table, which is stored beside the graph: it is half of the weights, and a
    query needs a handful of rows. Matrices are stored as float16, which takes half the room; the network computes in
    float32.

    Args:
        weights: The safetensors file as numpy arrays.
        path: File to write.

    Raises:
        KeyError: A weight is missing.
        OSError: The file cannot be written.
    """
    graph = Graph("minilm")
    words = graph.input("words", np.float32, ["n", "t", WIDTH])
    mask = graph.input("mask", np.int64, ["n", "t"])
    graph.output("sentence", ["n", WIDTH])
    graph.weight("heads", np.array([0, 0, _HEADS, _HEAD], np.int64))
    graph.weight("joined", np.array([0, 0, WIDTH], np.int64))
    graph.weight("sharpness", np.full((), _HEAD**-0.5, np.float32))
    _, shares = _lay_mask(graph, mask)
    layers = _Layers(graph, weights)
    source = layers.norm(words, "embeddings.LayerNorm")
    for number in range(_LAYERS):
        source = layers.layer(source, number)
    kept = graph.node("Mul", [source, shares], "kept")
    axis = graph.weight("axis", np.array([1], np.int64))
    total = graph.node("ReduceSum", [kept, axis], "total", keepdims=0)
    count = graph.node("ReduceSum", [shares, axis], "count", keepdims=0)
    graph.node("Div", [total, count], "sentence")
    graph.save(path)
