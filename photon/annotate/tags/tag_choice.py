"""Choose the few tags worth showing for a photo, and their certainties.

A thing is of one kind only, so evidence for a sibling in an exclusive group is evidence against a tag. Ancestors,
descendants and the photo's other tags contribute, too. Of a tag and its ancestors, only the most specific certain one
is shown, since its path contains the others. Of tags that exclude each other, only the most certain one is shown: the
others are right in 23% (photos the starter had not seen) and 40% (photos it had), all suggestions in 40% and 74%. The
number of tags depends on the photo.
"""

from collections.abc import Collection

import numpy as np

from photon.annotate.tags.tag_scores import UNLEARNED, TagScores, Weighed
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats, Ids, Truth
from photon.quick_dataclass import dataclass

MOST = 9  # tags per photo
LEAST = 0.1  # certainty below which a tag is not shown
SURE = 0.9  # certainty from which a narrower tag replaces its ancestors
# A tag is recalled because of narrower ones if it is recalled at most this many times as often.
_DUE = 1.2
_LEVELS = 3  # of the vocabulary that hand on how sure they are
CANDIDATES = 24  # tags per photo that are compared with each other
_GROUP = 8
_FAR = 6.0  # margins are clipped to this many log-odds
_FAR_HEAD = 8.0  # regressions on visual features are clipped to this many log-odds


@dataclass(frozen=True, slots=True)
class ChosenTags:
    """Tags of n photos.

    Attributes:
        places: int64 (n, m), indices of vocabulary entries.
        certainties: float32 (n, m), 0..1; tags with 0 are not shown.
    """

    places: Ids
    certainties: Floats


