"""Tags that the user confirmed or rejected: a tree of names, and the decisions about each photo.

Names that differ only in case, Unicode form or spacing are one tag, spelled as first entered. A decision about a
suggested tag is also recorded with the suggestion, so that it is not asked again.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from photon.domain import Changes, Region, changed
from photon.domain.arrays import Ids
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, tag_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.name_tree import NameLevels
from photon.library.db.text_folding import fold_name
from photon.library.photos.folders import utc_now
from photon.library.tags import tag_tree
from photon.library.words import full_text

BETWEEN = "/"  # separator of the names in a path
MEMBERS = ("photo_tags", "tag_id")
"""The table of photos with tags, and its column with the tag."""
IS_TAGGED = "p.id IN (SELECT photo_id FROM photo_tags)"
"""Condition on a photo ``p``."""
PHOTOS_WITH = "SELECT photo_id FROM photo_tags WHERE tag_id IN ({})"
"""Query for the photos with some tags, given their ids."""
_NO_PHOTOS: Ids = np.zeros(0, np.int64)
_GIVEN = "FROM photo_tags WHERE photo_id NOT IN (SELECT id FROM photos WHERE present IN (0, 2))"


def all_tags(library: Library) -> list[tuple[TagPath, int]]:
    """Return all tags with the number of present photos that have the tag or a descendant, ordered by path.

    Counted once while nothing changes: 200,000 tags of 100,000 photos take 60 ms.
    """
    return list(library.remember("tags", lambda: _counted_tags(library)))


def _counted_tags(library: Library) -> list[tuple[TagPath, int]]:
    rows = library.db.execute(f"SELECT tag_id, group_concat(photo_id) {_GIVEN} GROUP BY tag_id")
    having = {int(tag): np.fromstring(photos, np.int64, sep=",") for tag, photos in rows}
    # A tag created between the reads has no photos yet; its change triggers another read.
    paths = {tag: tuple(path) for tag, path in tag_tree.paths(library.db).items()}
    parts: dict[TagPath, list[Ids]] = {}
    counts: dict[TagPath, int] = {}
    for tag, path in sorted(paths.items(), key=lambda one: -len(one[1])):  # descendants first
        some = [*parts.get(path, ()), having.get(tag, _NO_PHOTOS)]
        whole = np.unique(np.concatenate(some)) if len(some) > 1 else some[0]
        counts[path] = len(whole)
        parts.setdefault(path[:-1], []).append(whole)
    return sorted(counts.items())


def tag_uses(library: Library) -> list[tuple[TagPath, int]]:
    """Return all tags with how often they and their descendants were given, ordered by path.

    A tenth of the time of ``all_tags``, because a photo with several of them is counted several times.
    """
    given = dict(library.db.execute(f"SELECT tag_id, count(*) {_GIVEN} GROUP BY tag_id").fetchall())
    uses: dict[TagPath, int] = {}
    for tag, path in tag_tree.paths(library.db).items():
        for depth in range(1, len(path) + 1):
            way = tuple(path[:depth])
            uses[way] = uses.get(way, 0) + given.get(tag, 0)
    return sorted(uses.items())


def matching_tags(library: Library, text: str) -> list[int]:
    """Find the tags with this name or path suffix, and their descendants; case and diacritics are ignored."""
    name = fold_name(text)
    wanted = [part.strip() for part in name.split(BETWEEN) if part.strip()]
    found = [
        tag
        for tag, path in tag_tree.paths(library.db).items()
        if fold_name(path[-1]) == name or (wanted and list(map(fold_name, path[-len(wanted) :])) == wanted)
    ]
    if not found:
        return []
    where = f"WHERE id IN ({', '.join(map(str, found))})"
    return library.column(tag_tree.BELOW.format(where=where) + " SELECT DISTINCT id FROM below ORDER BY id")


def are_given(library: Library, some: Sequence[int]) -> bool:
    """Return whether any photo has one of these tags."""
    among = ", ".join(map(str, some))
    return library.db.execute(f"SELECT 1 FROM photo_tags WHERE tag_id IN ({among}) LIMIT 1").fetchone() is not None


def tags_for_photos(library: Library, photos: Sequence[int]) -> dict[int, list[Tagged]]:
    """Read the decisions about photos: confirmed tags ordered by path, then rejected ones."""
    found: dict[int, list[Tagged]] = {photo: [] for photo in photos}
    some = (id_list(photos),)
    given = library.db.execute(
        f"SELECT photo_id, tag_id, certainty, run FROM photo_tags WHERE photo_id {IN_LIST}", some
    ).fetchall()
    # Read afterwards, so that tags created meanwhile are known; tags deleted meanwhile are skipped.
    known = tag_tree.paths(library.db) if given else {}
    for photo, tag, certainty, run in given:
        if tag in known:
            found[photo].append(Tagged(tuple(known[tag]), "confirmed", certainty, run))
    refused = library.db.execute(
        f"SELECT photo_id, path, certainty, run FROM rejected_tags WHERE photo_id {IN_LIST}", some
    )
    for photo, path, certainty, run in refused:
        found[photo].append(Tagged(tuple(json.loads(path)), "rejected", certainty, run))
    for tags in found.values():
        tags.sort(key=lambda tag: (tag.state, tag_key(tag.path)))
    return found


def photos_with_tag(library: Library, path: TagPath) -> frozenset[int]:
    """Return the photos that have exactly this tag, in any spelling, also missing ones."""
    tag = tag_tree.find(library.db, path)
    return frozenset(library.column("SELECT photo_id FROM photo_tags WHERE tag_id = ?", (tag,)))


def mark(library: Library, marks: Iterable[TagMark]) -> Changes:
    """Store decisions. Missing tags are created; unknown photos are ignored."""
    with library.transaction() as db:
        photos = mark_within(db, marks)
    return changed("tags", photos=photos) if photos else Changes()


def mark_within(db: sqlite3.Connection, marks: Iterable[TagMark]) -> frozenset[int]:
    """Store decisions within a transaction; return the photos that changed."""
    photos: set[int] = set()
    writing = _TagWriting(db)
    for one in marks:
        was = writing.state(one.photo, one.path)
        if was is None:
            continue
        mark = _with_regions(one, was)
        if mark != was:
            writing.write(mark, was)
            photos.add(one.photo)
    full_text.renew(db, photos)
    return frozenset(photos)


def marks_of_run(library: Library, run: int) -> list[TagMark]:
    """Return the tags that a batch assigned to photos, as marks."""
    known = tag_tree.paths(library.db)
    rows = library.db.execute("SELECT photo_id, tag_id, certainty FROM photo_tags WHERE run = ? ORDER BY rowid", (run,))
    return [TagMark(photo, tuple(known[tag]), "confirmed", certainty, run) for photo, tag, certainty in rows]


def _with_regions(mark: TagMark, was: TagMark) -> TagMark:
    """Return the mark with the regions that the photo has after it."""
    if mark.state in {None, "rejected"}:
        return replace(mark, regions=())
    return mark if mark.regions is not None else replace(mark, regions=was.regions)


class _TagWriting:
    """Writes marks within one transaction; each tag is looked up once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._now = utc_now()
        self._tags: dict[str, int | None] = {}
        self._words: dict[str, int | None] = {}
        self._levels = NameLevels(db, "tags")
        self._key = cache(tag_key)  # thousands of marks name few tags
        self._with_examples = {int(tag) for (tag,) in db.execute("SELECT DISTINCT tag_id FROM tag_examples")}

    def state(self, photo: int, path: TagPath) -> TagMark | None:
        """Return the current decision; None if there is no such photo."""
        key = self._key(path)
        row = self._db.execute(
            "SELECT g.certainty, g.run, r.certainty, r.run FROM photos p"
            " LEFT JOIN photo_tags g ON g.tag_id = ? AND g.photo_id = p.id"
            " LEFT JOIN rejected_tags r ON r.key = ? AND r.photo_id = p.id WHERE p.id = ?",
            (self._find(path), key, photo),
        ).fetchone()
        if row is None:
            return None
        regions = self._regions(photo, path)
        if row[0] is not None:
            return TagMark(photo, path, "confirmed", float(row[0]), int(row[1]), regions)
        if row[2] is not None:
            return TagMark(photo, path, "rejected", float(row[2]), int(row[3]), ())
        return TagMark(photo, path, "example" if regions else None, regions=regions)

    def write(self, mark: TagMark, was: TagMark) -> None:
        """Apply a mark to a photo whose decision is ``was``."""
        key = self._key(mark.path)
        if was.state == "confirmed":
            self._db.execute(
                "DELETE FROM photo_tags WHERE tag_id = ? AND photo_id = ?", (self._find(mark.path), mark.photo)
            )
        elif was.state == "rejected":
            self._db.execute("DELETE FROM rejected_tags WHERE key = ? AND photo_id = ?", (key, mark.photo))
        if mark.state == "confirmed":
            tag = self._find(mark.path) or self._levels.node_of(mark.path)
            self._tags[key] = tag
            self._db.execute(
                "INSERT INTO photo_tags (photo_id, tag_id, certainty, run, given) VALUES (?, ?, ?, ?, ?)",
                (mark.photo, tag, mark.certainty, mark.run, mark.given or self._now),
            )
        elif mark.state == "rejected":
            self._db.execute(
                "INSERT INTO rejected_tags (photo_id, key, path, certainty, run, given) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    mark.photo, key, json.dumps(mark.path, ensure_ascii=False), mark.certainty, mark.run,
                    mark.given or self._now,
                ),
            )  # fmt: skip
        self._db.execute(
            "UPDATE suggested_tags SET decided = ? WHERE photo_id = ? AND word_id = ?",
            (int(mark.state in {"confirmed", "rejected"}), mark.photo, self._word(key)),
        )
        self._write_regions(mark)

    def _regions(self, photo: int, path: TagPath) -> tuple[Region, ...]:
        tag = self._find(path)
        if tag not in self._with_examples:
            return ()
        rows = self._db.execute(
            "SELECT x, y, width, height FROM tag_examples WHERE tag_id = ? AND photo_id = ? ORDER BY rowid",
            (tag, photo),
        )
        return tuple(Region(*row) for row in rows)

    def _write_regions(self, mark: TagMark) -> None:
        tag = self._find(mark.path)
        if tag in self._with_examples:
            self._db.execute("DELETE FROM tag_examples WHERE tag_id = ? AND photo_id = ?", (tag, mark.photo))
        if mark.regions:
            tag = self._tags[self._key(mark.path)] = self._levels.node_of(mark.path)
            self._with_examples.add(tag)
            self._db.executemany(
                "INSERT OR IGNORE INTO tag_examples VALUES (?, ?, ?, ?, ?, ?)",
                [(tag, mark.photo, one.x, one.y, one.width, one.height) for one in mark.regions],
            )

    def _word(self, key: str) -> int | None:
        """Return the id of a suggested word, or None."""
        if key not in self._words:
            row = self._db.execute("SELECT id FROM suggested_words WHERE key = ?", (key,)).fetchone()
            self._words[key] = row[0] if row else None
        return self._words[key]

    def _find(self, path: TagPath) -> int | None:
        key = self._key(path)
        if self._tags.get(key) is None:
            self._tags[key] = self._levels.find(path)
        return self._tags[key]
