"""Read stored vectors of one encoder as ``PhotoVectors``, or as an index."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.arrays import Floats, Ids
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.index import VectorIndex
from photon.library import Library
from photon.library.vectors import items, vectors

CONTRAST = 1000  # number of photos that represent the library


def stored(library: Library, encoder: str, photos: Sequence[int], kinds: int = 0) -> tuple[Ids, PhotoVectors]:
    """Read the vectors of photos; return the ids int64 (n,), ascending, and the vectors in the same order.

    Args:
        library: Open for reading.
        encoder: Id of the encoder.
        photos: Ids of photos; those without vectors are omitted.
        kinds: How many classes the encoder predicts, if these are wanted.
    """
    (found, meanings), (same, looks) = (
        ask(library, encoder, photos) for ask in (vectors.meanings_of, vectors.looks_of)
    )
    order = np.argsort(found)
    return found[order], PhotoVectors(
        meanings[order], looks[np.argsort(same)], stored_kinds(library, encoder, found[order], kinds)
    )


def stored_kinds(library: Library, encoder: str, photos: Ids, count: int) -> Floats | None:
    """Read the probabilities of the classes that the encoder predicts: float32 (n, count); None if it predicts none.

    Args:
        library: Open for reading.
        encoder: Id of the encoder.
        photos: int64 (n,), ascending.
        count: Number of classes.
    """
    if not count:
        return None
    found = np.zeros((len(photos), count), np.float32)
    owners, kinds, chances = vectors.kinds_of(library, encoder, photos.tolist())
    found[np.searchsorted(photos, owners), kinds] = chances
    return found


def exact_index(library: Library, encoder: str) -> VectorIndex:
    """Read all vectors of an encoder, also those of parts of photos, into an index for a single query."""
    owners = items.owners(library, encoder)
    index = VectorIndex.exact(*vectors.meanings(library, encoder))
    if owners:
        index.owners.assign(owners)
        index.add(*vectors.meanings_of(library, encoder, list(owners)))
    return index


def contrast(library: Library, encoder: str, kinds: int = 0) -> PhotoVectors:
    """Read photos that represent the library, the same ones while it does not change; ``kinds`` as for ``stored``."""
    return stored(library, encoder, vectors.sample_photos(library, encoder, CONTRAST), kinds)[1]


def keep_texts(store: LibraryThreads, encoder: str, made: Mapping[str, Floats]) -> None:
    """Store the vectors of texts in the library, without waiting."""

    def keep(library: Library) -> None:
        with suppress(PhotonError):  # it is only a cache: a full disk must not make the query fail
            vectors.keep_text_vectors(library, encoder, made)

    store.write(keep)
