"""Choose the best of several candidate sentences for a photo, its certainty, and the alternatives to offer."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from photon.annotate.captions.draft_certainty import keeping_chance, says_enough
from photon.annotate.captions.named_objects import Mention, Objects, words_of
from photon.annotate.captions.sentence_check import SURE, SentenceContext, may_be_shown
from photon.annotate.captions.small_words import JOINTS, stem
from photon.quick_dataclass import dataclass
from photon.vision.knowledge.caption_scoring import ENDS, ScoredSentence

SUPPORT = 0.225
"""Weight of full object support relative to the agreement (a cosine) of a sentence with its photo."""
_SMOOTH = 0.03  # weight of the log-probability of the least likely word; with less, sentences are not fluent
_STAMMER = 0.05  # penalty per repeated word
OTHERS = 4  # alternatives to offer
_NAMELESS = 0.5  # support of a sentence that names no object
_SLOPE, _SHIFT = 0.41, -0.25
"""Curve from support to certainty, for sentences of other captioners: fitted to whether a reader who saw the photo kept
drafts of the caption memory, on 60 photos of another source."""
LEAST = 0.68
"""Certainty from which a sentence of the caption memory is a draft; other photos get none. Chosen on Flickr8k, reading
drafts with their photos: from here on, 14 of 20 were kept and none was wrong; from .64 on, 18 of 29 and 3."""
TRIED = 12  # sentences that agree best
SURER = 4.0  # weight of the certainty relative to the agreement of a sentence of the memory with the others
_DOUBTFUL = 0.03  # phrases are dropped if their object is less likely than this
_JOINTS = JOINTS | {"holding", "wearing", "carrying"}  # words before which a sentence can be cut
_SHORTEST = 2  # words that must remain of a sentence
_NOTHING = SentenceContext()


@dataclass(frozen=True, slots=True)
class CaptionChoice:
    """The chosen caption.

    Attributes:
        text: The sentence, with a capital letter and a full stop.
        certainty: Probability 0..1 that a user would keep it unchanged.
        others: Alternatives, best first.
    """

    text: str
    certainty: float
    others: tuple[str, ...]


def choose(
    candidates: Sequence[ScoredSentence],
    chances: Mapping[str, float],
    objects: Objects,
    known: SentenceContext = _NOTHING,
) -> CaptionChoice | None:
    """Choose the sentence that agrees best with the photo and names only likely objects.

    Among sentences that agree equally, likely objects and fluency decide.

    Args:
        candidates: Candidate sentences for one photo.
        chances: For each object, the probability 0..1 that a caption names it or one of its hyponyms.
        objects: Taxonomy of the objects that sentences name.
        known: What the photo's tags say.

    Returns:
        The choice, or None if no candidate may be shown or is certain enough.
    """
    if candidates and all(candidate.phrases is not None for candidate in candidates):
        return _choose_surest(candidates, chances, objects, known)
    scored: dict[str, tuple[float, float]] = {}
    for candidate in candidates:
        text = without_doubtful(candidate.text, chances, objects)
        held = support(objects.mentions(text), chances)
        score = candidate.agreement + SUPPORT * held + _SMOOTH * candidate.chance.least - _STAMMER * repeated(text)
        if may_be_shown(text, known, objects) and score > scored.get(text, (-math.inf, 0.0))[0]:
            scored[text] = (score, held)
    if not scored:
        return None
    best, *others = sorted(scored, key=lambda text: -scored[text][0])
    return CaptionChoice(as_sentence(best), certainty(scored[best][1]), tuple(map(as_sentence, others[:OTHERS])))


def _choose_surest(
    candidates: Sequence[ScoredSentence], chances: Mapping[str, float], objects: Objects, known: SentenceContext
) -> CaptionChoice | None:
    """Choose the most certain of the memory's sentences that agree best, unless none is certain."""
    judged = sorted(sure_sentences(candidates, chances, objects, known), key=lambda one: -one[1])
    if not judged or judged[0][2] < LEAST:
        return None
    (best, _, sure), *others = judged
    offered = [text for text, _, certain in others if certain >= LEAST]
    return CaptionChoice(as_sentence(best), sure, tuple(map(as_sentence, offered[:OTHERS])))


def sure_sentences(
    candidates: Sequence[ScoredSentence], chances: Mapping[str, float], objects: Objects, known: SentenceContext
) -> list[tuple[str, float, float]]:
    """Return the memory's sentences that agree best and may be shown, each with its worth and certainty 0..1."""
    shown = [one for one in candidates if says_enough(one.text) and may_be_shown(one.text, known, objects)]
    judged = []
    for one in sorted(shown, key=lambda one: -one.agreement)[:TRIED]:
        if one.phrases is not None:
            sure = keeping_chance(one.text, one.phrases, chances, objects)
            judged.append((one.text, one.phrases.agreement + SURER * sure, sure))
    return judged


def support(mentions: Iterable[Mention], chances: Mapping[str, float]) -> float:
    """Return the probability 0..1 that a photo shows all mentioned objects, assuming independence."""
    likely = [max(chances.get(name, 0.0) for name in mention.objects) for mention in mentions]
    return math.prod(likely) if likely else _NAMELESS


def repeated(text: str) -> int:
    """Count repeated content words; the captioner occasionally stutters.

    A repetition with nothing but function words in between counts three times.
    """
    stems = [found for word in words_of(text) if (found := stem(word))]
    return len(stems) - len(set(stems)) + 2 * sum(one == other for one, other in pairwise(stems))


def certainty(held: float) -> float:
    """Return the probability 0..1 that a person would keep a sentence as it is, from its support."""
    odds = math.log(max(held, 1e-4) / (1 - min(held, 1 - 1e-4)))
    return 1 / (1 + math.exp(-(_SLOPE * odds + _SHIFT)))


def without_doubtful(text: str, chances: Mapping[str, float], objects: Objects) -> str:
    """Cut trailing phrases that name unlikely objects.

    "a dog runs with a stick" becomes "a dog runs" if a stick is unlikely. The part before the first phrase always
    stays.

    Args:
        text: A sentence.
        chances: Probability 0..1 by object.
        objects: Taxonomy of the objects that sentences name.

    Returns:
        The shortened sentence.
    """
    words = text.split()
    end = len(words)
    if words_of(text) != [word.lower() for word in text.rstrip(".!?… ").split()]:  # inner punctuation shifts indices
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
    """Collect the objects that confident tags name, and their hypernyms, each with its highest certainty.

    Args:
        tags: Certainty 0..1 by tag name, for one photo; only confident ones count.
        objects: Taxonomy of the objects that sentences name.

    Returns:
        Certainty 0..1 by object.
    """
    found: dict[str, float] = {}
    for tag, sure in tags.items():
        named = objects.mentions(tag) if sure >= SURE else []
        if len(named) == 1 and len(named[0].objects) == 1:  # not ambiguous, like "bike"
            for name in objects.above(next(iter(named[0].objects))):
                found[name] = max(sure, found.get(name, 0.0))
    return found


def as_sentence(text: str) -> str:
    """Add a capital letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith(ENDS) else ".")
