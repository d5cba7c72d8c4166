"""Tags that the user confirmed or rejected: a tree of names, and the decisions about each photo.

Names that differ only in case, Unicode form or spacing are one tag, spelled as first entered. A decision about a
suggested tag is also recorded with the suggestion, so that it is not asked again.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from photon.domain import Changes, Region, changed
from photon.domain.arrays import Ids
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, tag_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.name_tree import NameLevels
from photon.library.db.text_folding import fold_name
from photon.library.photos.folders import utc_now
from photon.library.photos.photos import ABSENT
from photon.library.tags import tag_tree
from photon.library.words import full_text

BETWEEN = "/"  # separator of the names in a path
MEMBERS = ("photo_tags", "tag_id")
"""The table of photos with tags, and its column with the tag."""
IS_TAGGED = "p.id IN (SELECT DISTINCT photo_id FROM photo_tags)"
"""Condition on a photo ``p``."""
PHOTOS_WITH = "SELECT photo_id FROM photo_tags WHERE tag_id IN ({})"
"""Query for the photos with some tags, given their ids."""
_NO_PHOTOS: Ids = np.zeros(0, np.int64)
_STATES = (
    "SELECT p.id, g.certainty, g.run, r.certainty, r.run FROM photos p"
    " LEFT JOIN photo_tags g ON g.tag_id = ? AND g.photo_id = p.id"
    f" LEFT JOIN rejected_tags r ON r.key = ? AND r.photo_id = p.id WHERE p.id {IN_LIST} ORDER BY p.id"
)
_TAKE = {
    "confirmed": f"DELETE FROM photo_tags WHERE tag_id = ? AND photo_id {IN_LIST}",
    "rejected": f"DELETE FROM rejected_tags WHERE key = ? AND photo_id {IN_LIST}",
}
_GIVE = {
    "confirmed": "INSERT INTO photo_tags (photo_id, tag_id, certainty, run, given)"
    " SELECT value, ?, ?, ?, ? FROM json_each(?)",
    "rejected": "INSERT INTO rejected_tags (photo_id, key, path, certainty, run, given)"
    " SELECT value, ?, ?, ?, ?, ? FROM json_each(?)",
}
_DECIDE = (
    "UPDATE suggested_tags SET decided = ? WHERE word_id = (SELECT id FROM suggested_words WHERE key = ?)"
    f" AND photo_id {IN_LIST}"
)
_GIVEN = f"FROM photo_tags WHERE photo_id NOT IN ({ABSENT})"


def all_tags(library: Library) -> list[tuple[TagPath, int]]:
    """Return all tags with the number of present photos that have the tag or a descendant, ordered by path.

    Counted once while nothing changes: 200,000 tags of 100,000 photos take 60 ms.
    """
    return list(library.remember("tags", lambda: _counted_tags(library)))


def _counted_tags(library: Library) -> list[tuple[TagPath, int]]:
    rows = library.db.execute("SELECT tag_id, group_concat(photo_id) FROM photo_tags GROUP BY tag_id")
    given = {int(tag): np.fromstring(photos, np.int64, sep=",") for tag, photos in rows}
    last = max((int(photos.max(initial=0)) for photos in given.values()), default=0)
    gone, is_there = library.ids(ABSENT), np.ones(last + 1, np.bool_)  # SQLite would take half of the time more
    is_there[gone[gone <= last]] = False
    having = {tag: photos[is_there[photos]] for tag, photos in given.items()}
    # A tag created between the reads has no photos yet; its change triggers another read.
    paths = {tag: tuple(path) for tag, path in tag_tree.paths(library.db).items()}
    parts: dict[TagPath, list[Ids]] = {}
    counts: dict[TagPath, int] = {}
    for tag, path in sorted(paths.items(), key=lambda one: -len(one[1])):  # descendants first
        some = [*parts.get(path, ()), having.get(tag, _NO_PHOTOS)]
        whole = _once(some, last) if len(some) > 1 else some[0]
        counts[path] = len(whole)
        parts.setdefault(path[:-1], []).append(whole)
    return sorted(counts.items())


def _once(some: Sequence[Ids], last: int) -> Ids:
    """Return the ids in any of several arrays, up to a last one, int64 (n,), ascending."""
    if sum(map(len, some)) < last / 200:
        return np.unique(np.concatenate(some))
    is_there = np.zeros(last + 1, np.bool_)  # many are sorted ten times as slowly
    for ids in some:
        is_there[ids] = True
    found: Ids = np.flatnonzero(is_there)
    return found


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
    for path, some in _by_tag(marks):
        photos.update(writing.decide(path, some))
    full_text.renew(db, photos)
    return frozenset(photos)


def _by_tag(marks: Iterable[TagMark]) -> list[tuple[TagPath, dict[int, TagMark]]]:
    """Return marks by photo for each tag; a second mark of the same photo and tag is in a later group."""
    found: list[tuple[TagPath, dict[int, TagMark]]] = []
    latest: dict[str, dict[int, TagMark]] = {}
    key = cache(tag_key)  # thousands of marks name few tags
    for one in marks:
        some = latest.get(key(one.path))
        if some is None or one.photo in some:
            some = latest[key(one.path)] = {}
            found.append((one.path, some))
        some[one.photo] = one
    return found


def marks_of_run(library: Library, run: int) -> list[TagMark]:
    """Return the tags that a batch assigned to photos, as marks."""
    known = tag_tree.paths(library.db)
    rows = library.db.execute("SELECT photo_id, tag_id, certainty FROM photo_tags WHERE run = ? ORDER BY rowid", (run,))
    return [TagMark(photo, tuple(known[tag]), "confirmed", certainty, run) for photo, tag, certainty in rows]


class _TagState(NamedTuple):
    """What is decided about a tag of a photo, as in ``TagMark``."""

    state: str | None
    certainty: float
    run: int
    regions: tuple[Region, ...]

    def after(self, mark: TagMark) -> "_TagState":
        """Return what is decided after a mark."""
        kept = self.regions if mark.regions is None else mark.regions
        return _TagState(mark.state, mark.certainty, mark.run, () if mark.state in {None, "rejected"} else kept)


class _TagWriting:
    """Writes marks within one transaction, those of a tag at once and by photo: any other order takes five times."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._now = utc_now()
        self._levels = NameLevels(db, "tags")
        self._with_examples = {int(tag) for (tag,) in db.execute("SELECT DISTINCT tag_id FROM tag_examples")}

    def decide(self, path: TagPath, marks: Mapping[int, TagMark]) -> list[int]:
        """Apply marks of one tag, by photo; return the photos that changed, ascending."""
        tag, key = self._levels.find(path), tag_key(path)
        states = {photo: (was, was.after(marks[photo])) for photo, was in self._states(tag, key, marks).items()}
        changes = {photo: (was, now) for photo, (was, now) in states.items() if was != now}
        if any(now.state == "confirmed" or now.regions for _, now in changes.values()):
            tag = self._levels.node_of(path)
        about = {"confirmed": (tag,), "rejected": (key, json.dumps(path, ensure_ascii=False))}
        for state, delete in _TAKE.items():
            gone = [photo for photo, (was, _) in changes.items() if was.state == state]
            self._db.execute(delete, (about[state][0], id_list(gone)))
        alike: dict[tuple[str | None, float, int, str], list[int]] = {}
        for photo, (_, now) in changes.items():
            alike.setdefault((now.state, now.certainty, now.run, marks[photo].given or self._now), []).append(photo)
        for (given, *values), photos in alike.items():
            if given in about:
                self._db.execute(_GIVE[given], (*about[given], *values, id_list(photos)))
        for is_decided in (False, True):
            some = id_list(photo for photo, (_, now) in changes.items() if (now.state in about) == is_decided)
            self._db.execute(_DECIDE, (is_decided, key, some))
        # examples are listed in the order in which they were given
        self._write_regions(tag, {photo: changes[photo][1].regions for photo in marks if photo in changes})
        return list(changes)

    def _states(self, tag: int | None, key: str, photos: Iterable[int]) -> dict[int, _TagState]:
        """Return what is decided about photos, ascending; unknown ones are left out."""
        some, regions = id_list(photos), dict[int, tuple[Region, ...]]()
        if tag in self._with_examples:
            parts = f"SELECT * FROM tag_examples WHERE tag_id = ? AND photo_id {IN_LIST} ORDER BY rowid"
            for _, photo, *region in self._db.execute(parts, (tag, some)):
                regions[photo] = (*regions.get(photo, ()), Region(*region))
        found = {}
        for photo, given, run, refused, refusing in self._db.execute(_STATES, (tag, key, some)):
            own = regions.get(photo, ())
            if given is not None:
                found[photo] = _TagState("confirmed", given, run, own)
            elif refused is not None:
                found[photo] = _TagState("rejected", refused, refusing, ())
            else:
                found[photo] = _TagState("example" if own else None, 1.0, 0, own)
        return found

    def _write_regions(self, tag: int | None, regions: Mapping[int, Sequence[Region]]) -> None:
        if tag in self._with_examples:
            self._db.execute(
                f"DELETE FROM tag_examples WHERE tag_id = ? AND photo_id {IN_LIST}", (tag, id_list(regions))
            )
        rows = [(tag, photo, one.x, one.y, one.width, one.height) for photo, some in regions.items() for one in some]
        if tag is not None and rows:
            self._with_examples.add(tag)
            self._db.executemany("INSERT OR IGNORE INTO tag_examples VALUES (?, ?, ?, ?, ?, ?)", rows)
