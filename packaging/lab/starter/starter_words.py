"""Nouns of sentences, and hypernyms, from the files of WordNet 3.0."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Plural endings of WordNet's own morphology.
_ENDINGS = (("", ""), ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"))
_MORE_ENDINGS = (("men", "man"), ("ies", "y"))
_WORD = re.compile(r"[a-z]+")
# Frequent caption words that WordNet lists as nouns, but that name nothing visible.
_NOT_SEEN_LINES = """
a an at as be by can do down first front get go good have he i in is it its like look lot may more no on one other out
over paint past pass play run second set show side sit stand still stop take the there three top two up walk wait watch
while white black red blue green brown yellow orange pink purple gray grey back area way part piece number group couple
pair bunch kind picture photo image view close small large time day air
"""
_NOT_SEEN = frozenset(_NOT_SEEN_LINES.split())


class WordNet:
    """Nouns and their hypernyms.

    Attributes:
        names: Synset offset to its lemmas, spaces for underscores.
        parents: Synset offset to those of its hypernyms.
        senses: Lemma to its synset offsets, the most frequent sense first.
    """

    def __init__(self, folder: Path) -> None:
        """Read ``data.noun``, ``index.noun`` and ``noun.exc``.

        Raises:
            OSError: They are not in the folder.
        """
        self.names: dict[int, list[str]] = {}
        self.parents: dict[int, list[int]] = {}
        self.senses: dict[str, list[int]] = {}
        self._irregular: dict[str, str] = {}
        for line in _lines(folder / "data.noun"):
            self._read_synset(line)
        for line in _lines(folder / "index.noun"):
            fields = line.split()
            count = int(fields[2])
            self.senses[fields[0].replace("_", " ")] = [int(field) for field in fields[-count:]]
        for line in _lines(folder / "noun.exc"):
            plural, *singular = line.split()
            self._irregular[plural.replace("_", " ")] = singular[0].replace("_", " ")
        self.nouns = cache(self._nouns)

    def _read_synset(self, line: str) -> None:
        fields = line.split("|", maxsplit=1)[0].split()
        offset, words = int(fields[0]), int(fields[3], 16)
        self.names[offset] = [name.replace("_", " ") for name in fields[4 : 4 + 2 * words : 2]]
        pointers = fields[5 + 2 * words :]
        self.parents[offset] = [
            int(target) for kind, target in zip(pointers[0::4], pointers[1::4], strict=False) if kind in ("@", "@i")
        ]

    def ancestors(self, offset: int) -> list[int]:
        """Return the synset itself and all its hypernyms, nearest first, without duplicates."""
        found = [offset]
        for synset in found:  # grows during the loop
            found.extend(parent for parent in self.parents[synset] if parent not in found)
        return found

    def lemma(self, word: str) -> str | None:
        """Return the singular of a noun or noun phrase; None if it is no noun."""
        if self._irregular.get(word) in self.senses:
            return self._irregular[word]
        for ending, instead in (*_ENDINGS, *_MORE_ENDINGS):
            if word.endswith(ending):
                stem = word.removesuffix(ending) + instead
                if stem in self.senses and (len(stem) > 2 or not ending):
                    return stem
        return None

    def _nouns(self, sentence: str) -> tuple[str, ...]:
        """Return the nouns of a sentence, two-word ones first, without those that name nothing visible."""
        words = _WORD.findall(sentence.lower())
        found: list[str] = []
        skip = False
        for word, following in zip(words, [*words[1:], ""], strict=True):
            if skip:
                skip = False
                continue
            pair = self.lemma(f"{word} {following}") if following else None
            if pair and word not in _NOT_SEEN:
                found.append(pair)
                skip = True
            elif word not in _NOT_SEEN and len(word) > 2 and (lemma := self.lemma(word)):
                found.append(lemma)
        return tuple(dict.fromkeys(noun for noun in found if noun not in _NOT_SEEN))


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines without the indented licence text at the top."""
    with path.open(encoding="latin-1") as file:
        yield from (line for line in file if not line.startswith("  "))


def index_kinds(words: WordNet, synsets: list[int]) -> dict[int, list[int]]:
    """Return the indices of the labelled photos at or below every synset."""
    kinds: dict[int, list[int]] = defaultdict(list)
    for position, synset in enumerate(synsets):
        for ancestor in words.ancestors(synset):
            kinds[ancestor].append(position)
    return dict(kinds)
