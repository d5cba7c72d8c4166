"""How well phrases fit together, measured by how often captions combine them."""

import functools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.captions import phrase_lists as lists
from lab.captions.caption_phrases import CaptionReader, Phrase

from photon.annotate.captions.named_objects import caption_objects

Bytes = npt.NDArray[np.int8]

NEVER, STEPS = -128, 16.0
"""Stored value of phrases that are never combined, and stored steps per unit of log-odds."""
_CLASSES = ("person", "animal", "vehicle", "food", "furniture", "building")
_TRUST = 200.0  # number of captions about a subject at which they weigh as much as those of its class
_SMOOTH = 3.0  # weight of the expected number of joint captions relative to the observed number
_MOST = 7.0  # largest value that can be stored


@dataclass(frozen=True)
class PhraseFit:
    """Tables of the grammar.

    Attributes:
        heads: int16 (subjects,), row of ``subject_fit`` of each subject.
        plurals: int8 (subjects,), 1 for plurals.
        subject_fit: int8 (heads, others), how well actions and places fit a subject.
        phrase_fit: int8 (actions, places), how well a place fits an action.
        counts: int32 (phrases,), captions with each phrase.
    """

    heads: npt.NDArray[np.int16]
    plurals: Bytes
    subject_fit: Bytes
    phrase_fit: Bytes
    counts: npt.NDArray[np.int32]


class _Counts:
    """Frequencies of heads, classes, verbs and phrases, alone and together."""

    def __init__(self, used: Sequence[set[Phrase]], heads: Mapping[Phrase, str], classes: Mapping[str, str]) -> None:
        self.alone: Counter[object] = Counter()
        self.pairs: Counter[tuple[object, object]] = Counter()
        self.total = 0
        for phrases in used:
            subjects = {heads[phrase] for phrase in phrases if phrase.part == "S"}
            if not subjects:
                continue
            self.total += 1
            about = subjects | {f"class {classes[head]}" for head in subjects}
            verbs = {f"verb {_verb(phrase)}" for phrase in phrases if phrase.part == "V"}
            others = {phrase for phrase in phrases if phrase.part != "S"} | verbs
            self.alone.update([*about, *others])
            self.pairs.update((one, other) for one in about for other in others)
            places = [phrase for phrase in phrases if phrase.part == "P"]
            self.pairs.update(
                (what, place)
                for place in places
                for what in [*verbs, *(phrase for phrase in phrases if phrase.part == "V")]
            )

    def attraction(self, one: object, other: object) -> float:
        """Return the smoothed logarithm of observed to expected joint captions."""
        expected = self.alone[one] * self.alone[other] / self.total
        known = _SMOOTH * min(1.0, expected) + 0.15
        return math.log((self.pairs[one, other] + known) / (expected + known))


def phrase_fit(used: Sequence[set[Phrase]], phrases: Sequence[Phrase], reader: CaptionReader) -> PhraseFit:
    """Count phrases, and compute the tables.

    Args:
        used: The phrases of each caption.
        phrases: All phrases: subjects, then actions, then places.
        reader: Finds heads and contents of phrases.
    """
    subjects, actions, places = ([each for each in phrases if each.part == part] for part in "SVP")
    head_of = {phrase: reader.head(phrase) for phrase in subjects}
    names = sorted(set(head_of.values()))
    classes = {name: _class_of(name) for name in names}
    counts, content = _Counts(used, head_of, classes), {phrase: reader.content(phrase) for phrase in phrases}
    own = {name: {name[:5]} for name in names}
    subject_fit = [
        [_fit_of(counts, name, classes[name], other, own[name] & content[other]) for other in [*actions, *places]]
        for name in names
    ]
    fits = [
        [_joined(counts, action, place, content[action] & content[place]) for place in places] for action in actions
    ]
    uses = Counter(phrase for each in used for phrase in each)
    return PhraseFit(
        np.array([names.index(head_of[phrase]) for phrase in subjects], np.int16),
        np.array([reader.is_plural(phrase) for phrase in subjects], np.int8),
        _stored(subject_fit),
        _stored(fits),
        np.array([uses[phrase] for phrase in phrases], np.int32),
    )


def _fit_of(counts: _Counts, head: str, kind: str, other: Phrase, shared: set[str]) -> float:
    """Return how well an action or a place fits a subject; -inf if no caption combines it with such a subject."""
    verb = f"verb {_verb(other)}" if other.part == "V" else other
    known = counts.pairs[head, verb] >= (2 if other.part == "V" else 1)
    alike = kind in {"person", "animal"} and counts.pairs[f"class {kind}", other] >= 3
    if shared or not (known or (alike and (kind == "person" or counts.alone[head] < _TRUST))):
        return -math.inf
    trust = counts.alone[head] / (counts.alone[head] + _TRUST)
    return trust * counts.attraction(head, other) + (1 - trust) * counts.attraction(f"class {kind}", other)


def _joined(counts: _Counts, action: Phrase, place: Phrase, shared: set[str]) -> float:
    verb = f"verb {_verb(action)}"
    if shared or counts.pairs[verb, place] < 1 or _names_the_same(action, place):
        return -math.inf
    return counts.attraction(verb, place) + 0.5 * math.log1p(counts.pairs[action, place])


def _names_the_same(action: Phrase, place: Phrase) -> bool:
    """Return whether both name the same object, even by different words: "riding a bicycle on a bike"."""
    one, other = _meant(action.text), _meant(place.text)
    return bool(one[0] & other[1] or other[0] & one[1])


@functools.cache
def _meant(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the objects that a phrase names, and these with their hypernyms."""
    objects = caption_objects()
    names = frozenset(name for mention in objects.mentions(text) for name in mention.objects)
    return names, frozenset(higher for name in names for higher in objects.above(name))


def _class_of(head: str) -> str:
    if head in lists.PERSONS:
        return "person"
    if head in lists.DOGS:
        return "animal"
    objects = caption_objects()
    above = {higher for mention in objects.mentions(head) for name in mention.objects for higher in objects.above(name)}
    return next((kind for kind in _CLASSES if kind in above), "thing")


def _verb(action: Phrase) -> str:
    return action.text.split()[0]


def _stored(values: Sequence[Sequence[float]]) -> Bytes:
    table = np.array(values, np.float64)
    steps = np.round(np.clip(table, -_MOST, _MOST) * STEPS)
    return np.where(np.isneginf(table), NEVER, steps).astype(np.int8)
