"""Undecided photos of a learned tag with their vectors, from which the next questions are chosen."""

import threading
import time
from dataclasses import dataclass

import numpy as np

from photon.annotate.tags.teaching import TagClassifier
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.stored_vectors import CONTRAST, stored
from photon.domain.arrays import Ids
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library import Library
from photon.library.tags import learned_tags
from photon.library.vectors import vectors

SHORTLIST = 2000  # photos of a large library, nearest by meaning, whose looks are read; takes 0.1 s
_LASTS = 30.0  # seconds, and
_ANSWERS = 20  # answers until it is drawn up anew; between two answers of a review nothing is read


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A shortlist: for what, when, after how many answers, photos int64 (m,) ascending and their vectors."""

    key: tuple[str, str]
    at: float
    decided: int
    ids: Ids
    seen: PhotoVectors


class ReviewShortlist:
    """Keeps the shortlist of the tag that was asked about last; safe to use from several threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._drawn: _Drawn | None = None

    def photos_to_ask(
        self, library: Library, encoder: EncoderClient, path: TagPath, score: TagClassifier
    ) -> tuple[Ids, PhotoVectors]:
        """Photos int64 (m,) and their vectors; of a large library the likeliest by meaning and some that stand for it.

        Args:
            library: Open for reading.
            encoder: Whose vectors.
            path: The tag, as the library spells it.
            score: What was learned of it.
        """
        decided = learned_tags.decided(library, path)
        both = [*decided.yes, *decided.no]
        key = encoder.id, tag_key(path)
        with self._lock:
            drawn = self._drawn
        if drawn is None or drawn.key != key or not self._holds(drawn, len(both)):
            ids, seen = _draw(library, encoder, score)
            drawn = _Drawn(key, time.monotonic(), len(both), ids, seen)
            with self._lock:
                self._drawn = drawn
        free = ~np.isin(drawn.ids, [*both, *library.veiled.tolist()])
        return drawn.ids[free], drawn.seen.some(free)

    @staticmethod
    def _holds(drawn: _Drawn, decided: int) -> bool:
        return time.monotonic() - drawn.at < _LASTS and abs(decided - drawn.decided) < _ANSWERS


def _draw(library: Library, encoder: EncoderClient, score: TagClassifier) -> tuple[Ids, PhotoVectors]:
    ids, meanings = vectors.meanings(library, encoder.id)
    if len(ids) > SHORTLIST + CONTRAST:
        near = np.argpartition(-score.by_meaning(meanings), SHORTLIST)[:SHORTLIST]
        ids = np.union1d(ids[near], np.array(vectors.sample_photos(library, encoder.id, CONTRAST), np.int64))
    return stored(library, encoder.id, ids.tolist(), score.kinds)
