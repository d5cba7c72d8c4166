"""Named arrays in a safetensors file."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats
from photon.language import tr


def read_arrays(path: Path, names: Iterable[str]) -> dict[str, Floats]:
    """Read arrays by name. float16 arrays become float32.

    Args:
        path: A safetensors file.
        names: Names of the arrays.

    Returns:
        The arrays, float32 (...,) by name, of the shapes in the file.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        stored = load(path.read_bytes())
    except SafetensorError as error:
        raise OSError(tr("{path} is damaged", path=path)) from error
    return {name: stored[name].astype(np.float32) for name in names}


def decode_texts(array: Floats) -> tuple[str, ...]:
    """Return texts that were stored as an array.

    Args:
        array: float32 (n,), the bytes of their UTF-8, with line ends between them.

    Returns:
        The texts.

    Raises:
        ValueError: The bytes are no UTF-8.
    """
    return tuple(array.astype(np.uint8).tobytes().decode("utf-8").split("\n"))
