"""All training data as arrays, and the subset that a fold may use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import Captioned, IntArray, Labelled
from lab.starter.starter_towers import Towers
from lab.starter.starter_words import WordNet, index_kinds

FloatArray = npt.NDArray[np.float32]

PROMPTS = ("a photo of a {}", "{}", "a {}", "a picture of a {}", "there is a {}")
# Hypernyms that are too general to describe a picture.
_GENERAL_LINES = """
abstraction artifact attribute causal_agent chordate covering entity instrumentality living_thing matter measure object
organism part physical_entity placental psychological_feature substance thing unit whole
"""
TOO_GENERAL = frozenset(name.replace("_", " ") for name in _GENERAL_LINES.split())
_MOST_NOUNS = 8
_SENSES = 2  # synsets of a noun, most frequent first, for which labelled photos are used


@dataclass(frozen=True)
class Bags:
    """Lists of integers of varying length, for fast sampling.

    Attributes:
        items: int64, all lists concatenated.
        starts: int64, start of each list.
        sizes: int64, length of each list; may be 0.
    """

    items: IntArray
    starts: IntArray
    sizes: IntArray

    def draw(self, bags: IntArray, random: np.random.Generator) -> IntArray:
        """Sample one item of each given list, none of which may be empty."""
        place = (random.random(bags.shape) * self.sizes[bags]).astype(np.int64)
        drawn: IntArray = self.items[self.starts[bags] + place]
        return drawn


def bag(lists: Sequence[Sequence[int]]) -> Bags:
    """Pack lists into ``Bags``."""
    sizes = np.array([len(items) for items in lists], np.int64)
    flat = np.array([item for items in lists for item in items] or [0], np.int64)
    return Bags(flat, np.minimum(np.cumsum(sizes) - sizes, len(flat) - 1), sizes)


class Material:
    """The vectors of all data, computed once.

    Attributes:
        words: WordNet.
        captioned: The captioned photos.
        labelled: The labelled photos.
        texts: Maps texts to normalised sentence embeddings.
        photos: float32 (views, photos, 1280), captioned photos first, then labelled ones; the second view is mirrored.
        captions: float32 (captions, 384).
        names: Every class name and hypernym.
        prompts: float32 (len(PROMPTS), names, 384).
        sentences: Sentences without photos.
        sentence_vectors: float32 (sentences, 384).
        classes: Number of leading labelled photos that are one of each class of the image tower, in its order.
    """

    def __init__(  # noqa: PLR0913 - one argument for each kind of data
        self,
        towers: Towers,
        words: WordNet,
        captioned: Captioned,
        labelled: Labelled,
        sentences: list[str],
        *,
        classes: int | None = None,
    ) -> None:
        self.classes = len(labelled.files) if classes is None else classes
        self.words, self.captioned, self.labelled, self.sentences = words, captioned, labelled, sentences
        self.texts = towers.texts
        self.photos = np.concatenate([towers.images(captioned.files), towers.images(labelled.files)], axis=1)
        self.captions = towers.texts(captioned.captions)
        self.sentence_vectors = towers.texts(sentences)
        self.kinds = index_kinds(words, labelled.synsets)
        self._kind_names = [self._names_above(position) for position in range(len(labelled.labels))]
        self.names = sorted({name for names in self._kind_names for name, _ in names})
        self.place = {name: position for position, name in enumerate(self.names)}
        self.prompts = np.stack([towers.texts([prompt.format(name) for name in self.names]) for prompt in PROMPTS])

    @property
    def tower_classes(self) -> Labelled:
        """One photo of each class of the image tower, in its order."""
        labelled, count = self.labelled, self.classes
        return Labelled(labelled.files[:count], labelled.labels[:count], labelled.synsets[:count])

    def _names_above(self, position: int) -> list[tuple[str, float]]:
        """Return the class name and its hypernyms, with weights that decrease with the number of photos covered."""
        names = {self.labelled.labels[position]: 1.0}
        for synset in self.words.ancestors(self.labelled.synsets[position])[1:]:
            name = self.words.names[synset][0]
            if name not in TOO_GENERAL:
                names.setdefault(name, len(self.kinds[synset]) ** -0.5)
        total = sum(names.values())
        return [(name, weight / total) for name, weight in names.items()]

    def part(self, described: IntArray, named: IntArray) -> "Part":
        """Return the subset for a fold: these captioned and these labelled photos (indices in their own list)."""
        return Part(self, described, named)

    def kind_names(self, position: int) -> list[tuple[str, float]]:
        """Return names that fit a labelled photo, with weights that add up to 1."""
        return self._kind_names[position]


class Part:
    """A subset of the data, with everything derived from that subset alone.

    Attributes:
        whole: All data.
        described: int64, rows of captioned photos.
        named: int64, rows of labelled photos (counted after all captioned ones).
        captions: Captions of each captioned photo.
        names: int64 (labelled, most), names that fit each labelled photo.
        name_shares: float64 (labelled, most), their cumulative weights.
        sentences: int64, sentences with at least one noun that has a photo.
        nouns: int64 (sentences, 8), their nouns, padded with -1.
        seen: For each noun, rows of captioned photos that mention it.
        kinds: For each noun, rows of labelled photos of that class.
    """

    def __init__(self, whole: Material, described: IntArray, named: IntArray) -> None:
        self.whole = whole
        self.described, self.named = described, named + len(whole.captioned.files)
        own: dict[int, list[int]] = defaultdict(list)
        for caption, photo in enumerate(whole.captioned.owner.tolist()):
            own[photo].append(caption)
        self.captions = bag([own[photo] for photo in described.tolist()])
        self._lay_names(named)
        self._lay_nouns(own, named)

    def _lay_names(self, named: IntArray) -> None:
        fitting = [self.whole.kind_names(position) for position in named.tolist()]
        most = max(map(len, fitting), default=1)
        self.names = np.zeros((len(named), most), np.int64)
        self.name_shares = np.ones((len(named), most))
        for row, names in enumerate(fitting):
            self.names[row, : len(names)] = [self.whole.place[name] for name, _ in names]
            self.name_shares[row, : len(names)] = np.cumsum([weight for _, weight in names])
        self.name_shares[:, -1] = 1.0

    def _lay_nouns(self, own: dict[int, list[int]], named: IntArray) -> None:
        whole, words = self.whole, self.whole.words
        mentions = self._mentions(own)
        allowed, first = set(named.tolist()), len(whole.captioned.files)
        hidden = self._hidden(own)
        place: dict[str, int] = {}
        seen: list[list[int]] = []
        kinds: list[list[int]] = []

        def add(noun: str) -> int:
            if noun not in place:
                place[noun] = len(seen)
                seen.append(mentions.get(noun, []))
                kinds.append([first + photo for photo in self._of_kind(noun) if photo in allowed])
            return place[noun]

        rows, nouns = [], []
        for row, sentence in enumerate(whole.sentences):
            found = [add(noun) for noun in words.nouns(sentence)] if sentence not in hidden else []
            shown = [noun for noun in found if seen[noun] or kinds[noun]]
            if shown:
                rows.append(row)
                nouns.append((shown + [-1] * _MOST_NOUNS)[:_MOST_NOUNS])
        self.sentences, self.nouns = np.array(rows, np.int64), np.array(nouns, np.int64)
        self.seen, self.kinds = bag(seen), bag(kinds)

    def _mentions(self, own: dict[int, list[int]]) -> dict[str, list[int]]:
        """Return the captioned photos of this subset by noun in their captions."""
        mentions: dict[str, list[int]] = defaultdict(list)
        for photo in self.described.tolist():
            captions = [self.whole.captioned.captions[caption] for caption in own[photo]]
            for noun in sorted({noun for caption in captions for noun in self.whole.words.nouns(caption)}):
                mentions[noun].append(photo)
        return mentions

    def _hidden(self, own: dict[int, list[int]]) -> set[str]:
        """Return the captions of captioned photos outside this subset, which must not occur as sentences."""
        others = set(own) - set(self.described.tolist())
        return {self.whole.captioned.captions[caption] for photo in others for caption in own[photo]}

    def _of_kind(self, noun: str) -> list[int]:
        """Return the labelled photos of the noun's most frequent synset that has any."""
        for synset in self.whole.words.senses.get(noun, [])[:_SENSES]:
            if synset in self.whole.kinds:
                return self.whole.kinds[synset]
        return []
