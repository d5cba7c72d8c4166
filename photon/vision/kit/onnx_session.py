"""The one door to onnxruntime; opens ONNX graphs for running: few threads, little memory, quick to load."""

from pathlib import Path
from typing import Any


def onnxruntime() -> Any:  # noqa: ANN401 - it has no types
    """The library, which nothing else imports; ``photon/__init__.py`` has switched its telemetry off before."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def quantization() -> Any:  # noqa: ANN401 - it has no types
    """Its tools for graphs in 8 bits."""
    onnxruntime()
    import onnxruntime.quantization as tools

    return tools


def open_graph(path: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """An ``InferenceSession`` of onnxruntime on the processor.

    Args:
        path: ONNX file.
        threads: How many it may use.

    Raises:
        OSError: It is missing.
        ValueError: The file is damaged.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path.name} is missing")
    runtime = onnxruntime()
    from onnxruntime.capi.onnxruntime_pybind11_state import (
        Fail,
        InvalidArgument,
        InvalidGraph,
        InvalidProtobuf,
    )

    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that spin between two batches would take the cores from the decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the largest batch for ever and grows by powers of two.
    options.enable_cpu_mem_arena = False
    try:
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
        raise ValueError(f"{path.name} is damaged") from error
