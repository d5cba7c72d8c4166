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
    return changed("vectors", photos=frozenset(photos)) if photos else vectors.drop(library, former)
