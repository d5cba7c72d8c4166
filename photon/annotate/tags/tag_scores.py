"""How much speaks for each tag of each photo: the words' vectors, what the encoder names by itself, what it learned.

A cosine says little, but how far a photo stands above others does (the same idea as ``photon.search.yardstick``).
These others are the everyday photos that come with the encoder, and the library at hand only where none do: a tag must
not depend on what else is in the library by then. Nor was the library a better measure: of 152 described photos of
another source .430 of the first three tags were right by everyday photos, .412 with the library's mixed in, and in
libraries of one kind of thing (food, dogs, snow) more of them were given it: .85, .97, .94 against .79, .95, .89.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import tag_key
from photon.vision.starter.class_labels import LEAST_CHANCE, NamedClasses
from photon.vision.starter.tag_knowledge import TagKnowledge

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

_FLAT = 0.02  # smallest spread of cosines: in a library of near-equal photos noise must not look like certainty
_LOWEST, _HIGHEST = -4.0, 9.0  # of z; beyond, more says nothing more
UNLEARNED = -7.0  # stands for the log-share of a tag that the head does not know
_LEAST_SHARE = 0.003  # of what the head says: one in 333 is the rarest that was learned
_UNKNOWN_COMMONNESS = -7.0  # log-share of a word that everyday captions do not have: about 1 in 1,100


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """What is stored of some photos.

    Attributes:
        meanings: float32 (n, d), unit length.
        looks: float32 (n, e), unit length.
        kinds: What the encoder named by itself: row int64 (k,), kind int64 (k,), chance float32 (k,).
        styles: For each measured style the chances, float32 (n,), NaN where a photo was not measured.
    """

    meanings: Floats
    looks: Floats
    kinds: tuple[Ids, Ids, Floats]
    styles: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many photos."""
        return len(self.meanings)


@dataclass(frozen=True, slots=True)
class CosineScale:
    """How the cosines of each tag lie: middle and spread of photos that do not show it, float32 (t,)."""

    middle: Floats
    spread: Floats


