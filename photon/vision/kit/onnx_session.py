"""The only place that imports onnxruntime. Sessions use few threads and little memory and load quickly."""

from pathlib import Path
from typing import Any

from photon.language import tr


def onnxruntime() -> Any:  # noqa: ANN401 - it has no types
    """Import onnxruntime with telemetry disabled (``photon/__init__.py`` disables it in the environment as well)."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def quantization() -> Any:  # noqa: ANN401 - it has no types
    """Import onnxruntime's tools for 8-bit quantization."""
    onnxruntime()
    import onnxruntime.quantization as tools

    return tools


def open_graph(path: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Open an ONNX graph on the CPU.

    Args:
        path: The ONNX file.
        threads: Threads per operator.

    Returns:
        An ``onnxruntime.InferenceSession``.

    Raises:
        OSError: The file is missing.
        ValueError: The file is damaged.
    """
    if not path.is_file():
        raise FileNotFoundError(tr("{name} is missing", name=path.name))
    return open_content(str(path), path.name, threads)


def open_content(graph: str | bytes, name: str, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Open an ONNX graph on the CPU; see ``open_graph``.

    Args:
        graph: Its content, or the path of its file.
        name: Its name in messages.
        threads: Threads per operator.

    Raises:
        ValueError: It is damaged.
    """
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
    # Threads that spin between batches would starve the decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena never shrinks and grows by powers of two.
    options.enable_cpu_mem_arena = False
    try:
        return runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
        raise ValueError(tr("{name} is damaged", name=name)) from error
