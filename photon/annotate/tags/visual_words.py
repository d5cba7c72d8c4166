"""Words of a text that a photo can show, by the vocabulary: no names, dates, occasions or opinions."""

import re
from dataclasses import dataclass

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.word_key import word_key

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 4  # words of a concept's name
# Groups of the vocabulary whose words say when, why or how well, which photos without the thing can be captioned with.
_UNSEEN_GROUPS = frozenset({"event", "composition and style", "weather and light"})
_SENTENCE_END = ".!?…:\n"


@dataclass(frozen=True, slots=True)
class VisualWord:
    """Something that a photo can show, as a text names it.

    Attributes:
        start: Where it begins in the text, counted in characters from 0.
        end: Exclusive.
        place: Of the concept in the vocabulary.
    """

    start: int
    end: int
    place: int


def visual_words(text: str, vocabulary: TagVocabulary) -> list[VisualWord]:
    """What a text says that a photo can show, in order; longer names first, so "polar bear" is no "bear".

    A word with a capital inside of a sentence is a name ("Rose"), unless all words of the text have one.

    Args:
        text: A caption.
        vocabulary: Knows the words.
    """
    words = list(_WORD.finditer(text))
    is_titled = all(not word.group()[0].islower() for word in words if len(word.group()) > 3)
    found: list[VisualWord] = []
    at = 0
    while at < len(words):
        one = _longest_at(text, words[at : at + _LONGEST], vocabulary)
        if one is None or (not is_titled and _is_name(text, words[at])):
            at += 1
            continue
        found.append(one)
        at += sum(one.start <= word.start() < one.end for word in words[at : at + _LONGEST])
    return found


def _longest_at(text: str, words: list[re.Match[str]], vocabulary: TagVocabulary) -> VisualWord | None:
    start = words[0].start()
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        place = vocabulary.place(text[start:end])
        if place is not None:
            return None if _is_unseen(vocabulary, place) else VisualWord(start, end, place)
    return None


def _is_unseen(vocabulary: TagVocabulary, place: int) -> bool:
    above = [place, *vocabulary.ancestors(place)]
    return word_key(vocabulary.entries[above[-1]].name) in _UNSEEN_GROUPS or vocabulary.entries[place].is_grouping


def _is_name(text: str, word: re.Match[str]) -> bool:
    before = text[: word.start()].rstrip(" \t\"'“„‘(«-–—")
    return word.group()[0].isupper() and bool(before) and before[-1] not in _SENTENCE_END
