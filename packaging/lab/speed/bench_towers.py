"""Compare the ways to run an open_clip image tower on this CPU: speed, and agreement of the vectors.

    python -m lab.speed.bench_towers ViT-B-32-256 MobileCLIP2-S0 --pictures FOLDER [--seconds 3]

The weights are random, which suffices for speed. "Kept" is the mean fraction of the top ten of 50 everyday queries that
remains in the top ten, as measured at installation; with random weights it shows rounding, not quality. All ways are
timed in turn, and the best time counts: other load only ever slows a measurement down.
"""

import argparse
import copy
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from photon.vision.clip.network.network import Network

_Pixels = npt.NDArray[np.uint8]
_Run = Callable[[_Pixels], npt.NDArray[np.float32]]

_BATCH = 8
_TURNS = 3
_PHOTOS = 96  # a multiple of the batch size, which is fixed in a traced module


def main() -> None:
    """Parse the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("architectures", nargs="+")
    parser.add_argument("--pictures", type=Path, required=True, help="JPEGs that are looked at")
    parser.add_argument("--seconds", type=float, default=3)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    for architecture in arguments.architectures:
        with tempfile.TemporaryDirectory() as room:
            compare(architecture, sorted(arguments.pictures.glob("*.jpg"))[:_PHOTOS], Path(room), arguments.seconds)


def compare(architecture: str, pictures: list[Path], room: Path, seconds: float) -> None:
    """Print one line per way."""
    from photon.app.runtime.cpu_count import count_cpus
    from photon.vision.clip.network.network import build
    from photon.vision.clip.runtime.pixels import look_at
    from photon.vision.clip.shelf.agreement import compare as agreement
    from photon.vision.clip.shelf.encoder_shelf import Setting

    network = build(architecture, seed=0)
    pixels = np.stack([look_at(path.read_bytes(), network.preprocessing) for path in pictures])
    queries = _queries(network)
    runs = {**_torch_runs(network, count_cpus()), **_graph_runs(network, room, count_cpus())}
    speeds = dict.fromkeys(runs, 0.0)
    for _ in range(_TURNS):
        for name, run in runs.items():
            speeds[name] = max(speeds[name], _speed(run, pixels, seconds))
    reference = runs["onnxruntime, 32 bits"](pixels)
    print(f"{architecture}, {count_cpus()} threads")
    setting = Setting("onnx", "cpu", "fp32")
    for name, run in runs.items():
        found = agreement(setting, reference, run(pixels), queries)
        print(f"  {name:34} {speeds[name]:6.1f} images/s   cosine {found.cosine:.5f}   kept {found.kept:.3f}")


def _queries(network: "Network") -> npt.NDArray[np.float32]:
    """Return the vectors of 50 texts of random ids, since words mean nothing with random weights."""
    import torch

    generator = torch.Generator().manual_seed(1)
    net: Any = network.net
    context = getattr(net, "context_length", None) or net.text.context_length
    ids = torch.randint(400, 40_000, (50, context), generator=generator)
    ids[:, 0], ids[:, 8] = 49406, 49407
    ids[:, 9:] = 0
    with torch.inference_mode():
        return np.asarray(net.encode_text(ids).numpy(), np.float32)


def _torch_runs(network: "Network", threads: int) -> dict[str, _Run]:
    """Return open_clip's own tower and Photon's module: eager, frozen, channels last, and in bfloat16."""
    import torch

    from photon.vision.clip.network.image_modules import image_module

    torch.set_num_threads(threads)
    module: Any = image_module(network)
    half: Any = copy.deepcopy(module).to(torch.bfloat16)
    last: Any = copy.deepcopy(half).to(memory_format=torch.channels_last)
    example = torch.zeros((_BATCH, network.preprocessing.side, network.preprocessing.side, 3), dtype=torch.uint8)
    with torch.inference_mode():
        trace: Any = torch.jit.trace
        frozen: Any = torch.jit.freeze(trace(copy.deepcopy(module), example).eval())
    net: Any = network.net

    def own(pixels: Any) -> Any:  # noqa: ANN401 - a tensor
        return (net.encode_image(module.planes(pixels)), None)

    ways = {"open_clip, eager": own, "module, eager": module, "module, traced and frozen": frozen}
    ways |= {"module, 16 bits": half, "module, 16 bits, channels last": last}
    return {name: _torch_run(way) for name, way in ways.items()}


def _torch_run(way: Any) -> _Run:  # noqa: ANN401 - a module or a callable
    import torch

    def run(pixels: _Pixels) -> npt.NDArray[np.float32]:
        with torch.inference_mode():
            parts = [
                way(torch.from_numpy(pixels[at : at + _BATCH]))[0].float().numpy()
                for at in range(0, len(pixels), _BATCH)
            ]
        return np.concatenate(parts)

    return run


def _graph_runs(network: "Network", room: Path, threads: int) -> dict[str, _Run]:
    """Return graphs on onnxruntime, one image per thread."""
    from photon.vision.clip.convert.conversion import write_image_graph, write_small_image_graph

    write_image_graph(network, room / "whole.onnx")
    runs = {"onnxruntime, 32 bits": _graph_run(room / "whole.onnx", threads)}
    if write_small_image_graph(room / "whole.onnx", room / "small.onnx"):
        runs["onnxruntime, 8 bits"] = _graph_run(room / "small.onnx", threads)
    return runs


def _graph_run(path: Path, threads: int) -> _Run:
    from photon.vision.clip.runtime.optional_map import SWITCH
    from photon.vision.kit.onnx_session import open_graph

    session = open_graph(path, threads=1)
    without_map = np.zeros((), bool)
    given = {one.name: without_map for one in session.get_overridable_initializers() if one.name == SWITCH}
    pool = ThreadPoolExecutor(threads)

    def run(pixels: _Pixels) -> npt.NDArray[np.float32]:
        one_by_one = pool.map(lambda one: session.run(["meaning"], {"pixels": one[None], **given})[0], pixels)
        return np.concatenate(list(one_by_one))

    return run


def _speed(run: _Run, pixels: _Pixels, seconds: float) -> float:
    run(pixels[:_BATCH])
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        run(pixels[: 2 * _BATCH])
        done += 2 * _BATCH
    return done / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
