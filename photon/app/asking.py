"""Words as the meaning channel is asked them: their vector, and what the encoder by itself knows of them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from photon.app.encoding import Encoding
from photon.library import Library, vectors
from photon.search import Evidence, Term

Floats = npt.NDArray[np.float32]


def text_term(library: Library, encoder: Encoding, words: str, vector: Floats, weight: float = 1.0) -> Term:
    """A text as a term of a query.

    Args:
        library: Where the encoder's own evidence is kept.
        encoder: Which encoded the words.
        words: As typed.
        vector: Of the words.
        weight: See Term.
    """
    kind = encoder.kind_of(words)
    if kind is None:
        return Term(vector, weight, sentence=encoder.is_sentence(words))
    photos, chances = vectors.showing(library, encoder.id, kind.kinds)
    return Term(vector, weight, evidence=Evidence(photos, chances, kind.coverage))


def vector_of(library: Library, encoder: Encoding, words: str, keep: Callable[[str, Floats], None]) -> Floats:
    """The vector of ``words``, kept from an earlier question or new; ``keep`` is handed a new one."""
    words = " ".join(words.split())
    kept = vectors.text_vector(library, encoder.id, words)
    if kept is not None:
        return kept
    vector: Floats = encoder.texts([words])[0]
    keep(words, vector)
    return vector
