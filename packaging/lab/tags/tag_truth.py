"""Which concepts of a vocabulary captions name, and which one a labelled photo shows."""

import functools
import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import Captioned, Labelled
from lab.starter.starter_words import WordNet

from photon.annotate.tags.vocabulary import TagVocabulary

Counts = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

_WORD = re.compile(r"[a-z0-9']+")
_LONGEST = 5  # words of a name
_STEPS = 3  # above a class at which an entry may still stand for it
# What names nothing that can be seen: a look at the camera shows no camera, a stick in a mouth no mouth, and animals
# are "black and white" far more often than photos.
_STRUCK = re.compile(
    r"\b(?:(?:at|for|to|toward|towards|facing|into) (?:the |a )?camera"
    r"|in (?:its|his|her|their) (?:mouth|mouths|hand|hands)"
    r"|black and white(?! (?:photo|picture|image|photograph))|in the background|in the foreground)\b"
)


class Naming:
    """Finds the concepts that sentences name, by the longest words that fit."""

    def __init__(self, vocabulary: TagVocabulary) -> None:
        """Take the vocabulary."""
        self._vocabulary = vocabulary
        self._place = functools.cache(vocabulary.place)
        self._line = functools.cache(lambda place: (place, *vocabulary.ancestors(place)))

    def named(self, sentence: str) -> set[int]:
        """Places of the entries that a sentence names, with all above them.

        Words that may mean several things name none of them.
        """
        words = _WORD.findall(_STRUCK.sub(" . ", sentence.lower().replace("-", " ")))
        found: set[int] = set()
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST, len(words) - at), 0, -1):
                place = self._place(" ".join(words[at : at + size]))
                if place is not None:
                    found.update(self._line(place))
                    break
            at += size
        return found

    def counts(self, captioned: Captioned) -> Counts:
        """How many captions of each photo name each entry or one below it: int64 (photos, entries)."""
        counts = np.zeros((len(captioned.files), len(self._vocabulary)), np.int64)
        for caption, photo in zip(captioned.captions, captioned.owner.tolist(), strict=True):
            counts[photo, list(self.named(caption))] += 1
        return counts

    def shares(self, sentences: Iterable[str]) -> npt.NDArray[np.float64]:
        """The share of sentences that name each entry or one below it: float64 (entries,)."""
        counts = np.zeros(len(self._vocabulary))
        total = 0
        for sentence in sentences:
            counts[list(self.named(sentence))] += 1
            total += 1
        return counts / max(1, total)


def labelled_places(labelled: Labelled, words: WordNet, vocabulary: TagVocabulary) -> list[int | None]:
    """The entry for each labelled photo's class: by its label, its other names, or those of what lies above it."""
    return [
        _place_of(label, synset, words, vocabulary)
        for label, synset in zip(labelled.labels, labelled.synsets, strict=True)
    ]


def _place_of(label: str, synset: int, words: WordNet, vocabulary: TagVocabulary) -> int | None:
    names = [label, *(name for above in words.ancestors(synset)[: 1 + _STEPS] for name in words.names[above])]
    return next((place for name in names if (place := vocabulary.place(name)) is not None), None)


def line_table(places: list[int | None], vocabulary: TagVocabulary) -> Truth:
    """Bool (photos, entries): the entry of each photo and all above it."""
    shown = np.zeros((len(places), len(vocabulary)), bool)
    for row, place in enumerate(places):
        if place is not None:
            shown[row, [place, *vocabulary.ancestors(place)]] = True
    return shown


def rival_table(places: list[int | None], vocabulary: TagVocabulary) -> Truth:
    """Bool (photos, entries): what each photo's entry excludes."""
    excluded = np.zeros((len(places), len(vocabulary)), bool)
    for row, place in enumerate(places):
        if place is not None:
            excluded[row, list(vocabulary.rivals(place))] = True
    return excluded & ~line_table(places, vocabulary)
