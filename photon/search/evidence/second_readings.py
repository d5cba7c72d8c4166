"""Judge the best photos of an answer once more, by what people would say of them.

The caption memory knows more about photos than their vectors, but takes a third of a millisecond for a photo. So
vectors find the best photos, and the memory judges them again:

    words that name one thing     the share of people who would name it
    words that name several       the mean, and how sure a photo is, by the least likely one
    other words                   the mean of the things that they name; for sentences also the product with the caption
                                  that the memory predicts for the photo
    an example and words          the things that the words name, and those that people would name in the example

Where the words say nothing more than names of things, both judges together tell how sure a photo is, and so how many
are good matches. Otherwise the memory only puts the photos in order. What looks more like something else of its family
in Photon's vocabulary, or more like the thing in a phrase than like the whole phrase, is less sure: a tulip is close to
"roses", but closer to "tulips". Of how many things there are, nobody is sure.

On two sources, mean average precision of the first ten for bare names of things is .552 and .649 instead of .525 and
.587, for "a A with a B" .436 and .440 instead of .418 and .423; captions find their photo first .536 and .411 instead
of .493 and .404 (``packaging/lab/quality``). The weights were chosen in trials on both sources.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.index import VectorIndex
from photon.library import Library
from photon.library.vectors.vectors import looks_of
from photon.quick_dataclass import dataclass
from photon.search.binding import find_colour_pairs
from photon.search.evidence.caption_evidence import CaptionEvidence, RankingEncoder, ThingReader
from photon.search.ranking import Term
from photon.search.second_reading import Family, JointCurve, SecondReading

# Photos that are judged. As many as ``is_unheard`` asks about; sentences are about few photos.
_NAMED, _WORDED, _COMPOSED = 50, 20, 100
# A quarter to twice the weight of names is better than none on both sources, but 1 and 2 leave less to the vectors.
_NAME, _CAPTION = 0.5, 7.0
_ADDED, _KEPT = 1.0, 1.0  # the words beside an example, and its own things
# How likely a photo shows what is asked, by vectors and by what people would say. Fitted to one thing on either source
# they are (.53, .28, .66) and (.19, .44, .64), which finds more photos, but says more often that an absent thing is
# there; its start was raised when doubts came. For several things it is the mean of (.38, .34, .55) and (1.11, .94,
# .60), fitted on one source each.
_ONE, _SEVERAL = JointCurve(0.6, 0.8, 0.5), JointCurve(0.74, 0.64, 0.58)
_ANYBODY = {"n:people": "o:person", "n:person": "o:person"}  # of "people skiing" one person shows enough
_SENTENCE = JointCurve(1.5, 0.64, 0.58)  # where a sentence names nothing but things and what they do
_VECTORS = JointCurve(0.0, 1.0, 0.0)
_UNKNOWN = JointCurve(-0.7, 1.0, 0.0)  # of what no captions speak, vectors are too sure: fitted to seven sources
# Log-odds for each spread by which something else is closer to a photo, from half a spread on. Of 54 things in scenes,
# 36 instead of 38 have a good match; of 280 everyday queries in libraries of all kinds, 10 more headings hold (trial).
_DOUBT, _CLOSER = 3.0, 0.5
# Log-odds of a suggested tag's regression below which photos lose as much. With regressions that did not see the judged
# source, 235 instead of 227 headings of 280 hold; of clothing alone 38 photos were "a woman", now one is. From -1 on
# 238 hold, but two instead of one of 54 things in scenes lose their only good matches.
_DENIED = -1.25
_PEOPLE = "people\x1f"  # start of the keys of tags of people
_SOMEBODY = 2.0  # weight of the regression for anybody, which is pulled towards what sentences say and so less sure
_NUMBER = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b", re.IGNORECASE)
_THINGS = 5  # things that people would most likely name in an example; 10 and 20 are no better

TextVectors = Callable[[Library, Sequence[str]], Floats]
"""Returns the vectors of n texts, float32 (n, d)."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Names of one thing in the caption memory, with a weight."""

    names: list[str]
    weight: float


