"""Words for the kinds of things that an image tower names by itself.

The starter's image tower was trained to tell 1,000 kinds of things apart, far better than the adapter could learn
from a few thousand photos. Where a whole query names such a kind, or a family of them ("dog": 118 kinds), what the
tower saw is evidence of its own. Families follow WordNet: a noun stands for all kinds below its first meaning.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[a-z0-9'-]+")
# "a photo of a dog", "pictures with dogs": words around the name of a thing that name nothing
_FRAME_LINE = "a an the of with some any my our there is are photo photos picture pictures image images shot shots"
_FRAME = frozenset(_FRAME_LINE.split())
_ENDINGS = (("ies", "y"), ("ves", "f"), ("men", "man"), ("es", ""), ("s", ""))
_LONGEST = 4  # words of a name


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

    def find(self, words: str) -> NamedKind | None:
        """The kind that ``words`` as a whole name, or None.

        Articles and "a photo of" around the name are passed over, and so is a plural's ending.
        """
        inner = [word for word in _WORD.findall(words.lower()) if word not in _FRAME]
        if not 1 <= len(inner) <= _LONGEST:
            return None
        name = " ".join(inner)
        for form in (name, *_singulars(name)):
            if form in self._named:
                coverage, kinds = self._named[form]
                return NamedKind(tuple(kinds), coverage)
        return None


def _singulars(name: str) -> list[str]:
    return [name.removesuffix(ending) + instead for ending, instead in _ENDINGS if name.endswith(ending)]
