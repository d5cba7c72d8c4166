"""Which of the sentences that may fit a photo is shown, how sure it is, and which others are kept to pick from."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from photon.annotate.captions.named_objects import Mention, Objects, words_of
from photon.annotate.captions.sentence_check import SURE, SentenceContext, may_be_shown
from photon.vision.starter.caption_scoring import ENDS
from photon.vision.starter.captioner import JOINTS, stem

SUPPORT = 0.225
"""What full support of all objects is worth beside the agreement of a sentence with its photo."""
_SMOOTH = 0.03  # what the logarithm of the chance of the least likely word is worth: less, and sentences limp
_STAMMER = 0.05  # what a word that is said twice costs
OTHERS = 4  # kept to pick from
_NAMELESS = 0.5  # support of a sentence that names no object
_SLOPE, _SHIFT = (
    0.75,
    0.58,
)  # from support to certainty, fitted by packaging/lab/captions/bench_captions.py on its 1,000 photos
_DOUBTFUL = 0.03  # a phrase whose object is less likely is dropped
_JOINTS = JOINTS | {"holding", "wearing", "carrying"}  # words before which a sentence may end
_SHORTEST = 2  # words that must be left of a sentence
_NOTHING = SentenceContext()


class SentenceLikelihood(Protocol):
    """How likely a sentence is by the network that wrote it."""

    @property
    def least(self) -> float:
        """Logarithm of the chance of its least likely word; 0 where it is not known."""


class Candidate(Protocol):
    """A sentence with its chance, and its agreement with the photo."""

    @property
    def text(self) -> str:
        """The sentence."""

    @property
    def chance(self) -> SentenceLikelihood:
        """By what wrote it."""

    @property
    def agreement(self) -> float:
        """With what is known of the photo; as a cosine counts, 0.01 is much."""


@dataclass(frozen=True, slots=True)
class CaptionChoice:
    """What is shown.

    Attributes:
        text: The sentence, with a capital and a full stop.
        certainty: 0..1, how likely it names nothing that the photo does not show.
        others: Further sentences, best first.
    """

    text: str
    certainty: float
    others: tuple[str, ...]


def choose(
    candidates: Sequence[Candidate], chances: Mapping[str, float], objects: Objects, known: SentenceContext = _NOTHING
) -> CaptionChoice | None:
    """The sentence that agrees with the photo and names what is likely there; None where none may be shown.

    Of sentences that agree equally, the one is taken whose objects are all likely, and that reads well.

    Args:
        candidates: Of one photo.
        chances: For each object, how likely a caption names it or one of its kinds, 0..1.
        objects: What sentences may name.
        known: What its tags say.
    """
    scored: dict[str, tuple[float, float]] = {}
    for one in candidates:
        text = without_doubtful(one.text, chances, objects)
        held = support(objects.mentions(text), chances)
        score = one.agreement + SUPPORT * held + _SMOOTH * one.chance.least - _STAMMER * repeated(text)
        if may_be_shown(text, known, objects) and score > scored.get(text, (-math.inf, 0.0))[0]:
            scored[text] = (score, held)
    if not scored:
        return None
    best, *others = sorted(scored, key=lambda text: -scored[text][0])
    return CaptionChoice(as_sentence(best), certainty(scored[best][1]), tuple(map(as_sentence, others[:OTHERS])))


def support(mentions: Iterable[Mention], chances: Mapping[str, float]) -> float:
    """How likely a photo shows all objects that are named, 0..1; each counts for itself."""
    likely = [max(chances.get(name, 0.0) for name in mention.objects) for mention in mentions]
    return math.prod(likely) if likely else _NAMELESS


def repeated(text: str) -> int:
    """How many words a sentence says again, small ones aside: the writer stammers now and then.

    What is said twice with nothing but small words between counts three times.
    """
    said = [found for word in words_of(text) if (found := stem(word))]
    return len(said) - len(set(said)) + 2 * sum(one == other for one, other in pairwise(said))


def certainty(held: float) -> float:
    """How likely nothing is named that the photo does not show, 0..1, by support."""
    odds = math.log(max(held, 1e-4) / (1 - min(held, 1 - 1e-4)))
    return 1 / (1 + math.exp(-(_SLOPE * odds + _SHIFT)))


def without_doubtful(text: str, chances: Mapping[str, float], objects: Objects) -> str:
    """A sentence without its last phrases, as far as these name objects that are hardly there.

    "a dog runs with a stick" becomes "a dog runs" where a stick is unlikely. What stands before the first phrase
    stays, whatever it names.
    """
    words = text.split()
    end = len(words)
    if words_of(text) != [word.lower() for word in text.rstrip(".!?… ").split()]:  # signs between: places would not fit
        return text
    mentions = objects.mentions(text)
    while mentions and support(mentions[-1:], chances) < _DOUBTFUL:
        cut = max((at for at in range(_SHORTEST, mentions[-1].start) if words[at].lower() in _JOINTS), default=0)
        if not cut or any(cut <= mention.start for mention in mentions[:-1]):
            break
        end = cut
        mentions = mentions[:-1]
    return " ".join(words[:end])


def known_objects(tags: Mapping[str, float], objects: Objects) -> dict[str, float]:
    """The objects that tags name, with what they are kinds of, each with the highest certainty.

    Args:
        tags: Names with certainties 0..1, of one photo; only the sure ones count.
        objects: What sentences may name.
    """
    found: dict[str, float] = {}
    for tag, sure in tags.items():
        named = objects.mentions(tag) if sure >= SURE else []
        if len(named) == 1 and len(named[0].objects) == 1:  # "bike" may be one of two: no ground to stand on
            for name in objects.above(next(iter(named[0].objects))):
                found[name] = max(sure, found.get(name, 0.0))
    return found


def as_sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith(ENDS) else ".")
