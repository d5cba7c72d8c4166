"""Find the words of a text that a photo can show, and skip names, dates, events and opinions."""

import re

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.word_key import word_key
from photon.quick_dataclass import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 4  # words in a concept's name
# Groups of the vocabulary whose words (when, why, how well) may be in a caption without being visible in the photo.
_UNSEEN_GROUPS = frozenset({"event", "composition and style", "weather and light"})
_SENTENCE_END = ".!?…:\n"


@dataclass(frozen=True, slots=True)
class VisualWord:
    """A mention of something that a photo can show.

    Attributes:
        start: Start in the text, in characters from 0.
        end: End, exclusive.
        place: Index of the concept in the vocabulary.
    """

    start: int
    end: int
    place: int


def visual_words(text: str, vocabulary: TagVocabulary) -> list[VisualWord]:
    """Find the mentions of visible things in a text; longer names win, so "polar bear" is not a "bear".

    A capitalised word inside a sentence is a proper name ("Rose"), unless all words are capitalised.

    Args:
        text: A caption.
        vocabulary: The vocabulary to match.

    Returns:
        The mentions, in order.
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
