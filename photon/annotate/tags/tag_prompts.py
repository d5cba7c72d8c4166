"""The sentences by which photos are compared with a concept, and the one vector that they give together.

Several sentences are surer than one: each alone also says something of its own (Radford et al. 2021, "prompt
ensembling"). Their unit vectors are averaged.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry

Floats = npt.NDArray[np.float32]

_WORDS = 4  # a name and the truest of its other words; narrower ones, which stand last, would pull it aside


def prompts(entry: VocabularyEntry) -> tuple[str, ...]:
    """The sentences of an entry, at least one; its own where it has any.

    A concept with a name in another language than English has no more to go by than that name.
    """
    if entry.prompts:
        return entry.prompts
    return (*(f"there is a {word}" for word in entry.words[:_WORDS]), f"a photo of a {entry.name}")


def every_prompt(vocabulary: TagVocabulary) -> tuple[str, ...]:
    """All sentences of a vocabulary, each once."""
    return tuple(dict.fromkeys(text for entry in vocabulary.entries for text in prompts(entry)))


def concept_vectors(vocabulary: TagVocabulary, texts: Mapping[str, Floats]) -> Floats:
    """What each entry means to an encoder: float32 (n, d), unit length.

    Args:
        vocabulary: The entries.
        texts: The vector of each of ``every_prompt``, float32 (d,), unit length.
    """
    means = np.stack([np.mean([texts[text] for text in prompts(entry)], axis=0) for entry in vocabulary.entries])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), np.float32)
