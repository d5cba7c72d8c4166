"""Names of the classes that the starter's image tower predicts.

The tower was trained to classify 1,000 ImageNet classes, far better than the adapter could learn from a few thousand
photos. If a whole query names a class or a group of classes ("dog": 118 classes), the tower's probabilities are
additional evidence. Groups follow WordNet: a noun stands for all classes below its first synset.
"""

import functools
import json
import re
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass

MOST_KINDS, LEAST_CHANCE = 5, 0.02  # classes stored per photo; more carry no information
_WORD = re.compile(r"[\w'-]+")
# Words around the name of a thing: "a photo of a dog", "pictures with dogs"
_FRAME_LINE = "a an the of with some any my our there is are photo photos picture pictures image images shot shots"
_FRAME = frozenset(_FRAME_LINE.split())
# Plural endings, "s" first, so that "tubes" does not become "tub".
_ENDINGS = (("s", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("geese", "goose"))
_ENDINGS_WITH_E = tuple((f"{end}es", end) for end in ("s", "x", "z", "ch", "sh", "o"))


@dataclass(frozen=True, slots=True)
class NamedClasses:
    """The classes that a query names.

    Attributes:
        kinds: Class indices.
        coverage: Fraction 0..1 of all meanings of the noun that these classes cover: "dog" .8, "shirt" .1. If it is
            small, low class probabilities say little.
    """

    kinds: tuple[int, ...]
    coverage: float


class ClassLabels:
    """Finds the classes that a query names."""

    def __init__(self, path: Path) -> None:
        """Read a JSON object that maps a name to ``[coverage, [kinds]]``.

        Args:
            path: The file.

        Raises:
            OSError: The file cannot be read.
            ValueError: The file is damaged.
        """
        self._named: dict[str, tuple[float, list[int]]] = json.loads(path.read_text(encoding="utf-8"))

    @functools.cached_property
    def families(self) -> tuple[tuple[int, ...], ...]:
        """The sets of classes that any name stands for, without duplicates."""
        return tuple(sorted({tuple(sorted(kinds)) for _, kinds in self._named.values()}))

    def find(self, words: str) -> NamedClasses | None:
        """Find the classes that a query as a whole names.

        Articles and "a photo of" around the name are ignored, and so are plural endings. Words inside it are not: "a
        house of a cat" is not a "house cat".

        Args:
            words: The query.

        Returns:
            The classes, or None.
        """
        for name in _unframed(_WORD.findall(words.lower())):
            for form in (name, *_singulars(name)):
                if form in self._named:
                    coverage, kinds = self._named[form]
                    return NamedClasses(tuple(kinds), coverage)
        return None


def stored_probabilities(pooled: Floats, classifier: Floats) -> Floats:
    """Class probabilities of images, with 0 for those that are not stored.

    Args:
        pooled: float32 (n, d), pooled features.
        classifier: float32 (d + 1, kinds); the last row is the bias.

    Returns:
        float32 (n, kinds), with at most MOST_KINDS values above 0 per row.
    """
    chances = class_probabilities(pooled, classifier)
    best = np.argsort(-chances, axis=1)[:, :MOST_KINDS]
    kept = np.zeros_like(chances)
    np.put_along_axis(kept, best, np.take_along_axis(chances, best, axis=1), axis=1)
    return np.where(kept >= LEAST_CHANCE, kept, np.float32(0))


def class_probabilities(pooled: Floats, classifier: Floats) -> Floats:
    """Class probabilities of images.

    Args:
        pooled: float32 (n, d), pooled features.
        classifier: float32 (d + 1, kinds); the last row is the bias.

    Returns:
        float32 (n, kinds), softmax of the scores.
    """
    scores = pooled @ classifier[:-1] + classifier[-1]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), np.float32)


def _unframed(words: list[str]) -> list[str]:
    """The words with more and more of the frame removed: "a shot glass" is tried as a whole before "glass"."""
    telling = [place for place, word in enumerate(words) if word not in _FRAME]
    if not telling:
        return []
    starts, ends = range(telling[0] + 1), range(len(words), telling[-1], -1)
    return [" ".join(words[start:end]) for start in starts for end in ends]


def _singulars(name: str) -> list[str]:
    endings = (*_ENDINGS, *_ENDINGS_WITH_E)
    return [name.removesuffix(ending) + instead for ending, instead in endings if name.endswith(ending)]
