"""The use case of finding: words and example pictures to vectors, vectors to hits with paths."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photon.app.encoding import Encoding
from photon.app.notices import notices_for
from photon.domain import Answer, Hit, Like, PhotonError, Query, Reading, UnreadableFile
from photon.index import VectorIndex
from photon.library import Library, photos, vectors
from photon.search import Ranked, Term, rank, rank_similar, sentence_for

Floats = npt.NDArray[np.float32]
_SHORTLIST = 1000
_EMPTY = PhotonError("There is nothing to look for.", "Type what the photo shows, for example: a dog on the beach")


class Finding:
    """Answers queries; one object per session, used from reader threads.

    Args of the constructor: the encoder, a way to get the index of a library, a way to read a picture file, and
    what to do with the vector of new words (keep it).
    """

    def __init__(
        self,
        encoder: Encoding,
        index: Callable[[Library], VectorIndex],
        read: Callable[[str], Future[Reading]],
        keep: Callable[[str, Floats], None],
    ) -> None:
        """Take the tools."""
        self._encoder = encoder
        self._index = index
        self._read = read
        self._keep = keep

    def search(self, library: Library, query: Query) -> Answer:
        """Answer a query.

        Raises:
            PhotonError: It is empty, or an example picture cannot be read.
        """
        if query.empty:
            raise _EMPTY
        index = self._index(library)
        among = None if query.folder is None else sorted(photos.below(library, query.folder))
        ranked = rank(index, self._terms(library, query), query.top, among)
        return self._answer(library, query, ranked)

    def similar(self, library: Library, like: Like, top: int) -> Answer:
        """Photos that look and mean the same as an example, without the example itself.

        Raises:
            PhotonError: The example cannot be read.
        """
        meaning, look = self._example(library, like)
        own = like.photo or photos.at(library, str(Path(like.path).resolve())) or 0
        found, products = self._index(library).nearest(meaning, max(_SHORTLIST, top + 1))
        keep = found != own
        found, products = found[keep], products[keep]
        ids, looks = vectors.looks_of(library, self._encoder.id, found.tolist())
        at = {int(photo): place for place, photo in enumerate(found)}
        order = np.array([at[int(photo)] for photo in ids], np.int64)
        cosines = looks @ look if len(ids) else np.zeros(0, np.float32)
        ranked = rank_similar(ids, products[order], cosines, top)
        return self._answer(library, Query(likes=(like,), top=top), ranked)

    def _terms(self, library: Library, query: Query) -> list[Term]:
        terms = []
        if query.words.strip():
            terms.append(Term(self._words(library, query.words)))
        terms += [Term(self._example(library, like)[0], channel="look") for like in query.likes]
        terms += [Term(self._words(library, words), -1.0) for words in query.unwanted if words.strip()]
        return terms

    def _words(self, library: Library, words: str) -> Floats:
        words = " ".join(words.split())
        kept = vectors.text_vector(library, self._encoder.id, words)
        if kept is not None:
            return kept
        vector: Floats = self._encoder.texts([words])[0]
        self._keep(words, vector)
        return vector

    def _example(self, library: Library, like: Like) -> tuple[Floats, Floats]:
        """Meaning and look of an example: from the library where it is there, else by looking at the file."""
        known = like.photo or photos.at(library, str(Path(like.path).resolve())) or 0
        if known:
            _, meaning = vectors.meanings_of(library, self._encoder.id, [known])
            _, look = vectors.looks_of(library, self._encoder.id, [known])
            if len(meaning):
                return meaning[0], look[0]
            preview = photos.previews(library, [known]).get(known)
        else:
            preview = self._preview(like.path)
        if preview is None:
            raise PhotonError("That photo has not been looked at yet.", "Wait until Photon is done with it.")
        made = self._encoder.images([preview])
        return made.meaning[0], made.look[0]

    def _preview(self, path: str) -> bytes:
        try:
            return self._read(path).result().preview
        except UnreadableFile as error:
            raise PhotonError(f"{path}: {error.message}", error.hint) from error

    def _answer(self, library: Library, query: Query, ranked: Ranked) -> Answer:
        counts = photos.counts(library, self._encoder.id)
        searchable = counts.searchable / counts.photos if counts.photos else 1.0
        paths = photos.paths(library, ranked.photos.tolist())
        hits = _hits(ranked, paths)
        strong = sum(hit.strong for hit in hits)
        sentence = sentence_for(query, [hit.score for hit in hits], strong, searchable)
        return Answer(hits, strong, searchable, sentence, notices_for(self._encoder, query, hits))


def _hits(ranked: Ranked, paths: dict[int, str]) -> tuple[Hit, ...]:
    """Hits with paths; a photo that went away since the index was asked is left out."""
    pairs: Sequence[tuple[int, float]] = list(zip(ranked.photos.tolist(), ranked.scores.tolist(), strict=True))
    return tuple(
        Hit(photo, round(score, 4), place < ranked.strong, ranked.why, paths[photo])
        for place, (photo, score) in enumerate(pairs)
        if photo in paths
    )
