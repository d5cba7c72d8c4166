"""Embeddings computed from the visual features of another encoder with the same image tower.

If only the map into the joint space was trained again, no photo has to be decoded: its stored visual features and class
probabilities are kept, and its new embedding takes one product.
"""

from collections.abc import Callable

from photon.domain import Changes, changed
from photon.domain.arrays import Floats
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.vectors import vectors


def count_adoptable(library: Library, former: str) -> int:
    """Count the photos whose vectors of ``former`` are not adopted yet."""
    return int(library.db.execute("SELECT count(*) FROM vectors WHERE encoder = ?", (former,)).fetchone()[0])


def adopt(library: Library, encoder: str, former: str, join: Callable[[Floats], Floats], limit: int) -> Changes:
    """Transfer vectors of one encoder to another, with new embeddings; damaged ones are dropped and computed later.

    Args:
        library: Open for writing.
        encoder: Id of the encoder that adopts them.
        former: Id of the encoder that made them.
        join: Computes embeddings float32 (n, d) from visual features float32 (n, e), both of unit length.
        limit: Maximum number of photos.

    Returns:
        The photos; no change once none are left.
    """
    rows = library.db.execute(
        "SELECT photo_id, look, image_hash FROM vectors WHERE encoder = ? ORDER BY photo_id LIMIT ?", (former, limit)
    ).fetchall()
    photos, hashes = [row[0] for row in rows], {row[0]: row[2] for row in rows}
    ids, (looks,) = vectors.unpacked([row[:2] for row in rows], vectors.lengths_of(library, former)[1:])
    good = ids.tolist()
    made = zip(good, join(looks), looks, strict=True) if good else ()
    with library.transaction() as db:
        db.executemany(
            "INSERT OR IGNORE INTO vectors (photo_id, encoder, image_hash, meaning, look) VALUES (?, ?, ?, ?, ?)",
            [(photo, encoder, hashes[photo], vectors.packed(new), vectors.packed(look)) for photo, new, look in made],
        )
        db.execute(
            f"UPDATE OR IGNORE kinds SET encoder = ? WHERE photo_id {IN_LIST} AND +encoder = ?",
            (encoder, id_list(good), former),
        )
        db.execute(f"DELETE FROM kinds WHERE photo_id {IN_LIST} AND +encoder = ?", (id_list(photos), former))
        db.execute(f"DELETE FROM vectors WHERE photo_id {IN_LIST} AND encoder = ?", (id_list(photos), former))
    if photos:
        return changed("vectors", photos=frozenset(photos))
    return _adopt_parts(library, (encoder, former), join, limit) or vectors.drop(library, former)


def _adopt_parts(library: Library, ids: tuple[str, str], join: Callable[[Floats], Floats], limit: int) -> Changes:
    """Transfer parts of photos in the same way, once all photos were; no change once none are left."""
    encoder, former = ids
    rows = library.db.execute("SELECT id, look, photo_id FROM items WHERE encoder = ? LIMIT ?", (former, limit))
    owners = {part: (look, photo) for part, look, photo in rows}
    lengths = vectors.lengths_of(library, former)[1:]
    parts, (looks,) = vectors.unpacked([(part, look) for part, (look, _) in owners.items()], lengths)
    if not len(parts):
        return Changes()
    made = [(encoder, vectors.packed(new), part) for part, new in zip(parts.tolist(), join(looks), strict=True)]
    with library.transaction() as db:
        db.executemany("UPDATE items SET encoder = ?, meaning = ? WHERE id = ?", made)
        moved = (encoder, id_list([-part for part in parts.tolist()]), former)
        db.execute(f"UPDATE kinds SET encoder = ? WHERE photo_id {IN_LIST} AND +encoder = ?", moved)
    return changed("vectors", photos=frozenset(owners[part][1] for _, _, part in made))
