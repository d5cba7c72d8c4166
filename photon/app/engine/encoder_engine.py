"""One encoder with its index and everything that answers by them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.index_store import IndexStore
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.examples import ExamplePictures
from photon.app.search.explaining import Explaining
from photon.app.search.query_service import QueryService, TagAccess
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.library import Library
from photon.library.vectors import vectors


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
        """Compose the parts; nothing is loaded yet. ``tags``: see QueryService."""
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

        def keep(library: Library) -> None:
            with suppress(PhotonError):  # it is only a cache: a full disk must not spoil the answer
                vectors.keep_text_vectors(library, self.encoder.id, made)

        self._store.write(keep)
