"""The user's changes to the vocabulary: custom words and disabled concepts."""

import json
from collections.abc import Iterable

from photon.domain import Changes, changed
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.db.connection import Library
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WordOverride:
    """A difference from Photon's own vocabulary.

    Attributes:
        path: Names of its path.
        synonyms: Synonyms of a custom word.
        is_own: Whether the user added it; otherwise it is a built-in word that was disabled.
        is_on: Whether it may be suggested.
    """

    path: TagPath
    synonyms: tuple[str, ...] = ()
    is_own: bool = True
    is_on: bool = True


def all_words(library: Library) -> list[WordOverride]:
    """Return all stored words, in the order in which they were added."""
    rows = library.db.execute("SELECT path, synonyms, own, is_on FROM vocabulary ORDER BY rowid")
    return [
        WordOverride(tuple(json.loads(path)), tuple(json.loads(synonyms)), bool(own), bool(is_on))
        for path, synonyms, own, is_on in rows
    ]


def store_words(library: Library, words: Iterable[WordOverride]) -> tuple[Changes, int]:
    """Store words, replacing those with the same path.

    Entries without effect, which are built-in and enabled, are removed.

    Args:
        library: Open for writing.
        words: The words.

    Returns:
        The changes, and the number of words that changed.
    """
    count = 0
    with library.transaction() as db:
        known = {tag_key(word.path): word for word in all_words(library)}
        for word in words:
            key = tag_key(word.path)
            if known.get(key) == word:
                continue
            count += 1
            db.execute("DELETE FROM vocabulary WHERE key = ?", (key,))
            if word.is_own or not word.is_on:
                db.execute(
                    "INSERT INTO vocabulary (key, path, synonyms, own, is_on) VALUES (?, ?, ?, ?, ?)",
                    (key, _json(word.path), _json(word.synonyms), word.is_own, word.is_on),
                )
    return (changed("vocabulary") if count else Changes()), count


def remove(library: Library, paths: Iterable[TagPath]) -> tuple[Changes, int]:
    """Remove words; return the changes, and the number of words removed."""
    known = {tag_key(word.path): word for word in all_words(library)}
    gone = [known[tag_key(path)] for path in paths if tag_key(path) in known]
    with library.transaction() as db:
        db.executemany("DELETE FROM vocabulary WHERE key = ?", [(tag_key(word.path),) for word in gone])
    return (changed("vocabulary") if gone else Changes()), len(gone)


def _json(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False)
