"""The photos of all tags at once: those that a person gave, and those that Photon suggests."""

import json
from collections.abc import Iterable

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import TagPath
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_tree
from photon.quick_dataclass import dataclass

_ROW = np.dtype([("tag", np.int64), ("photo", np.int64), ("chance", np.float32)])
_THERE = "JOIN photos p ON p.id = photo_id WHERE +p.present = 1"


@dataclass(frozen=True, slots=True)
class PhotosOfTag:
    """A tag with photos that are there, hidden ones, too.

    Attributes:
        path: The tag.
        photos: int64 (n,), ascending, each once.
        chances: float32 (n,), 0..1, how sure Photon is that each shows it; 1 for what a person gave.
        is_given: Whether a person gave it.
    """

    path: TagPath
    photos: Ids
    chances: Floats
    is_given: bool


def photos_of_tags(library: Library, least: float, among: Ids | None = None) -> list[PhotosOfTag]:
    """Return given tags, then suggested ones, each with its photos; 300,000 suggestions take half a second.

    Args:
        library: The library.
        least: Certainty of undecided suggestions, 0..1, from which on they count.
        among: Only these photos, int64 (n,); None for all.
    """
    where, some = (_THERE, ()) if among is None else (f"{_THERE} AND photo_id {IN_LIST}", (id_list(among.tolist()),))
    given = library.db.execute(f"SELECT tag_id, photo_id, 1.0 FROM photo_tags {where} ORDER BY tag_id, photo_id", some)
    paths = {tag: tuple(path) for tag, path in tag_tree.paths(library.db).items()}
    suggested = library.db.execute(
        f"SELECT word_id, photo_id, certainty FROM suggested_tags {where} AND decided = 0 AND certainty >= ?"
        " ORDER BY word_id, photo_id",
        (*some, least),
    )
    words = {word: tuple(json.loads(path)) for word, path in library.db.execute("SELECT id, path FROM suggested_words")}
    return _grouped(given, paths, is_given=True) + _grouped(suggested, words, is_given=False)


def count_tags(library: Library) -> int:
    """Return how many tags photos have, those that are only suggested included."""
    query = "SELECT (SELECT count(*) FROM photo_tags) + (SELECT count(*) FROM suggested_tags)"
    return int(library.db.execute(query).fetchone()[0])


def _grouped(rows: Iterable[tuple[int, int, float]], paths: dict[int, TagPath], *, is_given: bool) -> list[PhotosOfTag]:
    table = np.fromiter(rows, _ROW)  # as Python's objects, 8 million rows would take a gigabyte
    tags, starts = np.unique(table["tag"], return_index=True)
    return [
        PhotosOfTag(paths[tag], part["photo"].copy(), part["chance"].copy(), is_given)
        for tag, part in zip(tags.tolist(), np.split(table, starts[1:]), strict=False)  # nothing is split into one part
        if tag in paths
    ]
