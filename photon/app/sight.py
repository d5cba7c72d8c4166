"""Photos of the library as one encoder sees them, from stored vectors."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from photon.domain.seen import Seen
from photon.library import Library, concepts, vectors

CONTRAST = 1000  # photos that stand for the library

Ids = npt.NDArray[np.int64]


def stored(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Seen]:
    """Photos that have vectors, int64 (n,) ascending, and these in the same order; others are left out."""
    (found, meanings), (same, looks) = (
        ask(library, encoder, photos) for ask in (vectors.meanings_of, vectors.looks_of)
    )
    order = np.argsort(found)
    return found[order], Seen(meanings[order], looks[np.argsort(same)])


def contrast(library: Library, encoder: str) -> Seen:
    """Photos that stand for the library, always the same while it does not change."""
    return stored(library, encoder, concepts.some_photos(library, encoder, CONTRAST))[1]
