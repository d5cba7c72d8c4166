"""Forms in which text in photos is indexed and asked for, beside those of other texts (``text_folding``).

A code, such as a plate or an account number, is also one word without its blanks and hyphens: ``RE16 TGK``. In words
with digits, letters and digits that look alike are one: ``O`` and ``0``, ``I``, ``l`` and ``1``, ``S`` and ``5``, ``B``
and ``8``.
"""

import re
from collections.abc import Iterator, Sequence

from photon.library.db.text_folding import APART, fold, fold_apart

SHORTEST_NEAR = 5
"""Letters from which a word is also found with one slip."""
_CHUNK = re.compile(r"[^\s\-\u2010-\u2015·•/]+")
_DIGIT = re.compile(r"\d")
_ALIKE = str.maketrans("oilsb", "01158")
_LETTERS, _PIECES, _LONGEST = 4, 6, 34  # of a code: letters of a piece without digits, pieces, characters


def alike(word: str) -> str:
    """Replace letters of a folded word by the digits that they look like."""
    return word.translate(_ALIKE)


def code_of(text: str) -> str:
    """Return a typed text as one word if it may be a code, otherwise an empty text."""
    pieces = [fold(chunk) for chunk in _CHUNK.findall(text)]
    code = "".join(pieces)
    is_code = _DIGIT.search(code) and len(code) <= _LONGEST and not any(" " in piece for piece in pieces)
    return code if is_code else ""


def codes_in(line: str) -> Iterator[str]:
    """Yield what may be a code in a line, each as one word: neighbours with a digit or a few capital letters."""
    run: list[str] = []
    for chunk in (*_CHUNK.findall(line), ""):
        word = fold(chunk)
        if word and " " not in word and (_DIGIT.search(word) or (len(chunk) <= _LETTERS and chunk.isupper())):
            run.append(word)
            continue
        for start in range(len(run)):
            for end in range(start + 2, min(start + _PIECES, len(run)) + 1):
                code = "".join(run[start:end])
                if len(code) <= _LONGEST and _DIGIT.search(code):
                    yield code
        run = []


def index_forms(lines: Sequence[str]) -> tuple[str, str]:
    """Return what the index has of the lines of a photo: their words and codes, and those with digits, alike."""
    whole = fold(" ".join(lines))  # phrases go on from line to line
    parts = [form for line in lines if (form := fold_apart(line)) != fold(line)]
    codes = dict.fromkeys(code for line in lines for code in codes_in(line))
    words = dict.fromkeys(alike(word) for word in (*whole.split(), *codes) if _DIGIT.search(word))
    return APART.join(form for form in (whole, *dict.fromkeys(parts), " ".join(codes)) if form), " ".join(words)


def words_for_slips(lines: Sequence[str]) -> set[str]:
    """Return the folded words of lines that are also found with one slip."""
    return {word for word in fold(" ".join(lines)).split() if takes_slips(word)}


def takes_slips(word: str) -> bool:
    """Return whether a folded word is long enough to be found with one slip, and no number or code."""
    return SHORTEST_NEAR <= len(word) <= _LONGEST and word.isalpha()


def is_one_off(word: str, other: str) -> bool:
    """Return whether two words differ in at most one letter that is other, missing or too much, or in two swapped."""
    shorter = min(len(word), len(other))
    start = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    word, other = word[start:], other[start:]
    while word and other and word[-1] == other[-1]:
        word, other = word[:-1], other[:-1]
    return max(len(word), len(other)) <= 1 or (len(word) == len(other) == 2 and word == other[::-1])
