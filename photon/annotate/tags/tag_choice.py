"""Which few of many possible tags are worth showing for a photo, and how sure each is.

A thing is one of its kinds only, so what speaks for a rival speaks against a tag; what lies above and below a tag has
its say, too, and so has what else there is to name in the photo. Of a tag and what lies above it only the most
specific one that is sure is shown: the others are in its path. How many remain depends on the photo.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.tag_scores import UNLEARNED, TagScores, Weighed
from photon.annotate.tags.vocabulary import TagVocabulary

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

MOST = 9  # tags of a photo
LEAST = 0.1  # certainty below which nothing is worth showing
SURE = 0.9  # from this certainty a narrower tag stands for the wider ones
CANDIDATES = 24  # of a photo that are compared with each other
_GROUP = 8
_FAR = 6.0  # log-odds by which a rival may be behind; beyond, it says nothing more
_NONE = -12.0  # log-odds of what is not there
_ROOT = 3.0  # of what lies above a root: there is always something


@dataclass(frozen=True, slots=True)
class ChosenTags:
    """Tags of some photos.

    Attributes:
        places: int64 (n, m), entries.
        certainties: float32 (n, m), 0..1; 0 is not to be shown.
    """

    places: Places
    certainties: Floats


class TagChoice:
    """Compares the tags of a vocabulary with each other."""

    def __init__(self, vocabulary: TagVocabulary) -> None:
        """Lay the tree out."""
        count = len(vocabulary)
        self._above = np.zeros((count, count), bool)  # [a, b]: b lies above a
        for at in range(count):
            self._above[at, list(vocabulary.ancestors(at))] = True
        self._parents = vocabulary.parents.astype(np.int64)
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

    def candidates(self, logits: Floats, hidden: npt.NDArray[np.bool_]) -> Places:
        """The likeliest tags of each photo that may be shown, int64 (n, m), the likeliest first.

        Args:
            logits: float32 (n, t).
            hidden: bool (t,), what must not be shown.
        """
        count = logits.shape[1]
        few, groups = min(CANDIDATES, count), -(-count // _GROUP)
        offered = np.full((len(logits), groups * _GROUP), -np.inf, np.float32)
        np.copyto(offered[:, :count], logits, where=~hidden)
        # The best so many lie in the so many groups with the best of their own: three times as fast as asking all.
        best = offered.reshape(len(logits), groups, _GROUP).max(axis=2)
        inside = np.argpartition(-best, min(few, groups) - 1, axis=1)[:, :few, None] * _GROUP + np.arange(_GROUP)
        inside = np.sort(inside.reshape(len(logits), inside.shape[1] * _GROUP), axis=1)
        order = np.argsort(-np.take_along_axis(offered, inside, axis=1), axis=1, kind="stable")[:, :few]
        return np.asarray(np.minimum(np.take_along_axis(inside, order, axis=1), count - 1), np.int64)

    def plain_features(self, logits: Floats, places: Places) -> Floats:
        """What a curve without a head knows of candidates: float32 (n, m, 4)."""
        own = np.take_along_axis(logits, places, axis=1)
        margin = np.take_along_axis(self.margins(logits), places, axis=1)
        return np.stack([np.ones_like(own), own, np.maximum(margin, 0), np.minimum(margin, 0)], axis=2)

    def features(self, logits: Floats, places: Places, scores: TagScores, weighed: Weighed) -> Floats:
        """What the curve with a head knows of candidates: float32 (n, m, 18).

        In order: 1; log-odds; what the head says, and whether it knows the tag; what the encoder names by itself;
        commonness and detail; the margin to rivals; the best log-odds below the tag and those just above it; the sum
        of all chances in the photo; the most that the encoder named by itself, in this photo; and how the last and
        what it named of the tag grow steeper, and have a say in each other.
        """
        own = np.take_along_axis(logits, places, axis=1)
        head = np.take_along_axis(weighed.head, places, axis=1)
        margin = np.take_along_axis(self.margins(logits), places, axis=1)
        narrower = self._above[places[:, None, :], places[:, :, None]]  # [photo, wider, narrower]
        below = np.where(narrower, own[:, None, :], np.float32(_NONE)).max(axis=2)
        parents = self._parents[places]
        above = np.where(parents >= 0, np.take_along_axis(logits, np.maximum(parents, 0), axis=1), np.float32(_ROOT))
        ones = np.ones_like(own)
        chances = (1 / (1 + np.exp(-own))).sum(axis=1, keepdims=True)
        named = np.take_along_axis(weighed.own, places, axis=1)
        most = weighed.own.max(axis=1, keepdims=True) * ones
        common, is_learned = scores.commonness[places], (head > UNLEARNED).astype(np.float32)
        columns = [
            ones, own, np.where(head > UNLEARNED, head, 0), is_learned, named, common, scores.detail[places], margin,
            below, above, chances * ones, most, named**3 / 16, named * common / 8, named * most / 4, most**3 / 16,
            (named == 0) * most**3 / 16, is_learned * named,
        ]  # fmt: skip
        return np.stack(columns, axis=2).astype(np.float32)

    def choose(self, found: ChosenTags) -> ChosenTags:
        """The few tags of each photo that are worth showing, the surest first; see MOST, LEAST and SURE."""
        sure = np.where(found.certainties >= LEAST, found.certainties, np.float32(0))
        below = self._above[found.places[:, :, None], found.places[:, None, :]]  # [photo, narrower, wider]
        stands_for = (sure >= SURE)[:, :, None] | (sure[:, :, None] >= sure[:, None, :])
        implied = (below & stands_for & (sure > 0)[:, :, None]).any(axis=1)
        sure = np.where(implied, np.float32(0), sure)
        order = np.argsort(-sure, axis=1, kind="stable")[:, :MOST]
        return ChosenTags(np.take_along_axis(found.places, order, axis=1), np.take_along_axis(sure, order, axis=1))


def certainties(features: Floats, curve: Floats) -> Floats:
    """The certainty 0..1 of candidates, float32 (n, m), from their features, float32 (n, m, k)."""
    return np.asarray(1 / (1 + np.exp(-(features @ curve))), np.float32)
