"""The use case of finding: words and example pictures to vectors, vectors to hits with paths."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photon.app.asking import text_term, vector_of
from photon.app.encoding import Encoding
from photon.app.notices import notices_for
from photon.domain import Answer, Hit, Like, PhotonError, Query, Reading, UnreadableFile
from photon.index import VectorIndex
from photon.library import Library, photos, vectors
from photon.search import (
    Fused,
    Meaning,
    Ranked,
    Term,
    fold_ranked,
    fuse,
    rank_similar,
    sentence_for,
    sentence_for_words,
)

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
            PhotonError: It is empty, its folder is unknown, or an example picture cannot be read.
        """
        if query.empty:
            raise _EMPTY
        among = None if query.folder is None else sorted(photos.below(library, query.folder))
        if among is not None and not among:
            raise PhotonError(f"Photon knows of no photos in {query.folder}.", "Check the spelling, or add the folder.")
        meaning = Meaning(self._index(library), self._terms(library, query), self._encoder.yardstick)
        fused = fuse(library, query, meaning, among)
        return self._answer(library, query, fused)

    def similar(self, library: Library, query: Query, *, fold: bool) -> Answer:
        """Photos that look and mean the same as all examples of the query together, without the examples themselves.

        With ``fold`` photos that are nearly the same become one hit, and the others stand behind it.

        Raises:
            PhotonError: There is no example, or one cannot be read.
        """
        if not query.likes:
            raise _EMPTY
        examples = [self._example(library, like) for like in query.likes]
        meaning, look = (np.mean([example[at] for example in examples], axis=0) for at in (0, 1))
        length = max(float(np.linalg.norm(meaning)), 1e-6)
        own = [like.photo or photos.at(library, str(Path(like.path).resolve())) or 0 for like in query.likes]
        among = None if query.folder is None else sorted(photos.below(library, query.folder))
        found, products = self._index(library).nearest(meaning / length, max(_SHORTLIST, query.top + len(own)), among)
        meanings = dict(zip(found.tolist(), (products * length).tolist(), strict=True))
        ids, looks = vectors.looks_of(library, self._encoder.id, [photo for photo in meanings if photo not in own])
        if not len(ids):
            return self._answer(library, query, Fused.of(Ranked(ids, np.zeros(0, np.float32), 0, ())))
        near = np.array([meanings[photo] for photo in ids.tolist()], np.float32)
        ranked = rank_similar(ids, near, looks @ look, len(ids) if fold else query.top)
        if not fold:
            return self._answer(library, query, Fused.of(ranked))
        rows = {photo: row for row, photo in enumerate(ids.tolist())}
        looks = looks[[rows[photo] for photo in ranked.photos.tolist()]]
        ranked, behind = fold_ranked(ranked, looks, query.top, lambda some: photos.merits(library, some))
        answer = self._answer(library, query, Fused.of(ranked))
        hits = tuple(replace(hit, alike=behind.get(hit.photo, ())) for hit in answer.hits)
        return replace(answer, hits=hits)

    def _terms(self, library: Library, query: Query) -> list[Term]:
        terms = []
        if query.words.strip():
            terms.append(self._text(library, query.words))
        terms += [Term(self._example(library, like)[0], channel="look") for like in query.likes]
        terms += [self._text(library, words, -1.0) for words in query.unwanted if words.strip()]
        return terms

    def _text(self, library: Library, words: str, weight: float = 1.0) -> Term:
        vector = vector_of(library, self._encoder, words, self._keep)
        return text_term(library, self._encoder, words, vector, weight)

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

    def _answer(self, library: Library, query: Query, fused: Fused) -> Answer:
        # From the index: counting the vectors of 100,000 photos in the database takes 100 ms.
        present = photos.count(library)
        searchable = min(1.0, len(self._index(library)) / present) if present else 1.0
        hits = _hits(fused, photos.paths(library, fused.photos.tolist()))
        strong = sum(hit.strong for hit in hits)
        sentence = sentence_for_words(query, hits, fused.named, fused.having, fused.clear)
        scores = [hit.score for hit in hits]
        sentence = sentence or sentence_for(query, scores, fused.clear, searchable, fused.presence)
        return Answer(hits, strong, searchable, sentence, notices_for(self._encoder, query, hits))


def _hits(fused: Fused, paths: dict[int, str]) -> tuple[Hit, ...]:
    """Hits with paths; a photo that went away since the index was asked is left out."""
    return tuple(
        Hit(photo, round(score, 4), place < fused.strong, why, paths[photo])
        for place, (photo, score, why) in enumerate(
            zip(fused.photos.tolist(), fused.scores.tolist(), fused.why, strict=True)
        )
        if photo in paths
    )
