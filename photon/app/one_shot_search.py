"""One question from the terminal: a read-only library, the encoder in this process, exact search, no threads.

Starting the session's processes would take longer than the answer. The vectors of up to 60,000 photos are read from the
cache, those of more from the file that a session keeps (``IndexStore``). Only a picture file that the library does not
know is read in a process of its own, which has limits: it may be anything.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from photon.app.encoding.encoder_client import EncoderClient, InProcessEncoder, answering_here
from photon.app.encoding.stored_vectors import exact_index
from photon.app.engine.index_store import IndexStore
from photon.app.places.place_lookup import find_town
from photon.app.runtime.default_paths import default_library
from photon.app.search.examples import ExamplePictures
from photon.app.search.notices import with_missing
from photon.app.search.query_composer import RankableTag
from photon.app.search.query_service import QueryService
from photon.app.search.stacked_answer import StackedAnswer, answer_by_stacks
from photon.app.search.tag_access import TagAccess
from photon.domain import Answer, Counts, PhotonError, Query, Reading
from photon.domain.arrays import Floats
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library, open_library, renew_damaged
from photon.library.db.database_errors import DamagedLibrary
from photon.library.photos import photos
from photon.library.tags import hidden_photos
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import chosen
from photon.library.vectors.kept_vectors import kept_file
from photon.library.words import full_text

_SHORT = 200  # ms that a question waits to write what can be made again; a batch of another Photon takes about as long

if TYPE_CHECKING:
    from photon.app.runtime.decoders import Decoders


class OneShotSearch:
    """Answers few questions fast."""

    def __init__(
        self, directory: Path | None, progress: Callable[[float, str], None], encoder: str | None = None
    ) -> None:
        """Open an existing library.

        Args:
            directory: Folder of the library, or None for the platform's place.
            progress: Called while the encoder is prepared, which happens once per machine.
            encoder: Name of the encoder that answers; None: the one that was chosen for the library.

        Raises:
            PhotonError: There is no library, it cannot be read, or there is no such encoder.
        """
        self._directory = directory or default_library()
        self._library = _with_words(self._directory)
        self._decoders: Decoders | None = None
        with ExitStack() as undone:
            undone.callback(self.close)
            self._encoder = InProcessEncoder(encoder) if encoder else answering_here(self._library)
            self._encoder.prepare(progress)
            answering = chosen(self._library).answering
            self._missing = "" if encoder or answering == self._encoder.name else answering
            if encoder and not vectors.count(self._library, self._encoder.id):
                raise PhotonError(
                    tr("No photos have been indexed with {title} yet.", title=self._encoder.title),
                    tr("Run: photon index --encoder {encoder}", encoder=encoder),
                )
            undone.pop_all()
        self._index: VectorIndex | None = None
        self._finding = QueryService(
            self._encoder,
            self._load,
            ExamplePictures(self._read),
            self._store_vectors,
            TagAccess(photos.visible, _find_learned),
        )

    def counts(self) -> Counts:
        """Photos, searchable ones, problems, films."""
        return photos.counts(self._library, self._encoder.id)

    def search(self, query: Query) -> Answer:
        """Answer a query, with a closer look at colours."""
        return self._answered(lambda lib: self._finding.search(lib, query, closely=True))

    def search_stacks(self, query: Query) -> StackedAnswer:
        """Answer a query with one photo for each stack."""
        return answer_by_stacks(query, self.search, lambda some: self._finding.hits(self._library, query, some))

    def similar(self, query: Query, *, fold: bool) -> Answer:
        """More like the examples of a query; with ``fold``, near-duplicates are folded."""
        return self._answered(lambda lib: self._finding.similar(lib, query, fold=fold))

    def related_words(self, query: Query, answer: Answer) -> list[str]:
        """Words that go with a search and its answer; none without words."""
        if not (query.words and answer.hits):
            return []
        from photon.app.explore.related_words import find_related_words, leading_photos  # with the vocabulary

        return find_related_words(self._library, query, leading_photos(answer.hits), answer.translation)

    def paths(self, ids: Sequence[int]) -> dict[int, str]:
        """One path per photo."""
        return photos.paths(self._library, ids)

    def close(self) -> None:
        """Close the library, and end the process that read pictures."""
        self._library.close()
        if self._decoders is not None:
            self._decoders.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _answered(self, question: Callable[[Library], Answer]) -> Answer:
        try:
            answer = question(self._library)
        except DamagedLibrary:
            renewed = renew_damaged(self._directory)
            if not renewed:
                raise
            self._library.close()
            self._library, self._index = _with_words(self._directory), None
            self._library.notices = renewed
            answer = question(self._library)
        answer = with_missing(answer, self._missing)
        return replace(answer, notices=(*self._library.notices, *answer.notices))

    def _load(self, library: Library) -> VectorIndex:
        if self._index is None and kept_file(library, self._encoder.id).exists():
            self._index = IndexStore(self._encoder.id, self._encoder.dimension).index(library)
        elif self._index is None:
            self._index = exact_index(library, self._encoder.id)
        return self._index

    def _read(self, path: str) -> Future[Reading]:
        from photon.app.runtime.decoders import Decoders  # most questions need no picture

        if self._decoders is None:
            self._decoders = Decoders(1)
        return self._decoders.read(path)

    def _store_vectors(self, made: Mapping[str, Floats]) -> None:
        """Keep the vectors of new words, so that the same question need not open the encoder again."""
        with suppress(PhotonError), self._library.again(writable=True, wait_ms=_SHORT) as library:
            vectors.keep_text_vectors(library, self._encoder.id, made)


def _find_learned(library: Library, encoder: EncoderClient, name: str) -> RankableTag | None:
    from photon.app.tags.tag_classifiers import TagClassifierCache  # takes time that other searches do not need

    return TagClassifierCache().find_named(library, encoder, name)


def _with_words(directory: Path) -> Library:
    """The library read-only, without hidden photos; words that an earlier Photon or a lost cache lacks are made."""
    library = open_library(directory, writable=False)
    library.find_town = find_town
    if not full_text.is_complete(library):
        # a disk may be full or read-only, and another Photon may be writing
        with suppress(PhotonError), library.again(writable=True, wait_ms=_SHORT) as writable:
            for batch in full_text.pending_batches(writable):
                full_text.catch_up(writable, batch)
    if not hidden_photos.is_wanted(library):
        hidden_photos.veil(library, hidden_photos.decided(library))
        return library
    from photon.app.tags.sensitive_filter import veiled  # the vocabulary takes time that other searches do not need

    return veiled(library)
