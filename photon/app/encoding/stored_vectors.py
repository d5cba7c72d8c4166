"""Photos of the library as one encoder sees them, from stored vectors."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.arrays import Floats, Ids
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.library import Library
from photon.library.vectors import vectors

CONTRAST = 1000  # photos that stand for the library


def stored(library: Library, encoder: str, photos: Sequence[int], kinds: int = 0) -> tuple[Ids, PhotoVectors]:
    """Photos that have vectors, int64 (n,) ascending, and these in the same order; others are left out.

    Args:
        library: Open for reading.
        encoder: Its id.
        photos: Theirs.
        kinds: How many kinds the encoder names by itself, where these are wanted.
    """
    (found, meanings), (same, looks) = (
        ask(library, encoder, photos) for ask in (vectors.meanings_of, vectors.looks_of)
    )
    order = np.argsort(found)
    return found[order], PhotoVectors(
        meanings[order], looks[np.argsort(same)], stored_kinds(library, encoder, found[order], kinds)
    )


def stored_kinds(library: Library, encoder: str, photos: Ids, count: int) -> Floats | None:
    """The chances of the kinds that the encoder names by itself: float32 (n, count), None where it names none.

    Args:
        library: Open for reading.
        encoder: Its id.
        photos: int64 (n,), ascending.
        count: How many kinds there are.
    """
    if not count:
        return None
    found = np.zeros((len(photos), count), np.float32)
    owners, kinds, chances = vectors.kinds_of(library, encoder, photos.tolist())
    found[np.searchsorted(photos, owners), kinds] = chances
    return found


def contrast(library: Library, encoder: str, kinds: int = 0) -> PhotoVectors:
    """Photos that stand for the library, always the same while it does not change; ``kinds`` as for ``stored``."""
    return stored(library, encoder, vectors.sample_photos(library, encoder, CONTRAST), kinds)[1]


def keep_texts(store: LibraryThreads, encoder: str, made: Mapping[str, Floats]) -> None:
    """Keep the vectors of texts in the library, soon."""

    def keep(library: Library) -> None:
        with suppress(PhotonError):  # it is only a cache: a full disk must not spoil the answer
            vectors.keep_text_vectors(library, encoder, made)

    store.write(keep)
