"""How likely it is that a person would keep a sentence of the caption memory as it is.

A logistic regression on what the memory knows of the sentence, fitted by ``packaging/lab/captions/fit_drafts.py`` on
photos that the memory has not seen: right is a sentence of which captions of the photo name all words, and mostly one
or several of its subject as it does. Captions do not name all that a reader accepts: of 94 sentences read beside
photos of two sources .70 were kept, where .42 were expected to be right; so the log-odds are raised by as much.
"""

import math
from collections.abc import Mapping

import numpy as np

from photon.annotate.captions.named_objects import Objects, words_of
from photon.annotate.captions.sentence_check import COLOURS
from photon.annotate.captions.small_words import SMALL_WORDS
from photon.domain.arrays import Doubles
from photon.vision.starter.caption_scoring import PhraseEvidence

# Constant, least likely object, subject, action, whether there is one, place, whether there is one, least likely noun
# that is no object, whether there is one, agreement, clarity, colour, number.
_WEIGHTS = np.array([-3.115, 0.660, 0.034, 0.134, -0.296, 0.159, -0.115, 0.609, 0.686, 1.563, 4.124, -0.766, -1.022])
_ACCEPTED = 1.1  # log-odds
_NUMBERS = frozenset(("two", "three", "four", "five", "several", "many"))
_NAMELESS, _SELDOM = 0.3, 1e-4  # chance of no object, and the smallest chance that is distinguished
_LEAST_WORDS = 2  # that say something
_SAYING_LITTLE = SMALL_WORDS | {"a", "an", "group"}


def keeping_chance(text: str, phrases: PhraseEvidence, chances: Mapping[str, float], objects: Objects) -> float:
    """Probability 0..1 that a person would keep a sentence.

    Args:
        text: The sentence.
        phrases: What the memory knows of it.
        chances: For each object, the probability 0..1 that a caption names it or one of its hyponyms.
        objects: Taxonomy of the objects that sentences name.
    """
    odds = float(keeping_features(text, phrases, chances, objects) @ _WEIGHTS) + _ACCEPTED
    return 1 / (1 + math.exp(-odds))


def keeping_features(text: str, phrases: PhraseEvidence, chances: Mapping[str, float], objects: Objects) -> Doubles:
    """What tells whether a sentence would be kept, float64 (13,); see ``keeping_chance``."""
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
    """Whether a sentence says more than that there is a thing: "a dog is running", but not "a dog"."""
    return sum(word not in _SAYING_LITTLE for word in words_of(text)) >= _LEAST_WORDS


def _log(share: float) -> float:
    return math.log(max(share, _SELDOM))
