"""Looks for the copies of photos: candidates by their hashes, decided by laying the previews over each other.

Hashes of all photos are kept in memory while there is something to do: 152 bytes each.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from photon.app.duplicates.fingerprint_stage import FingerprintStage
from photon.app.indexing.preview_stage import answer_of
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.domain.photo.shot import Shot
from photon.duplicates.candidate_pairs import Codes, find_candidates, nearest_windows
from photon.duplicates.complete_link import unknown_pairs
from photon.duplicates.photo_sets import make_copies
from photon.duplicates.same_picture import are_different_exposures, is_same_picture, may_be_same_picture, time_of
from photon.library import Library
from photon.library.duplicates import fingerprints, kept_apart, picture_pairs, shots
from photon.library.duplicates.picture_pairs import Pair
from photon.library.photos.photos import previews as previews_of
from photon.media.read.preview_alignment import PreviewPair, compare_previews

_BATCH = 256  # photos whose candidates are looked up at once
_TASK = 8  # pairs per task: about 0.1 s
_PORTION = 512  # pairs whose previews are in memory at a time: about 60 MB
_SOON = 60.0  # seconds within which different shots are compared, too: they may be a focus stack
_ROUNDS = 3

_Compared = dict[Pair, Likeness]
_Asked = tuple[int, int, int]
"""Frame, picture and window of a comparison, by photo ids."""


def copy_stages(
    store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]
) -> tuple[FingerprintStage, "PairStage"]:
    """The stages that look for copies, in order.

    Args:
        store: The library.
        decoders: The decoders.
        on_lost: Called when a preview is damaged and its photo must be read again.
    """
    return FingerprintStage(store, decoders, on_lost), PairStage(store, decoders)


class PairStage(Backlog[int]):
    """Compares photos with those that may be their copies, and says which are copies of a better one."""

    name = "pairing"

    def __init__(self, store: LibraryThreads, decoders: Decoders) -> None:
        """Use the decoders; nothing is read yet."""
        super().__init__(store)
        self._decoders = decoders
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
        if self._codes is None:
            self._ids, self._codes = fingerprints.all_codes(self._store.here())
        new = np.isin(self._ids, np.array(batch, np.int64))
        found = find_candidates(self._codes, new)
        frames, pictures = self._ids[found.frames].tolist(), self._ids[found.pictures].tolist()
        compared: _Compared = {}
        if not self._compare(zip(frames, pictures, found.windows.tolist(), strict=True), compared):
            return
        for _ in range(_ROUNDS):
            asked = self._unknown(compared)
            if not asked:
                break
            if not self._compare(asked, compared):
                return
        self._store.write(picture_pairs.store, compared=compared, photos=batch).result()

    def _unknown(self, compared: _Compared) -> list[_Asked]:
        """Pairs that agree with a third photo, and were not compared."""
        alike = [pair for pair, likeness in compared.items() if is_same_picture(likeness)]
        library = self._store.here()
        stored = picture_pairs.likenesses_of(library, {photo for pair in alike for photo in pair}) | compared
        agreeing = [pair for pair, likeness in stored.items() if is_same_picture(likeness)]
        unknown = np.array(list(unknown_pairs(agreeing, stored)), np.int64).reshape(-1, 2)
        if not len(unknown) or not len(self._ids) or self._codes is None:
            return []
        places = np.searchsorted(self._ids, unknown).clip(max=len(self._ids) - 1)  # ids ascend
        ones, others = places[(self._ids[places] == unknown).all(axis=1)].T
        frames, pictures, windows = nearest_windows(self._codes, ones, others)
        return list(zip(self._ids[frames].tolist(), self._ids[pictures].tolist(), windows.tolist(), strict=True))

    def _compare(self, asked: Iterable[_Asked], compared: _Compared) -> bool:
        """Compare pairs; tells whether all were, which they are not while Photon is being closed."""
        wanted = list(asked)
        for at in range(0, len(wanted), _PORTION):
            portion = wanted[at : at + _PORTION]
            library = self._store.here()
            known = shots.shots_of(library, {photo for one in portion for photo in one[:2]})
            portion = [one for one in portion if _is_worth_comparing(known, one)]
            previews = previews_of(library, {photo for one in portion for photo in one[:2]})
            portion = [one for one in portion if one[0] in previews and one[1] in previews]
            parts = [portion[start : start + _TASK] for start in range(0, len(portion), _TASK)]
            tasks = [
                self._decoders.run(
                    compare_previews,
                    [PreviewPair(previews[frame], previews[picture], window) for frame, picture, window in part],
                )
                for part in parts
            ]
            for part, task in zip(parts, tasks, strict=True):
                answer = answer_of(task, len(part))
                if len(answer) < len(part):
                    return False
                for (frame, picture, _), likeness in zip(part, answer, strict=True):
                    compared[min(frame, picture), max(frame, picture)] = likeness or NO_LIKENESS
        return True


def _is_worth_comparing(known: dict[int, Shot], asked: _Asked) -> bool:
    one, other = known.get(asked[0]), known.get(asked[1])
    if one is None or other is None:
        return False
    if not are_different_exposures(one, other):
        return True
    first, second = time_of(one), time_of(other)
    return first is not None and second is not None and abs((first - second).total_seconds()) <= _SOON


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
