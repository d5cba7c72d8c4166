"""Graphs against the modules they were written from."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from photon.domain.errors import PhotonError
from photon.vision.clip.convert import conversion
from photon.vision.clip.network.network import Network
from photon.vision.kit import onnx_session
from tests.vision.clip.tiny import KINDS
from tests.vision.late_module import LateModule

pytestmark = pytest.mark.slow

onnx, torch = LateModule("onnx"), LateModule("torch")

Tiny = Callable[[str], Network]
Graphs = Callable[[str], tuple[Path, Path, int]]


@pytest.fixture(scope="session")
def graphs(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """The graph of a kind, the small one, and how many layers of that are rounded."""

    @cache
    def write(kind: str) -> tuple[Path, Path, int]:
        folder = tmp_path_factory.mktemp(kind)
        graph, small = folder / "a.onnx", folder / "small.onnx"
        conversion.write_image_graph(tiny(kind), graph)
        return graph, small, conversion.write_small_image_graph(graph, small)

    return write


def run(path: Path, **inputs: np.ndarray) -> list[np.ndarray]:
    return onnx_session.onnxruntime().InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, inputs)


def picture_for(network: Network) -> np.ndarray:
    side = network.preprocessing.side
    return np.random.default_rng(2).integers(0, 256, (1, side, side, 3), np.uint8)


@pytest.mark.parametrize("kind", KINDS)
def test_pictures(tiny: Tiny, graphs: Graphs, kind: str) -> None:
    from photon.vision.clip.network.image_modules import image_module

    network, (graph, small, layers) = tiny(kind), graphs(kind)
    pixels = picture_for(network)
    with torch.inference_mode():
        expected = [values.numpy() for values in image_module(network).all_outputs(torch.from_numpy(pixels))]
    exact = run(graph, pixels=pixels)
    assert [output.name for output in onnx.load(graph).graph.output] == ["meaning", "look", "map"]
    for one, other in zip(exact, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)

    rounded = run(small, pixels=pixels)
    cosine = (rounded[0] * exact[0]).sum() / np.linalg.norm(rounded[0]) / np.linalg.norm(exact[0])
    assert layers >= (2 if kind == "mobileclip" else 6)
    assert cosine > 0.99
    assert [values.shape for values in rounded] == [values.shape for values in exact]
    assert not np.array_equal(rounded[0], exact[0])
    if kind in ("clip", "siglip"):
        assert small.stat().st_size < 0.6 * graph.stat().st_size


def count_nodes(graph: Path, folder: Path, **inputs: np.ndarray) -> int:
    """How many nodes a run computes."""
    options = onnx_session.onnxruntime().SessionOptions()
    options.enable_profiling, options.profile_file_prefix = True, str(folder / "profile")
    session = onnx_session.onnxruntime().InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    session.run(["meaning", "look"], inputs)
    events = json.loads(Path(session.end_profiling()).read_text())
    return sum(event["cat"] == "Node" and event["name"].endswith("kernel_time") for event in events)


@pytest.mark.parametrize("kind", ["clip", "siglip", "mobileclip"])
def test_a_map_that_is_not_wanted_costs_nothing(tiny: Tiny, graphs: Graphs, tmp_path: Path, kind: str) -> None:
    (graph, small, _), pixels = graphs(kind), picture_for(tiny(kind))
    for path in (graph, small):
        everything = run(path, pixels=pixels)
        without = run(path, pixels=pixels, with_map=np.array(False))
        np.testing.assert_array_equal(without[0], everything[0])
        assert everything[2].any()
        assert not without[2].any()
        wanted, left = (count_nodes(path, tmp_path, pixels=pixels, with_map=np.array(on)) for on in (True, False))
        assert left < wanted
    np.testing.assert_allclose(everything[2], run(graph, pixels=pixels)[2], rtol=0.2, atol=0.2)


def test_ends_of_a_small_graph_stay_exact(graphs: Graphs) -> None:
    proto = onnx.load(graphs("clip")[1])
    weights = {value.name: tuple(value.dims) for value in proto.graph.initializer}
    dense = [node for node in proto.graph.node if node.op_type in ("MatMul", "Gemm")]
    shapes = {weights[name] for node in dense for name in node.input if name in weights}
    assert (16 * 16 * 3, 64) in shapes  # patches
    assert (64, 24) in shapes  # into the joint space
    assert (64, 64) not in shapes  # inside of blocks


@pytest.mark.parametrize("kind", KINDS)
def test_words(tiny: Tiny, tmp_path: Path, kind: str) -> None:
    from photon.vision.clip.network.text_module import text_module

    network, graph = tiny(kind), tmp_path / "text.onnx"
    conversion.write_text_graph(network, graph)
    conversion.write_words(network, tmp_path / "words.npy")
    module, table = text_module(network), np.load(tmp_path / "words.npy", mmap_mode="r")
    session = onnx_session.onnxruntime().InferenceSession(graph, providers=["CPUExecutionProvider"])
    lengths = (module.context,) if module.needs_full else (3, module.context)
    for count, length in ((count, length) for count in (1, 5) for length in lengths):
        tokens = np.random.default_rng(length).integers(1, len(table), (count, length))
        ends = np.full(count, length - 1)
        words = np.ascontiguousarray(table[tokens], np.float32)
        with torch.inference_mode():
            expected = module(torch.from_numpy(words), torch.from_numpy(ends)).numpy()
        np.testing.assert_allclose(session.run(["meaning"], {"words": words, "ends": ends})[0], expected, 1e-3, 1e-4)


def test_words_of_half_precision_stay_small(tiny: Tiny, tmp_path: Path) -> None:
    network = tiny("evalike")
    conversion.write_words(network, tmp_path / "a.npy")
    assert np.load(tmp_path / "a.npy").dtype == np.float32
    table = network.net.text.token_embedding.weight
    before = table.clone()
    table.data.copy_(before.half().float())
    conversion.write_words(network, tmp_path / "b.npy")
    assert np.load(tmp_path / "b.npy").dtype == np.float16
    table.data.copy_(before)


def test_a_tower_too_large_for_a_graph(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_MOST_BYTES", 1000)
    with pytest.raises(PhotonError, match="can't be converted: it is larger"):
        conversion.write_image_graph(tiny("clip"), tmp_path / "a.onnx")
    assert not (tmp_path / "a.onnx").exists()
