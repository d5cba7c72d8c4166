"""Names of learned tags in a phrase: ``my:Fluffy on a sofa``.

An encoder has never heard of Fluffy. In a phrase, the z of the rest ("on a sofa", ``without_names``) and the z of the
learned tag are added. Of a large library, candidates are the photos near the rest, and those near the whole phrase with
the kind in the place of the name, moved toward the examples (a direction from where all photos are to where these are,
as in StyleGAN-NADA, Gal et al. 2022):

    T("dog on a sofa") + GAIN * unit(mean of the examples - mean of the library)

R@10 of photos that show both is .51 to .53 with the sum of z, by how fitting the kind is, and .44 to .49 with the moved
sentence alone; the sentence in words alone has .36 to .48 (27 groups of unseen photos, five examples).
Figures: ``packaging/lab/search/bench_concepts.py``, ``packaging/lab/tags/learners.md``.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from photon.domain import QueryWords
from photon.domain.arrays import Floats
from photon.domain.encoders.photo_vectors import unit
from photon.domain.metadata.tag import name_key

GAIN = 0.5


def inject(sentence: Floats, directions: Sequence[Floats]) -> Floats:
    """Move the vector of a sentence toward the examples of the tags in it.

    Args:
        sentence: float32 (d,), unit length, of the sentence with kinds in the places of names.
        directions: At least one, float32 (d,), unit length: from the middle of the library toward examples.

    Returns:
        float32 (d,), unit length.
    """
    return unit(sentence + GAIN * np.sum(directions, axis=0))


def sentence_with_kind(words: QueryWords, kinds: Mapping[str, str]) -> str:
    """Put what a tag is in the place of its name: ``my:Fluffy on a sofa`` becomes ``dog on a sofa``.

    Args:
        words: A part of a query.
        kinds: From names, in any case, to what the tags are in words; a name that is not among them stands for itself.

    Returns:
        The text with single spaces.
    """
    known = {name_key(name): kind for name, kind in kinds.items()}

    return " ".join(words.with_names(lambda name: known.get(name_key(name), name)).split())


def without_names(words: QueryWords) -> str:
    """The rest of the text: ``my:Fluffy on a sofa`` becomes ``on a sofa``; empty where it was names alone."""
    return " ".join(words.with_names(lambda _: " ").split())
