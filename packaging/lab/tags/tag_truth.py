"""The concepts of a vocabulary that captions name, and the concept of a labelled photo."""

import functools
import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import Captioned
from lab.starter.starter_words import WordNet

from photon.annotate.tags.vocabulary import TagVocabulary

Counts = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

_WORD = re.compile(r"[a-z0-9']+")
_LONGEST = 5  # maximum words of a name
_STEPS = 3  # maximum distance of an ancestor that may represent a class
# Phrases that do not name what is visible: "looking at the camera" shows no camera, "a stick in its mouth" no mouth,
# and animals are "black and white" far more often than photos.
_STRUCK = re.compile(
    r"\b(?:(?:at|for|to|toward|towards|facing|into) (?:the |a )?camera"
    r"|in (?:its|his|her|their) (?:mouth|mouths|hand|hands)"
    r"|black and white(?! (?:photo|picture|image|photograph))|in the background|in the foreground)\b"
)


class Naming:
    """Finds the concepts that sentences name, by longest match."""

    def __init__(self, vocabulary: TagVocabulary) -> None:
        """Set the vocabulary."""
        self._vocabulary = vocabulary
        self._place = functools.cache(vocabulary.place)
        self._line = functools.cache(lambda place: (place, *vocabulary.ancestors(place)))

    def named(self, sentence: str) -> set[int]:
        """Return indices of the concepts that a sentence names, with their ancestors; ambiguous words are ignored."""
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
        """Count the captions of each photo that name each concept or a descendant: int64 (photos, entries)."""
        counts = np.zeros((len(captioned.files), len(self._vocabulary)), np.int64)
        for caption, photo in zip(captioned.captions, captioned.owner.tolist(), strict=True):
            counts[photo, list(self.named(caption))] += 1
        return counts

    def shares(self, sentences: Iterable[str]) -> npt.NDArray[np.float64]:
        """Return the fraction of sentences that name each concept or a descendant: float64 (entries,)."""
        counts = np.zeros(len(self._vocabulary))
        total = 0
        for sentence in sentences:
            counts[list(self.named(sentence))] += 1
            total += 1
        return counts / max(1, total)


def place_of(label: str, synset: int, words: WordNet, vocabulary: TagVocabulary) -> int | None:
    """Return the concept of a label, or of the nearest noun above it that has one."""
    names = [label, *(name for above in words.ancestors(synset)[: 1 + _STEPS] for name in words.names[above])]
    return next((place for name in names if (place := vocabulary.place(name)) is not None), None)


def line_table(places: list[int | None], vocabulary: TagVocabulary) -> Truth:
    """Return the concept of each photo and its ancestors: bool (photos, entries)."""
    shown = np.zeros((len(places), len(vocabulary)), bool)
    for row, place in enumerate(places):
        if place is not None:
            shown[row, [place, *vocabulary.ancestors(place)]] = True
    return shown


def rivals(vocabulary: TagVocabulary, place: int) -> tuple[int, ...]:
    """Return indices of all entries that exclude this one: the other choices at each level, with their descendants."""
    found = []
    for step in (place, *vocabulary.ancestors(place)):
        above = int(vocabulary.parents[step])
        if above >= 0 and vocabulary.entries[above].is_choice:
            for other in vocabulary.children(above):
                if other != step:
                    found += [other, *vocabulary.below(other)]
    return tuple(found)
