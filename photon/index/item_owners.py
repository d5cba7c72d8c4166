"""To which photos the items of an index belong.

A photo as a whole is an item with the photo's own id; a part of it, such as a face, a crop or a moment of a video, has
a negative one. Without such parts nothing here costs anything.
"""

from collections.abc import Mapping

import numpy as np

from photon.domain.arrays import Ids

_MOST_PLACES = 1 << 24  # numbers of photos; 128 MB


class ItemOwners:
    """The photos of an index's items."""

    def __init__(self) -> None:
        """Begin without parts of photos."""
        self._photos: Ids = np.zeros(0, np.int64)  # of the items -1, -2, …; 0 if unknown

    def assign(self, owners: Mapping[int, int]) -> None:
        """Take in the photos of some parts."""
        if not owners:
            return
        known = np.concatenate([self._photos, np.zeros(max(0, -min(owners) - len(self._photos)), np.int64)])
        for part, photo in owners.items():
            known[-1 - part] = photo
        self._photos = known

    def photos_of(self, items: Ids) -> Ids:
        """Return the photos, int64 (n,), that items, int64 (n,), are or belong to; the same array if all are photos."""
        if not len(self._photos) or not (items < 0).any():
            return items
        return np.where(items < 0, self._photos[-1 - np.minimum(items, -1)], items)

    def parts_of(self, photos: Ids) -> Ids:
        """Return the parts of photos, int64 (n,), that were ever assigned: int64 (m,)."""
        return -1 - np.flatnonzero(np.isin(self._photos, photos)) if len(self._photos) else self._photos

    def firsts(self, items: Ids) -> Ids:
        """Return the places of those items, int64 (n,), that come before all others of their photo: int64 (m,)."""
        photos = self.photos_of(items)
        return np.arange(len(items)) if photos is items else find_firsts(photos)


def find_firsts(photos: Ids) -> Ids:
    """Return the places of those photos, int64 (n,), that come before all others of the same number: int64 (m,).

    A place for each number up to the largest is ten times faster than to sort them: 16 ms for 1,300,000.
    """
    places = np.arange(len(photos))
    if photos.min(initial=0) < 0 or photos.max(initial=0) > _MOST_PLACES:  # a catalogue from elsewhere may say so
        return np.sort(np.unique(photos, return_index=True)[1])
    first = np.empty(int(photos.max(initial=0)) + 1, np.int64)
    first[photos[::-1]] = places[::-1]  # the last one stays
    return np.flatnonzero(first[photos] == places)
