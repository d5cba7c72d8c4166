"""Named arrays in a safetensors file."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from photon.vision.kit.encoder import FloatArray


def read_arrays(path: Path, names: Iterable[str]) -> dict[str, FloatArray]:
    """The arrays of these names as float32, also where they are kept as float16.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is not there.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        stored = load(path.read_bytes())
    except SafetensorError as error:
        raise OSError(f"{path} is damaged") from error
    return {name: stored[name].astype(np.float32) for name in names}
