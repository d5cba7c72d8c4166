"""In which language a few words are written: only what is certain, since a wrong alarm is worse than none.

A detector made for texts is no help with one to five words. Measured on 148 everyday queries in ten languages and 743
names of places, people, dishes and files: py3langid, the best of three that were tried, found 65 of 100 queries where
it took 6 of 100 names for one, and 21 where it took 0.1. So Photon looks at two things that it can be sure of: letters
of another script, and everyday words of its own list that are neither English nor found in names. That found 95 of 100
of these queries, half of those about rarer things that the list was not made for, and took none of the names and one
of 59,674 English captions for another language.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from photon.domain.resources import resource

LANGUAGES = {
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fr": "French",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
}  # fmt: skip
_LIST = "languages/everyday.txt"
# Scripts by the first word of a letter's Unicode name, and the language where one alone uses it.
_LONE = {"GREEK": "el", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th"}
_SHARED_LINE = (
    "CJK CYRILLIC ARABIC HEBREW ARMENIAN GEORGIAN ETHIOPIC DEVANAGARI BENGALI GURMUKHI GUJARATI TAMIL TELUGU KANNADA"
    " MALAYALAM SINHALA TIBETAN MYANMAR KHMER LAO"
)
_SCRIPTS = _LONE.keys() | _SHARED_LINE.split()
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_LINE = "the of with and on is are my our his her this that these those from by for near it its"
_ENGLISH = frozenset(_ENGLISH_LINE.split())
_FOLDED = 5  # letters from which on a word is also known without its accents: für is not fur
_OWN_LETTERS = {"pl": "ąęłńśźż", "cs": "ěřů", "tr": "ğış", "de": "ß"}
_LETTER_OF = {letter: code for code, letters in _OWN_LETTERS.items() for letter in letters}
_STROKES = str.maketrans("łıøß", "lios")  # letters that Unicode does not take apart


@dataclass(frozen=True, slots=True)
class Guess:
    """What some words are written in.

    Attributes:
        languages: Codes (ISO 639-1) of the languages it may be, most often one; empty where only the script is known.
        by_script: Whether the script alone says that it is not Latin.
    """

    languages: frozenset[str]
    by_script: bool


def language_words(codes: Iterable[str]) -> str:
    """``English``, ``English and German``; ``many languages`` where none is named."""
    names = sorted(LANGUAGES.get(code, code) for code in codes)
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "many languages"


def guess_language(words: str) -> Guess | None:
    """A language other than English that ``words`` are surely written in, or None.

    Dates, file names, names and words nobody listed give None.
    """
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in words if letter.isalpha())
    foreign = Counter({script: count for script, count in scripts.items() if script in _SCRIPTS})
    if foreign.total() > max(scripts["LATIN"], 1) or ("CJK" in foreign and not scripts["LATIN"]):
        kinds = {_LONE[script] for script in foreign if script in _LONE}
        return Guess(frozenset(kinds if len(kinds) == 1 else ()), by_script=True)
    found = _WORD.findall(unicodedata.normalize("NFC", words))
    if _ENGLISH.intersection(word.lower() for word in found):
        return None
    votes = Counter(code for word in found for code in _everyday_words().get(word.lower(), ()))
    small = [word for word in found if word[0].islower()]
    if len(small) > 1:  # one alone may be a name: łódź
        votes.update({_LETTER_OF[letter] for word in small for letter in word if letter in _LETTER_OF})
    if not votes:
        return None
    most = max(votes.values())
    return Guess(frozenset(code for code, count in votes.items() if count == most), by_script=False)


@functools.cache
def _everyday_words() -> dict[str, set[str]]:
    """Codes of the languages by word, as written and, for longer words, without accents."""
    found: dict[str, set[str]] = {}
    for line in resource(_LIST).read_text(encoding="utf-8").splitlines():
        code, _, words = line.partition(": ")
        for word in words.split() if code in LANGUAGES else ():
            found.setdefault(word, set()).add(code)
            if len(word) >= _FOLDED and not word.isascii():
                found.setdefault(_without_accents(word), set()).add(code)
    return found


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.translate(_STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
