"""Names of learned tags in a phrase: ``my:Fluffy on a sofa``.

An encoder does not know the name Fluffy. For a phrase, the z-scores of the rest ("on a sofa", ``without_names``) and
of the learned tag are added. In a large library, the candidates are the photos near the rest, and those near the whole
phrase with the kind in place of the name, moved toward the examples (along the direction from the mean of all photos
to theirs, as in StyleGAN-NADA, Gal et al. 2022):

    T("dog on a sofa") + GAIN * unit(mean of the examples - mean of the library)

R@10 of photos that show both is .51 to .53 with the sum of z-scores, depending on how well the kind fits, and .44 to
.49 with the moved sentence alone; the unmoved sentence has .36 to .48 (27 groups of unseen photos, five examples).
More figures: ``packaging/lab/tags/learners.md``.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from photon.domain import QueryWords
from photon.domain.arrays import Floats
from photon.domain.encoders.photo_vectors import unit
from photon.domain.metadata.tag import name_key

GAIN = 0.5


def inject(sentence: Floats, directions: Sequence[Floats]) -> Floats:
    """Move the vector of a sentence toward the examples of the tags it names.

    Args:
        sentence: float32 (d,), unit length, embedding of the sentence with kinds in place of names.
        directions: At least one direction float32 (d,), unit length, from the mean of the library toward examples.

    Returns:
        float32 (d,), unit length.
    """
    return unit(sentence + GAIN * np.sum(directions, axis=0))


def sentence_with_kind(words: QueryWords, kinds: Mapping[str, str]) -> str:
    """Replace learned names by what they are: ``my:Fluffy on a sofa`` becomes ``dog on a sofa``.

    Args:
        words: A part of a query.
        kinds: Descriptions by tag name, in any case; names without one are kept.

    Returns:
        The text with single spaces.
    """
    known = {name_key(name): kind for name, kind in kinds.items()}

    return " ".join(words.with_names(lambda name: known.get(name_key(name), name)).split())


def without_names(words: QueryWords) -> str:
    """Return the rest of the text: ``my:Fluffy on a sofa`` becomes ``on a sofa``; empty if there are only names."""
    return " ".join(words.with_names(lambda _: " ").split())
