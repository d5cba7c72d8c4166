"""Vectors of the vocabulary's words, kept on this computer for all its libraries.

Encoding some 5,400 sentences takes the starter 20 s of a core, and they are the same for every library. One file an
encoder, in the cache folder; a damaged or missing one only costs that time again.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from photon.vision.kit.encoder import FloatArray
from photon.vision.starter.starter_install import cache_folder


def read_words(encoder: str, texts: Sequence[str]) -> dict[str, FloatArray]:
    """The kept vectors of texts, float32 (d,) of unit length; those that are not kept are left out."""
    try:
        with _place(encoder).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            rows = {text: row for row, text in enumerate(kept["texts"].tolist())}
            vectors = kept["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    if vectors.ndim != 2 or len(vectors) != len(rows) or not np.isfinite(vectors).all():
        return {}
    return {text: vectors[rows[text]] for text in texts if text in rows}


def keep_words(encoder: str, vectors: Mapping[str, FloatArray]) -> None:
    """Keep exactly these vectors for an encoder; where the disk is full or read-only, nothing is kept."""
    place = _place(encoder)
    begun = place.with_name(f"{place.name}.{np.random.default_rng().integers(1 << 60):x}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with begun.open("wb") as file:
            np.savez(
                file,
                texts=np.array(list(vectors), np.str_),
                vectors=np.stack(list(vectors.values())).astype(np.float32),
            )
        begun.replace(place)  # whole or not at all: another Photon may be reading it
    except OSError:
        with suppress(OSError):
            begun.unlink()


def _place(encoder: str) -> Path:
    return cache_folder() / f"words-{encoder}.npz"
