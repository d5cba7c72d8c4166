"""Personal concepts in the catalogue: their names, kinds and example photos.

References are stored, not vectors, so another encoder or an edited photo gives the same concept again. Missing photos
keep their rows and count again when they return.
"""

import sqlite3
import unicodedata

from photon.domain import Changes, Like, Region, changed
from photon.domain.query.concept import Concept, concept_key
from photon.library.db.connection import Library
from photon.library.photos.folders import utc_now

_CHANGED = changed("concepts")


def all_concepts(library: Library) -> list[Concept]:
    """All concepts in order of name, except those whose photos are all hidden."""
    rows = library.db.execute("SELECT id, name, kind FROM concepts").fetchall()
    found = [Concept(name, kind, _examples(library, id_)) for id_, name, kind in rows]
    shown = [concept for concept in found if concept.examples or not len(library.veiled)]
    return sorted(shown, key=lambda concept: concept_key(concept.name))


def find_concept(library: Library, name: str) -> Concept | None:
    """Find the concept of a name, in any case and Unicode form, or None."""
    found = _find(library.db, name)
    if found is None:
        return None
    id_, written, kind = found
    return Concept(written, kind, _examples(library, id_))


def store_concept(library: Library, concept: Concept) -> tuple[Changes, Concept | None]:
    """Store a concept, replacing one of the same name; return the changes and the previous concept.

    Unknown photos are left out.
    """
    before = find_concept(library, concept.name)
    with library.transaction() as db:
        _drop(db, concept.name)
        name = unicodedata.normalize("NFC", concept.name)
        cursor = db.execute("INSERT INTO concepts (name, kind, made) VALUES (?, ?, ?)", (name, concept.kind, utc_now()))
        db.executemany(
            "INSERT INTO concept_examples SELECT ?, id, ?, ?, ?, ? FROM photos WHERE id = ?",
            [(cursor.lastrowid, *_box(like.region), like.photo) for like in concept.examples],
        )
    return _CHANGED, before


def drop(library: Library, name: str) -> tuple[Changes, Concept | None]:
    """Delete a concept; return the changes and the concept. An unknown name changes nothing."""
    before = find_concept(library, name)
    if before is None:
        return Changes(), None
    with library.transaction() as db:
        _drop(db, name)
    return _CHANGED, before


def rename(library: Library, name: str, to: str) -> Changes:
    """Rename a concept; an unknown name changes nothing. The new name must be unused."""
    found = _find(library.db, name)
    if found is None:
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE concepts SET name = ? WHERE id = ?", (unicodedata.normalize("NFC", to), found[0]))
    return _CHANGED


def some_photos(library: Library, encoder: str, count: int) -> list[int]:
    """Sample up to ``count`` photos with vectors, reproducibly as long as the library does not change.

    The photos with the smallest image hashes are chosen, which is random but deterministic.
    """
    rows = library.db.execute(
        "SELECT p.id FROM photos p JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id"
        " AND v.image_hash = p.image_hash WHERE p.present = 1 ORDER BY p.image_hash LIMIT ?",
        (encoder, count),
    )
    return [row[0] for row in rows]


def _find(db: sqlite3.Connection, name: str) -> tuple[int, str, str] | None:
    """Look up a concept by key, because SQLite's NOCASE knows only English letters."""
    wanted = concept_key(name)
    rows = db.execute("SELECT id, name, kind FROM concepts").fetchall()
    return next(((id_, written, kind) for id_, written, kind in rows if concept_key(written) == wanted), None)


def _drop(db: sqlite3.Connection, name: str) -> None:
    found = _find(db, name)
    if found is not None:
        db.execute("DELETE FROM concepts WHERE id = ?", (found[0],))


def _examples(library: Library, concept: int) -> tuple[Like, ...]:
    rows = library.db.execute(
        "SELECT photo_id, x, y, width, height FROM concept_examples WHERE concept_id = ? ORDER BY rowid", (concept,)
    )
    return tuple(Like(photo=photo, region=None if x is None else Region(x, *rest)) for photo, x, *rest in rows)


def _box(region: Region | None) -> tuple[float | None, ...]:
    if region is None:
        return (None,) * 4
    return (region.x, region.y, region.width, region.height)
