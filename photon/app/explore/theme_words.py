"""The words that themes can be named by: given and suggested tags, and words of captions that the vocabulary has.

A word of a caption that is not in the vocabulary may be rude or a name. So may a suggested tag that a person taught; of
these, names of people are left out. What a person gave as a tag counts, whatever it is.
"""

import re
from collections.abc import Set

import numpy as np

from photon.annotate.explore.theme_names import WordTable
from photon.annotate.tags.sensitive import sensitive_keys
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import TagPath, belongs
from photon.library import Library
from photon.library.captions import captions
from photon.library.db.text_folding import fold_sign
from photon.library.people.people import names_of_people
from photon.library.tags.tagged_photos import PhotosOfTag, photos_of_tags

_LEAST = 0.4  # certainty of suggested tags
_SAID = 0.8  # how sure a word of a caption is
_WORD = re.compile(r"[^\W\d_]{3,}")
_VAGUE = {"nature", "plant", "clothing", "furniture"}  # in the background of most photos that have them
_LOOKS = "composition and style"  # group of the vocabulary, with words such as *underexposed photo*


class _Words:
    """Collects words of photos; the same word in capitals, or from another source, is one."""

    def __init__(self, photos: Ids) -> None:
        self._photos, self._names = photos, list[str]()
        self._columns, self._above = dict[str, int](), dict[int, set[str]]()
        self._parts = list[tuple[Ids, Ids, Floats]]()

    def add(self, path: TagPath, photos: Ids, chances: Floats) -> None:
        """Add a word, the last of a path, to photos, int64 (m,), with how sure it is, float32 (m,)."""
        key = fold_sign(path[-1])
        column = self._columns.setdefault(key, len(self._names))
        if column == len(self._names):
            self._names.append(path[-1])
        self._above.setdefault(column, set()).update(map(fold_sign, path[:-1]))
        rows = np.minimum(np.searchsorted(self._photos, photos), len(self._photos) - 1)
        known = self._photos[rows] == photos
        self._parts.append((rows[known], np.full(int(known.sum()), column, np.int64), chances[known]))

    def table(self, vague: Set[str]) -> WordTable:
        """Return the words of all photos, each of a photo once, as sure as the surest source; ``vague`` are keys."""
        parts = self._parts or [(self._photos[:0], self._photos[:0], np.zeros(0, np.float32))]
        rows, columns, chances = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((-chances, columns, rows))
        _, first = np.unique(rows[order] * len(self._names) + columns[order], return_index=True)
        once = order[first]
        above = {
            column: frozenset(self._columns[key] for key in keys if key in self._columns)
            for column, keys in self._above.items()
        }
        columns_of_vague = {column for key, column in self._columns.items() if key in vague}
        return WordTable(
            rows[once], columns[once], chances[once].astype(np.float64), self._names, above, columns_of_vague
        )


def words_of_photos(library: Library, photos: Ids) -> WordTable:
    """Return the words of photos, int64 (n,) ascending and at least one, which must not be hidden."""
    found, people = _Words(photos), _words_of_people(library)
    for tag in find_nameable_tags(library):
        found.add(tag.path, tag.photos, tag.chances)
    vocabulary = vocabulary_of(library)
    for path, some in _words_in_captions(library, vocabulary).items():
        if fold_sign(path[-1]) not in people:
            found.add(path, np.array(some, np.int64), np.full(len(some), _SAID, np.float32))
    return found.table(_vague_keys(vocabulary))


def find_nameable_tags(library: Library, among: Ids | None = None) -> list[PhotosOfTag]:
    """Return the tags that may name something, with their photos: of all, or only of some, int64 (n,)."""
    sensitive, people = sensitive_keys(vocabulary_of(library)), _words_of_people(library)
    return [
        tag
        for tag in photos_of_tags(library, _LEAST, among)
        if tag.is_given or not (belongs(tag.path, sensitive) or fold_sign(tag.path[-1]) in people)
    ]


def _vague_keys(vocabulary: TagVocabulary) -> set[str]:
    return {
        fold_sign(vocabulary.keyword(at)[-1])
        for at, entry in enumerate(vocabulary.entries)
        if entry.name in _VAGUE or entry.path[0] == _LOOKS
    }


def _words_of_people(library: Library) -> set[str]:
    return {fold_sign(part) for name in names_of_people(library) for part in (name, *name.split())}


def _words_in_captions(library: Library, vocabulary: TagVocabulary) -> dict[TagPath, list[int]]:
    """Return tags of the vocabulary that captions name, with their photos."""
    found: dict[TagPath, list[int]] = {}
    places: dict[str, int | None] = {}
    for photo, text in captions.described(library):
        for word in dict.fromkeys(_WORD.findall(text.casefold())):
            if word not in places:
                places[word] = vocabulary.place(word)
            at = places[word]
            if at is not None and vocabulary.suggestable[at] and not vocabulary.entries[at].is_sensitive:
                found.setdefault(vocabulary.keyword(at), []).append(photo)
    return found
