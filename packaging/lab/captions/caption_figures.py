"""Similarity of sentences to human captions: BLEU-4 and CIDEr."""

import math
from collections import Counter
from collections.abc import Sequence

from photon.annotate.captions.named_objects import words_of

_ORDERS = range(1, 5)
_SIGMA = 6.0  # of CIDEr-D's length penalty
_CIDER_SCALE = 10.0

Grams = Counter[tuple[str, ...]]


def cider(sentences: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return CIDEr-D, averaged over the sentences (Vedantam et al. 2015).

    Words are not stemmed, and document frequencies come from the given references, so values for other sets of photos
    are not comparable.
    """
    values = cider_of_each(sentences, references)
    return sum(values) / len(values)


def cider_of_each(sentences: Sequence[str], references: Sequence[Sequence[str]]) -> list[float]:
    """Return CIDEr-D of each sentence; see ``cider``."""
    by_order = zip(*(_cider(order, sentences, references) for order in _ORDERS), strict=True)
    return [sum(values) / len(_ORDERS) * _CIDER_SCALE for values in by_order]


def _cider(order: int, sentences: Sequence[str], references: Sequence[Sequence[str]]) -> list[float]:
    held = [[_grams(words_of(other), order) for other in others] for others in references]
    photos: Grams = Counter()
    for lists in held:
        photos.update(set().union(*lists))
    found = []
    for sentence, others, lists in zip(sentences, references, held, strict=True):
        words = words_of(sentence)
        own = _weighed(_grams(words, order), photos, len(references))
        total = 0.0
        for other, grams in zip(others, lists, strict=True):
            apart = len(words) - len(words_of(other))
            near = _cosine(own, _weighed(grams, photos, len(references)))
            total += near * math.exp(-(apart**2) / (2 * _SIGMA**2)) / len(others)
        found.append(total)
    return found


def _weighed(grams: Grams, photos: Grams, count: int) -> dict[tuple[str, ...], float]:
    return {gram: number * math.log(count / max(1, photos[gram])) for gram, number in grams.items()}


def _cosine(own: dict[tuple[str, ...], float], other: dict[tuple[str, ...], float]) -> float:
    """Return the cosine similarity with counts clipped to those of the reference, as in CIDEr-D."""
    product = sum(min(value, other[gram]) * other[gram] for gram, value in own.items() if gram in other)
    lengths = math.sqrt(sum(v * v for v in own.values())) * math.sqrt(sum(v * v for v in other.values()))
    return product / lengths if lengths else 0.0


def _grams(words: Sequence[str], order: int) -> Grams:
    return Counter(tuple(words[at : at + order]) for at in range(len(words) - order + 1))
