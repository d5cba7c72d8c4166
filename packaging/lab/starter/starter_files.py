"""Write the files of the starter; photon.vision reads them."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from photon.vision.kit.adapter import Adapter
from photon.vision.starter.calibration import Calibration
from photon.vision.starter.captioner import Captioner
from photon.vision.starter.captioner_files import FILES, MAPS
from photon.vision.starter.captioner_weights import CaptionerWeights
from photon.vision.starter.tag_knowledge import TagKnowledge


def write_adapter(adapter: Adapter, path: Path) -> None:
    """Write an adapter as float16: the ranking is the same at half the size.

    Args:
        adapter: The adapter.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    # C order: safetensors stores raw memory, so a transposed view would be read back scrambled.
    arrays = {name: getattr(adapter, name).astype(np.float16, order="C") for name in Adapter.__slots__}
    path.write_bytes(save(arrays))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Write vectors as float16 (same ranking at half the size) and curves as float32.

    Args:
        calibration: What to write.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    kinds: dict[str, type] = dict.fromkeys(("photos", "described", "captions", "sayings"), np.float16)
    kinds |= dict.fromkeys(("shares", "presence", "hit", "final"), np.float32)
    path.write_bytes(save({name: getattr(calibration, name).astype(kind, order="C") for name, kind in kinds.items()}))


def write_captioner(captioner: Captioner, folder: Path) -> None:
    """Write a captioner, with arrays as float16.

    Args:
        captioner: The captioner.
        folder: Folder for the files named in ``FILES``.

    Raises:
        OSError: A file cannot be written.
    """
    networks, maps, words = (folder / name for name in FILES)
    arrays = {name: getattr(captioner.weights, name) for name in CaptionerWeights.__slots__}
    for path, are_maps in ((networks, False), (maps, True)):
        kept = {name: array.astype(np.float16, order="C") for name, array in arrays.items()}
        path.write_bytes(save({name: array for name, array in kept.items() if (name in MAPS) == are_maps}))
    lists = {"words": captioner.words, "objects": captioner.objects}
    words.write_text(json.dumps(lists, ensure_ascii=False, indent=0), encoding="utf-8")


def write_tag_knowledge(knowledge: TagKnowledge, path: Path) -> None:
    """Write tag knowledge, with the head as float16: the ranking is the same at half the size.

    Args:
        knowledge: What to write.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    kinds = {"head": np.float16, "bias": np.float32, "commonness": np.float16, "learned": np.int32}
    kinds |= dict.fromkeys(("seen", "unseen", "choice", "plain"), np.float32)
    arrays = {name: getattr(knowledge, name).astype(kind, order="C") for name, kind in kinds.items()}
    arrays["names"] = np.frombuffer("\n".join(knowledge.names).encode(), np.uint8)
    path.write_bytes(save(arrays))