class SecondReader:
    """Makes second readings of queries; thread-safe."""

    def __init__(
        self, encoder: RankingEncoder, captions: CaptionEvidence, things: ThingReader, vectors: TextVectors
    ) -> None:
        """Create it for an encoder; if nothing was learned about its visual features, it makes none."""
        self._knowledge, self._yardstick, self._encoder_id = encoder.knowledge, encoder.yardstick, encoder.id
        self._captions, self._things, self._vectors = captions, things, vectors

    def of_words(self, library: Library, index: VectorIndex, words: str, term: Term) -> SecondReading | None:
        """Return the reading of words, given also as the term of a query; None without knowledge of captions."""
        if self._knowledge is None:
            return None
        named, is_all = self._captions.read_names(words)
        weighed = [_Weighed(names, _NAME / len(named)) for names in named]
        read = partial(self._read, library, weighed, term.vector if term.sentence else None)
        least = partial(self._least, library, named)
        reading = SecondReading(_WORDED, read)
        if term.sentence and is_all:
            reading = SecondReading(_WORDED, least, _SENTENCE, read)
        elif is_all and len(named) > 1:
            reading = SecondReading(_WORDED, least, _SEVERAL, read)
        elif is_all or not (named or term.sentence):
            kin = self._doubt(library, index, self._things.kin_of(words))
            doubt = _sum_of(kin, self._denial(library, words))
            judge, curve = (least, _ONE) if is_all else (_nothing, _UNKNOWN)
            reading = SecondReading(_NAMED, judge, curve, doubt=doubt, family=self._family(library, words))
        elif named and not (term.sentence or find_colour_pairs(words)):
            doubt = self._doubt(library, index, [words, *(one[0][2:] for one in named)])
            reading = SecondReading(_WORDED, _nothing, _VECTORS, read, doubt) if doubt else reading
        if _NUMBER.search(words):
            return replace(reading, odds=_nothing, curve=_VECTORS, order=read, is_unclear=True)
        return reading

    def _doubt(self, library: Library, index: VectorIndex, texts: Sequence[str]) -> Callable[[Ids], Doubles] | None:
        """Return what photos lose that are closer to another text than to the first one."""
        yardstick = self._yardstick
        if yardstick is None or len(texts) < 2:
            return None
        vectors = self._vectors(library, texts)

        def doubt(photos: Ids) -> Doubles:
            products = np.stack([np.nan_to_num(index.products(vector, photos)) for vector in vectors])
            return _DOUBT * np.minimum(yardstick.lead(vectors, products) + _CLOSER, 0)

        return doubt

    def _denial(self, library: Library, words: str) -> Callable[[Ids], Doubles] | None:
        """Return what photos lose that hardly show what words name, by the regression of its suggested tag.

        Of people, also what the regression for anybody denies.
        """
        known = self._knowledge.tag_knowledge() if self._knowledge else None
        key = self._things.tag_of(words)
        if known is None or key not in known.headed:
            return None
        slopes = known.heads[:, [known.headed.index(key)]]
        if key.startswith(_PEOPLE):
            slopes = np.hstack([slopes, _SOMEBODY * known.heads[:, -1:]])

        def deny(photos: Ids) -> Doubles:
            ids, looks = looks_of(library, self._encoder_id, photos.tolist())
            found = (looks @ slopes[:-1] + slopes[-1]).min(axis=1) if len(ids) else ids
            odds = dict(zip(ids.tolist(), found.tolist(), strict=True))
            return np.array([_DOUBT * min(odds.get(photo, 0.0) - _DENIED, 0) for photo in photos.tolist()])

        return deny

    def _family(self, library: Library, words: str) -> Family | None:
        """Return what words name one kind of, if the memory knows it."""
        found = self._things.family_of(words)
        names = self._captions.names_in(found[0]) if found else []
        return Family(found[1], partial(self._least, library, names)) if found and names else None

    def of_example(self, library: Library, look: Floats, words: str, balance: float) -> SecondReading | None:
        """Return the reading of an example with words.

        Args:
            library: The library with the photos.
            look: float32 (1280,), visual features of the example, unit length.
            words: What is to be different.
            balance: 0..1, how much the words count beside the example.
        """
        if self._knowledge is None:
            return None
        asked, kept = 2 * balance, 2 * (1 - balance)
        named = self._captions.names_in(words)
        weighed = [_Weighed(names, asked * _ADDED / len(named)) for names in named]
        memory = self._knowledge.caption_memory()
        shares = memory.recall(look[None])[0][memory.objects]
        best = np.argsort(-shares, kind="stable")[:_THINGS]
        total = max(float(shares[best].sum()), 1e-6)
        weighed += [
            _Weighed([memory.names[memory.objects[at]]], kept * _KEPT * float(shares[at]) / total)
            for at in best.tolist()
        ]
        counting = [one for one in weighed if one.weight > 0]
        return SecondReading(_COMPOSED, partial(self._read, library, counting, None))

    def _least(self, library: Library, named: Sequence[list[str]], photos: Ids) -> Doubles:
        """Return the log-odds that people name the least likely of some things, each by any of its names."""
        named = [[_ANYBODY.get(name, name) for name in one] for one in named]
        names = list(dict.fromkeys(name for one in named for name in one))
        odds = dict(zip(names, self._captions.odds_of_names(library, names, photos), strict=True))
        each = [np.max([odds[name] for name in one], axis=0) for one in named]
        return np.asarray(np.min(each, axis=0), np.float64)

    def _read(self, library: Library, weighed: list[_Weighed], asked: Floats | None, photos: Ids) -> Doubles:
        """Return what the log-odds of photos gain or lose, float64 (n,); not finite for photos without vectors."""
        found = np.zeros(len(photos))
        names = list(dict.fromkeys(name for one in weighed for name in one.names))
        if asked is not None:
            self._captions.read(library, names, photos, described=True)  # both at once
            captions = self._captions.captions_of(library, photos)
            found += [np.nan if caption is None else _CAPTION * float(caption @ asked) for caption in captions]
        if names:
            odds = dict(zip(names, self._captions.odds_of_names(library, names, photos), strict=True))
            for one in weighed:
                found += one.weight * np.max([odds[name] for name in one.names], axis=0)
        return found


def _sum_of(*doubts: Callable[[Ids], Doubles] | None) -> Callable[[Ids], Doubles] | None:
    """Return what photos lose by several doubts; None without any."""
    given = [doubt for doubt in doubts if doubt is not None]
    return (lambda photos: np.sum([doubt(photos) for doubt in given], axis=0)) if given else None


def _nothing(photos: Ids) -> Doubles:
    return np.zeros(len(photos))
