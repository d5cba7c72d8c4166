"""Vectors of photos and of words, and the saved graph: all rebuildable, keyed by encoder and content hash.

Stored as float16 (half the disk; the rounding moves cosines by under 1e-3), float32 once in memory: a float16
product over 100,000 photos takes 151 ms, a float32 one 9 ms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from photon.domain import Changes, changed
from photon.library.db import stage_failures
from photon.library.db.connection import Library

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
_FEW = 200  # rows by which an encoder's lengths are known
_PORTION = 2000  # rows that are looked through at once


@dataclass(frozen=True, slots=True)
class Pending:
    """A photo waiting for its vectors: id, hash of its picture, preview JPEG."""

    photo: int
    image_hash: bytes
    preview: bytes


@dataclass(frozen=True, slots=True)
class Embedded:
    """A photo's new vectors: ``meaning`` float32 (d,), ``look`` float32 (e,), both of unit length.

    ``kinds`` are the things that the encoder names by itself, with their chances 0..1.
    """

    photo: int
    image_hash: bytes
    meaning: Floats
    look: Floats
    kinds: Mapping[int, float] = field(default_factory=dict)


_MISSING = (
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
    " LEFT JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    f" WHERE p.present = 1 AND v.photo_id IS NULL AND {stage_failures.none_of('embedding')}"
)


def count_pending(library: Library, encoder: str) -> int:
    """How many photos have a preview but no vector of ``encoder``."""
    return int(library.db.execute(f"SELECT count(*) {_MISSING}", (encoder,)).fetchone()[0])


def pending(library: Library, encoder: str, limit: int, after: int = 0) -> list[Pending]:
    """At most ``limit`` photos with an id above ``after`` that lack a vector of ``encoder``, in order of id.

    The caller walks upward, so that a pass over the whole library costs one scan and not one per batch.
    """
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_MISSING} AND p.id > ? ORDER BY p.id LIMIT ?", (encoder, after, limit)
    )
    return [Pending(id_, bytes(image), bytes(jpeg)) for id_, image, jpeg in rows]


def pending_among(library: Library, encoder: str, photos: Sequence[int], limit: int) -> list[Pending]:
    """The same among ``photos`` (what is on the screen); only the first 200 are looked at."""
    few = list(photos)[:200]
    if not few:
        return []
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_MISSING} AND p.id IN ({', '.join('?' * len(few))}) LIMIT ?",
        (encoder, *few, limit),
    )
    return [Pending(id_, bytes(image), bytes(jpeg)) for id_, image, jpeg in rows]


def store(library: Library, encoder: str, embedded: Sequence[Embedded]) -> Changes:
    """Keep new vectors, replacing those of an earlier picture of the same photo."""
    with library.transaction() as db:
        for item in embedded:
            # Insert first: SQLite reuses the number of a deleted last row, so a new vector could pass for the old one.
            db.execute(
                "INSERT OR REPLACE INTO vectors (photo_id, encoder, image_hash, meaning, look) VALUES (?, ?, ?, ?, ?)",
                (item.photo, encoder, item.image_hash, _packed(item.meaning), _packed(item.look)),
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
    """How many present photos have a valid vector of ``encoder``."""
    return int(library.db.execute(f"SELECT count(*) {_VALID}", (encoder,)).fetchone()[0])


def sample_photos(library: Library, encoder: str, count: int) -> list[int]:
    """Up to ``count`` photos that stand for the library, always the same while it does not change.

    Those whose picture's hash comes first, which is chance, but the same chance each time.
    """
    rows = library.db.execute(
        "SELECT p.id FROM photos p JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id"
        " AND v.image_hash = p.image_hash WHERE p.present = 1 ORDER BY p.image_hash LIMIT ?",
        (encoder, count),
    )
    return [row[0] for row in rows]


def kept_encoders(library: Library) -> list[str]:
    """Ids of the encoders that have vectors of photos here."""
    return [row[0] for row in library.db.execute("SELECT DISTINCT encoder FROM vectors ORDER BY encoder")]


def drop(library: Library, encoder: str) -> Changes:
    """Forget everything that ``encoder`` made; it can be made again."""
    with library.transaction() as db:
        for table in ("vectors", "kinds", "text_vectors", "graph_parts"):
            db.execute(f"DELETE FROM {table} WHERE encoder = ?", (encoder,))
    return changed("vectors", "encoders")


def hashes(library: Library, encoder: str) -> dict[int, bytes]:
    """Photo → picture hash of every valid vector of present photos."""
    rows = library.db.execute(f"SELECT p.id, p.image_hash {_VALID}", (encoder,))
    return {id_: bytes(image) for id_, image in rows}


def hashes_of(library: Library, encoder: str, photos: Sequence[int]) -> dict[int, bytes]:
    """The same for some photos only; those without a valid vector are left out."""
    found: dict[int, bytes] = {}
    for at in range(0, len(photos), 500):
        chunk = [int(photo) for photo in photos[at : at + 500]]
        rows = library.db.execute(
            f"SELECT p.id, p.image_hash {_VALID} AND p.id IN ({', '.join('?' * len(chunk))})", (encoder, *chunk)
        )
        found.update((id_, bytes(image)) for id_, image in rows)
    return found


def meanings(library: Library, encoder: str) -> tuple[Ids, Floats]:
    """Every valid meaning vector: ids int64 (n,) ascending, float32 (n, d)."""
    rows = library.db.execute(f"SELECT p.id, v.meaning {_VALID} ORDER BY p.id", (encoder,)).fetchall()
    ids, (meanings,) = _unpacked(rows, _lengths(library, encoder)[:1])
    return ids, meanings


def broken(library: Library, encoder: str) -> list[int]:
    """Photos with a vector of ``encoder`` that is none: of a wrong length, without direction, or not of numbers.

    They are in no answer. Reads all vectors: some 0.6 s for 100,000 photos in memory.
    """
    found: list[int] = []
    last, lengths = -1, _lengths(library, encoder)
    while True:
        rows = library.db.execute(
            "SELECT photo_id, meaning, look FROM vectors WHERE encoder = ? AND photo_id > ? ORDER BY photo_id LIMIT ?",
            (encoder, last, _PORTION),
        ).fetchall()
        if not rows:
            return found
        good = set(_unpacked(rows, lengths)[0].tolist())
        found += [row[0] for row in rows if row[0] not in good]
        last = rows[-1][0]


def forget(library: Library, encoder: str, photos: Sequence[int]) -> Changes:
    """Let vectors of photos be made anew."""
    with library.transaction() as db:
        db.executemany("DELETE FROM vectors WHERE encoder = ? AND photo_id = ?", [(encoder, photo) for photo in photos])
    return changed("vectors", photos=frozenset(photos))


def meanings_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Floats]:
    """The same for some photos only, in no particular order; those without a vector are left out."""
    return _some(library, encoder, 0, photos)


def looks_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Floats]:
    """Look vectors of some photos: ids int64 (m,), float32 (m, e)."""
    return _some(library, encoder, 1, photos)


def everything_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Floats, Floats]:
    """Photos that have vectors among some, ascending: ids int64 (m,), meanings float32 (m, d), looks float32 (m, e).

    Reads 100,000 photos in some three seconds, which is most of what it takes to look at them again.
    """
    rows: list[tuple[int, bytes, bytes]] = []
    wanted = sorted({int(photo) for photo in photos})
    for at in range(0, len(wanted), 500):
        chunk = wanted[at : at + 500]
        rows += library.db.execute(
            f"SELECT p.id, v.meaning, v.look {_VALID} AND p.id IN ({', '.join('?' * len(chunk))}) ORDER BY p.id",
            (encoder, *chunk),
        ).fetchall()
    ids, (meanings, looks) = _unpacked(rows, _lengths(library, encoder))
    return ids, meanings, looks


def kinds_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, Ids, Floats]:
    """What ``encoder`` sees by itself in some photos: photo int64 (k,), kind int64 (k,), chance float32 (k,)."""
    rows: list[tuple[int, int, float]] = []
    for at in range(0, len(photos), 500):
        chunk = [int(photo) for photo in photos[at : at + 500]]
        rows += library.db.execute(
            f"SELECT photo_id, kind, chance FROM kinds WHERE photo_id IN ({', '.join('?' * len(chunk))})"
            " AND +encoder = ?",  # not by encoder: that index would be read whole for every chunk
            (*chunk, encoder),
        ).fetchall()
    ids, kinds = (np.fromiter((row[at] for row in rows), np.int64, len(rows)) for at in (0, 1))
    return ids, kinds, np.fromiter((row[2] for row in rows), np.float32, len(rows))


def showing(library: Library, encoder: str, kinds: Sequence[int]) -> tuple[Ids, Floats]:
    """Present photos in which ``encoder`` sees one of ``kinds``: ids int64 (n,) ascending, chances float32 (n,).

    What it saw in an earlier picture of a photo does not count.
    """
    rows = library.db.execute(
        "SELECT k.photo_id, sum(k.chance) FROM kinds k JOIN photos p ON p.id = k.photo_id AND p.present = 1"
        " JOIN vectors v ON v.encoder = k.encoder AND v.photo_id = p.id AND v.image_hash = p.image_hash"
        f" WHERE k.encoder = ? AND k.kind IN ({', '.join('?' * len(kinds))}) GROUP BY k.photo_id ORDER BY k.photo_id",
        (encoder, *kinds),
    ).fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return ids, np.fromiter((min(1.0, row[1]) for row in rows), np.float32, len(rows))


def text_vectors(library: Library, encoder: str, texts: Sequence[str]) -> dict[str, Floats]:
    """The kept vectors of texts, float32 (d,) each; those that are not kept, or damaged, are left out."""
    found: dict[str, Floats] = {}
    length = 2 * _lengths(library, encoder)[0]  # those of photos are half as wide
    for at in range(0, len(texts), 500):
        chunk = texts[at : at + 500]
        rows = library.db.execute(
            f"SELECT words, meaning FROM text_vectors WHERE encoder = ? AND words IN ({', '.join('?' * len(chunk))})",
            (encoder, *chunk),
        )
        good = ((words, meaning) for words, meaning in rows if len(meaning) == (length or len(meaning) // 4 * 4))
        found.update((words, np.frombuffer(meaning, np.float32).copy()) for words, meaning in good)
    return {words: vector for words, vector in found.items() if _have_direction(vector[None])[0]}


def keep_text_vectors(library: Library, encoder: str, vectors: Mapping[str, Floats]) -> None:
    """Remember the vectors of texts; kept as float32, since there are few."""
    with library.transaction() as db:
        db.executemany(
            "INSERT OR REPLACE INTO text_vectors VALUES (?, ?, ?)",
            [(encoder, words, vector.astype("<f4").tobytes()) for words, vector in vectors.items()],
        )


def save_graph(library: Library, encoder: str, parts: Iterable[bytes]) -> None:
    """Keep the graph of ``encoder`` in parts (a SQLite blob holds at most 1 GB), replacing the old one whole."""
    with library.transaction() as db:
        db.execute("DELETE FROM graph_parts WHERE encoder = ?", (encoder,))
        for number, part in enumerate(parts):  # one at a time: together they may be gigabytes
            db.execute("INSERT INTO graph_parts VALUES (?, ?, ?)", (encoder, number, part))


def graph_parts(library: Library, encoder: str) -> Iterator[bytes]:
    """The saved parts in order; empty when there is no graph."""
    rows = library.db.execute("SELECT content FROM graph_parts WHERE encoder = ? ORDER BY part", (encoder,))
    return (bytes(row[0]) for row in rows)


_VALID = (
    "FROM photos p JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    " WHERE p.present = 1"
)


def _some(library: Library, encoder: str, column: int, photos: Sequence[int]) -> tuple[Ids, Floats]:
    rows: list[tuple[int, bytes]] = []
    for at in range(0, len(photos), 500):
        chunk = [int(photo) for photo in photos[at : at + 500]]
        rows += library.db.execute(
            f"SELECT p.id, v.{('meaning', 'look')[column]} {_VALID} AND p.id IN ({', '.join('?' * len(chunk))})",
            (encoder, *chunk),
        ).fetchall()
    ids, (found,) = _unpacked(rows, [_lengths(library, encoder)[column]])
    return ids, found


def _lengths(library: Library, encoder: str) -> tuple[int, int]:
    """Bytes of a meaning vector and of a look vector of an encoder, as most of the first have them; 0 without any."""
    few = f"SELECT length(meaning) AS meaning, length(look) AS look FROM vectors WHERE encoder = ? LIMIT {_FEW}"
    rows = library.db.execute(
        f"SELECT meaning, look FROM ({few}) GROUP BY meaning, look ORDER BY count(*) DESC LIMIT 1", (encoder,)
    ).fetchone()
    return rows or (0, 0)


def _unpacked(rows: Sequence[Any], lengths: Sequence[int]) -> tuple[Ids, list[Floats]]:
    """Ids int64 (n,) and float32 (n, d) of each column of vectors that follows the id; damaged rows are left out."""
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


def _have_direction(matrix: Floats) -> npt.NDArray[np.bool_]:
    squares: Floats = np.einsum("ij,ij->i", matrix, matrix)
    good: npt.NDArray[np.bool_] = np.isfinite(squares) & (squares > 0)
    return good


def _packed(vector: Floats) -> bytes:
    return vector.astype("<f2").tobytes()
