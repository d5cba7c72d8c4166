"""Words as the meaning channel is asked them: their vectors, and what the encoder by itself knows of them."""

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
_REMEMBERED = 512  # texts; a slider asks the same ones again and again
_BATCH = 64  # texts that are encoded at once: a quarter of a second


def text_term(library: Library, encoder: EncoderClient, words: str, vector: Floats, weight: float = 1.0) -> Term:
    """A text as a term of a query.

    Args:
        library: Where the encoder's own evidence is kept.
        encoder: Which encoded the words.
        words: As typed.
        vector: Of the words.
        weight: Weight in the sum of terms; negative for an unwanted text.
    """
    kind = encoder.kind_of(words)
    if kind is None:
        return Term(vector, weight, sentence=encoder.is_sentence(words))
    photos, chances = vectors.showing(library, encoder.id, kind.kinds)
    return Term(vector, weight, evidence=Evidence(photos, chances, kind.coverage))


class TextVectorCache:
    """Vectors of words: from memory, from the library, or new; used from several threads."""

    def __init__(self, encoder: EncoderClient, keep: Keep) -> None:
        """Take the encoder, and what keeps the vectors of new words in the library."""
        self._encoder, self._keep = encoder, keep
        self._remembered: BoundedCache[str, Floats] = BoundedCache(_REMEMBERED)

    def vectors(self, library: Library, texts: Sequence[str], *, keep: bool = True) -> Floats:
        """Vectors of texts, float32 (n, d).

        Args:
            library: Where they may be kept.
            texts: As typed.
            keep: Whether new ones are worth keeping there.
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
        """A text as a term of a query; the weight of an unwanted text is negative."""
        return text_term(library, self._encoder, words, self.vectors(library, [words])[0], weight)

    def lexicon(self, library: Library, sample: Callable[[int], Floats]) -> Lexicon | None:
        """The names by which photos are put into words, in the encoder's space; the first time takes two seconds.

        Only an encoder without everyday photos needs them; others describe photos by captions.

        Args:
            library: Where their vectors are kept.
            sample: Vectors of the library, at most so many.

        Returns:
            None where there is nothing that a photo could be compared with.
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
