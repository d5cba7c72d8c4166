"""Judge the best photos of an answer once more, by what people would say of them.

The caption memory knows more about photos than their vectors, but takes a third of a millisecond for a photo. So
vectors find the best photos, and the memory judges them again:

    words that name one thing     the share of people who would name it
    words that name several       the mean, and how sure a photo is, by the least likely one
    other words                   the mean of the things that they name; for sentences also the product with the caption
                                  that the memory predicts for the photo
    an example and words          the things that the words name, and those that people would name in the example

Where the words say nothing more than names of things, both judges together tell how sure a photo is, and so how many
are good matches. Otherwise the memory only puts the photos in order.

On two sources, mean average precision of the first ten for bare names of things is .552 and .649 instead of .525 and
.587, for "a A with a B" .436 and .440 instead of .418 and .423; captions find their photo first .536 and .411 instead
of .493 and .404 (``packaging/lab/quality``). The weights were chosen in trials on both sources.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.library import Library
from photon.quick_dataclass import dataclass
from photon.search.evidence.caption_evidence import CaptionEvidence, RankingEncoder
from photon.search.evidence_channel import JointCurve, SecondReading
from photon.search.ranking import Term

# Photos that are judged. As many as ``is_unheard`` asks about; sentences are about few photos.
_NAMED, _SAID, _COMPOSED = 50, 20, 100
# A quarter to twice the weight of names is better than none on both sources, but 1 and 2 leave less to the vectors.
_NAME, _CAPTION = 0.5, 7.0
_ADDED, _KEPT = 1.0, 1.0  # the words beside an example, and its own things
# How likely a photo shows what is asked, by vectors and by what people would say. Fitted to one thing on either source
# they are (.53, .28, .66) and (.19, .44, .64), which finds more photos, but says more often that an absent thing is
# there. For several things it is the mean of (.38, .34, .55) and (1.11, .94, .60), fitted on one source each.
_ONE, _SEVERAL = JointCurve(0.3, 0.8, 0.5), JointCurve(0.74, 0.64, 0.58)
_ANYBODY = {"n:people": "o:person", "n:person": "o:person"}  # of "people skiing" one person shows enough
_THINGS = 5  # things that people would most likely name in an example; 10 and 20 are no better


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Names of one thing in the caption memory, with a weight."""

    names: list[str]
    weight: float


class SecondReader:
    """Makes second readings of queries; thread-safe."""

    def __init__(self, encoder: RankingEncoder, captions: CaptionEvidence) -> None:
        """Create it for an encoder; if nothing was learned about its visual features, it makes none."""
        self._knowledge = encoder.knowledge
        self._captions = captions

    def of_words(self, library: Library, words: str, term: Term) -> SecondReading | None:
        """Return the reading of words, given also as the term of a query; None if the memory does not help."""
        if self._knowledge is None:
            return None
        named = self._captions.names_in(words)
        weighed = [_Weighed(names, _NAME / len(named)) for names in named]
        if term.sentence:
            return SecondReading(_SAID, partial(self._read, library, weighed, term.vector))
        if named and self._captions.names_all(words):
            least = partial(self._least, library, named)
            if len(named) == 1:
                return SecondReading(_NAMED, least, _ONE)
            return SecondReading(_SAID, least, _SEVERAL, partial(self._read, library, weighed, None))
        return SecondReading(_SAID, partial(self._read, library, weighed, None)) if weighed else None

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
