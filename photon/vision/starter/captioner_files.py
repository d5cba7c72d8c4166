"""Read and write the files of the starter's captioner."""

import json
from pathlib import Path

import numpy as np

from photon.vision.kit.arrays import read_arrays
from photon.vision.starter.captioner import Captioner
from photon.vision.starter.captioner_weights import CaptionerWeights

FILES = ("captioner.safetensors", "captioner_maps.safetensors", "captioner.json")
"""Networks and the map to objects; the other linear maps; words."""
_MAPS = ("photo", "word_meanings")


def read_captioner(folder: Path) -> Captioner:
    """Read a captioner.

    Args:
        folder: Folder with the files named in ``FILES``.

    Returns:
        The captioner.

    Raises:
        OSError: A file is missing or damaged.
        KeyError: An array or a word list is missing.
        ValueError: The word lists are damaged.
    """
    networks, maps, words = (folder / name for name in FILES)
    lists = json.loads(words.read_text(encoding="utf-8"))
    names = [name for name in CaptionerWeights.__slots__ if name not in _MAPS]
    weights = CaptionerWeights(**read_arrays(networks, names), **read_arrays(maps, _MAPS))
    return Captioner(weights, lists["words"], lists["objects"])


def write_captioner(captioner: Captioner, folder: Path) -> None:
    """Write a captioner, with arrays as float16.

    Args:
        captioner: The captioner.
        folder: Folder for the files named in ``FILES``.

    Raises:
        OSError: A file cannot be written.
    """
    from safetensors.numpy import save

    networks, maps, words = (folder / name for name in FILES)
    arrays = {name: getattr(captioner.weights, name) for name in CaptionerWeights.__slots__}
    for path, are_maps in ((networks, False), (maps, True)):
        kept = {name: array.astype(np.float16, order="C") for name, array in arrays.items()}
        path.write_bytes(save({name: array for name, array in kept.items() if (name in _MAPS) == are_maps}))
    lists = {"words": captioner.words, "objects": captioner.objects}
    words.write_text(json.dumps(lists, ensure_ascii=False, indent=0), encoding="utf-8")
