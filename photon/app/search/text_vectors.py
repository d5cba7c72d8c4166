"""Texts for the meaning channel: their vectors, and the evidence of the encoder's own classifier."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain.arrays import Floats
from photon.domain.bounded_cache import BoundedCache
from photon.library import Library
from photon.library.vectors import vectors
from photon.search.composition import Lexicon
from photon.search.ranking import SAMPLE, Term
from photon.search.score_calibrator import Evidence
from photon.search.vocabulary import load_subject_names

Keep = Callable[[Mapping[str, Floats]], None]
_REMEMBERED = 512  # cached texts; a slider requests the same ones repeatedly
_BATCH = 64  # texts encoded per batch: a quarter of a second


def text_term(library: Library, encoder: EncoderClient, words: str, vector: Floats, weight: float = 1.0) -> Term:
    """Return a text as a term of a query.

    Args:
        library: The library with the encoder's own evidence.
        encoder: The encoder of the words.
        words: As typed.
        vector: Embedding of the words.
        weight: Weight in the sum of terms; negative for an unwanted text.
    """
    kind = encoder.kind_of(words)
    if kind is None:
        return Term(vector, weight, sentence=encoder.is_sentence(words))
    photos, chances = vectors.showing(library, encoder.id, kind.kinds)
    return Term(vector, weight, evidence=Evidence(photos, chances, kind.coverage))


class TextVectorCache:
    """Vectors of texts: from memory, from the library, or newly computed; thread-safe."""

    def __init__(self, encoder: EncoderClient, keep: Keep) -> None:
        """Create it for an encoder, with a function that stores the vectors of new texts in the library."""
        self._encoder, self._keep = encoder, keep
        self._remembered: BoundedCache[str, Floats] = BoundedCache(_REMEMBERED)

    def vectors(self, library: Library, texts: Sequence[str], *, keep: bool = True) -> Floats:
        """Return the embeddings of texts, float32 (n, d).

        Args:
            library: The library that may have stored them.
            texts: The texts as typed.
            keep: Whether to store new ones.
        """
        asked = [" ".join(text.split()) for text in texts]
        found = {text: vector for text in asked if (vector := self._remembered.get(text)) is not None}
        missing = [text for text in dict.fromkeys(asked) if text not in found]
        if missing:
            known = vectors.text_vectors(library, self._encoder.id, missing)
            known |= self._encoded([text for text in missing if text not in known], keep=keep)
            for text, vector in known.items():
                self._remembered.store(text, vector)
            found |= known
        return np.stack([found[text] for text in asked])

    def term(self, library: Library, words: str, weight: float = 1.0) -> Term:
        """Return a text as a term of a query; the weight of an unwanted text is negative."""
        return text_term(library, self._encoder, words, self.vectors(library, [words])[0], weight)

    def lexicon(self, library: Library, sample: Callable[[int], Floats]) -> Lexicon | None:
        """Return the names that describe photos, embedded by the encoder; takes two seconds the first time.

        Only an encoder without everyday photos needs them; others describe photos by captions.

        Args:
            library: The library with their vectors.
            sample: Returns at most the given number of the library's vectors.

        Returns:
            The lexicon, or None if there are no photos for comparison.
        """
        everyday = sample(SAMPLE)
        if len(everyday) < 2:
            return None
        names = load_subject_names()
        return Lexicon(names, self.vectors(library, names.names), everyday)

    def _encoded(self, texts: Sequence[str], *, keep: bool) -> dict[str, Floats]:
        made: dict[str, Floats] = {}
        for at in range(0, len(texts), _BATCH):
            batch = texts[at : at + _BATCH]
            made.update(zip(batch, self._encoder.texts(batch), strict=True))
        if made and keep:
            self._keep(made)
        return made
