"""Tags that Photon learns from photos: ordinary tags with a flag. Photos that have or reject one are its examples.

A photo with a tag below a learned one is an example of the learned one, too. Missing photos keep their decisions and
become examples again when they return.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from photon.domain import Changes, changed
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.db.connection import Library
from photon.library.tags import tag_tree

_CHUNK = 500  # SQLite's oldest limit on bound values is 999
# Bulk confirmations are no test data, because the user did not check each photo.
_THOUGHT = "CASE WHEN {0}.run IN (SELECT id FROM runs WHERE kind = 'confirm') THEN 1 ELSE {0}.certainty END"


@dataclass(frozen=True, slots=True)
class TagDecisions:
    """Decisions about one tag: photo ids with the probability that Photon predicted before; 1 if it did not ask.

    Attributes:
        yes: Present photos that have the tag or one below it, in the order of the decisions.
        no: Present photos for which it was rejected and that are not in ``yes``.
    """

    yes: dict[int, float] = field(default_factory=dict)
    no: dict[int, float] = field(default_factory=dict)


def all_learned(library: Library) -> list[Taught]:
    """All learned tags with their numbers of examples, in order of path."""
    known = tag_tree.paths(library.db)
    rows = library.db.execute("SELECT id FROM tags WHERE taught = 1")
    found = sorted((tuple(known[tag]) for (tag,) in rows), key=tag_key)
    return [Taught(path, len(one.yes), len(one.no)) for path, one in ((path, decided(library, path)) for path in found)]


def written(library: Library, path: TagPath) -> TagPath | None:
    """The path of a tag in the library's spelling, or None if it does not exist."""
    tag = tag_tree.find(library.db, path)
    return None if tag is None else tuple(tag_tree.paths(library.db)[tag])


def is_taught(library: Library, path: TagPath) -> bool:
    """Whether Photon learns the tag at a path."""
    tag = tag_tree.find(library.db, path)
    row = library.db.execute("SELECT taught FROM tags WHERE id = ?", (tag,)).fetchone()
    return bool(row and row[0])


def set_learned(library: Library, path: TagPath, *, taught: bool) -> Changes:
    """Start or stop learning a tag. It is created if needed, and its photos keep it."""
    if is_taught(library, path) == taught:
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE tags SET taught = ? WHERE id = ?", (int(taught), tag_tree.place(db, path)))
    return changed("tags")


def decided(library: Library, path: TagPath) -> TagDecisions:
    """Read the decisions about a tag."""
    below = (
        "WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT t.id FROM tags t JOIN below b ON t.parent_id = b.id)"
        f" SELECT x.photo_id, max({_THOUGHT.format('x')}) FROM photo_tags x JOIN below b ON b.id = x.tag_id"
        " JOIN photos p ON p.id = x.photo_id AND p.present = 1 GROUP BY x.photo_id ORDER BY min(x.rowid)"
    )
    yes = {int(photo): float(was) for photo, was in library.db.execute(below, (tag_tree.find(library.db, path),))}
    rows = library.db.execute(
        f"SELECT r.photo_id, {_THOUGHT.format('r')} FROM rejected_tags r"
        " JOIN photos p ON p.id = r.photo_id AND p.present = 1 WHERE r.key = ? ORDER BY r.rowid",
        (tag_key(path),),
    )
    return TagDecisions(yes, {int(photo): float(was) for photo, was in rows if photo not in yes})


def moments(library: Library, photos: Sequence[int]) -> dict[int, float]:
    """Read the local capture times of photos in seconds; photos without one are left out.

    File times are not used, because copying gives thousands of photos the same one. Time zones are ignored, because
    often only one of several cameras records its zone.
    """
    found: dict[int, float] = {}
    for at in range(0, len(photos), _CHUNK):
        chunk = photos[at : at + _CHUNK]
        among = ", ".join("?" * len(chunk))
        rows = library.db.execute(
            f"SELECT id, taken FROM photos WHERE taken IS NOT NULL AND id IN ({among})", list(chunk)
        )
        for photo, taken in rows:
            try:
                moment = datetime.fromisoformat(taken)
            except ValueError:
                continue
            found[photo] = moment.replace(tzinfo=UTC).timestamp()
    return found
