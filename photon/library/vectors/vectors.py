"""Embeddings of photos and texts, classifier predictions, and the saved HNSW graph; keyed by encoder and image hash.

All of it can be rebuilt. Vectors are stored as float16, which halves the size and changes cosines by less than 1e-3.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from photon.domain import Changes, changed
from photon.domain.arrays import Floats, Halves, Ids, Truth
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list, text_list
from photon.library.vectors.kept_vectors import drop_kept
from photon.quick_dataclass import dataclass

_FEW = 200  # rows sampled to determine the lengths of an encoder's vectors
_PORTION = 2000  # rows checked at a time
_Float = TypeVar("_Float", np.float16, np.float32)


@dataclass(frozen=True, slots=True)
class Pending:
    """A photo without vectors, or without styles: id, image hash, preview JPEG."""

    photo: int
    image_hash: bytes
    preview: bytes


@dataclass(frozen=True, slots=True)
class Embedded:
    """The new vectors of a photo.

    Attributes:
        photo: Photo id.
        image_hash: Hash of the embedded image.
        meaning: float32 (d,), unit length, joint embedding.
        look: float32 (e,), unit length, visual features.
        kinds: Probabilities 0..1 by class label, from the encoder's own classifier.
    """

    photo: int
    image_hash: bytes
    meaning: Floats
    look: Floats
    kinds: Mapping[int, float] = field(default_factory=dict)


_MISSING = (  # + as in ``photos.counts``
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
    " LEFT JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    f" WHERE +p.present = 1 AND v.photo_id IS NULL AND {stage_failures.none_of('embedding')}"
)


def count_pending(library: Library, encoder: str) -> int:
    """Count the photos with a preview but no vector of ``encoder``."""
    return int(library.db.execute(f"SELECT count(*) {_MISSING}", (encoder,)).fetchone()[0])


def pending(library: Library, encoder: str, limit: int, after: int = 0) -> list[Pending]:
    """List photos without a vector of ``encoder``, ordered by id.

    Callers advance ``after``, so that a pass over the library is one scan instead of one per batch.

    Args:
        library: The library.
        encoder: Encoder id.
        limit: Maximum number of photos.
        after: Only photos with a larger id.

    Returns:
        The photos with their previews.
    """
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_MISSING} AND p.id > ? ORDER BY p.id LIMIT ?", (encoder, after, limit)
    )
    return [Pending(id_, bytes(image), bytes(jpeg)) for id_, image, jpeg in rows]


def pending_among(library: Library, encoder: str, photos: Sequence[int], limit: int) -> list[Pending]:
    """List some photos without a vector, for example those on screen; only the first 200 are considered."""
    few = list(photos)[:200]
    if not few:
        return []
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_MISSING} AND p.id {IN_LIST} LIMIT ?",
        (encoder, id_list(few), limit),
    )
    return [Pending(id_, bytes(image), bytes(jpeg)) for id_, image, jpeg in rows]


def store(library: Library, encoder: str, embedded: Sequence[Embedded]) -> Changes:
    """Store new vectors, replacing those of an earlier image."""
    with library.transaction() as db:
        for item in embedded:
            # Insert first: SQLite reuses the rowid of a deleted last row, so a new vector could pass for the old one.
            db.execute(
                "INSERT OR REPLACE INTO vectors (photo_id, encoder, image_hash, meaning, look) VALUES (?, ?, ?, ?, ?)",
                (item.photo, encoder, item.image_hash, packed(item.meaning), packed(item.look)),
            )
            db.execute(
                "DELETE FROM vectors WHERE encoder = ? AND photo_id = ? AND image_hash <> ?",
                (encoder, item.photo, item.image_hash),
            )
            db.execute("DELETE FROM kinds WHERE encoder = ? AND photo_id = ?", (encoder, item.photo))
            rows = [(encoder, kind, item.photo, chance) for kind, chance in item.kinds.items()]
            db.executemany("INSERT INTO kinds VALUES (?, ?, ?, ?)", rows)
    return changed("vectors", photos=frozenset(item.photo for item in embedded))


def count(library: Library, encoder: str) -> int:
    """Count the present photos with a valid vector of ``encoder``."""
    return int(library.db.execute(f"SELECT count(*) {VALID}", (encoder,)).fetchone()[0])


def sample_photos(library: Library, encoder: str, count: int) -> list[int]:
    """Return up to ``count`` photos that represent the library, always the same while it does not change.

    These are the photos with the smallest image hashes: a random but repeatable choice.
    """
    return library.column(f"SELECT p.id {VALID} ORDER BY p.image_hash LIMIT ?", (encoder, count))


def kept_encoders(library: Library) -> list[str]:
    """Return ids of the encoders that have vectors in this library."""
    return library.column("SELECT DISTINCT encoder FROM vectors ORDER BY encoder")


def drop(library: Library, encoder: str) -> Changes:
    """Delete everything that ``encoder`` produced; it can be rebuilt."""
    with library.transaction() as db:
        for table in ("vectors", "items", "moment_films", "kinds", "text_vectors", "graph_parts", "photo_regions"):
            db.execute(f"DELETE FROM {table} WHERE encoder = ?", (encoder,))
    drop_kept(library, encoder)
    return changed("vectors", "encoders")


def hashes(library: Library, encoder: str) -> dict[int, bytes]:
    """Read the image hash of every valid vector by present photo."""
    rows = library.db.execute(f"SELECT p.id, p.image_hash {VALID}", (encoder,))
    return {id_: bytes(image) for id_, image in rows}


def hashes_of(library: Library, encoder: str, items: Sequence[int]) -> dict[int, bytes]:
    """Read the image hash of the valid vectors of some photos, and one for parts; those without are left out."""
    rows = _rows_of(library, encoder, "p.image_hash", items)
    return {item: bytes(image) if item > 0 else _hash_of_part(item, bytes(image)) for item, image in rows}


def meanings(library: Library, encoder: str) -> tuple[Ids, Floats]:
    """Read the valid joint embeddings of all present photos: ids int64 (n,), ascending, and float32 (n, d), unit."""
    return _all_meanings(library, encoder, np.float32)


def half_meanings(library: Library, encoder: str) -> tuple[Ids, Halves]:
    """Read them as they are stored, in half of the memory: ids int64 (n,), ascending, and float16 (n, d)."""
    return _all_meanings(library, encoder, np.float16)


def _all_meanings(library: Library, encoder: str, kind: type[_Float]) -> tuple[Ids, npt.NDArray[_Float]]:
    most, at = count(library, encoder), 0
    ids, meanings = np.zeros(most, np.int64), np.zeros((most, lengths_of(library, encoder)[0] // 2), kind)
    for some, found in meanings_in_portions(library, encoder, most):  # all at once would take as much memory again
        ids[at : at + len(some)], meanings[at : at + len(some)] = some, found
        at += len(some)
    return ids[:at], meanings[:at]


def meanings_in_portions(library: Library, encoder: str, most: int = -1) -> Iterator[tuple[Ids, Floats]]:
    """Read ids int64 (n,) and vectors float32 (n, d) of up to ``most`` photos, some thousand at a time."""
    lengths = lengths_of(library, encoder)[:1]
    cursor = library.db.execute(f"SELECT p.id, v.meaning {VALID} ORDER BY p.id LIMIT ?", (encoder, most))
    while rows := cursor.fetchmany(_PORTION):
        some, (found,) = unpacked(rows, lengths)
        yield some, found


def broken(library: Library, encoder: str) -> list[int]:
    """Find photos with an invalid vector of ``encoder``: wrong length, zero, or not finite.

    Such vectors are ignored by searches. Reads all vectors: about 0.6 s for 100,000 photos in the disk cache.
    """
    found, last, lengths = list[int](), -1, lengths_of(library, encoder)
    while True:
        rows = library.db.execute(
            "SELECT photo_id, meaning, look FROM vectors WHERE encoder = ? AND photo_id > ? ORDER BY photo_id LIMIT ?",
            (encoder, last, _PORTION),
        ).fetchall()
        if not rows:
            return found
        good = set(unpacked(rows, lengths)[0].tolist())
        found += [row[0] for row in rows if row[0] not in good]
        last = rows[-1][0]


def forget(library: Library, encoder: str, photos: Sequence[int]) -> Changes:
    """Delete vectors of photos, so that they are computed again."""
    with library.transaction() as db:
        db.executemany("DELETE FROM vectors WHERE encoder = ? AND photo_id = ?", [(encoder, photo) for photo in photos])
    return changed("vectors", photos=frozenset(photos))


def meanings_of(
    library: Library, encoder: str, items: Sequence[int], *, with_missing: bool = False
) -> tuple[Ids, Floats]:
    """Read the joint embeddings of some photos and parts of photos.

    Args:
        library: The library.
        encoder: Encoder id.
        items: Photo ids, and negative numbers of parts; those without a valid vector are left out.
        with_missing: Whether missing photos count.

    Returns:
        Items int64 (m,), unordered, and embeddings float32 (m, d), unit length.
    """
    return _some(library, encoder, 0, items, with_missing=with_missing)


def looks_of(library: Library, encoder: str, items: Sequence[int], *, with_missing: bool = False) -> tuple[Ids, Floats]:
    """Read the visual features of some photos and parts of photos, float32 (m, e), as ``meanings_of`` does."""
    return _some(library, encoder, 1, items, with_missing=with_missing)


def everything_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Floats, Floats]:
    """Read the joint embeddings and visual features of some photos; about 3 s for 100,000 photos.

    Args:
        library: The library.
        encoder: Encoder id.
        photos: Photo ids; those without valid vectors are left out.

    Returns:
        Ids int64 (m,), ascending, embeddings float32 (m, d) and features float32 (m, e), both unit length.
    """
    rows = library.db.execute(
        f"SELECT p.id, v.meaning, v.look {VALID} AND p.id {IN_LIST} ORDER BY v.photo_id", (encoder, id_list(photos))
    ).fetchall()
    ids, (meanings, looks) = unpacked(rows, lengths_of(library, encoder))
    return ids, meanings, looks


def kinds_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Ids, Floats]:
    """Read the class labels that ``encoder`` predicted for some photos.

    Returns:
        Photo ids int64 (k,), labels int64 (k,) and probabilities float32 (k,), 0..1.
    """
    rows = library.db.execute(
        f"SELECT photo_id, kind, chance FROM kinds WHERE photo_id {IN_LIST}"
        " AND +encoder = ?",  # not by encoder: the whole index would be read for a few photos
        (id_list(photos), encoder),
    ).fetchall()
    ids, kinds = (np.fromiter((row[at] for row in rows), np.int64, len(rows)) for at in (0, 1))
    return ids, kinds, np.fromiter((row[2] for row in rows), np.float32, len(rows))


def showing(library: Library, encoder: str, kinds: Sequence[int]) -> tuple[Ids, Floats]:
    """Find present photos and parts of photos in which ``encoder`` recognised one of some class labels.

    Predictions for earlier images of a photo are ignored.

    Args:
        library: The library.
        encoder: Encoder id.
        kinds: Class labels.

    Returns:
        Items int64 (n,), ascending, and summed probabilities float32 (n,), at most 1.
    """
    rows = library.db.execute(
        "SELECT k.photo_id, sum(k.chance) FROM kinds k JOIN photos p ON p.id = k.photo_id AND +p.present = 1"
        " JOIN vectors v ON v.encoder = k.encoder AND v.photo_id = p.id AND v.image_hash = p.image_hash"
        f" WHERE k.encoder = ? AND k.kind {IN_LIST} GROUP BY k.photo_id"
        " UNION ALL SELECT k.photo_id, sum(k.chance) FROM kinds k JOIN items v ON v.id = -k.photo_id"
        " JOIN photos p ON p.id = v.photo_id AND p.image_hash = v.image_hash AND +p.present = 1"
        f" WHERE k.encoder = ? AND k.kind {IN_LIST} AND k.photo_id < 0 GROUP BY k.photo_id ORDER BY 1",
        2 * (encoder, id_list(kinds)),
    ).fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return ids, np.fromiter((min(1.0, row[1]) for row in rows), np.float32, len(rows))


def text_vectors(library: Library, encoder: str, texts: Sequence[str]) -> dict[str, Floats]:
    """Read cached embeddings of texts.

    Args:
        library: The library.
        encoder: Encoder id.
        texts: The texts.

    Returns:
        Embeddings float32 (d,) by text; missing and damaged ones are left out.
    """
    length = 2 * lengths_of(library, encoder)[0]  # vectors of photos are half as wide
    rows = library.db.execute(
        f"SELECT words, meaning FROM text_vectors WHERE encoder = ? AND words {IN_LIST}", (encoder, text_list(texts))
    )
    good = ((words, meaning) for words, meaning in rows if len(meaning) == (length or len(meaning) // 4 * 4))
    found = {words: np.frombuffer(meaning, np.float32).copy() for words, meaning in good}
    return {words: vector for words, vector in found.items() if _have_direction(vector[None])[0]}


def keep_text_vectors(library: Library, encoder: str, vectors: Mapping[str, Floats]) -> None:
    """Cache embeddings of texts, in float32 because there are few.

    Args:
        library: Open for writing.
        encoder: Encoder id.
        vectors: Embeddings float32 (d,) by text.
    """
    with library.transaction() as db:
        db.executemany(
            "INSERT OR REPLACE INTO text_vectors VALUES (?, ?, ?)",
            [(encoder, words, vector.astype("<f4").tobytes()) for words, vector in vectors.items()],
        )


_STORED = "FROM photos p JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id AND v.image_hash = p.image_hash WHERE 1"
VALID = f"{_STORED} AND +p.present = 1"
"""The valid vectors of present photos, as v and p, of one encoder."""
PART = (  # CROSS: few photos have parts
    "FROM items v CROSS JOIN photos p ON p.id = v.photo_id AND p.image_hash = v.image_hash WHERE v.encoder = ?"
)
"""The valid parts of photos, as v, that ``library.vectors.items`` describes; their numbers are negative elsewhere."""


def _some(
    library: Library, encoder: str, column: int, items: Sequence[int], *, with_missing: bool
) -> tuple[Ids, Floats]:
    rows = _rows_of(library, encoder, ("v.meaning", "v.look")[column], items, with_missing=with_missing)
    ids, (found,) = unpacked(rows, [lengths_of(library, encoder)[column]])
    return ids, found


def _rows_of(
    library: Library, encoder: str, column: str, items: Sequence[int], *, with_missing: bool = False
) -> list[Any]:
    present = "" if with_missing else " AND +p.present = 1"
    whole = f"SELECT p.id, {column} {_STORED}{present} AND p.id {IN_LIST}"
    rows = library.db.execute(whole, (encoder, id_list(items))).fetchall()
    if parts := [-item for item in items if item < 0]:
        part = f"SELECT -v.id, {column} {PART}{present} AND v.id {IN_LIST}"
        rows += library.db.execute(part, (encoder, id_list(parts))).fetchall()
    return rows


def _hash_of_part(item: int, image: bytes) -> bytes:
    return hashlib.blake2b(image + str(item).encode(), digest_size=len(image)).digest()


def lengths_of(library: Library, encoder: str) -> tuple[int, int]:
    """Return the most frequent lengths of an encoder's embeddings and features in the first rows, in bytes, or 0.

    Of equally frequent lengths the longest is used, because damage truncates vectors.
    """
    few = " UNION ALL ".join(
        f"SELECT * FROM (SELECT length(meaning) AS meaning, length(look) AS look FROM {table} WHERE encoder = ?1"
        f" LIMIT {_FEW})"
        for table in ("vectors", "items")
    )
    rows = library.db.execute(
        f"SELECT meaning, look FROM ({few}) GROUP BY 1, 2 ORDER BY count(*) DESC, 1 DESC, 2 DESC LIMIT 1", (encoder,)
    ).fetchone()
    return rows or (0, 0)


def unpacked(rows: Sequence[Any], lengths: Sequence[int]) -> tuple[Ids, list[Floats]]:
    """Return ids int64 (n,) and float32 (n, d) for each column of vectors after the id; damaged rows are left out."""
    rows = [row for row in rows if all(len(blob) == length for blob, length in zip(row[1:], lengths, strict=True))]
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    if not rows:
        return ids, [np.zeros((0, 0), np.float32) for _ in lengths]
    found = [
        np.frombuffer(b"".join(row[at] for row in rows), np.float16).reshape(len(rows), -1).astype(np.float32)
        for at in range(1, 1 + len(lengths))
    ]
    good = np.logical_and.reduce([_have_direction(matrix) for matrix in found])
    return (ids, found) if good.all() else (ids[good], [matrix[good] for matrix in found])


def _have_direction(matrix: Floats) -> Truth:
    squares: Floats = np.einsum("ij,ij->i", matrix, matrix)
    good: Truth = np.isfinite(squares) & (squares > 0)
    return good


def packed(vector: Floats) -> bytes:
    """Pack a vector float32 (d,) as it is stored, in float16."""
    return vector.astype("<f2").tobytes()
