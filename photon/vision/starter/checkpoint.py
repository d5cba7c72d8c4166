"""Read the tensors of an old-style ``.pth`` file without torch and without executing anything in it.

A ``.pth`` is a pickle, which may call any function. This reader allows four names and rejects every other, so a
malicious file can only fail. Without torch the starter is ready in seconds, and a packaged app can leave torch out.
"""

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

_MAGIC = 0x1950A86A20F9469CFC6C

_Array = npt.NDArray[Any]


def _rebuild(storage: _Array, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object) -> _Array:
    """A view into a storage, float32 (n,) or int64 (n,). Kernels ported from TensorFlow are stored with permuted axes.

    Raises:
        ValueError: The view would reach outside the storage.
    """
    last = offset + sum((length - 1) * step for length, step in zip(size, stride, strict=True))
    if offset < 0 or min(stride, default=0) < 0 or last >= storage.size:
        raise ValueError("a tensor reaches outside of its storage")
    steps = tuple(step * storage.itemsize for step in stride)
    return np.lib.stride_tricks.as_strided(storage[offset:], size, steps)


_KNOWN = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    ("torch", "FloatStorage"): np.dtype(np.float32),
    ("torch", "LongStorage"): np.dtype(np.int64),
}


class _ArrayUnpickler(pickle.Unpickler):
    """An unpickler that only creates arrays."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.storages: dict[str, _Array] = {}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - signature of the base class
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a weight file")
        return _KNOWN[module, name]

    def persistent_load(self, pid: Any) -> _Array:  # noqa: ANN401 - signature of the base class
        _, dtype, key, _, count, _ = pid
        return self.storages.setdefault(key, np.empty(count, dtype))


def read_checkpoint(path: Path) -> dict[str, _Array]:
    """Read a state dict, in the order of the file.

    Args:
        path: File written by ``torch.save`` of a torch older than 1.6 (not a zip).

    Returns:
        The entries by name: float32 (...,) or int64 (...,), of the shapes in the file.

    Raises:
        ValueError: The file is of another format, or truncated.
        pickle.UnpicklingError: The file contains something other than tensors.
    """
    with path.open("rb") as file:
        reader = _ArrayUnpickler(file)
        if reader.load() != _MAGIC:
            raise ValueError(f"{path.name} is no torch checkpoint")
        for _ in range(2):  # format version; sizes of C types
            _ArrayUnpickler(file).load()
        reader = _ArrayUnpickler(file)
        tensors: dict[str, _Array] = reader.load()
        for key in _ArrayUnpickler(file).load():
            storage = reader.storages[key]
            stored = int.from_bytes(file.read(8), "little")
            if stored != storage.size or file.readinto(storage.data.cast("B")) != storage.nbytes:
                raise ValueError(f"{path.name} is cut short")
        return tensors
