"""Photos with a text in them: exactly or, as a second step, with words that differ in one letter."""

import json

import numpy as np

from photon.domain.arrays import Ids
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold, fold_apart
from photon.library.words import full_text
from photon.library.words.text_forms import alike, code_of, is_one_off, takes_slips

_LAST_SIGN = chr(0x10FFFF)
_MOST = 64  # words that are almost alike
_FEW = 1000  # photos whose text is looked through


def near_words(library: Library, word: str) -> list[str]:
    """Find words in photos that differ from a folded word in one letter; 1 to 20 ms for 100,000 photos with text.

    Then either the first or the second half of the word is as it should be, unless the letters between were swapped.
    """
    if not takes_slips(word):
        return []
    half, size = len(word) // 2, (len(word) - 1, len(word) + 1)
    start, end = word[:half], word[half:][::-1]
    swapped = f"{word[: half - 1]}{word[half]}{word[half - 1]}{word[half + 1 :]}"
    of_size = "AND length(word) BETWEEN ?5 AND ?6"
    rows = library.db.execute(
        f"SELECT word FROM text_words WHERE word >= ?1 AND word < ?2 {of_size}"
        f" UNION SELECT word FROM text_words WHERE backwards >= ?3 AND backwards < ?4 {of_size}"
        " UNION SELECT word FROM text_words WHERE word = ?7",
        (start, start + _LAST_SIGN, end, end + _LAST_SIGN, *size, swapped),
    )
    return [other for (other,) in rows if other != word and is_one_off(word, other)][:_MOST]


def near_photos(library: Library, word: str) -> Ids:
    """Find present photos with a word in them that differs from a folded word in one letter: int64 (n,), ascending."""
    found = near_words(library, word)
    return _present(library, f"text : ({' OR '.join(map(_quoted, found))})") if found else np.zeros(0, np.int64)


def phrase_photos(library: Library, text: str) -> Ids:
    """Find present photos with a text in them, as typed: int64 (n,), ascending."""
    asked = full_text.in_photo(text)
    return _present(library, asked) if asked else np.zeros(0, np.int64)


def text_condition(library: Library, text: str, *, is_start: bool) -> tuple[str, list[object]]:
    """Return the SQL condition, with its values, that a photo ``p`` has a text in it.

    If no photo has it as typed, its words may be in any order, and long ones with one letter that is wrong.

    Args:
        library: The library.
        text: One or more words.
        is_start: Whether the last word may be the start of a longer one.
    """
    found = _started(library, text) if is_start else []
    if found:
        return "p.id IN (SELECT value FROM json_each(?))", [json.dumps(found)]
    exact, words = full_text.in_photo(text, is_start=is_start), fold(text).split()
    if exact and not len(_present(library, exact, 1)):
        options = []
        for at, word in enumerate(words):
            near = [f"text : {_quoted(one)}" for one in near_words(library, word)]
            options.append(" OR ".join([full_text.in_photo(word, is_start=is_start and at + 1 == len(words)), *near]))
        exact = " AND ".join(f"({ways})" for ways in options)
    return "p.id IN (SELECT rowid FROM words WHERE words MATCH ?)", [exact or _quoted("")]


def _started(library: Library, text: str) -> list[int]:
    """Find photos with a text whose last word is the start of one, if its other words are in few photos.

    The index would read all that it has of all words with this start.
    """
    head = " ".join(fold_apart(text).split()[:-1])
    rows = library.db.execute(
        "SELECT rowid, text, alike FROM words WHERE words MATCH ? LIMIT ?",
        (full_text.in_photo(head) or _quoted(""), _FEW + 1),
    ).fetchall()
    if len(rows) > _FEW:
        return []
    code = code_of(text)
    forms = [f" {form}" for form in (fold(text), fold_apart(text), code) if form]
    return [
        photo
        for photo, words, digits in rows
        if any(form in f" {words}" for form in forms) or (code and f" {alike(code)}" in f" {digits}")
    ]


def _present(library: Library, asked: str, most: int = -1) -> Ids:
    rows = library.db.execute(
        "SELECT p.id FROM words w CROSS JOIN photos p ON p.id = w.rowid WHERE words MATCH ? AND p.present = 1"
        " ORDER BY w.rowid LIMIT ?",
        (asked, most),
    ).fetchall()
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))


def _quoted(word: str) -> str:
    return f'"{word}"'
