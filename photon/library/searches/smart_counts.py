"""Count the photos of smart albums, and of the albums around them."""

import numpy as np

from photon.domain.arrays import Ids
from photon.library.albums.album_content import photos_in_order
from photon.library.albums.album_tree import BELOW_ALBUM
from photon.library.albums.smart_albums import smart_queries
from photon.library.db.connection import Library
from photon.library.searches.filters import FindSmart


def count_smart_trees(library: Library, smart: FindSmart, among: Ids | None = None) -> dict[int, int]:
    """Count the photos of each album that is smart or has a smart one below it, including all albums below it.

    Args:
        library: The library.
        smart: Finds what the searches of smart albums find.
        among: The photos that count, int64 (n,), or None for all.

    Returns:
        Numbers by album id; a photo in two of the albums counts once.
    """
    filled = smart_queries(library.db)
    found = {album: smart(library, album) for album in filled}
    trees: dict[int, set[int]] = {}
    for top, album in library.db.execute(f"{BELOW_ALBUM.format(where='')} SELECT top, id FROM below"):
        trees.setdefault(top, set()).add(album)
    counts = {}
    for top, below in trees.items():
        if not below & filled.keys():
            continue
        kept = photos_in_order(library, list(below))
        photos = np.unique(np.concatenate([np.array(kept, np.int64), *(found[one] for one in below & filled.keys())]))
        counts[top] = len(photos) if among is None else len(np.intersect1d(photos, among, assume_unique=True))
    return counts
