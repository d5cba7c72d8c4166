"""Words for the kinds of things that an image tower names by itself.

The starter's image tower was trained to tell 1,000 kinds of things apart, far better than the adapter could learn
from a few thousand photos. Where a whole query names such a kind, or a family of them ("dog": 118 kinds), what the
tower saw is evidence of its own. Families follow WordNet: a noun stands for all kinds below its first meaning.
"""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photon.vision.kit.encoder import FloatArray

MOST_KINDS, LEAST_CHANCE = 5, 0.02  # of a photo that are kept: more say nothing
_WORD = re.compile(r"[\w'-]+")
# "a photo of a dog", "pictures with dogs": words around the name of a thing that name nothing
_FRAME_LINE = "a an the of with some any my our there is are photo photos picture pictures image images shot shots"
_FRAME = frozenset(_FRAME_LINE.split())
# Plurals, "s" first: "tubes" are no tubs.
_ENDINGS = (("s", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("geese", "goose"))
_ENDINGS_WITH_E = tuple((f"{end}es", end) for end in ("s", "x", "z", "ch", "sh", "o"))


@dataclass(frozen=True, slots=True)
class NamedKind:
    """What a query names.

    Attributes:
        kinds: Numbers of the kinds that belong to it.
        coverage: Share 0..1 of everything the noun may mean that these kinds are: "dog" .8, "shirt" .1. Where it is
            small, that the tower sees none says little.
    """

    kinds: tuple[int, ...]
    coverage: float


class KindNames:
    """Finds the kinds that words name."""

    def __init__(self, path: Path) -> None:
        """Reads a JSON object: name to ``[coverage, [kinds]]``.

        Raises:
            OSError: It cannot be read.
            ValueError: It is damaged.
        """
        self._named: dict[str, tuple[float, list[int]]] = json.loads(path.read_text(encoding="utf-8"))

    @functools.cached_property
    def families(self) -> tuple[tuple[int, ...], ...]:
        """The kinds of every name, each set once."""
        return tuple(sorted({tuple(sorted(kinds)) for _, kinds in self._named.values()}))

    def find(self, words: str) -> NamedKind | None:
        """The kind that ``words`` as a whole name, or None.

        Articles and "a photo of" around the name are passed over, and so is a plural's ending. Words within it are
        not: a house of a cat is no house cat.
        """
        for name in _unframed(_WORD.findall(words.lower())):
            for form in (name, *_singulars(name)):
                if form in self._named:
                    coverage, kinds = self._named[form]
                    return NamedKind(tuple(kinds), coverage)
        return None


def kept_chances(pooled: FloatArray, classifier: FloatArray) -> FloatArray:
    """The chances that a classifier gives each picture's kinds, with 0 for those that are not kept.

    Args:
        pooled: float32 [n, d], features of pictures.
        classifier: float32 [d + 1, kinds], the last row is added.

    Returns:
        float32 [n, kinds], at most MOST_KINDS of each row above 0.
    """
    scores = pooled @ classifier[:-1] + classifier[-1]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best = np.argsort(-chances, axis=1)[:, :MOST_KINDS]
    kept = np.zeros_like(chances)
    np.put_along_axis(kept, best, np.take_along_axis(chances, best, axis=1), axis=1)
    return np.where(kept >= LEAST_CHANCE, kept, np.float32(0))


def _unframed(words: list[str]) -> list[str]:
    """The words with more and more of the frame taken off: "a shot glass" is one, and no glass."""
    telling = [place for place, word in enumerate(words) if word not in _FRAME]
    if not telling:
        return []
    starts, ends = range(telling[0] + 1), range(len(words), telling[-1], -1)
    return [" ".join(words[start:end]) for start in starts for end in ends]


def _singulars(name: str) -> list[str]:
    endings = (*_ENDINGS, *_ENDINGS_WITH_E)
    return [name.removesuffix(ending) + instead for ending, instead in endings if name.endswith(ending)]
