"""One encoder with its index, and the services that answer with them."""

from collections.abc import Mapping, Sequence

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.stored_vectors import keep_texts
from photon.app.engine.index_store import IndexStore
from photon.app.runtime.late_part import LatePart
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.examples import ExamplePictures
from photon.app.search.explaining import Explaining
from photon.app.search.query_service import QueryService
from photon.app.search.tag_access import TagAccess
from photon.domain.arrays import Floats
from photon.library import Library


class EncoderEngine:
    """An encoder with its index and services.

    Attributes:
        encoder: Computes the vectors.
        indexing: Its index.
        finding: Answers queries with them.
    """

    def __init__(
        self,
        store: LibraryThreads,
        encoder: EncoderClient,
        examples: ExamplePictures,
        tags: TagAccess = TagAccess(),  # noqa: B008 - frozen
    ) -> None:
        """Create the services; nothing is loaded yet. ``tags`` gives searches access to tags."""
        self._store = store
        self.encoder = encoder
        self.indexing = IndexStore(encoder.id, encoder.dimension)
        self.finding = QueryService(encoder, self.indexing.index, examples, self.keep_words, tags)

    @LatePart
    def explaining(self) -> Explaining:
        """Explains results with them."""
        return Explaining(self.encoder)

    def follow(self, library: Library, photos: Sequence[int]) -> None:
        """Update the index after photos were added, removed or changed their picture."""
        self.indexing.follow(library, photos)

    def warm_up(self, library: Library) -> None:
        """Load the index and the text tower, so that the first query doesn't have to wait for them.

        Raises:
            PhotonError: The encoder cannot be opened.
        """
        self.indexing.index(library)
        self.encoder.texts(["a photo"])

    def keep_words(self, made: Mapping[str, Floats]) -> None:
        """Store the vectors of texts in the library, without waiting."""
        keep_texts(self._store, self.encoder.id, made)
