"""Looks for the copies of photos: candidates by their hashes, decided by laying the previews over each other.

Hashes of all photos are kept in memory while there is something to do: 160 bytes each.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from photon.app.bin.file_moving import Stop, go_on
from photon.app.duplicates.pair_comparing import PairComparing
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.photo.likeness import Likeness
from photon.duplicates.candidate_pairs import Codes
from photon.duplicates.copy_search import Asked, CopySearch
from photon.duplicates.neighbours import find_neighbours, times_around
from photon.duplicates.photo_sets import make_copies
from photon.duplicates.same_picture import is_one_view, may_be_same_picture
from photon.library import Library
from photon.library.duplicates import fingerprints, kept_apart, picture_pairs, shots
from photon.library.duplicates.picture_pairs import Pair

_BATCH = 256  # photos whose candidates are looked up at once


class PairStage(Backlog[int]):
    """Compares photos with those that may be their copies, and says which are copies of a better one."""

    name = "pairing"

    def __init__(self, store: LibraryThreads, decoders: Decoders, stop: Stop = go_on) -> None:
        """Use the decoders until ``stop`` returns true; nothing is read yet."""
        super().__init__(store)
        self._decoders, self._stop = decoders, stop
        self._ids: Ids = np.zeros(0, np.int64)
        self._codes: Codes | None = None
        self._is_outdated = True

    def anything_left(self, library: Library) -> bool:
        """Whether copies of some photos were not looked for."""
        return fingerprints.count_unpaired(library) > 0

    def outdate(self) -> None:
        """Make the stage determine the copies again when it has nothing else to do."""
        self._is_outdated = True
        self.notify()

    def follow_news(self) -> None:
        """There may be other photos."""
        self._codes = None

    def next_batch(self) -> Sequence[int]:
        """Photos whose copies were not looked for; after the last one, what are copies is said anew."""
        batch = self.walk(lambda after: fingerprints.unpaired(self._store.here(), _BATCH, after))
        if not batch:
            self._codes = None
            if self._is_outdated:
                self._is_outdated = False
                self._store.write(picture_pairs.set_copies, kept=find_copies(self._store.here())).result()
        return batch

    def run(self, batch: Sequence[int]) -> None:
        """Compare and store."""
        self.run_isolated(batch, self._pair)
        self._is_outdated = True

    def _pair(self, batch: Sequence[int]) -> None:
        library = self._store.here()
        if self._codes is None:
            self._ids, self._codes = fingerprints.all_codes(library)
        comparing = PairComparing(self._store, self._decoders, self._stop)
        search = CopySearch(
            self._ids,
            self._codes,
            partial(shots.shots_of, library),
            partial(picture_pairs.likenesses_of, library),
            comparing.compare,
        )
        if search.search(batch) and _compare_beside(library, batch, comparing):
            self._store.write(picture_pairs.store, compared={}, photos=batch).result()


def _compare_beside(library: Library, photos: Sequence[int], comparing: PairComparing) -> bool:
    """Compare photos with those taken just before and after, unless they show one view; return whether it finished."""
    around = shots.shots_between(library, times_around(shots.shots_of(library, photos).values()))
    known = picture_pairs.likenesses_of(library, around)
    same = {pair for pair, likeness in known.items() if is_one_view(likeness)}
    asked = [Asked(*pair, is_beside=True) for pair in find_neighbours(around.values(), set(photos), same)]
    return comparing.compare(asked, around) is not None


def find_copies(library: Library) -> dict[int, int]:
    """Find the photos that are copies of a better one.

    Args:
        library: The library.

    Returns:
        The better photo, by copy.
    """
    likenesses = picture_pairs.all_likenesses(library)
    alike = {pair: likeness for pair, likeness in likenesses.items() if may_be_same_picture(likeness)}
    some = {photo for pair in alike for photo in pair} | shots.twins(library)
    return _copies_among(library, some, alike)


def renew_copies(library: Library, photos: Iterable[int]) -> Changes:
    """Say anew which photos are copies of a better one, after a person decided about some of them.

    Args:
        library: Open for writing.
        photos: The photos; empty for all.
    """
    some, new = set[int](), set(photos)
    if not new:
        return picture_pairs.set_copies(library, find_copies(library))
    alike: dict[Pair, Likeness] = {}
    while new:
        new |= shots.twins_of(library, new)
        some |= new
        found = picture_pairs.likenesses_of(library, new)
        alike |= {pair: likeness for pair, likeness in found.items() if may_be_same_picture(likeness)}
        new = {photo for pair in alike for photo in pair} - some
    return picture_pairs.set_copies(library, _copies_among(library, some, alike), some)


def _copies_among(library: Library, some: set[int], alike: dict[Pair, Likeness]) -> dict[int, int]:
    sets = make_copies(list(shots.shots_of(library, some).values()), alike, kept_apart.apart_of(library, some))
    return {photo: one.photos[0] for one in sets for photo in one.photos[1:]}
