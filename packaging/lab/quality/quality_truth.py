"""Which photos show which everyday things, according to captions and boxes, and the queries derived from that.

A photo *shows* a thing if two of its captions name it or a hyponym, or if it has a box of it; it *lacks* the thing
if no caption names it and no box is of it. A thing that only one caption names is unclear: such photos are skipped.
Captions are parsed with Photon's own vocabulary, its synonyms and its tree (``lab.tags.tag_truth``), as a whole and
again in parts, because "a dog with a ball" is a separate concept there, but also shows a dog and a ball.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from lab.quality.quality_measures import Truth
from lab.quality.quality_sources import Box, Source
from lab.tags.tag_truth import Naming

from photon.annotate.tags.vocabulary import TagVocabulary

AGREED = 2  # number of captions that must name a thing for the photo to show it
PRESENT = 4  # number of photos that must show a thing for it to be queried
ABSENT = 20  # number of absent things that are queried
# Things that can appear next to others, in the singular if one is shown; those without an article come first.
_BARE = "people, skis, scissors, broccoli, food, grass, snow, water"
_COUNTED = """
man, woman, child, boy, girl, baby, dog, cat, horse, cow, sheep, bird, elephant, zebra, giraffe, bear,
car, bus, truck, train, bicycle, motorcycle, boat, airplane, skateboard, surfboard, snowboard, kite, frisbee, ball,
tennis racket, baseball bat, baseball glove, traffic light, stop sign, fire hydrant, bench, tree, flower, fence,
backpack, handbag, suitcase, umbrella, tie, hat, helmet, sunglasses, table, chair, couch, bed, toilet, sink,
refrigerator, oven, microwave, laptop, computer, keyboard, phone, television, remote control, clock, book, vase,
teddy bear, toy, bottle, cup, wine glass, bowl, plate, knife, fork, spoon, pizza, cake, sandwich, banana, apple,
carrot, hot dog, donut, guitar, camera, swing, tent, rope, puddle
"""
_SCENES = """
beach, kitchen, bathroom, street, city, park, forest, mountain, lake, river, playground, restaurant, bedroom,
living room, swimming pool, bridge, building, garden, stage, desert
"""
# Everybody who sees one of these names it: if no caption does, there is none.
_CONSPICUOUS = """
giraffe, zebra, elephant, tiger, lion, panda, camel, kangaroo, penguin, crocodile, shark, whale, dolphin, octopus,
butterfly, peacock, flamingo, ostrich, turtle, snake, frog, airplane, helicopter, rocket, tractor, train, sailboat,
submarine, hot air balloon, fire truck, fire hydrant, piano, violin, drum, trumpet, castle, lighthouse, windmill,
waterfall, volcano, cave, rainbow, fireworks, pyramid, cathedral, escalator, christmas tree, snowman, pumpkin, sushi,
pizza, lobster, wedding cake, toilet, bathtub, microwave, typewriter, chess, microscope, telescope, parachute,
wheelchair, crown, sword, tank, cow, bear, carousel, roller coaster, teddy bear, surfboard, toothbrush
"""
_JOINTS = re.compile(r"\b(?:with|(?:in|on) (?:a|an|the))\b")
_LABELS = {"sports ball": "ball", "orange": "orange fruit", "mouse": "computer mouse"}  # meanings of box labels
_SMALLEST, _LARGEST = 0.02, 0.40  # area of a box, as a share of the photo, for which a map can be right or wrong
_EXAMPLES = 3  # number of photos of each pair of things that serve as an example
_TOGETHER, _APART = 3, 3  # number of photos with A and B, and with A alone, for "a A -(B)"


@dataclass(frozen=True)
class Addition:
    """An example photo of A without B, and the words "with a B".

    Attributes:
        photo: Index of the example.
        words: The change.
        alone: The thing as a phrase: "a B".
        right: bool (photos,), photos that show both.
        wrong: bool (photos,), photos that lack one of them.
    """

    photo: int
    words: str
    alone: str
    right: Truth
    wrong: Truth


@dataclass(frozen=True)
class Exclusion:
    """The query "a A -(B)".

    Attributes:
        wanted: "a A".
        unwanted: "B".
        right: bool (photos,), photos that show A and lack B.
        wrong: bool (photos,), photos that lack A or show B.
        shown: bool (photos,), photos that show B.
    """

    wanted: str
    unwanted: str
    right: Truth
    wrong: Truth
    shown: Truth


@dataclass(frozen=True)
class Tables:
    """Things and photos.

    Attributes:
        names: The things.
        shows: bool (things, photos).
        lacks: bool (things, photos).
    """

    names: list[str]
    shows: Truth
    lacks: Truth

    def of(self, name: str) -> tuple[Truth, Truth]:
        """Return the photos that show and that lack a thing, bool (photos,) each."""
        at = self.names.index(name)
        return self.shows[at], self.lacks[at]


class SourceTruth:
    """What the photos of a source show."""

    def __init__(self, source: Source, vocabulary: TagVocabulary) -> None:
        """Read the captions and boxes."""
        self._source, self._vocabulary = source, vocabulary
        naming = Naming(vocabulary)
        size = len(source.photos), len(vocabulary)
        self._counts = np.zeros(size, np.int64)
        for photo, captions in enumerate(source.captions):
            for caption in captions:
                self._counts[photo, list(named_concepts(naming, caption))] += 1
        self._boxed = np.zeros(size, bool)
        for box in source.boxes:
            place = vocabulary.place(_LABELS.get(box.label, box.label))
            if place is not None:
                self._boxed[box.photo, [place, *vocabulary.ancestors(place)]] = True

    @property
    def named(self) -> Truth:
        """Whether a caption or a box of each photo names each concept or a hyponym: bool (photos, entries)."""
        return np.asarray((self._counts > 0) | self._boxed, bool)

    def tables(self, names: Sequence[str]) -> Tables:
        """Return which photos show and lack these things, all of which are in the vocabulary."""
        places = [self._place(name) for name in names]
        counts, boxed = self._counts[:, places].T, self._boxed[:, places].T
        return Tables(list(names), (counts >= AGREED) | boxed, (counts == 0) & ~boxed)

    def present(self) -> list[str]:
        """Return everyday things and scenes that at least four photos show."""
        tables = self.tables(everyday_things())
        return [name for name, shows in zip(tables.names, tables.shows, strict=True) if shows.sum() >= PRESENT]

    def absent(self) -> list[str]:
        """Return up to twenty conspicuous things that no photo shows."""
        tables = self.tables(sorted(_listed(_CONSPICUOUS), key=_shuffled))
        return [name for name, lacks in zip(tables.names, tables.lacks, strict=True) if lacks.all()][:ABSENT]

    def additions(self) -> list[Addition]:
        """Return up to three examples of each pair of things that two photos show together."""
        tables = self.tables(countable_things())
        return [
            Addition(photo, f"with {one_of(second)}", one_of(second), right, wrong)
            for first, second in self._pairs(tables)
            for right, wrong, alone in [self._both(tables, first, second)]
            if right.sum() >= 2
            for photo in sorted(np.flatnonzero(alone).tolist(), key=lambda at: _shuffled(f"{second} {at}"))[:_EXAMPLES]
        ]

    def exclusions(self) -> list[Exclusion]:
        """Return pairs of things that three photos show together and three separately, in both orders."""
        tables = self.tables(countable_things())
        found = []
        for first, second in self._pairs(tables):
            both, _, _ = self._both(tables, first, second)
            (shows, lacks), (has, has_not) = tables.of(first), tables.of(second)
            right = shows & has_not
            if both.sum() >= _TOGETHER and right.sum() >= _APART:
                found.append(Exclusion(one_of(first), second, right, lacks | has, has))
        return found

    def only_boxes(self) -> Iterator[Box]:
        """Yield boxes that are the only one of their kind in a photo, and neither tiny nor most of it."""
        for box in self._source.boxes:
            same = [other for other in self._source.boxes if (other.photo, other.label) == (box.photo, box.label)]
            if len(same) == 1 and _SMALLEST <= box.area <= _LARGEST:
                yield box

    def _pairs(self, tables: Tables) -> Iterator[tuple[str, str]]:
        """Yield ordered pairs of things that are neither hyponyms of each other nor two names of the same people."""
        for first in tables.names:
            for second in tables.names:
                one, other = self._place(first), self._place(second)
                lines = {one, *self._vocabulary.ancestors(one)}, {other, *self._vocabulary.ancestors(other)}
                if one not in lines[1] and other not in lines[0] and not (_is_human(first) and _is_human(second)):
                    yield first, second

    def _both(self, tables: Tables, first: str, second: str) -> tuple[Truth, Truth, Truth]:
        """Return photos with both, photos without one of them, and photos of the first alone: bool (photos,) each."""
        (shows, lacks), (has, has_not) = tables.of(first), tables.of(second)
        return shows & has, lacks | has_not, shows & has_not

    def _place(self, name: str) -> int:
        place = self._vocabulary.place(name)
        if place is None:
            raise KeyError(name)
        return place


def named_concepts(naming: Naming, sentence: str) -> set[int]:
    """Return the indices of the concepts that a sentence names, as a whole or in parts, and of all their ancestors."""
    return naming.named(sentence) | naming.named(_JOINTS.sub(" . ", sentence.lower()))


def countable_things() -> list[str]:
    """Return the names of all things that can appear next to others, without scenes."""
    return [*_listed(_BARE), *_listed(_COUNTED)]


def everyday_things() -> list[str]:
    """Return the names of all things and scenes that are queried if they are present, without duplicates."""
    return [*countable_things(), *_listed(_SCENES)]


def conspicuous_things() -> list[str]:
    """Return the names of all things that are queried if they are absent."""
    return _listed(_CONSPICUOUS)


def one_of(name: str) -> str:
    """Return the name with an article, if it has one: "an elephant", "snow"."""
    if name in {*_listed(_BARE), "sunglasses"}:
        return name
    return f"{'an' if name[0] in 'aeio' or name == 'umbrella' else 'a'} {name}"


def _is_human(name: str) -> bool:
    return name in {"people", "man", "woman", "child", "boy", "girl", "baby"}


def _listed(lines: str) -> list[str]:
    return [name.strip() for name in lines.replace("\n", " ").split(",")]


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
