"""Evidence from how people would describe photos: for unwanted things, and for whether a thing is present at all."""

from collections.abc import Callable
from functools import partial

import numpy as np

from photon.annotate.captions.named_objects import caption_objects, words_of
from photon.annotate.tags.word_key import word_forms
from photon.app.encoding.encoder_client import EncoderClient
from photon.domain.arrays import Doubles, Ids
from photon.domain.bounded_cache import BoundedCache
from photon.library import Library
from photon.library.tags import tag_decisions
from photon.library.vectors import vectors
from photon.search.evidence_channel import Exclusion
from photon.vision.starter import starter

_FIRST = 1000  # photos whose captions are estimated: takes a quarter of a second, once
_REMEMBERED = 200_000  # estimates
_ARTICLES = frozenset({"a", "an", "the", "any", "some"})
_SELDOM = 0.002  # smallest share


class CaptionEvidence:
    """Estimates what photos show from how people would describe them, and from tags; thread-safe."""

    def __init__(self, encoder: EncoderClient) -> None:
        """Create it for the encoder in use; without visual features of the starter, only tags are used."""
        self._encoder_id = encoder.id
        self._remembers = encoder.has_starter_looks
        self._known: BoundedCache[tuple[str, int], float] = BoundedCache(_REMEMBERED)

    def knows(self, words: str) -> bool:
        """Return whether descriptions tell if a photo shows this; otherwise its words must be used."""
        return bool(self._names(words))

    def exclusion(self, library: Library, words: str, weight: float) -> Exclusion:
        """Return the evidence for an unwanted thing, as typed, with its weight."""
        return Exclusion(partial(self._odds, library, words), weight)

    def mentions(self, library: Library, words: str) -> Callable[[Ids], Doubles] | None:
        """Return a function from photos int64 (n,) to log-odds that people would name a thing, float64 (n,).

        Photos without vectors have -inf. The thing is as typed. Returns None if it is unknown to the memory.
        """
        return partial(self._mentioned, library, words) if self.knows(words) else None

    def _odds(self, library: Library, words: str, photos: Ids) -> Doubles:
        odds = np.full(len(photos), -np.inf)
        if self.knows(words):
            odds[:_FIRST] = self._mentioned(library, words, photos[:_FIRST])
        confirmed, rejected = tag_decisions.named(library, word_forms(_bare(words)))
        odds[np.isin(photos, rejected)] = -np.inf
        odds[np.isin(photos, confirmed)] = np.inf
        return odds

    def _mentioned(self, library: Library, words: str, photos: Ids) -> Doubles:
        return np.asarray(np.max([self._said(library, name, photos) for name in self._names(words)], axis=0))

    def _said(self, library: Library, name: str, photos: Ids) -> Doubles:
        """Compute the log-odds of the share of people who would name this, float64 (n,); -inf without vectors."""
        shares = {photo: share for photo in photos.tolist() if (share := self._known.get((name, photo))) is not None}
        missing = [photo for photo in photos.tolist() if photo not in shares]
        if missing:
            ids, looks = vectors.looks_of(library, self._encoder_id, missing)
            said = starter.caption_memory().speak_of(looks, [name])[:, 0] if len(ids) else np.zeros(0, np.float32)
            for photo, share in zip(ids.tolist(), said.tolist(), strict=True):
                shares[photo] = share
                self._known.store((name, photo), share)
        chances = np.array([shares.get(photo, 0.0) for photo in photos.tolist()])
        held = np.clip(chances, _SELDOM, 1 - _SELDOM)
        return np.where(chances > 0, np.log(held / (1 - held)), -np.inf)

    def _names(self, words: str) -> list[str]:
        """Return the caption memory's names for this, as an object and as a noun; empty if it has none."""
        if not self._remembers:
            return []
        bare = _bare(words)
        mentions = caption_objects().mentions(bare)
        is_object = len(mentions) == 1 and mentions[0].words == bare and len(mentions[0].objects) == 1
        names = [f"o:{name}" for name in mentions[0].objects] if is_object else []
        names += [] if names == ["o:person"] else [f"n:{form}" for form in word_forms(bare)]
        known = starter.caption_memory().places
        return [name for name in names if name in known]


def _bare(words: str) -> str:
    """Return the words in lower case, without an article."""
    said = words_of(words)
    return " ".join(said[1:] if said and said[0] in _ARTICLES else said)
