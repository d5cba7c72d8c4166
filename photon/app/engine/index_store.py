"""The index of one encoder, in step with its vectors, and what is kept of it so that it is soon there again."""

import io
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Ids, Marks
from photon.index import EXACT_LIMIT, WIDE_LIMIT, VectorIndex
from photon.index.kept_rows import keep_rows
from photon.index.stored_rows import PORTION, find_damage, read_rows
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.vectors import vectors
from photon.library.vectors.kept_graph import graph_parts, save_graph
from photon.library.vectors.kept_vectors import drop_kept, kept_file
from photon.library.vectors.picture_marks import marks_from, marks_of_parts, marks_of_photos
from photon.library.vectors.vectors import Embedded

log = logging.getLogger(__name__)

_LINKED_AT_ONCE = 500  # 0.2 s; of more, answers don't wait until they are in the graph
_SAVE_AFTER = 20_000  # photos; saving costs about a second per 100 MB, and to load as many from SQLite .3 s
_SHARE = 8  # of the photos, one in so many is new before the file is written again while more are coming
_LEAST = 1024  # vectors in a portion of the file when memory is short
_REST = 0.1  # seconds at most after each portion
_READ = 8192  # vectors read from SQLite at a time


class IndexStore:
    """The index of one encoder, loaded on first use and kept in step with the vectors and with what is kept of it.

    Labels are items. Of more than 60,000, the vectors are kept in a file once more, from which a million are there in
    under a second instead of 20 (``tend``). Of more than two million, the graph is kept in the cache. Both are only
    caches: a vector in them is trusted only if its photo still has the content hash from which it was made.
    The first part of the graph lists labels and hashes; the rest is the graph itself.

    Attributes:
        exact_limit: Maximum number of photos of which no graph is needed.
        on_unlinked: Called when vectors were loaded that are not in the graph; ``link`` adds them.
    """

    exact_limit = EXACT_LIMIT

    def __init__(self, encoder: str, dimension: int) -> None:
        """Create the object; the index is loaded on first use."""
        self._encoder = encoder
        self._dimension = dimension
        self._lock = threading.Lock()
        self._index: VectorIndex | None = None
        self._unsaved = self._unkept = 0  # changes since the graph was saved, and since the file was written
        self._tending: Iterator[None] | None = None
        self._is_looked_for = self._is_unchecked = self._is_damaged = False  # the last two are of the file
        self._portion = PORTION  # vectors written at a time; less if memory is short, 0 if there is no room on the disk
        self.on_unlinked: Callable[[], None] = lambda: None

    def index(self, library: Library) -> VectorIndex:
        """Return the index; on first use, load it and update it from the cache of ``library``."""
        with self._lock:
            if self._index is None:
                with lifted(library):  # it contains all photos; hidden ones are filtered from the answers
                    owners, valid = self._valid(library)
                    index = self._load(library, *valid)
                    index.owners.assign(owners)
                    self._bring_in_line(library, index, index.labels(), valid)
                self._index = index
                if index.unlinked:
                    self.on_unlinked()
            return self._index

    def refresh(self, library: Library) -> None:
        """Update the index after another process wrote, and remove photos that are gone."""
        with self._lock:
            if (index := self._index) is not None:
                owners, valid = self._valid(library)
                index.owners.assign(owners)
                self._bring_in_line(library, index, index.labels(), valid)

    def follow(self, library: Library, changed: Sequence[int]) -> None:
        """Add photos that came back with their vectors and parts, and remove what is gone or shows another picture."""
        with self._lock:
            index = self._index
            if index is None:
                return
            owners, *parts = marks_of_parts(library, self._encoder, changed)
            index.owners.assign(owners)
            valid = _as_arrays(vectors.hashes_of(library, self._encoder, changed))
            known = np.array([item for item in index.with_parts(changed).tolist() if item in index], np.int64)
            self._bring_in_line(library, index, known, _both(valid, parts))

    def add(self, library: Library, embedded: Sequence[Embedded]) -> None:
        """Add new vectors; call this after they were committed."""
        index = self.index(library)
        photos = np.array([item.photo for item in embedded], np.int64)
        with self._lock:
            index.add(photos, np.stack([item.meaning for item in embedded]))
            with index.held() as rows:
                rows.mark(photos, marks_from(item.image_hash for item in embedded))
            self._unsaved += len(embedded)
            self._unkept += len(embedded)

    def link(self, most: int) -> bool:
        """Add up to ``most`` vectors to the graph that are not in it yet; return whether there were any."""
        with self._lock:
            index = self._index
        before = index.unlinked if index is not None else 0
        if index is None or not before:
            return False
        index.link(most)
        with self._lock:
            self._unsaved += min(most, before)
        return True

    @property
    def needs_saving(self) -> bool:
        """Whether enough vectors were added to save the graph before the work is done."""
        return self._unsaved >= _SAVE_AFTER

    def save(self, library: Library) -> None:
        """Save the graph in the cache if it has changed."""
        with self._lock:
            index, unsaved = self._index, self._unsaved
            if index is None or not unsaved:
                return
            self._unsaved = 0
        try:
            if not index.is_exact:
                labels = index.labels()
                with index.held() as rows:
                    marks = rows.marks(labels)
                save_graph(library, self._encoder, itertools.chain([_pack(labels, marks)], index.to_parts()))
            elif saved_hashes(library, self._encoder):  # of an earlier version
                save_graph(library, self._encoder, ())
        except (OSError, PhotonError):  # a full disk; the graph that was saved before stays
            log.warning("The graph was not saved; it will be made again", exc_info=True)

    def tend(self, library: Library, *, is_busy: bool) -> bool:
        """Write or check a portion of the file of vectors, if that is due, and rest as long as it took.

        Only one process may do that at a time.

        Args:
            library: Has the vectors.
            is_busy: Whether more photos are coming.

        Returns:
            Whether it was due.
        """
        begun = time.monotonic()
        try:
            self._tending = self._tending or self._due(library, is_busy=is_busy)
            if self._tending is None:
                return False
            next(self._tending)
        except StopIteration:
            self._tending = None
        except (OSError, MemoryError) as error:
            self._tending, self._portion = None, self._portion // 2 if isinstance(error, MemoryError) else 0
            log.warning("The vectors were not kept in a file of their own, so the next start takes longer: %s", error)
        time.sleep(min(_REST, time.monotonic() - begun))
        return True

    def _due(self, library: Library, *, is_busy: bool) -> Iterator[None] | None:
        """Return what is to be done about the file; once, load the index of a large library for that."""
        path, index = kept_file(library, self._encoder), self._index
        if index is None and not self._is_looked_for:
            self._is_looked_for = True
            if path.exists() or vectors.count(library, self._encoder) > WIDE_LIMIT:
                index = self.index(library)
        if index is None:
            return None
        if self._is_unchecked:
            return self._check(library)
        with index.held() as rows:
            is_fit = index.is_exact and not rows.are_wide
        most = max(_SAVE_AFTER, len(index) // _SHARE) if is_busy else _SAVE_AFTER
        return self._keep_rows(index, path) if is_fit and self._portion >= _LEAST and self._unkept >= most else None

    def _keep_rows(self, index: VectorIndex, path: Path) -> Iterator[None]:
        before = self._unkept
        if (yield from keep_rows(index, path, self._encoder, self._portion)):
            with self._lock:
                self._unkept -= before

    def _check(self, library: Library) -> Iterator[None]:
        self._is_unchecked = False
        for is_damaged in find_damage(kept_file(library, self._encoder), self._encoder, self._dimension):
            if is_damaged:
                log.warning("A file of vectors is damaged; it will be made again")
                drop_kept(library, self._encoder)
                with self._lock:
                    self._index, self._is_damaged = None, True
                self.index(library)
                return
            yield

    def _load(self, library: Library, valid: Ids, marks: Marks) -> VectorIndex:
        """Return what is kept of the index; nothing if less than half of a file still counts: it may be foreign."""
        parts: Iterator[bytes] = graph_parts(library, self._encoder)
        hashes = _unpack(next(parts, b""))
        if len(hashes) > self.exact_limit:
            index = VectorIndex.from_parts(self._dimension, parts, exact_limit=self.exact_limit)
            with index.held() as rows:
                rows.mark(*_as_arrays(hashes))
            return index
        stored = read_rows(kept_file(library, self._encoder), self._encoder, self._dimension)
        if stored is not None and not self._is_damaged and len(stored.labels) <= self.exact_limit:
            index = VectorIndex(self._dimension, stored, exact_limit=self.exact_limit)
            with index.held() as rows:
                same = int((rows.marks(valid) == marks).all(axis=1).sum())
            if 2 * same > len(index):
                self._is_unchecked = True
                return index
        return VectorIndex(self._dimension, exact_limit=self.exact_limit)

    def _valid(self, library: Library) -> tuple[dict[int, int], tuple[Ids, Marks]]:
        """Return the photos of parts, and the items with a valid vector as ``_as_arrays`` does."""
        owners, *parts = marks_of_parts(library, self._encoder)
        return owners, _both(marks_of_photos(library, self._encoder), parts)

    def _bring_in_line(self, library: Library, index: VectorIndex, known: Ids, found: tuple[Ids, Marks]) -> None:
        """Remove items of ``known`` that are not valid now, and add those that the index lacks or has otherwise."""
        valid, marks = found
        stale = known[~np.isin(known, valid)]
        with index.held() as rows:
            lacking = ~rows.contains(valid) | (rows.marks(valid) != marks).any(axis=1)
        index.remove(stale.tolist())
        wanting = valid[lacking]
        self._unsaved += len(stale) + len(wanting)
        self._unkept += len(stale) + len(wanting)
        if len(wanting) and not len(index):
            index.fill(vectors.meanings_in_portions(library, self._encoder), len(wanting))
            wanting = wanting[wanting < 0]
        for at in range(0, len(wanting), _READ):
            ids, matrix = vectors.meanings_of(library, self._encoder, wanting[at : at + _READ].tolist())
            index.add(ids, matrix, link=len(wanting) <= _LINKED_AT_ONCE)
        with index.held() as rows:
            rows.mark(valid[lacking], marks[lacking])


def _as_arrays(hashes: Mapping[int, bytes]) -> tuple[Ids, Marks]:
    """Return items, int64 (n,), and the marks of their pictures, uint64 (n, 2)."""
    return np.array(list(hashes), np.int64), marks_from(hashes.values())


def _both(photos: tuple[Ids, Marks], parts: Sequence[Any]) -> tuple[Ids, Marks]:
    return np.concatenate([photos[0], parts[0]]), np.concatenate([photos[1], parts[1]])


def _pack(labels: Ids, marks: Marks) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, labels=labels, hashes=marks.view(np.uint8))
    return buffer.getvalue()


def saved_hashes(library: Library, encoder: str) -> dict[int, bytes]:
    """Return the photos in the saved graph of an encoder, with the hash of the picture that each was made from."""
    return _unpack(next(graph_parts(library, encoder), b""))


def _unpack(header: bytes) -> dict[int, bytes]:
    try:
        with np.load(io.BytesIO(header), allow_pickle=False) as stored:
            return {
                int(label): image.tobytes() for label, image in zip(stored["labels"], stored["hashes"], strict=True)
            }
    except (ValueError, OSError, EOFError, KeyError):  # no graph, or a damaged one: it is only a cache
        return {}
