"""Find the objects that a sentence names, and check which of them other sentences support."""

import functools
import re
from collections import defaultdict

from photon.annotate.tags.word_key import word_forms, word_key
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

_FILE = "starter/objects.txt"
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_LONGEST = 3  # words of one name
_STEP = 2  # blanks per level of the tree


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an object in a sentence.

    Attributes:
        words: The matched words, in lower case.
        start: Index of the first word in the sentence.
        stop: Index after the last word.
        objects: The objects that the words may denote.
    """

    words: str
    start: int
    stop: int
    objects: frozenset[str]


class Objects:
    """A taxonomy of objects that captions name.

    Attributes:
        names: Every object, in alphabetical order.
    """

    def __init__(self, text: str) -> None:
        """Parse the taxonomy.

        Args:
            text: Text in the format of ``resources/starter/objects.txt``; the head of that file describes it.
        """
        self._meanings: dict[str, set[str]] = defaultdict(set)
        parents: dict[str, set[str]] = defaultdict(set)
        above: list[str] = []
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            depth = (len(line) - len(line.lstrip())) // _STEP
            name, _, others = (part.strip() for part in line.partition("="))
            for word in (name, *filter(None, (word.strip() for word in others.split(",")))):
                self._meanings[word_key(word)].add(name)
            parents[name].update(above[depth - 1 : depth] if depth else ())
            above[depth:] = [name]
        self.names = tuple(sorted(parents))
        self._above = {name: frozenset(_climb(name, parents)) for name in self.names}
        self._find = functools.cache(self._found)

    def mentions(self, sentence: str) -> list[Mention]:
        """Find the objects that a sentence names, in order; longer names win."""
        words = words_of(sentence)
        found, at = [], 0
        while at < len(words):
            for stop in range(min(len(words), at + _LONGEST), at, -1):
                objects = self._find(" ".join(words[at:stop]))
                if objects:
                    found.append(Mention(" ".join(words[at:stop]), at, stop, objects))
                    at = stop
                    break
            else:
                at += 1
        return found

    def names_person(self, sentence: str) -> bool:
        """Return whether a sentence names a person."""
        return any("person" in self._above[name] for one in self.mentions(sentence) for name in one.objects)

    def above(self, name: str) -> frozenset[str]:
        """Return the hypernyms of an object, including the object itself."""
        return self._above[name]

    def _found(self, words: str) -> frozenset[str]:
        for form in word_forms(words):
            if form in self._meanings:
                return frozenset(self._meanings[form])
        return frozenset()


@functools.cache
def caption_objects() -> Objects:
    """Load Photon's own taxonomy.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return Objects(resource(_FILE).read_text(encoding="utf-8"))


def words_of(sentence: str) -> list[str]:
    """Split a sentence into lower-case words, without punctuation."""
    return _WORD.findall(sentence.lower())


def _climb(name: str, parents: dict[str, set[str]]) -> set[str]:
    found, to_do = {name}, [name]
    while to_do:
        fresh = parents[to_do.pop()] - found
        found |= fresh
        to_do += fresh
    return found
