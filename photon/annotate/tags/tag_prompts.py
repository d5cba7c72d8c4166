"""Prompt ensembling: the sentences that represent a concept, averaged into one vector.

Several prompts are more reliable than one, because each also adds a bias of its own (Radford et al. 2021, "prompt
ensembling"). Their unit vectors are averaged.
"""

from collections.abc import Mapping

import numpy as np

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.domain.arrays import Floats

_WORDS = 4  # the name and its closest synonyms; hyponyms come last in the list and would bias the mean


def prompts(entry: VocabularyEntry) -> tuple[str, ...]:
    """Return the prompts of an entry: its own if it has any, otherwise sentences made from its name and synonyms.

    A custom concept with a name in another language has nothing but that name.
    """
    if entry.prompts:
        return entry.prompts
    return (*(f"there is a {word}" for word in entry.words[:_WORDS]), f"a photo of a {entry.name}")


def every_prompt(vocabulary: TagVocabulary) -> tuple[str, ...]:
    """Return all distinct prompts of a vocabulary."""
    return tuple(dict.fromkeys(text for entry in vocabulary.entries for text in prompts(entry)))


def concept_vectors(vocabulary: TagVocabulary, texts: Mapping[str, Floats]) -> Floats:
    """Compute one embedding per entry: the normalised mean of its prompts.

    Args:
        vocabulary: The n entries.
        texts: For each text of ``every_prompt`` its embedding, float32 (d,), unit length.

    Returns:
        float32 (n, d), unit length.
    """
    means = np.stack([np.mean([texts[text] for text in prompts(entry)], axis=0) for entry in vocabulary.entries])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), np.float32)
