"""One encoder with its index and everything that answers by them."""

import io
import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.stored_vectors import keep_texts
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.examples import ExamplePictures
from photon.app.search.explaining import Explaining
from photon.app.search.query_service import QueryService, TagAccess
from photon.domain.arrays import Floats, Ids
from photon.index import VectorIndex
from photon.library import Library
from photon.library.tags import hidden_photos
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded

_HASH = 16
_SAVE_AFTER = 20_000  # photos; saving costs about a second per 100 MB


class IndexStore:
    """The index of one encoder, loaded when first needed; keeps it in step with the vectors and the saved graph.

    The graph is a cache: a label in it is trusted only if the content hash it was made from is still the photo's. Its
    first part lists labels and hashes; the rest is the graph itself.
    """

    def __init__(self, encoder: str, dimension: int) -> None:
        """Load nothing yet."""
        self._encoder = encoder
        self._dimension = dimension
        self._lock = threading.Lock()
        self._index: VectorIndex | None = None
        self._hashes: dict[int, bytes] = {}
        self._unsaved = 0

    def index(self, library: Library) -> VectorIndex:
        """The index, brought up to date with the cache of ``library`` on first use."""
        with self._lock:
            if self._index is None:
                with hidden_photos.lifted(library):  # it holds all photos; answers leave the hidden ones out
                    self._index, self._hashes = self._load(library)
                    self._reconcile(library)
            return self._index

    def refresh(self, library: Library) -> None:
        """Take in what another process changed, and take out photos that went away."""
        with self._lock:
            if self._index is not None:
                self._reconcile(library)

    def follow(self, library: Library, changed: Sequence[int]) -> None:
        """Take photos in that came back with their vectors, and out that went away or changed their picture."""
        with self._lock:
            if self._index is None:
                return
            valid = vectors.hashes_of(library, self._encoder, changed)
            stale = [photo for photo in changed if photo in self._index and photo not in valid]
            self._bring_in_line(library, stale, valid)
            for photo in stale:
                self._hashes.pop(photo, None)
            self._hashes.update(valid)

    def add(self, library: Library, embedded: Sequence[Embedded]) -> None:
        """Add new vectors after they were committed."""
        index = self.index(library)
        with self._lock:
            index.add([item.photo for item in embedded], np.stack([item.meaning for item in embedded]))
            self._hashes.update((item.photo, item.image_hash) for item in embedded)
            self._unsaved += len(embedded)

    @property
    def needs_saving(self) -> bool:
        """Whether enough has gathered to be saved in between."""
        return self._unsaved >= _SAVE_AFTER

    def save(self, library: Library) -> None:
        """Write the graph to the cache if it changed."""
        with self._lock:
            index, unsaved = self._index, self._unsaved
            if index is None or not unsaved:
                return
            header = _pack({label: self._hashes[label] for label in index.labels().tolist()})
            self._unsaved = 0
        vectors.save_graph(library, self._encoder, itertools.chain([header], index.to_parts()))

    def _load(self, library: Library) -> tuple[VectorIndex, dict[int, bytes]]:
        parts: Iterator[bytes] = vectors.graph_parts(library, self._encoder)
        hashes = _unpack(next(parts, b""))
        index = VectorIndex.from_parts(self._dimension, parts)
        return index, {label: hashes[label] for label in index.labels().tolist() if label in hashes}

    def _reconcile(self, library: Library) -> None:
        index = self._index
        if index is None:
            return
        valid = vectors.hashes(library, self._encoder)
        stale = [label for label in index.labels().tolist() if label not in valid]
        self._bring_in_line(library, stale, valid)
        self._hashes = valid

    def _bring_in_line(self, library: Library, stale: Sequence[int], valid: dict[int, bytes]) -> None:
        """Remove ``stale`` photos from the index and add those of ``valid`` that it lacks or has otherwise."""
        index = self._index
        if index is None:
            return
        wanting = [photo for photo, image in valid.items() if self._hashes.get(photo) != image or photo not in index]
        index.remove(stale)
        if wanting:
            ids, matrix = vectors.meanings_of(library, self._encoder, wanting)
            index.add(ids, matrix)
        if stale or wanting:
            self._unsaved += len(stale) + len(wanting)


def _pack(hashes: dict[int, bytes]) -> bytes:
    labels: Ids = np.fromiter(hashes, np.int64, len(hashes))
    buffer = io.BytesIO()
    np.savez(buffer, labels=labels, hashes=np.frombuffer(b"".join(hashes.values()), np.uint8).reshape(-1, _HASH))
    return buffer.getvalue()


def saved_hashes(library: Library, encoder: str) -> dict[int, bytes]:
    """The photos in the saved graph of an encoder, and the hash of the picture that each was made from."""
    return _unpack(next(vectors.graph_parts(library, encoder), b""))


def _unpack(header: bytes) -> dict[int, bytes]:
    try:
        with np.load(io.BytesIO(header), allow_pickle=False) as stored:
            return {
                int(label): image.tobytes() for label, image in zip(stored["labels"], stored["hashes"], strict=True)
            }
    except (ValueError, OSError, EOFError, KeyError):  # no graph, or damaged: it is only a cache
        return {}


class EncoderEngine:
    """What photos look like through one encoder.

    Attributes:
        encoder: Makes the vectors.
        indexing: Its index.
        finding: Answers by them.
        explaining: Explains by them.
    """

    def __init__(
        self,
        store: LibraryThreads,
        encoder: EncoderClient,
        examples: ExamplePictures,
        tags: TagAccess = TagAccess(),  # noqa: B008 - frozen
    ) -> None:
        """Compose the parts; nothing is loaded yet. ``tags`` gives searches access to tags."""
        self._store = store
        self.encoder = encoder
        self.indexing = IndexStore(encoder.id, encoder.dimension)
        self.finding = QueryService(encoder, self.indexing.index, examples, self.keep_words, tags)
        self.explaining = Explaining(encoder)

    def follow(self, library: Library, photos: Sequence[int]) -> None:
        """Photos came, went or changed their picture."""
        self.indexing.follow(library, photos)

    def warm_up(self, library: Library) -> None:
        """Load the index and the text tower, so that the first question does not wait for them.

        Raises:
            PhotonError: The encoder cannot be opened.
        """
        self.indexing.index(library)
        self.encoder.texts(["a photo"])

    def keep_words(self, made: Mapping[str, Floats]) -> None:
        """Keep the vectors of texts in the library, soon."""
        keep_texts(self._store, self.encoder.id, made)
