"""Score every tag for every photo from text embeddings, the encoder's own classifier, and the caption memory.

A cosine alone says little; what matters is how far a photo stands above others (as in
``photon.search.score_calibrator``). The others are the everyday photos shipped with the encoder, or the library's
photos if there are none. A tag must not depend on what else happens to be in the library, and the library is no better
as a reference: on 152 described photos from another source, .430 of the first three tags were right with everyday
photos and .412 with the library's mixed in. In libraries of a single kind (food, dogs, snow), more photos got the right
tag: .85, .97, .94 against .79, .95, .89.
"""

from collections.abc import Callable, Mapping
from dataclasses import field

import numpy as np

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import tag_key
from photon.quick_dataclass import dataclass
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.class_labels import LEAST_CHANCE, NamedClasses
from photon.vision.knowledge.tag_knowledge import TagKnowledge

_FLAT = 0.02  # smallest spread, so that noise among near-identical photos does not look like certainty
_LOWEST, _HIGHEST = -4.0, 9.0  # z-scores are clipped to this range
UNLEARNED = -7.0  # placeholder log-share of tags that the memory does not know
_LEAST_SHARE = 0.002  # floor of what the memory recalls: less than one caption in 500 says nothing
_PEOPLE, _ACTS, _OBJECTS = "people", "activities", "object"  # roots of Photon's vocabulary
_NEAREST = 5  # everyday photos that say how everyday a photo is
# Their mean cosine: mean and spread of the photos that were fitted to, and how many spreads count.
_USUAL_LIKENESS, _SPREAD, _FAR = 0.52, 0.09, 3.0
_UNKNOWN_COMMONNESS = -7.0  # log-share of words missing from everyday captions: about 1 in 1,100


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Stored data of n photos.

    Attributes:
        meanings: float32 (n, d), unit length, joint embeddings.
        looks: float32 (n, e), unit length, visual features.
        kinds: Classifier predictions as rows int64 (k,), labels int64 (k,) and probabilities float32 (k,).
        styles: Probabilities float32 (n,) by measured style; NaN if not measured.
    """

    meanings: Floats
    looks: Floats
    kinds: tuple[Ids, Ids, Floats]
    styles: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of photos."""
        return len(self.meanings)


