"""What a person changed about the vocabulary: words of their own, and concepts that were switched off."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from photon.domain import Changes, changed
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.db.connection import Library


@dataclass(frozen=True, slots=True)
class KeptWord:
    """A line that differs from Photon's own vocabulary.

    Attributes:
        path: Its names.
        synonyms: Other words for it, of a word of the person's own.
        is_own: The person added it; otherwise it is Photon's, and here because it was switched off.
        is_on: Whether it may be suggested.
    """

    path: TagPath
    synonyms: tuple[str, ...] = ()
    is_own: bool = True
    is_on: bool = True


def all_words(library: Library) -> list[KeptWord]:
    """All lines, in the order in which they were added."""
    rows = library.db.execute("SELECT path, synonyms, own, is_on FROM vocabulary ORDER BY rowid")
    return [
        KeptWord(tuple(json.loads(path)), tuple(json.loads(synonyms)), bool(own), bool(is_on))
        for path, synonyms, own, is_on in rows
    ]


def store_words(library: Library, words: Iterable[KeptWord]) -> tuple[Changes, tuple[KeptWord | TagPath, ...]]:
    """Keep lines, each in place of one with the same path; return what changed and what ``restore`` needs.

    A line that says nothing, because it is Photon's own and switched on, is removed.
    """
    before: list[KeptWord | TagPath] = []
    with library.transaction() as db:
        known = {tag_key(word.path): word for word in all_words(library)}
        for word in words:
            key = tag_key(word.path)
            if known.get(key) == word:
                continue
            before.append(known.get(key, word.path))
            db.execute("DELETE FROM vocabulary WHERE key = ?", (key,))
            if word.is_own or not word.is_on:
                db.execute(
                    "INSERT INTO vocabulary (key, path, synonyms, own, is_on) VALUES (?, ?, ?, ?, ?)",
                    (key, _json(word.path), _json(word.synonyms), word.is_own, word.is_on),
                )
    return (changed("vocabulary") if before else Changes()), tuple(before)


def remove(library: Library, paths: Iterable[TagPath]) -> tuple[Changes, tuple[KeptWord | TagPath, ...]]:
    """Remove lines; return what changed and what ``restore`` needs."""
    known = {tag_key(word.path): word for word in all_words(library)}
    gone = [known[tag_key(path)] for path in paths if tag_key(path) in known]
    with library.transaction() as db:
        db.executemany("DELETE FROM vocabulary WHERE key = ?", [(tag_key(word.path),) for word in gone])
    return (changed("vocabulary") if gone else Changes()), tuple(gone)


def restore(library: Library, before: Iterable[KeptWord | TagPath]) -> Changes:
    """Put lines back as they were; where there was none, a path stands for it."""
    before = tuple(before)
    remove(library, [each for each in before if not isinstance(each, KeptWord)])
    store_words(library, [each for each in before if isinstance(each, KeptWord)])
    return changed("vocabulary")


def _json(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False)
