"""The index of one encoder, in step with its vectors, and what is kept of it so that it is soon there again."""

import io
import itertools
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Ids, Marks
from photon.index import EXACT_LIMIT, WIDE_LIMIT, VectorIndex
from photon.index.kept_rows import keep_rows
from photon.index.stored_rows import PORTION, find_damage, read_rows
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.vectors import items, vectors
from photon.library.vectors.kept_vectors import drop_kept, kept_file
from photon.library.vectors.picture_marks import marks_from, marks_of_photos
from photon.library.vectors.vectors import Embedded

log = logging.getLogger(__name__)

_HASH = 16
_LINKED_AT_ONCE = 500  # 0.2 s; of more, answers don't wait until they are in the graph
_SAVE_AFTER = 20_000  # photos; saving costs about a second per 100 MB


class IndexStore:
    """The index of one encoder, loaded on first use and kept in step with the vectors and the saved graph.

    Labels are items. The graph is a cache: a label in it is trusted only if its photo still has the content hash from
    which it was made.
    The first part lists labels and hashes; the rest is the graph itself. A library that needs no graph has none saved.

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
        self._hashes: dict[int, bytes] = {}
        self._unsaved = 0
        self.on_unlinked: Callable[[], None] = lambda: None

    def index(self, library: Library) -> VectorIndex:
        """Return the index; on first use, load it and update it from the cache of ``library``."""
        with self._lock:
            if self._index is None:
                with lifted(library):  # it contains all photos; hidden ones are filtered from the answers
                    self._index, self._hashes = self._load(library)
                    self._reconcile(library)
                if self._index.unlinked:
                    self.on_unlinked()
            return self._index

    def refresh(self, library: Library) -> None:
        """Update the index after another process wrote, and remove photos that are gone."""
        with self._lock:
            if self._index is not None:
                self._reconcile(library)

    def follow(self, library: Library, changed: Sequence[int]) -> None:
        """Add photos that came back with their vectors and parts, and remove what is gone or shows another picture."""
        with self._lock:
            if self._index is None:
                return
            owners = items.owners(library, self._encoder, changed)
            self._index.owners.assign(owners)
            valid = vectors.hashes_of(library, self._encoder, [*changed, *owners])
            known = self._index.with_parts(changed).tolist()
            stale = [item for item in known if item in self._index and item not in valid]
            self._bring_in_line(library, stale, valid)
            for item in stale:
                self._hashes.pop(item, None)
            self._hashes.update(valid)

    def add(self, library: Library, embedded: Sequence[Embedded]) -> None:
        """Add new vectors; call this after they were committed."""
        index = self.index(library)
        with self._lock:
            index.add([item.photo for item in embedded], np.stack([item.meaning for item in embedded]))
            self._hashes.update((item.photo, item.image_hash) for item in embedded)
            self._unsaved += len(embedded)

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
            known = {} if index.is_exact else {label: self._hashes[label] for label in index.labels().tolist()}
        try:
            if known:
                vectors.save_graph(library, self._encoder, itertools.chain([_pack(known)], index.to_parts()))
            elif saved_hashes(library, self._encoder):  # of an earlier version
                vectors.save_graph(library, self._encoder, ())
        except (OSError, PhotonError):  # a full disk; the graph that was saved before stays
            log.warning("The graph was not saved; it will be made again", exc_info=True)

    def _load(self, library: Library) -> tuple[VectorIndex, dict[int, bytes]]:
        parts: Iterator[bytes] = vectors.graph_parts(library, self._encoder)
        hashes = _unpack(next(parts, b""))
        if len(hashes) <= self.exact_limit:
            parts = iter(())
        index = VectorIndex.from_parts(self._dimension, parts, exact_limit=self.exact_limit)
        return index, {label: hashes[label] for label in index.labels().tolist() if label in hashes}

    def _reconcile(self, library: Library) -> None:
        index = self._index
        if index is None:
            return
        owners = items.owners(library, self._encoder)
        index.owners.assign(owners)
        valid = vectors.hashes(library, self._encoder)
        if owners:
            valid |= vectors.hashes_of(library, self._encoder, list(owners))
        stale = [label for label in index.labels().tolist() if label not in valid]
        self._bring_in_line(library, stale, valid)
        self._hashes = valid

    def _bring_in_line(self, library: Library, stale: Sequence[int], valid: dict[int, bytes]) -> None:
        """Remove ``stale`` items from the index, and add those of ``valid`` that it lacks or has with another hash."""
        index = self._index
        if index is None:
            return
        wanting = [item for item, image in valid.items() if self._hashes.get(item) != image or item not in index]
        index.remove(stale)
        if wanting and not len(index):
            index.fill(vectors.meanings_in_portions(library, self._encoder))
            wanting = [item for item in wanting if item < 0]
            self._unsaved += len(index)
        if wanting:
            ids, matrix = vectors.meanings_of(library, self._encoder, wanting)
            index.add(ids, matrix, link=len(ids) <= _LINKED_AT_ONCE)
        if stale or wanting:
            self._unsaved += len(stale) + len(wanting)


def _pack(hashes: dict[int, bytes]) -> bytes:
    labels: Ids = np.fromiter(hashes, np.int64, len(hashes))
    buffer = io.BytesIO()
    np.savez(buffer, labels=labels, hashes=np.frombuffer(b"".join(hashes.values()), np.uint8).reshape(-1, _HASH))
    return buffer.getvalue()


def saved_hashes(library: Library, encoder: str) -> dict[int, bytes]:
    """Return the photos in the saved graph of an encoder, with the hash of the picture that each was made from."""
    return _unpack(next(vectors.graph_parts(library, encoder), b""))


def _unpack(header: bytes) -> dict[int, bytes]:
    try:
        with np.load(io.BytesIO(header), allow_pickle=False) as stored:
            return {
                int(label): image.tobytes() for label, image in zip(stored["labels"], stored["hashes"], strict=True)
            }
    except (ValueError, OSError, EOFError, KeyError):  # no graph, or a damaged one: it is only a cache
        return {}