@dataclass(frozen=True, slots=True)
class CosineScale:
    """Location and spread of each tag's cosines on photos that do not show it.

    Attributes:
        middle: float32 (t,), medians.
        spread: float32 (t,), spreads.
        among: float32 (n, d), unit length, the photos.
    """

    middle: Floats
    spread: Floats
    among: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def scale_of(concepts: Floats, photos: Floats) -> CosineScale:
    """Measure the location and spread of each concept's cosines.

    Args:
        concepts: float32 (t, d), unit length, embeddings of the concepts.
        photos: float32 (n, d), unit length, photos of all kinds. If n is 0, a neutral scale is returned.

    Returns:
        The scale of the t concepts.
    """
    if not len(photos):
        return CosineScale(np.zeros(len(concepts), np.float32), np.ones(len(concepts), np.float32))
    return CosineScale(*_lower_half(photos @ concepts.T), photos)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Evidence for each tag of n photos.

    Attributes:
        recalled: float32 (n, t), log of the share of people who would name the tag, as the memory recalls; UNLEARNED
            for tags it does not know.
        z: float32 (n, t), z-score of the cosine, clipped.
        own: float32 (n, t), log-probability of the classifier relative to the smallest stored one, times its coverage
            of the tag.
        heads: float32 (n, h + 1), log-odds by the regressions on visual features; 0 in the last column.
        somebody: float32 (n,), log-odds that anybody is there.
        surest: float32 (n,), probability of the class that the classifier is most sure of; 0 without any.
        everyday: float32 (n,), how far each photo is more like everyday photos than others are; -3..3, in deviations.
    """

    recalled: Floats
    z: Floats
    own: Floats
    heads: Floats
    somebody: Floats
    surest: Floats
    everyday: Floats


class TagScores:
    """Log-odds of every tag of a vocabulary, from stored vectors.

    Attributes:
        commonness: float32 (t,), log of the share of everyday captions that name each tag.
        detail: float32 (t,), the same minus that of the parent, at most 0: how rarely people are that specific.
        learned: int64 (k,), indices of the tags that the memory knows.
        heads: int64 (t,), column of ``Weighed.heads`` with the regression for each tag or its nearest ancestor.
        has_own_head: bool (t,), whether the regression is that of the tag itself.
        has_classes: bool (t,), whether the encoder's own classifier has classes for the tag.
        of_people, of_acts, of_objects: bool (t,), whether the tag is about people, about what is done, or a thing.
    """

    def __init__(
        self,
        vocabulary: TagVocabulary,
        concepts: Floats,
        scale: CosineScale,
        knowledge: TagKnowledge,
        memory: CaptionMemory | None = None,
    ) -> None:
        """Precompute everything that does not depend on photos.

        Args:
            vocabulary: The t tags.
            concepts: float32 (t, d), unit length, embeddings of the tags.
            scale: Location and spread of their cosines.
            knowledge: Learned parameters of tags.
            memory: The caption memory, if it fits this encoder's visual features.
        """
        places = knowledge.places
        known = np.array([places.get(tag_key(entry.path), -1) for entry in vocabulary.entries], np.int64)
        usual = np.append(knowledge.commonness, np.float32(_UNKNOWN_COMMONNESS))  # index -1 selects the last one
        self.commonness = usual[known]
        above = np.array([_nearest_ancestor(vocabulary, at) for at in range(len(vocabulary))], np.int64)
        self.detail = np.where(above >= 0, np.minimum(self.commonness - self.commonness[above], 0), np.float32(0))
        self._turned = np.ascontiguousarray(concepts.T / scale.spread)
        self._shift, self._among = scale.middle / scale.spread, scale.among
        self._seen, self._unseen = knowledge.seen, knowledge.unseen
        self._memory = memory
        places = {} if memory is None else memory.places
        columns = np.array([places.get(f"t:{tag_key(entry.path)}", -1) for entry in vocabulary.entries], np.int64)
        self.learned = np.flatnonzero(columns >= 0)
        self._columns = columns[self.learned]
        columns_of = {key: at for at, key in enumerate(knowledge.headed)}
        own = np.array([columns_of.get(tag_key(entry.path), -1) for entry in vocabulary.entries], np.int64)
        wider = [next((own[at] for at in vocabulary.ancestors(tag) if own[at] >= 0), -1) for tag in range(len(own))]
        self.has_own_head = own >= 0
        self.heads = np.where(own >= 0, own, np.array(wider, np.int64)) % (len(columns_of) + 1)
        roots = np.array([entry.path[0] for entry in vocabulary.entries])
        self.of_people, self.of_acts, self.of_objects = roots == _PEOPLE, roots == _ACTS, roots == _OBJECTS
        self.has_classes = np.zeros(len(vocabulary), bool)
        self._regressions = knowledge.heads
        self._named = np.zeros(0, np.int64)
        self._coverage = np.zeros(0, np.float32)
        self._tags_of: list[Ids] = []

    def name_kinds(self, vocabulary: TagVocabulary, kind_of: Callable[[str], NamedClasses | None]) -> None:
        """Use the encoder's own classifier as evidence.

        Args:
            vocabulary: The tags.
            kind_of: Function from a name to the class labels that it denotes, or None.
        """
        found = {
            at: kind for at, entry in enumerate(vocabulary.entries) if (kind := _combined_label(entry.words, kind_of))
        }
        if not found:
            return
        self._named = np.array(list(found), np.int64)
        self.has_classes[self._named] = True
        self._coverage = np.array([kind.coverage for kind in found.values()], np.float32)
        tags: dict[int, list[int]] = {}
        for at, one in enumerate(found.values()):
            for number in one.kinds:
                tags.setdefault(number, []).append(at)
        self._tags_of = [np.array(tags.get(number, ()), np.int64) for number in range(1 + max(tags))]

    def weigh(self, seen: StoredVectors) -> Weighed:
        """Collect the evidence for each tag of each photo."""
        z = seen.meanings @ self._turned
        z -= self._shift
        np.clip(z, _LOWEST, _HIGHEST, out=z)
        recalled = np.full_like(z, UNLEARNED)
        if self._memory is not None and len(self.learned):
            shares = self._memory.recall(seen.looks)[:, self._columns]
            recalled[:, self.learned] = np.log(np.maximum(shares, _LEAST_SHARE))
        heads = np.zeros((len(seen), self._regressions.shape[1]), np.float32)
        if self._memory is not None:
            heads = seen.looks @ self._regressions[:-1] + self._regressions[-1]
        somebody, heads[:, -1] = heads[:, -1].copy(), 0
        own, everyday = self._evidence(seen, z.shape), self._likeness(seen.meanings)
        surest = np.zeros(len(seen), np.float32)
        np.maximum.at(surest, seen.kinds[0], seen.kinds[2])
        return Weighed(recalled, z, own, heads, somebody, surest, everyday)

    def logits(self, weighed: Weighed) -> Floats:
        """Compute the log-odds of each tag, before tags are compared with each other.

        Args:
            weighed: Evidence for n photos.

        Returns:
            float32 (n, t).
        """
        odds = _odds(weighed.z, weighed.own, self.commonness, self.detail, self._unseen)
        if len(self.learned):
            at = self.learned
            better = _odds(weighed.z[:, at], weighed.own[:, at], self.commonness[at], self.detail[at], self._seen)
            odds[:, at] = better + self._seen[-1] * weighed.recalled[:, at]
        return odds

    def _likeness(self, meanings: Floats) -> Floats:
        if len(self._among) < _NEAREST or not len(meanings):
            return np.zeros(len(meanings), np.float32)
        found = np.partition(meanings @ self._among.T, -_NEAREST, axis=1)
        likeness = found[:, -_NEAREST:].mean(axis=1)
        away = (likeness - _USUAL_LIKENESS) / _SPREAD
        return np.asarray(np.clip(away, -_FAR, _FAR), np.float32)

    def _evidence(self, seen: StoredVectors, shape: tuple[int, ...]) -> Floats:
        own = np.zeros(shape, np.float32)
        rows, kinds, chances = seen.kinds
        fits = kinds < len(self._tags_of)
        if len(self._named) and fits.any():
            tags = [self._tags_of[kind] for kind in kinds[fits].tolist()]
            counts = np.array([len(few) for few in tags], np.int64)
            table = np.zeros((len(seen), len(self._named)), np.float32)
            np.add.at(table, (np.repeat(rows[fits], counts), np.concatenate(tags)), np.repeat(chances[fits], counts))
            at, tag = np.nonzero(table > LEAST_CHANCE)
            known = np.log(np.minimum(table[at, tag], 1)) - np.float32(np.log(LEAST_CHANCE))
            own[at, self._named[tag]] = known * self._coverage[tag]
        return own


def _odds(z: Floats, own: Floats, commonness: Floats, detail: Floats, curve: Floats) -> Floats:
    """Apply a logistic curve to the evidence; commonness counts less if the classifier knows the tag."""
    start, height, named, common, fine, named_common = curve[:6].tolist()
    odds = height * z
    odds += own * (named + named_common * commonness)
    odds += start + common * commonness + fine * detail
    return np.asarray(odds, np.float32)


def _nearest_ancestor(vocabulary: TagVocabulary, place: int) -> int:
    """Index of the nearest ancestor that may be suggested, or -1."""
    return next((above for above in vocabulary.ancestors(place) if not vocabulary.entries[above].is_grouping), -1)


def _combined_label(words: tuple[str, ...], kind_of: Callable[[str], NamedClasses | None]) -> NamedClasses | None:
    """Return the union of the labels of a concept's words; coverage is that of the best word."""
    found = [kind for word in words if (kind := kind_of(word))]
    if not found:
        return None
    return NamedClasses(
        tuple({number: 0 for kind in found for number in kind.kinds}), max(one.coverage for one in found)
    )


def _lower_half(products: Floats) -> tuple[Floats, Floats]:
    """Return the median of each column, and its distance to the 16th percentile, float32 (t,) each."""
    lower, middle = np.percentile(products, (16, 50), axis=0)
    return np.asarray(middle, np.float32), np.asarray(np.maximum(middle - lower, _FLAT), np.float32)
