r"""Make the tree of things from WordNet: what people know of its layers, and the words below them.

    python -m lab.explore.make_hypernyms DICT CAPTIONS.txt … --kinds IMAGENET/labels.csv

``DICT`` is the folder of WordNet 3.0; of other English nouns, those in captions and all plain names of animals, plants
and food get a line. ``plain_layers.txt`` says which layers people know. Writes ``resources/explore/hypernyms.txt``.

A word has one sense, that of photos: of words in the everyday vocabulary, the first that is below what the vocabulary
says (a crane among birds is no machine); of names of a class of the starter, the class; of others, the first that is
something that a photo can show.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lab.starter.starter_words import WordNet

from photon.annotate.tags.vocabulary_file import everyday
from photon.annotate.tags.word_key import word_key
from photon.resource_files import resource

_LAYERS = Path(__file__).with_name("plain_layers.txt")
_LAYER = re.compile(r"(~?)([^<=]+?)(?: < ([^=]+?))? = (.+)")
_SENSE = re.compile(r"(.+) (\d+)")
_PLAIN = re.compile(r"[a-z]+(?:[ -][a-z]+)?")
_WHOLE = frozenset({5, 13, 20})  # WordNet's files of animals, food and plants: all their plain names
_SHOWN = _WHOLE | {4, 6, 8, 11, 14, 15, 17, 18, 19}
_TOP = "-"
_FEWEST = 2  # captions that name another noun
_HEAD = """# Things and what they are, for the tree of things: "poodle < dog" and, for other words, "doggy = dog".
# "~mammal" is a layer that is used only where there would be too many branches. Made from WordNet 3.0 by
# packaging/lab/explore/make_hypernyms.py; README.md has its licence.
"""


class HypernymMaking:
    """Finds the lines of words.

    Attributes:
        above: The layer above each name; empty for the top.
        same: The name of each other word.
        between: Layers that are used only where needed.
    """

    def __init__(self, folder: Path, labels: Path) -> None:
        """Read WordNet, the layers, and the classes of the starter."""
        self.above: dict[str, str] = {}
        self.same: dict[str, str] = {}
        self.between: set[str] = set()
        self._words = WordNet(folder)
        self._files, self._people = _read_files(folder / "data.noun")
        self._layers: dict[int, str] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._no_layers: set[str] = set()
        self._sense: dict[str, int] = {}
        self._read_layers(_LAYERS.read_text(encoding="utf-8").splitlines())
        self._classes = _read_classes(labels)

    def add_vocabulary(self) -> None:
        """Add the words of the everyday vocabulary; names before other words, so that they become layers."""
        vocabulary = everyday()
        roots = {}
        for place, entry in enumerate(vocabulary.entries):
            line = (place, *vocabulary.ancestors(place))
            groups = (self._groups.get(word_key(vocabulary.entries[at].name)) for at in line)
            roots[place] = next((found for found in groups if found is not None), frozenset())
            name = word_key(entry.name)
            if not entry.is_grouping and "-" not in roots[place] and name not in self.above and name not in self.same:
                sense = self._find_sense(name, roots[place])
                if sense is not None and sense not in self._layers:
                    self._sense[name] = sense
                    if name not in self._no_layers:
                        self._layers[sense] = name
        for place, entry in enumerate(vocabulary.entries):
            if entry.is_grouping or "-" in roots[place]:
                continue
            above = (word_key(vocabulary.entries[at].name) for at in vocabulary.ancestors(place))
            fallback = next((one for one in above if one in self.above), min(roots[place], default=""))
            self._add(word_key(entry.name), roots[place], fallback)
            for word in entry.synonyms:
                self._add_other(word_key(word), word_key(entry.name), roots[place])

    def add_nouns(self, captions: Iterable[str]) -> None:
        """Add names of classes, nouns of captions, and all plain names of animals, food and plants."""
        counts = Counter(noun for caption in captions for noun in self._words.nouns(caption))
        kinds = json.loads(resource("starter/kinds.json").read_text(encoding="utf-8"))
        wanted = {noun for noun, count in counts.items() if count >= _FEWEST}
        for noun, senses in self._words.senses.items():
            if self._is_latin(noun):
                continue
            is_whole = self._files[senses[0]] in _WHOLE and _PLAIN.fullmatch(noun)
            coverage, classes = kinds.get(noun, (0, []))
            if coverage == 1 and len(classes) == 1 and self._classes[classes[0]] in senses:
                self._add_sense(word_key(noun), self._classes[classes[0]])
            elif noun in wanted or is_whole:
                self._add(word_key(noun), frozenset(), "")

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file, sorted."""
        found = {name: f"{'~' * (name in self.between)}{name}{' < ' * bool(above)}{above}"
                 for name, above in self.above.items()}  # fmt: skip
        found |= {word: f"{word} = {name}" for word, name in self.same.items() if word not in found}
        yield from (found[word] for word in sorted(found))

    def _read_layers(self, lines: Iterable[str]) -> None:
        below: dict[str, str] = {}
        first: dict[str, int] = {}
        for line in lines:
            if line.startswith("@"):
                group, _, roots = line[1:].partition(" = ")
                self._groups[group] = frozenset(roots.split(" ") if roots != "group of people" else [roots])
            elif line.startswith("!"):
                self._no_layers.add(line[1:])
            elif found := _LAYER.fullmatch(line if not line.startswith("#") else ""):
                mark, name, above, senses = found.groups()
                if mark:
                    self.between.add(name)
                for one in senses.split(", "):
                    word, number = _SENSE.fullmatch(one).groups()  # type: ignore[union-attr]
                    synset = self._words.senses[word][int(number) - 1]
                    self._layers[synset] = name
                    first.setdefault(name, synset)
                below |= {name: above} if above else {}
        for name, synset in first.items():
            above = below.get(name) or self._layer_above(synset)
            self.above[name] = "" if above == _TOP else above

    def _layer_above(self, synset: int, but: str = "") -> str:
        """Return the nearest layer above a sense."""
        found = (self._layers.get(one) for one in self._words.ancestors(synset)[1:])
        own = self._layers.get(synset) or but
        return next((name for name in found if name is not None and name != own), "")

    def _root(self, name: str) -> str:
        while self.above.get(name):
            name = self.above[name]
        return name

    def _find_sense(self, word: str, roots: frozenset[str]) -> int | None:
        lemma = self._words.lemma(word)
        for synset in self._words.senses.get(lemma or "", ()):
            layer = self._layers.get(synset) or self._layer_above(synset)
            if not layer or synset in self._people or self._files[synset] not in _SHOWN:
                continue
            above = {layer, self._root(layer), self.above.get(layer, "")}
            if not roots or roots & above:
                return synset
        return None

    def _add(self, word: str, roots: frozenset[str], fallback: str) -> None:
        if word in self.above or word in self.same:
            return
        sense = self._sense.get(word) or self._find_sense(word, roots)
        if sense is not None:
            self._add_sense(word, sense)
        elif fallback and fallback != word:
            head = word.rpartition(" ")[2]
            is_below = head != word and head in self.above and self._root(head) in roots
            self.above[word] = head if is_below else fallback

    def _add_sense(self, word: str, sense: int) -> None:
        if word in self.above or word in self.same:
            return
        name = self._layers.get(sense)
        if name and name != word:
            self.same[word] = name
        else:
            above = self._layer_above(sense, word)
            if above and above != word:
                self.above[word] = above

    def _add_other(self, word: str, name: str, roots: frozenset[str]) -> None:
        """Add another word of a concept: below its name if WordNet says so, else the same."""
        if word in self.above or word in self.same or word == name:
            return
        sense = self._find_sense(word, roots)
        if sense is not None and self._layer_above(sense, word) == name:
            self.above[word] = name
        elif name in self.above:
            self.same[word] = name

    def _is_latin(self, noun: str) -> bool:
        return any(name[0].isupper() for name in self._words.names[self._words.senses[noun][0]] if name.lower() == noun)


def _read_files(data: Path) -> tuple[dict[int, int], frozenset[int]]:
    """Return the lexicographer's file of each synset, and the synsets of single persons and places."""
    files, instances = {}, set()
    with data.open(encoding="latin-1") as lines:
        for line in lines:
            if not line.startswith("  "):
                offset, file = line.split(None, 2)[:2]
                files[int(offset)] = int(file)
                if " @i " in line.partition("|")[0]:
                    instances.add(int(offset))
    return files, frozenset(instances)


def _read_classes(labels: Path) -> dict[int, int]:
    with labels.open(encoding="utf-8", newline="") as rows:
        return {int(row["class_index"]): int(row["wnid"][1:]) for row in csv.DictReader(rows)}


def main() -> None:
    """Parse the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("captions", type=Path, nargs="+")
    parser.add_argument("--kinds", type=Path, required=True)
    arguments = parser.parse_args()
    making = HypernymMaking(arguments.wordnet, arguments.kinds)
    making.add_vocabulary()
    making.add_nouns(line for file in arguments.captions for line in file.read_text(encoding="utf-8").splitlines())
    target = resource("vocabularies").parent / "explore/hypernyms.txt"
    target.write_text(_HEAD + "\n".join(making.lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