class TagChoice:
    """Compares the tags of a vocabulary with each other."""

    def __init__(self, vocabulary: TagVocabulary) -> None:
        """Precompute the ancestors and the exclusive groups of the vocabulary."""
        count = len(vocabulary)
        self._above = np.zeros((count, count), bool)  # [a, b]: b is an ancestor of a
        for at in range(count):
            self._above[at, list(vocabulary.ancestors(at))] = True
        self._excluding = vocabulary.excluding()
        self._choices = [
            [np.array([child, *vocabulary.below(child)], np.int64) for child in vocabulary.children(at)]
            for at, entry in enumerate(vocabulary.entries)
            if entry.is_choice and len(vocabulary.children(at)) > 1
        ]

    def margins(self, logits: Floats) -> Floats:
        """Compute the margin of each tag over the best tag that excludes it.

        Args:
            logits: float32 (n, t), log-odds.

        Returns:
            float32 (n, t), clipped to -6..6; 0 for tags that nothing excludes.
        """
        best_rival = np.full_like(logits, -np.inf)
        for children in self._choices:
            bests = np.stack([logits[:, places].max(axis=1) for places in children])
            first = bests.argmax(axis=0)
            two = np.sort(bests, axis=0)[-2:]
            for number, places in enumerate(children):
                other = np.where(first == number, two[0], two[1])
                best_rival[:, places] = np.maximum(best_rival[:, places], other[:, None])
        return np.where(np.isinf(best_rival), np.float32(0), np.clip(logits - best_rival, -_FAR, _FAR))

    def candidates(self, logits: Floats, hidden: Truth) -> Ids:
        """Select the most likely tags of each photo that may be shown.

        Args:
            logits: float32 (n, t), log-odds.
            hidden: bool (t,), tags that must not be shown.

        Returns:
            int64 (n, m), indices of entries, most likely first.
        """
        count = logits.shape[1]
        few, groups = min(CANDIDATES, count), -(-count // _GROUP)
        offered = np.full((len(logits), groups * _GROUP), -np.inf, np.float32)
        np.copyto(offered[:, :count], logits, where=~hidden)
        # The best k tags lie in the k groups with the largest maxima; this is three times as fast as a full partition.
        best = offered.reshape(len(logits), groups, _GROUP).max(axis=2)
        inside = np.argpartition(-best, min(few, groups) - 1, axis=1)[:, :few, None] * _GROUP + np.arange(_GROUP)
        inside = np.sort(inside.reshape(len(logits), inside.shape[1] * _GROUP), axis=1)
        order = np.argsort(-np.take_along_axis(offered, inside, axis=1), axis=1, kind="stable")[:, :few]
        return np.asarray(np.minimum(np.take_along_axis(inside, order, axis=1), count - 1), np.int64)

    def plain_features(self, logits: Floats, places: Ids) -> Floats:
        """Return the features of the candidates for encoders without a caption memory.

        Args:
            logits: float32 (n, t), log-odds.
            places: int64 (n, m), candidates.

        Returns:
            float32 (n, m, 4).
        """
        own = np.take_along_axis(logits, places, axis=1)
        margin = np.take_along_axis(self.margins(logits), places, axis=1)
        return np.stack([np.ones_like(own), own, np.maximum(margin, 0), np.minimum(margin, 0)], axis=2)

    def features(self, logits: Floats, places: Ids, scores: TagScores, weighed: Weighed) -> Floats:
        """Return the features of the candidates for encoders with a caption memory.

        In order: whether the memory knows the tag, and its log-odds if so; the same for one that it does not know; the
        regression for the tag, and whether there is one; otherwise the same of its nearest ancestor; how surely nobody
        is there, for tags of people and of what they do; whether it is one of either kind; how everyday the photo is,
        for tags of either kind; how surely the classifier names anything, for an object that it does not name; and
        whether it knows a tag without a regression of its own, but does not name it.

        Args:
            logits: float32 (n, t), log-odds.
            places: int64 (n, m), candidates.
            scores: Scores of the vocabulary.
            weighed: Evidence for the n photos.

        Returns:
            float32 (n, m, 16).
        """
        own = np.take_along_axis(logits, places, axis=1)
        is_known = np.take_along_axis(weighed.recalled, places, axis=1) > UNLEARNED
        seen = np.clip(np.take_along_axis(weighed.heads, scores.heads[places], axis=1), -_FAR_HEAD, _FAR_HEAD)
        is_own, has_any = scores.has_own_head[places], scores.heads[places] < weighed.heads.shape[1] - 1
        nobody, everyday = np.clip(weighed.somebody, -_FAR_HEAD, 0)[:, None], weighed.everyday[:, None]
        people, acts = scores.of_people[places], scores.of_acts[places]
        is_wider = has_any & ~is_own
        is_unnamed = is_known & (np.take_along_axis(weighed.own, places, axis=1) == 0)
        is_missing = is_unnamed & scores.has_classes[places] & ~is_own
        columns = [
            is_known, own * is_known, ~is_known, own * ~is_known, seen * is_own, is_own, seen * is_wider, is_wider,
            nobody * people, nobody * acts, people, acts,
            everyday * people, everyday * acts,
            weighed.surest[:, None] * (is_unnamed & scores.of_objects[places]), is_missing,
        ]  # fmt: skip
        return np.stack(columns, axis=2).astype(np.float32)

    def supported(self, places: Ids, found: Floats, scores: TagScores, weighed: Weighed) -> Floats:
        """Limit what is recalled only because of narrower tags to the chance that any of these applies.

        A tag of people may be as sure as its own regression is: these know faces that the memory has few words for. For
        other tags this would help nobody, and fabric would be *nature* and *animal* (``resources/starter/CARD.md``).

        Args:
            places: int64 (n, m), candidates.
            found: float32 (n, m), their certainties 0..1.
            scores: Scores of the vocabulary.
            weighed: Evidence for the n photos.

        Returns:
            float32 (n, m), certainties; a tag that is limited itself supports wider ones by what is left.
        """
        # By photo, narrower and wider candidate.
        below = self._above[places[:, :, None], places[:, None, :]]
        recalled = np.take_along_axis(weighed.recalled, places, axis=1)
        shares = np.exp(recalled)
        of_narrower = (below * shares[:, :, None]).sum(axis=1)
        is_due = shares <= _DUE * of_narrower
        odds = np.take_along_axis(weighed.heads, scores.heads[places], axis=1)
        is_own = scores.has_own_head[places] & scores.of_people[places]
        own = np.where(is_own, 1 / (1 + np.exp(-odds)), np.float32(0))
        for _ in range(_LEVELS):
            none = np.where(below, 1 - found[:, :, None], np.float32(1)).prod(axis=1)
            found = np.where(is_due, np.minimum(found, np.maximum(1 - none, own)), found)
        return found

    def rivals(self, places: Collection[int]) -> Ids:
        """Find what excludes any of these entries.

        Args:
            places: Indices of entries.

        Returns:
            int64 (m,), indices of entries.
        """
        return np.flatnonzero(self._excluding[list(places)].any(axis=0))

    def choose(self, found: ChosenTags, rejected: Truth | None = None) -> ChosenTags:
        """Choose the tags of each photo that are worth showing, most certain first, by MOST, LEAST and SURE.

        Args:
            found: The candidates.
            rejected: bool (n, m), candidates that were rejected and therefore exclude nothing; None for none.

        Returns:
            At most MOST tags per photo.
        """
        sure = np.where(found.certainties >= LEAST, found.certainties, np.float32(0))
        below = self._above[found.places[:, :, None], found.places[:, None, :]]  # [photo, narrower, wider]
        stands_for = (sure >= SURE)[:, :, None] | (sure[:, :, None] >= sure[:, None, :])
        implied = (below & stands_for & (sure > 0)[:, :, None]).any(axis=1)
        sure = np.where(implied, np.float32(0), sure)
        order = np.argsort(-sure, axis=1, kind="stable")[:, :MOST]  # nothing takes the place of what is excluded
        places, sure = np.take_along_axis(found.places, order, axis=1), np.take_along_axis(sure, order, axis=1)
        counts = np.ones(sure.shape, bool) if rejected is None else ~np.take_along_axis(rejected, order, axis=1)
        excluding = self._excluding[places[:, :, None], places[:, None, :]]
        for at in range(1, places.shape[1]):
            stronger = (sure[:, :at] > 0) & counts[:, :at]
            sure[(excluding[:, at, :at] & stronger).any(axis=1), at] = 0
        order = np.argsort(-sure, axis=1, kind="stable")
        return ChosenTags(np.take_along_axis(places, order, axis=1), np.take_along_axis(sure, order, axis=1))


def certainties(features: Floats, curve: Floats) -> Floats:
    """Apply a logistic regression to candidate features.

    Args:
        features: float32 (n, m, k).
        curve: float32 (k,), weights.

    Returns:
        float32 (n, m), certainties 0..1.
    """
    return np.asarray(1 / (1 + np.exp(-(features @ curve))), np.float32)
