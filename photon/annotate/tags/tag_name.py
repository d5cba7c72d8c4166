"""What the name of a tag says by itself: much for "beach", nothing for "Grandma's quilt"."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.word_key import word_forms, word_key

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TagName:
    """A name as an encoder reads it.

    Attributes:
        vector: float32 (d,), unit length.
        is_familiar: Photon's vocabulary has it, so it most likely means to everybody what the photos show.
    """

    vector: Floats
    is_familiar: bool


def read_name(name: str, vocabulary: TagVocabulary, built_in: int, text_vector: Callable[[str], Floats]) -> TagName:
    """What a name means.

    It is read as it stands: the mean of several sentences with its synonyms (tag_prompts) finds fewer of the photos
    that people meant by this very word (mean average precision of the word alone .37 to .39, subtrees .41 to .41).

    Args:
        name: The last of a tag's path; a name in the person's language is read as what it is a translation of.
        vocabulary: What may be suggested; Photon's own entries come first.
        built_in: How many these are.
        text_vector: Gives the vector of a text, float32 (d,), unit length.
    """
    place = vocabulary.place(name)
    if place is None or place >= built_in:
        return TagName(text_vector(name), is_familiar=False)
    entry = vocabulary.entries[place]
    is_translated = bool(entry.shown) and word_key(entry.shown) in word_forms(name)
    return TagName(text_vector(entry.name if is_translated else name), is_familiar=True)