def scale_of(concepts: Floats, photos: Floats) -> CosineScale:
    """Measure where the cosines of each concept lie.

    Args:
        concepts: float32 (t, d), vectors of the concepts.
        photos: float32 (n, d), of all sorts; without any, nothing is measured.
    """
    if not len(photos):
        return CosineScale(np.zeros(len(concepts), np.float32), np.ones(len(concepts), np.float32))
    return CosineScale(*_lower_half(photos @ concepts.T))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for each tag of some photos, float32 (n, t) each.

    Attributes:
        head: Log of the share of people who would name it, as the head thinks; UNLEARNED where it does not know it.
        z: How far its cosine stands above that of other photos.
        own: What the encoder named by itself: log of its chance above the least that is kept, times how much of the
            tag it can name.
    """

    head: Floats
    z: Floats
    own: Floats


class TagScores:
    """The log-odds of every tag of a vocabulary for photos, from their stored vectors.

    Attributes:
        commonness: float32 (t,), log of the share of everyday captions that name each tag.
        detail: float32 (t,), the same less that of the tag above, at most 0: how seldom people say so precisely.
        learned: int64 (k,), places of the tags that the head knows.
    """

    def __init__(
        self,
        vocabulary: TagVocabulary,
        concepts: Floats,
        scale: CosineScale,
        knowledge: TagKnowledge,
        *,
        is_learned: bool,
    ) -> None:
        """Lay everything out.

        Args:
            vocabulary: The tags.
            concepts: float32 (t, d), their vectors.
            scale: Of these.
            knowledge: What is known of tags.
            is_learned: Whether its head fits the looks of this encoder.
        """
        places = knowledge.places
        known = np.array([places.get(tag_key(entry.path), -1) for entry in vocabulary.entries], np.int64)
        usual = np.append(knowledge.commonness, np.float32(_UNKNOWN_COMMONNESS))  # the last is that of place -1
        self.commonness = usual[known]
        above = np.array([_nearest(vocabulary, at) for at in range(len(vocabulary))], np.int64)
        self.detail = np.where(above >= 0, np.minimum(self.commonness - self.commonness[above], 0), np.float32(0))
        self._turned = np.ascontiguousarray(concepts.T / scale.spread)
        self._shift = scale.middle / scale.spread
        self._seen, self._unseen = knowledge.seen, knowledge.unseen
        column = np.full(len(usual), -1, np.int64)
        if is_learned:
            column[knowledge.learned] = np.arange(len(knowledge.learned))
        columns = column[known]
        self.learned = np.flatnonzero(columns >= 0)
        self._head = np.ascontiguousarray(knowledge.head[:, columns[self.learned]])
        self._bias = knowledge.bias[columns[self.learned]]
        self._named = np.zeros(0, np.int64)
        self._coverage = np.zeros(0, np.float32)
        self._tags_of: list[Ids] = []

    def name_kinds(self, vocabulary: TagVocabulary, kind_of: Callable[[str], NamedClasses | None]) -> None:
        """Let what the encoder names by itself count, where it can: ``kind_of`` gives the kinds of a name."""
        found = {at: kind for at, entry in enumerate(vocabulary.entries) if (kind := _kind(entry.words, kind_of))}
        if not found:
            return
        self._named = np.array(list(found), np.int64)
        self._coverage = np.array([kind.coverage for kind in found.values()], np.float32)
        tags: dict[int, list[int]] = {}
        for at, one in enumerate(found.values()):
            for number in one.kinds:
                tags.setdefault(number, []).append(at)
        self._tags_of = [np.array(tags.get(number, ()), np.int64) for number in range(1 + max(tags))]

    def weigh(self, seen: StoredVectors) -> Weighed:
        """What speaks for each tag of each photo."""
        z = seen.meanings @ self._turned
        z -= self._shift
        np.clip(z, _LOWEST, _HIGHEST, out=z)
        head = np.full_like(z, UNLEARNED)
        if len(self.learned):
            shares = seen.looks @ self._head
            shares += self._bias
            np.maximum(shares, _LEAST_SHARE, out=shares)
            head[:, self.learned] = np.log(shares, out=shares)
        return Weighed(head, z, self._evidence(seen, z.shape))

    def logits(self, weighed: Weighed) -> Floats:
        """Log-odds of each tag before tags are compared with each other: float32 (n, t)."""
        odds = _odds(weighed.z, weighed.own, self.commonness, self.detail, self._unseen)
        if len(self.learned):
            at = self.learned
            better = _odds(weighed.z[:, at], weighed.own[:, at], self.commonness[at], self.detail[at], self._seen)
            odds[:, at] = better + self._seen[-1] * weighed.head[:, at]
        return odds

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
    """A curve over what is known of every tag; where the encoder names a thing, how common it is counts for less."""
    start, height, named, common, fine, named_common = curve[:6].tolist()
    odds = height * z
    odds += own * (named + named_common * commonness)
    odds += start + common * commonness + fine * detail
    return np.asarray(odds, np.float32)


def _nearest(vocabulary: TagVocabulary, place: int) -> int:
    """The nearest tag above that may be suggested, or -1."""
    return next((above for above in vocabulary.ancestors(place) if not vocabulary.entries[above].is_grouping), -1)


def _kind(words: tuple[str, ...], kind_of: Callable[[str], NamedClasses | None]) -> NamedClasses | None:
    """The kinds that a concept's words name together; the name itself counts for how much of it they cover."""
    found = [kind for word in words if (kind := kind_of(word))]
    if not found:
        return None
    return NamedClasses(
        tuple({number: 0 for kind in found for number in kind.kinds}), max(one.coverage for one in found)
    )


def _lower_half(products: Floats) -> tuple[Floats, Floats]:
    """Middle and spread of each column of what is not shown: the median, and how far the 16th percentile is below."""
    lower, middle = np.percentile(products, (16, 50), axis=0)
    return np.asarray(middle, np.float32), np.asarray(np.maximum(middle - lower, _FLAT), np.float32)
