"""Cached vectors of the vocabulary, shared by all libraries on this computer.

Encoding about 5,400 sentences takes the starter 20 s of CPU time, and they are the same for every library. There is one
file per encoder in the cache folder; if it is damaged or missing, the vectors are computed again.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from photon.domain.arrays import Floats
from photon.vision.kit.cache_folder import cache_folder


def read_words(encoder: str, texts: Sequence[str]) -> dict[str, Floats]:
    """Read the cached vectors of texts.

    Args:
        encoder: Id of the encoder.
        texts: Texts to look up.

    Returns:
        L2-normalised float32 (d,) by text; texts that are not cached are missing.
    """
    try:
        with _place(encoder).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            rows = {text: row for row, text in enumerate(kept["texts"].tolist())}
            vectors = kept["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    if vectors.ndim != 2 or len(vectors) != len(rows) or not np.isfinite(vectors).all():
        return {}
    return {text: vectors[rows[text]] for text in texts if text in rows}


def keep_words(encoder: str, vectors: Mapping[str, Floats]) -> None:
    """Replace the cached vectors of an encoder. If the disk is full or read-only, nothing is written.

    Args:
        encoder: Id of the encoder.
        vectors: L2-normalised float32 (d,) by text.
    """
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
        begun.replace(place)  # atomic, because another process may be reading the file
    except OSError:
        with suppress(OSError):
            begun.unlink()


def _place(encoder: str) -> Path:
    return cache_folder() / f"words-{encoder}.npz"
