"""Learned tags: ordinary tags with a flag. Their examples are photos that have the tag and photos it was rejected for.

A tag below a learned one counts as the learned one, too. In addition, a region of a photo or a photo without the tag
can be an example (see ``m011_learned_tags``). Decisions about missing photos are kept, and these are examples again
when they return.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, datetime

from photon.domain import Changes, Like, Region, changed
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath, name_key, tag_key
from photon.domain.photo.region import WHOLE
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_tree
from photon.quick_dataclass import dataclass

# Bulk confirmations are not used as test data, because the user did not check each photo.
_THOUGHT = "CASE WHEN {0}.run IN (SELECT id FROM runs WHERE kind = 'confirm') THEN 1 ELSE {0}.certainty END"
_BELOW = "WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT t.id FROM tags t JOIN below b ON t.parent_id = b.id)"


@dataclass(frozen=True, slots=True)
class TagDecisions:
    """Decisions about one tag: photo ids with the probability that Photon had predicted; 1 if it did not ask.

    Attributes:
        yes: Present photos that have the tag or a descendant or are examples of it, in the order of the decisions.
        no: Other present photos for which it was rejected.
        regions: The regions of those photos of ``yes`` whose regions are examples; ``WHOLE`` is the photo itself.
    """

    yes: dict[int, float] = field(default_factory=dict)
    no: dict[int, float] = field(default_factory=dict)
    regions: dict[int, tuple[Region, ...]] = field(default_factory=dict)

    @property
    def examples(self) -> tuple[Like, ...]:
        """The positive examples: photos, or regions of them."""
        return tuple(
            Like(photo=photo, region=None if region == WHOLE else region)
            for photo in self.yes
            for region in self.regions.get(photo, (WHOLE,))
        )


def all_learned(library: Library) -> list[Taught]:
    """Return all learned tags with their numbers of photos, ordered by path."""
    known = tag_tree.paths(library.db)
    rows = library.db.execute("SELECT id, kind FROM tags WHERE taught = 1")
    found = sorted(((tuple(known[tag]), kind) for tag, kind in rows), key=lambda each: tag_key(each[0]))
    return [
        Taught(path, len(one.yes), len(one.no), kind)
        for path, kind, one in ((path, kind, decided(library, path)) for path, kind in found)
    ]


def visible_learned(library: Library) -> list[Taught]:
    """Return all learned tags except those whose positive examples are all hidden."""
    return [one for one in all_learned(library) if one.yes or not len(library.veiled)]


def find_named(library: Library, name: str) -> TagPath | None:
    """Return the learned tag that ``my:name`` means, or None.

    It is the one whose whole path equals the name (``Pets/Fluffy``), else the first whose last name does. Case, Unicode
    form, spaces and quotation marks, which a query cannot contain, are ignored.
    """
    wanted, known = _named_key(name), tag_tree.paths(library.db)
    paths = [tuple(known[tag]) for (tag,) in library.db.execute("SELECT id FROM tags WHERE taught = 1")]
    found = [path for path in paths if wanted in {_named_key("/".join(path)), _named_key(path[-1])}]
    return min(found, key=lambda path: (_named_key("/".join(path)) != wanted, tag_key(path)), default=None)


def written(library: Library, path: TagPath) -> TagPath | None:
    """Return the path of a tag in the library's spelling, or None if it does not exist."""
    tag = tag_tree.find(library.db, path)
    return None if tag is None else tuple(tag_tree.paths(library.db)[tag])


def is_taught(library: Library, path: TagPath) -> bool:
    """Return whether Photon learns the tag at a path."""
    tag = tag_tree.find(library.db, path)
    row = library.db.execute("SELECT taught FROM tags WHERE id = ?", (tag,)).fetchone()
    return bool(row and row[0])


def kind(library: Library, path: TagPath) -> str:
    """Return the common noun for the subject of the tag at a path, or an empty text."""
    row = library.db.execute("SELECT kind FROM tags WHERE id = ?", (tag_tree.find(library.db, path),)).fetchone()
    return str(row[0]) if row else ""


def set_learned(library: Library, path: TagPath, *, taught: bool, kind: str | None = None) -> Changes:
    """Start or stop learning a tag, which is created if needed. Its photos keep it.

    Args:
        library: Open for writing.
        path: The tag.
        taught: Whether Photon learns it.
        kind: The common noun for its subject; None doesn't change it.
    """
    tag = tag_tree.find(library.db, path)
    was = library.db.execute("SELECT taught, kind FROM tags WHERE id = ?", (tag,)).fetchone() or (0, "")
    wanted = (int(taught), was[1] if kind is None else kind)
    if was == wanted:
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE tags SET taught = ?, kind = ? WHERE id = ?", (*wanted, tag_tree.tag_at(db, path)))
    return changed("tags")


def decided(library: Library, path: TagPath) -> TagDecisions:
    """Read the decisions about a tag."""
    tag = tag_tree.find(library.db, path)
    given = library.db.execute(
        f"{_BELOW} SELECT x.photo_id, max({_THOUGHT.format('x')}) FROM photo_tags x JOIN below b ON b.id = x.tag_id"
        " JOIN photos p ON p.id = x.photo_id AND p.present = 1 GROUP BY x.photo_id ORDER BY min(x.rowid)",
        (tag,),
    )
    yes = {int(photo): float(was) for photo, was in given}
    regions: dict[int, list[Region]] = {}
    examples = library.db.execute(
        f"{_BELOW} SELECT x.photo_id, x.x, x.y, x.width, x.height FROM tag_examples x JOIN below b ON b.id = x.tag_id"
        " JOIN photos p ON p.id = x.photo_id AND p.present = 1 ORDER BY x.rowid",
        (tag,),
    )
    for photo, *box in examples:
        yes.setdefault(int(photo), 1.0)
        regions.setdefault(int(photo), []).append(Region(*box))
    rows = library.db.execute(
        f"SELECT r.photo_id, {_THOUGHT.format('r')} FROM rejected_tags r"
        " JOIN photos p ON p.id = r.photo_id AND p.present = 1 WHERE r.key = ? ORDER BY r.rowid",
        (tag_key(path),),
    )
    no = {int(photo): float(was) for photo, was in rows if photo not in yes}
    return TagDecisions(yes, no, {photo: tuple(some) for photo, some in regions.items()})


def _named_key(name: str) -> str:
    return name_key(name.replace('"', " "))


def moments(library: Library, photos: Sequence[int]) -> dict[int, float]:
    """Read the local capture times of photos in seconds; photos without one are left out.

    File times are not used, because copying gives thousands of photos the same one. Time zones are ignored, because
    often only one of several cameras records its zone.
    """
    rows = library.db.execute(
        f"SELECT id, taken FROM photos WHERE taken IS NOT NULL AND id {IN_LIST}", (id_list(photos),)
    )
    found: dict[int, float] = {}
    for photo, taken in rows:
        try:
            moment = datetime.fromisoformat(taken)
        except ValueError:
            continue
        found[photo] = moment.replace(tzinfo=UTC).timestamp()
    return found
