"""Read the files of the starter's captioner."""

import json
from pathlib import Path

from photon.vision.kit.arrays import read_arrays
from photon.vision.starter.captioner import Captioner
from photon.vision.starter.captioner_weights import CaptionerWeights

FILES = ("captioner.safetensors", "captioner_maps.safetensors", "captioner.json")
"""Networks and the map to objects; the other linear maps; words."""
MAPS = ("photo", "word_meanings")


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
    names = [name for name in CaptionerWeights.__slots__ if name not in MAPS]
    weights = CaptionerWeights(**read_arrays(networks, names), **read_arrays(maps, MAPS))
    return Captioner(weights, lists["words"], lists["objects"])
