"""What things are in plain words: a poodle is a dog, a dog is an animal (``resources/explore``)."""

import functools
from collections.abc import Mapping

from photon.annotate.tags.word_key import word_forms
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

_BELOW, _SAME, _BETWEEN = " < ", " = ", "~"


@dataclass(frozen=True, slots=True)
class Hypernyms:
    """English names of things with the names above them.

    Attributes:
        above: The name above each name, empty for the most general ones.
        same: The name that other words stand for.
        between: Names of layers that are only used where there would be too many branches.
    """

    above: Mapping[str, str]
    same: Mapping[str, str]
    between: frozenset[str]

    def find(self, word: str) -> str:
        """Return the name of a word in any spelling, singular or plural; empty if it is unknown."""
        for form in word_forms(word):
            name = self.same.get(form, form)
            if name in self.above:
                return name
        return ""

    def line(self, name: str) -> tuple[str, ...]:
        """Return a name with the names above it, the most general one first."""
        line = [name]
        while above := self.above.get(line[-1], ""):
            line.append(above)
        return tuple(reversed(line))


@functools.cache
def known_hypernyms() -> Hypernyms:
    """Read what comes with Photon; takes 20 ms.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    above, same, between = {}, {}, set()
    for line in resource("explore/hypernyms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, is_other, name = line.partition(_SAME)
        if is_other:
            same[word] = name
            continue
        word, _, higher = line.partition(_BELOW)
        if word.startswith(_BETWEEN):
            word = word.removeprefix(_BETWEEN)
            between.add(word)
        above[word] = higher
    return Hypernyms(above, same, frozenset(between))
