"""Selects the sentence that has most in common with the others, by their words."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from photon.annotate.captions.named_objects import words_of

FloatArray = npt.NDArray[np.float32]
_ORDERS = range(1, 5)

Gram = tuple[str, ...]


class Consensus:
    """Compares sentences by n-grams of one to four words; rare ones count more (tf-idf), as in CIDEr."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Count the sentences that contain each n-gram."""
        self._total = len(sentences)
        self._counts: Counter[Gram] = Counter()
        for sentence in sentences:
            for order in _ORDERS:
                self._counts.update(set(_grams(words_of(sentence), order)))

    def agreement(self, sentences: Sequence[str]) -> FloatArray:
        """Return the mean similarity of each sentence to all of them, including itself: float32 (n,), 0..1."""
        words = [words_of(sentence) for sentence in sentences]
        total = np.zeros(len(sentences), np.float32)
        for order in _ORDERS:
            rows = self._rows([_grams(each, order) for each in words])
            total += rows @ rows.mean(axis=0)
        return np.asarray(total / len(_ORDERS), np.float32)

    def _rows(self, grams: Sequence[Sequence[Gram]]) -> FloatArray:
        """Return unit vectors, one per sentence: float32 (n, distinct n-grams)."""
        place = {gram: at for at, gram in enumerate(dict.fromkeys(gram for each in grams for gram in each))}
        rows = np.zeros((len(grams), len(place)), np.float32)
        for row, each in enumerate(grams):
            for gram, count in Counter(each).items():
                rows[row, place[gram]] = count * math.log(self._total / max(1, self._counts[gram]))
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _grams(words: Sequence[str], order: int) -> list[Gram]:
    return [tuple(words[at : at + order]) for at in range(len(words) - order + 1)]
