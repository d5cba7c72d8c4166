"""Check whether a drafted sentence may be shown: no repetition, no missing words, no contradiction with tags.

Captions need no verb ("a red bus on a street"), so only patterns that people hardly ever write count as errors. Of
58,887 captions written by people (COCO, Flickr8k), 99.4% pass the first two rules.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from photon.annotate.captions.named_objects import Mention, Objects, words_of
from photon.annotate.captions.small_words import JOINTS, SMALL_WORDS, stem
from photon.domain.metadata.tag import Tagged
from photon.quick_dataclass import dataclass

SURE = 0.8  # certainty from which a suggested tag counts as fact
_ARTICLES = frozenset({"a", "an", "the"})
_OPEN = _ARTICLES | {"his", "its", "their"}  # a noun must follow
_BEING = frozenset({"is", "are", "was", "were"})
_LINKS = frozenset({"of", "with", "to", "into", "onto", "from", "for", "and", "or", "while", "as"})  # need a complement
_NOT_AFTER_OPEN = _OPEN | _BEING | {"and", "or", "in", "on", "at", "of", "to", "with", "for", "by", "from", "near"}
_NOT_AFTER_LINK = _BEING | {"and", "or"}
_TOWARDS = frozenset({"to", "into", "onto", "towards", "toward"})  # need a verb of motion
COLOURS = frozenset({"red", "white", "black", "blue", "green", "brown", "yellow", "pink", "purple", "grey", "gray"})
"""Words for colours."""
_QUALITIES = COLOURS | {"large", "big", "small", "little", "young", "old", "tall", "long", "wet", "wooden", "stuffed"}
_DOUBLED = frozenset({"many", "very", "big", "little"})
_ACTS = re.compile("(ing|ed|s|en)$")  # possible verb endings; plurals match, too


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """What the tags of a photo say, as objects.

    Attributes:
        there: Objects known to be present, with their hypernyms.
        absent: Objects that the user rejected.
    """

    there: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


def known_by(tags: Iterable[Tagged], objects: Objects) -> SentenceContext:
    """Collect the objects implied by a photo's tags: confirmed, confidently suggested and rejected ones."""
    there: set[str] = set()
    absent: set[str] = set()
    for tag in tags:
        named = objects.mentions(tag.path[-1])
        if len(named) != 1 or len(named[0].objects) != 1:  # ambiguous, like "bike"
            continue
        (name,) = named[0].objects
        if tag.state == "rejected":
            absent.add(name)
        elif tag.state == "confirmed" or tag.certainty >= SURE:
            there |= objects.above(name)
    return SentenceContext(frozenset(there), frozenset(absent - there))


def may_be_shown(text: str, known: SentenceContext, objects: Objects) -> bool:
    """Return whether a sentence is complete and names nothing that the tags contradict."""
    words, mentions = words_of(text), objects.mentions(text)
    if not words:  # e.g. another script, whose grammar is unknown
        return bool(text.strip())
    if _has_repetition(words) or _lacks_word(words) or _lacks_verb(text, words, mentions):
        return False
    named = frozenset(above for one in mentions for name in one.objects for above in objects.above(name))
    return not any(_is_contradicted(one, named, known, objects) for one in mentions)


def _has_repetition(words: Sequence[str]) -> bool:
    """Return whether a word or noun is repeated: "a dog with a dog"; "a black dog and a brown dog" is fine."""
    heads: set[str] = set()
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        root = stem(word)
        if word == after and word not in _DOUBLED | {"her", "that"}:
            return True
        if root and root == stem(after) and word not in _DOUBLED:
            return True
        is_head = not after or after in SMALL_WORDS or _ACTS.search(after) is not None  # not "a tennis player"
        is_bare = before in {"a", "an"} or (before in JOINTS | {""} and word.endswith("s"))
        if root and is_head and is_bare and not word.endswith("ing"):
            if root in heads:
                return True
            heads.add(root)
    return False


def _lacks_word(words: Sequence[str]) -> bool:
    """Return whether a required word is missing, as in "a man in a." or "a girl in a white" without a noun."""
    if words[-1] in _OPEN | _BEING | _LINKS:
        return True
    if words[-1] in _QUALITIES and not _ARTICLES.isdisjoint(words[-2:-1]):
        return True
    return any(
        (word in _OPEN and after in _NOT_AFTER_OPEN)
        or (word in _LINKS - {"and", "or", "while", "as"} and after in _NOT_AFTER_LINK)
        for word, after in pairwise(words)
    )


def _lacks_verb(text: str, words: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Return whether a verb is missing, as in "a man to a street", "a man a dog" or a clause "while another child"."""
    if not mentions:
        return False
    stop = mentions[0].stop
    if stop < len(words) and not any(map(_may_be_verb, words[1:stop])):
        after = words[stop]
        if after in _TOWARDS or (after in _ARTICLES and "," not in text and JOINTS.isdisjoint(words[:stop])):
            return True
    last = max((at for at, word in enumerate(words) if word in JOINTS), default=0)
    return words[last] == "while" and mentions[-1].stop == len(words) and not any(map(_may_be_verb, words[last + 1 :]))


def _may_be_verb(word: str) -> bool:
    return word in _BEING or _ACTS.search(word) is not None


def _is_contradicted(one: Mention, named: frozenset[str], known: SentenceContext, objects: Objects) -> bool:
    """Return whether every meaning of a mention was rejected, or replaces something that is known to be present."""
    kinds = [objects.above(name) for name in one.objects]
    if known.there & one.objects:
        return False
    if all(known.absent & above for above in kinds):
        return True
    unnamed = known.there - named
    return all(any(_are_rivals(above, other, objects) for other in unnamed) for above in kinds)


def _are_rivals(above: frozenset[str], other: str, objects: Objects) -> bool:
    """Return whether a sentence that names one object but not the other confuses the two: a dog for a horse."""
    species, others = _species(above, objects), _species(objects.above(other), objects)
    return bool(species and others) and species.isdisjoint(others)


def _species(above: frozenset[str], objects: Objects) -> frozenset[str]:
    """Return the animal or sex that an object denotes; empty for everything else."""
    sexes = {"male"} if above & {"man", "boy"} else {"female"} if above & {"woman", "girl"} else set()
    animals = {one for one in above if objects.above(one) - {one} == {"animal"}} if "animal" in above else set()
    return frozenset(animals or sexes)
