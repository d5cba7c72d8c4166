"""Convert the starter's weights. Runs in a process of its own, so that its memory is released.

``python -m photon.vision.starter.conversion FOLDER`` fills the folder and writes progress lines ``0.40 sentence`` to
standard output. On a PhotonError it exits with code 3 after writing the message and hint as JSON.
"""

import json
import pickle
import shutil
import sys
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS, TEXT_WEIGHTS, TOKENIZER, fingerprint
from photon.vision.kit.child_process import FAILED, end_with_parent, report_progress
from photon.vision.starter.image_graph import write_image_graph
from photon.vision.starter.starter_install import (
    FORMAT,
    IMAGE_FILE,
    KINDS_FILE,
    MANIFEST,
    TEXT_FILE,
    TOKENIZER_FILE,
    WORDS_FILE,
)
from photon.vision.starter.text_graph import LONGEST, write_text_graph

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
    """An unpickler that only creates arrays: a checkpoint may call any function, so only four names are allowed."""

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


_BERT = "embeddings."


def _convert_text(folder: Path) -> None:
    from safetensors.numpy import load_file

    weights = load_file(TEXT_WEIGHTS.verified())
    report_progress(0.6, tr("Converting the text tower"))
    # Word embeddings, then position embeddings. Both are looked up, not multiplied, so they stay out of the graph.
    places = weights[f"{_BERT}position_embeddings.weight"][:LONGEST]
    places = places + weights[f"{_BERT}token_type_embeddings.weight"][0]
    # float16 takes 24 MB instead of 47, and the cosine of a sentence's vector to the float32 one stays above .99999.
    words = np.concatenate([weights[f"{_BERT}word_embeddings.weight"], places]).astype(np.float16)
    np.save(folder / WORDS_FILE, words)
    write_text_graph(weights, folder / TEXT_FILE)
    shutil.copyfile(TOKENIZER.verified(), folder / TOKENIZER_FILE)


def convert(folder: Path) -> None:
    """Fill a folder with the converted starter and its manifest.

    Args:
        folder: An empty folder.

    Raises:
        PhotonError: A weight file is missing or wrong.
        OSError: The folder cannot be written.
    """
    report_progress(0.0, tr("Checking the image tower"))
    weights = read_checkpoint(IMAGE_WEIGHTS.verified())
    report_progress(0.2, tr("Converting the image tower"))
    write_image_graph(weights, folder / IMAGE_FILE)
    *_, kernel, bias = weights.values()
    np.save(folder / KINDS_FILE, np.concatenate([kernel.T, bias[None]]).astype(np.float16))
    report_progress(0.4, tr("Checking the text tower"))
    _convert_text(folder)
    report_progress(0.9, tr("Checking the result"))
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": fingerprint(path)} for path in sorted(folder.iterdir())
    }
    (folder / MANIFEST).write_text(json.dumps({"format": FORMAT, "files": files}, indent=1), encoding="utf-8")


def main() -> int:
    """Convert into the folder given as first argument.

    Returns:
        The exit code.
    """
    end_with_parent()
    try:
        convert(Path(sys.argv[1]))
    except PhotonError as error:
        sys.stdout.write(json.dumps([error.message, error.hint]) + "\n")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
