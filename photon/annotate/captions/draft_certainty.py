"""Estimates how likely a user would keep a sentence of the caption memory unchanged.

The estimate is a logistic regression on what the memory knows about the sentence, fitted by
``packaging/lab/captions/fit_drafts.py`` on photos that the memory has not seen. A sentence counts as right if captions
of the photo name all of its words and mostly agree with it on whether there are one or several of its subject.
Captions do not name everything that a reader accepts: of 94 sentences read with photos of two sources, .70 were
kept, while .42 were expected to be right. The log-odds are therefore raised accordingly.
"""

import math
from collections.abc import Mapping

import numpy as np

from photon.annotate.captions.named_objects import Objects, words_of
from photon.annotate.captions.sentence_check import COLOURS
from photon.annotate.captions.small_words import SMALL_WORDS
from photon.domain.arrays import Doubles
from photon.vision.knowledge.caption_scoring import PhraseEvidence

# Constant, least likely object, subject, action, whether there is one, place, whether there is one, least likely noun
# that is no object, whether there is one, agreement, clarity, colour, number.
_WEIGHTS = np.array([-3.115, 0.660, 0.034, 0.134, -0.296, 0.159, -0.115, 0.609, 0.686, 1.563, 4.124, -0.766, -1.022])
_ACCEPTED = 1.1  # log-odds
_NUMBERS = frozenset(("two", "three", "four", "five", "several", "many"))
_NAMELESS, _SELDOM = 0.3, 1e-4  # probability if there is no object, and the smallest probability that is distinguished
_LEAST_WORDS = 2  # that say something
# People say "smiling" of nearly any portrait: three of four such drafts were wrong, read with portraits of a source
# that nothing was fitted on.
_SAYING_LITTLE = SMALL_WORDS | {"a", "an", "group", "smiling"}


def keeping_chance(text: str, phrases: PhraseEvidence, chances: Mapping[str, float], objects: Objects) -> float:
    """Return the probability 0..1 that a user would keep a sentence.

    Args:
        text: The sentence.
        phrases: What the memory knows about it.
        chances: For each object, the probability 0..1 that a caption names it or one of its hyponyms.
        objects: Taxonomy of the objects that sentences name.
    """
    odds = float(keeping_features(text, phrases, chances, objects) @ _WEIGHTS) + _ACCEPTED
    return 1 / (1 + math.exp(-odds))


def keeping_features(text: str, phrases: PhraseEvidence, chances: Mapping[str, float], objects: Objects) -> Doubles:
    """Return the features of ``keeping_chance``, float64 (13,)."""
    words, mentions = words_of(text), objects.mentions(text)
    named = {at for mention in mentions for at in range(mention.start, mention.stop)}
    likely = [max(chances.get(name, 0.0) for name in mention.objects) for mention in mentions]
    others = [phrases.nouns[word] for at, word in enumerate(words) if at not in named and word in phrases.nouns]
    subject, action, place = phrases.shares
    features = [1.0, _log(min(likely, default=_NAMELESS)), _log(subject)]
    for share in (action, place, min(others, default=None)):
        features += [0.0 if share is None else _log(share), float(share is not None)]
    features += [phrases.agreement, phrases.clarity]
    features += [float(not COLOURS.isdisjoint(words)), float(not _NUMBERS.isdisjoint(words))]
    return np.array(features)


def says_enough(text: str) -> bool:
    """Return whether a sentence says more than what is there: "a dog is running", not just "a dog"."""
    return sum(word not in _SAYING_LITTLE for word in words_of(text)) >= _LEAST_WORDS


def _log(share: float) -> float:
    return math.log(max(share, _SELDOM))
