"""Convert open_clip encoders to ONNX graphs, which run faster on a CPU than torch and can be quantized to 8 bits."""

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.vision.clip.network.network import Network
from photon.vision.clip.runtime.optional_map import make_map_optional, make_map_plain
from photon.vision.kit.onnx_session import onnxruntime, quantization

if TYPE_CHECKING:
    from torch import Tensor, nn

    from photon.vision.clip.network.image_module import ImageModule

_OPSET = 17  # the first opset with LayerNormalization
_MOST_BYTES = 1_900_000_000  # an ONNX file must be smaller than 2 GiB
_DENSE = ("MatMul", "Gemm")


def write_image_graph(network: Network, path: Path) -> None:
    """Write the image tower for one image at a time.

    Its input is ``pixels``, uint8 (1, side, side, 3); its outputs are ``meaning``, float32 (1, dimension), ``look``,
    float32 (1, look_dimension) and, if the tower has a map, ``map``, float32 (1, rows, columns, dimension). If the
    optional bool input ``with_map`` is False, the map is not computed and is all zero. Requesting only the other
    outputs does not save that work, as onnxruntime always computes the whole graph.

    Args:
        network: The encoder.
        path: File to write.

    Raises:
        PhotonError: The tower cannot be exported; torch can still run it.
    """
    import onnx
    import torch

    from photon.vision.clip.network.image_modules import image_module  # torch

    module = image_module(network)
    side = network.preprocessing.side
    names = ["meaning", "look"] + ([] if module.grid is None else ["map"])
    pixels = torch.zeros((1, side, side, 3), dtype=torch.uint8)
    _export(_with_all_outputs(module), (pixels,), path, {"input_names": ["pixels"], "output_names": names})
    if module.grid is not None:
        proto = onnx.load(path)
        make_map_optional(proto, (1, *module.grid, module.dimension))
        onnx.save(proto, path)


def write_text_graph(network: Network, path: Path) -> None:
    """Write the text tower.

    Its inputs are ``words``, float32 (n, t, width), and ``ends``, int64 (n,); its output is ``meaning``, float32
    (n, dimension). n is free, and so is t unless the tower needs padded texts.

    Args:
        network: The encoder.
        path: File to write.

    Raises:
        PhotonError: The tower cannot be exported.
    """
    import torch

    from photon.vision.clip.network.text_module import text_module  # torch

    module = text_module(network)
    free = {0: "n"} if module.needs_full else {0: "n", 1: "t"}
    length = module.context if module.needs_full else min(module.context, 7)
    words = torch.zeros((2, length, module.width))
    ends = torch.tensor([length - 1, length - 2])
    naming = {
        "input_names": ["words", "ends"],
        "output_names": ["meaning"],
        "dynamic_axes": {"words": free, "ends": {0: "n"}, "meaning": {0: "n"}},
    }
    _export(module, (words, ends), path, naming)


def write_words(network: Network, path: Path) -> None:
    """Write all token embeddings as a ``.npy`` file, float32 (vocabulary, width), to be memory-mapped.

    They are stored as float16 if that loses nothing (many checkpoints were saved in half precision).

    Args:
        network: The encoder.
        path: File to write.
    """
    import numpy as np

    from photon.vision.clip.network.text_module import text_module  # torch

    table = text_module(network).embedding.numpy()
    half = table.astype(np.float16)
    is_same = bool((half.astype(np.float32) == table).all())
    np.save(path, half if is_same else table)


def write_small_image_graph(graph: Path, path: Path) -> int:
    """Quantize the dense layers of an image graph to 8 bits: smaller, and faster where they dominate.

    Weights are quantized per channel, activations dynamically. The first and the last dense layer, where rounding costs
    most, are left in float32, and so are convolutions, which would become slower.

    Args:
        graph: File written by ``write_image_graph``.
        path: File to write.

    Returns:
        Number of quantized layers; 0 if there is nothing to gain.
    """
    import tempfile

    import onnx

    tools = quantization()
    proto = onnx.load(graph)
    shape = make_map_plain(proto)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        plain, folded = Path(folder) / "plain.onnx", Path(folder) / "folded.onnx"
        onnx.save(proto, plain)
        _fold(plain, folded)
        proto = onnx.load(folded)
        # Marks the graph as preprocessed; otherwise the quantizer logs a warning.
        onnx.helper.set_model_props(proto, {"onnx.quant.pre_process": "onnxruntime.quant"})
        tools.quantize_dynamic(
            proto,
            plain,
            op_types_to_quantize=list(_DENSE),
            per_channel=True,
            weight_type=tools.QuantType.QInt8,
            reduce_range=_saturates(),
            nodes_to_exclude=_ends(list(proto.graph.node)),
        )
        proto = onnx.load(plain)
    layers = sum(node.op_type in ("MatMulInteger", "DynamicQuantizeMatMul") for node in proto.graph.node)
    if shape is not None:
        make_map_optional(proto, shape)
    onnx.save(proto, path)
    return layers


def _saturates() -> bool:
    """Whether 8-bit products are accumulated in 16 bits on this CPU, which overflows with weights of more than 7 bits.

    This is the case on x86 without VNNI: the cosine to float32 was .979 with random weights, and above .99 with 7 bits
    (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html).
    """
    import torch

    has_vnni = getattr(torch.cpu, "_is_vnni_supported", bool)
    return platform.machine().lower() in ("x86_64", "amd64") and not has_vnni()


def _fold(graph: Path, path: Path) -> None:
    """Write a graph with constants folded; otherwise weights are hidden behind transpositions."""
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.log_severity_level = 3
    runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _ends(nodes: list[Any]) -> list[str]:
    """Names of the first layer, if it is dense, and of the dense layers that produce ``meaning`` and ``map``."""
    made_by = {output: node for node in nodes for output in node.output}
    ends = {next((node.name for node in nodes if node.op_type in (*_DENSE, "Conv")), "")}
    for output in ("meaning", "map"):
        node = made_by.get(output)
        while node is not None and node.op_type not in _DENSE:
            node = next((made_by[name] for name in node.input if name in made_by), None)
        if node is not None:
            ends.add(node.name)
    return sorted(ends - {""})


def _with_all_outputs(module: "ImageModule") -> "nn.Module":
    """A module whose ``forward`` is ``all_outputs`` of an image module."""
    from torch import nn

    class Everything(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.tower = module

        def forward(self, pixels: "Tensor") -> "tuple[Tensor, ...]":
            return module.all_outputs(pixels)

    return Everything().eval()


def _export(module: "nn.Module", inputs: tuple[Any, ...], path: Path, naming: dict[str, Any]) -> None:
    """Trace a module and write it.

    Raises:
        PhotonError: It cannot be traced, or it is too large for one file.
    """
    import warnings

    import torch

    if sum(weight.numel() * 4 for weight in module.parameters()) > _MOST_BYTES:
        raise _no_graph(tr("it is larger than one graph may be"))
    try:
        with warnings.catch_warnings(), torch.inference_mode(mode=False), torch.no_grad():
            warnings.simplefilter("ignore")  # deprecation of the exporter, and every constant shape
            torch.onnx.export(module, inputs, str(path), opset_version=_OPSET, dynamo=False, **naming)
    except (RuntimeError, torch.onnx.errors.OnnxExporterError) as error:
        path.unlink(missing_ok=True)
        raise _no_graph(str(error).partition("\n")[0]) from error


def _no_graph(reason: str) -> PhotonError:
    return PhotonError(
        tr("This part of the model can't be converted: {reason}.", reason=reason),
        tr("It still works with torch, but more slowly."),
    )
