"""Reads the tensors of an old-style ``.pth`` file without torch and without running what it holds.

A ``.pth`` is a pickle, which may call anything. This reader knows four names and refuses every other, so
a bad file can do no more than fail; and without torch the starter is ready in seconds and a packaged app
can leave torch out.
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
    """A view into a storage; kernels ported from TensorFlow are stored with their axes turned.

    Raises:
        ValueError: It would reach outside of the storage.
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
    """An unpickler that only makes arrays."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.storages: dict[str, _Array] = {}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as its base class says
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a weight file")
        return _KNOWN[module, name]

    def persistent_load(self, pid: Any) -> _Array:  # noqa: ANN401 - as its base class says
        _, dtype, key, _, count, _ = pid
        return self.storages.setdefault(key, np.empty(count, dtype))


def read_checkpoint(path: Path) -> dict[str, _Array]:
    """Reads a state dict in its own order.

    Args:
        path: File written by ``torch.save`` before torch 1.6 (not a zip).

    Returns:
        Name of each entry to its array (float32 or int64).

    Raises:
        ValueError: It is another kind of file, or cut short.
        pickle.UnpicklingError: It holds something other than tensors.
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
