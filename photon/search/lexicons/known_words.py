"""Tells words that Photon knows from made-up ones and slips of the keyboard, and what the latter may stand for.

The list (made by ``packaging/lab/search/make_known_words.py``) begins with common words, frequent ones first. As one
text it takes a tenth of the memory of a set, and a look into it takes 50 µs.
"""

import functools
import gzip
import re

from photon.library.words.text_forms import is_one_off, takes_slips
from photon.resource_files import resource
from photon.search.lexicons.lexicon import find_word, lexicon_codes

FILE = "lexicons/english.gz"
_ENDINGS = ("s", "es", "ed", "er", "ing")
_STEM, _PART = 3, 3  # minimum letters of a word without its ending, and of a part of a compound
_REMEMBERED = 1024


@functools.lru_cache(_REMEMBERED)
def is_known(word: str) -> bool:
    """Return whether a lower-case word is English, a known name, or an everyday word of a language with a lexicon."""
    common, others = _english()
    if any(f"\n{form}\n" in text for form in _forms(word) for text in (common, others)):
        return True
    # the starter reads compounds by their parts, too: lunchbox
    pairs = ((word[:at], word[at:]) for at in range(_PART, len(word) - _PART + 1))
    is_compound = any(all(map(_is_common, pair)) for pair in pairs)
    return is_compound or any(find_word(code, word) for code in lexicon_codes())


@functools.lru_cache(_REMEMBERED)
def find_near_word(word: str) -> str:
    """Return the first common word that differs in one letter or in doubled ones; empty without one; takes 5 ms."""
    if not takes_slips(word):
        return ""
    half, size = len(word) // 2, f"{{{len(word) - 1},{len(word) + 1}}}"
    doubled = re.compile("".join(f"{letter}+" for letter in re.sub(r"(.)\1", r"\1", word)))
    swapped = f"{word[: half - 1]}{word[half]}{word[half - 1]}{word[half + 1 :]}"
    alike = rf"\n(?=[a-z]{size}\n)(?:{word[:half]}[a-z]+|[a-z]+{word[half:]}|{swapped})(?=\n)|\n{doubled.pattern}(?=\n)"
    found = (match[0][1:] for match in re.finditer(alike, _english()[0]))
    return next((one for one in found if is_one_off(word, one) or doubled.fullmatch(one)), "")


def _forms(word: str) -> list[str]:
    """Return a word, and what it may be a form of: parties, party; hiking, hike; jogged, jog."""
    stems = [word[: len(word) - len(ending)] for ending in _ENDINGS if word.endswith(ending)]
    stems += [f"{stem}e" for stem in stems] + [stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]]
    return [word, *(stem for stem in stems if len(stem) >= _STEM), *([f"{word[:-3]}y"] if word.endswith("ies") else [])]


def _is_common(word: str) -> bool:
    return any(f"\n{form}\n" in _english()[0] for form in (word, word.removesuffix("s")))


@functools.cache
def _english() -> tuple[str, str]:
    """Return the common words, and all others, each between line breaks."""
    common, _, others = gzip.decompress(resource(FILE).read_bytes()).decode().partition("\n\n")
    return f"{common}\n", f"\n{others}"
