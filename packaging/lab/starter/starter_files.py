"""Write the files of the starter; photon.vision reads them."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.captions.phrase_fit import PhraseFit
from safetensors.numpy import save

from photon.vision.kit.adapter import Adapter
from photon.vision.knowledge.calibration import Calibration
from photon.vision.knowledge.caption_memory import CENTRES, CaptionMemory
from photon.vision.knowledge.tag_knowledge import TagKnowledge


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


def write_caption_memory(memory: CaptionMemory, path: Path) -> None:
    """Write a caption memory, with vectors as float16 and shares as bytes.

    Args:
        memory: What to write; its classifier is not written, because it comes with the image tower.
        path: File to write; the centres are written beside it.

    Raises:
        OSError: A file cannot be written.
    """
    kinds: dict[str, npt.DTypeLike] = {"photo": np.float16, "photo_shift": np.float32, "usual": np.float32}
    kinds |= {"sizes": np.float16, "starts": np.int32, "columns": np.uint16}
    arrays = {name: getattr(memory, name).astype(kind, order="C") for name, kind in kinds.items()}
    arrays["shares"] = np.round(255 * memory.shares).astype(np.uint8)
    arrays["names"] = np.frombuffer("\n".join(memory.names).encode(), np.uint8)
    path.write_bytes(save(arrays))
    beside = path.with_stem(f"{path.stem}{CENTRES}")
    beside.write_bytes(save({"centres": memory.centres.astype(np.float16, order="C")}))


def write_phrase_fit(fit: PhraseFit, path: Path) -> None:
    """Write the tables of the grammar.

    Args:
        fit: The tables.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_bytes(save({field.name: np.ascontiguousarray(getattr(fit, field.name)) for field in fields(fit)}))


def write_tag_knowledge(knowledge: TagKnowledge, path: Path) -> None:
    """Write tag knowledge.

    Args:
        knowledge: What to write.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    curves = dict.fromkeys(("seen", "unseen", "choice", "plain"), np.float32)
    kinds = {"commonness": np.float16, "heads": np.float16, **curves}
    arrays = {name: getattr(knowledge, name).astype(kind, order="C") for name, kind in kinds.items()}
    for name in ("names", "headed"):
        arrays[name] = np.frombuffer("\n".join(getattr(knowledge, name)).encode(), np.uint8)
    path.write_bytes(save(arrays))
