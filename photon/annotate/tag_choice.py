"""Which few of many possible tags are worth showing for a photo, and how sure each is.

A thing is one of its kinds only, so what speaks for a rival speaks against a tag. Of a tag and what lies above it only
the most specific one that is sure is shown: the others are in its path. How many remain depends on the photo.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

MOST = 8  # tags of a photo
LEAST = 0.1  # certainty below which nothing is worth showing
_CANDIDATES = 24  # of a photo that are compared with each other
_SURE, _NEARLY = 0.5, 0.6  # a narrower tag stands for a wider one from this certainty, or this share of the wider one's
_FAR = 6.0  # log-odds by which a rival may be behind; beyond, it says nothing more


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tags of some photos, the surest first.

    Attributes:
        places: int64 (n, m), entries; what is not shown has certainty 0.
        certainties: float32 (n, m), 0..1, falling in each row.
    """

    places: Places
    certainties: Floats


class TagChoice:
    """Compares the tags of a vocabulary with each other."""

    def __init__(self, vocabulary: Vocabulary, curve: Floats) -> None:
        """Lay the tree out.

        Args:
            vocabulary: The tags.
            curve: float32 (4,), see ``TagKnowledge.choice``.
        """
        self._curve = curve
        count = len(vocabulary)
        self._above = np.zeros((count, count), bool)  # [a, b]: b lies above a
        for at in range(count):
            self._above[at, list(vocabulary.ancestors(at))] = True
        self._choices = [
            [np.array([child, *vocabulary.below(child)], np.int64) for child in vocabulary.children(at)]
            for at, entry in enumerate(vocabulary.entries)
            if entry.is_choice and len(vocabulary.children(at)) > 1
        ]

    def margins(self, logits: Floats) -> Floats:
        """How far each tag stands above the best of its rivals, float32 (n, t), -_FAR.._FAR; 0 where it has none."""
        best_rival = np.full_like(logits, -np.inf)
        for children in self._choices:
            bests = np.stack([logits[:, places].max(axis=1) for places in children])
            first = bests.argmax(axis=0)
            two = np.sort(bests, axis=0)[-2:]
            for number, places in enumerate(children):
                other = np.where(first == number, two[0], two[1])
                best_rival[:, places] = np.maximum(best_rival[:, places], other[:, None])
        return np.where(np.isinf(best_rival), np.float32(0), np.clip(logits - best_rival, -_FAR, _FAR))

    def certainties(self, logits: Floats) -> Floats:
        """The certainty 0..1 of every tag, float32 (n, t), from the log-odds of each by itself."""
        start, own, ahead, behind = self._curve.tolist()
        margin = self.margins(logits)
        odds = own * logits + start + ahead * np.maximum(margin, 0) + behind * np.minimum(margin, 0)
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)

    def choose(self, certainties: Floats) -> Chosen:
        """The few tags of each photo that are worth showing.

        Args:
            certainties: float32 (n, t); 0 for what must not be shown.
        """
        few = min(_CANDIDATES, certainties.shape[1])
        places = np.argpartition(-certainties, few - 1, axis=1)[:, :few].astype(np.int64)
        sure = np.take_along_axis(certainties, places, axis=1)
        order = np.argsort(-sure, axis=1, kind="stable")
        places, sure = np.take_along_axis(places, order, axis=1), np.take_along_axis(sure, order, axis=1)
        sure = np.where(sure >= LEAST, sure, np.float32(0))
        below = self._above[places[:, :, None], places[:, None, :]]  # [photo, narrower, wider]
        enough = (sure >= _SURE)[:, :, None] | (sure[:, :, None] >= _NEARLY * sure[:, None, :])
        implied = (below & enough & (sure > 0)[:, :, None]).any(axis=1)
        sure = np.where(implied, np.float32(0), sure)
        order = np.argsort(-sure, axis=1, kind="stable")[:, :MOST]
        return Chosen(np.take_along_axis(places, order, axis=1), np.take_along_axis(sure, order, axis=1))
