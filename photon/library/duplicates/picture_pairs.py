"""Pairs of images that were compared, and which photos are copies of a better one."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple
from itertools import groupby
from operator import itemgetter

from photon.domain import Changes, changed
from photon.domain.photo.likeness import Likeness
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list

Pair = tuple[int, int]
"""Photo ids, the smaller one first."""

_VALID = (
    "FROM picture_pairs x CROSS JOIN photos p ON p.id = x.one AND p.image_hash = x.one_hash AND p.present = 1"
    " JOIN photos q ON q.id = x.other AND q.image_hash = x.other_hash AND q.present = 1"
)
IS_COPY = (
    "p.id IN (SELECT c.photo_id FROM copies c"
    " JOIN photos b ON b.id = c.kept AND b.image_hash = c.kept_hash AND b.present = 1"
    " JOIN photos o ON o.id = c.photo_id AND o.image_hash = c.image_hash)"
)
"""SQL condition that the photo ``p`` is a copy of a better one that is still present."""
_AMONG = f"c.photo_id {IN_LIST}"  # without OR and with CROSS, or all photos of a library would be read


def store(library: Library, compared: Mapping[Pair, Likeness], photos: Sequence[int]) -> Changes:
    """Store comparisons, and that copies of these photos have been searched for.

    Args:
        library: Open for writing.
        compared: The likeness of each pair.
        photos: The photos.
    """
    with library.transaction() as db:
        db.executemany(
            "INSERT OR REPLACE INTO picture_pairs SELECT p.id, q.id, p.image_hash, q.image_hash, ?"
            " FROM photos p JOIN photos q ON q.id = ? WHERE p.id = ?",
            [(_packed(likeness), other, one) for (one, other), likeness in compared.items()],
        )
        db.execute(f"UPDATE fingerprints SET is_paired = 1 WHERE photo_id {IN_LIST}", (id_list(photos),))
    return Changes()


def all_likenesses(library: Library) -> dict[Pair, Likeness]:
    """Read all comparisons of present photos whose images are unchanged."""
    return _read(library.db.execute(f"SELECT x.one, x.other, x.likeness {_VALID}"))


def likenesses_of(library: Library, photos: Iterable[int]) -> dict[Pair, Likeness]:
    """Read the comparisons of some photos with any other.

    Args:
        library: The library.
        photos: Photo ids.
    """
    some = id_list(photos)
    return _read(
        library.db.execute(
            f"SELECT x.one, x.other, x.likeness {_VALID} WHERE x.one {IN_LIST}"
            f" UNION SELECT x.one, x.other, x.likeness {_VALID} WHERE x.other {IN_LIST}",
            (some, some),
        )
    )


def likeness_of(library: Library, photo: int, other: int) -> Likeness | None:
    """Read the comparison of two photos; None if they were not compared, or one of their pictures has changed since."""
    rows = library.db.execute(
        f"SELECT x.one, x.other, x.likeness {_VALID} WHERE x.one = ? AND x.other = ?", sorted((photo, other))
    )
    return next(iter(_read(rows).values()), None)


def copy_sets(library: Library, photos: Collection[int] | None = None) -> list[tuple[int, ...]]:
    """Return present photos that have copies, each followed by these.

    Args:
        library: The library.
        photos: Only copies among these photos; None for all.
    """
    among, some = ("", ()) if photos is None else (f"WHERE {_AMONG}", (id_list(photos),))
    rows = library.db.execute(
        "SELECT c.kept, c.photo_id FROM copies c"
        " CROSS JOIN photos p ON p.id = c.photo_id AND p.image_hash = c.image_hash AND p.present = 1"
        " CROSS JOIN photos k ON k.id = c.kept AND k.image_hash = c.kept_hash AND k.present = 1"
        f" {among} ORDER BY c.kept, c.photo_id",
        some,
    )
    return [(kept, *(copy for _, copy in group)) for kept, group in groupby(rows, key=itemgetter(0))]


def set_copies(library: Library, kept: Mapping[int, int], among: Collection[int] | None = None) -> Changes:
    """Store which photos are copies of a better one, replacing earlier results.

    Args:
        library: Open for writing.
        kept: The better photo, by copy.
        among: The photos that the results are about; None for all.
    """
    where, some = ("", ()) if among is None else (f"WHERE {_AMONG}", (id_list(among),))
    before = dict(  # results that still apply, unlike those of images edited since
        library.db.execute(
            "SELECT c.photo_id, c.kept FROM copies c JOIN photos p ON p.id = c.photo_id AND p.image_hash = c.image_hash"
            f" JOIN photos k ON k.id = c.kept AND k.image_hash = c.kept_hash {where}",
            some,
        )
    )
    if before == dict(kept):
        return Changes()
    with library.transaction() as db:
        db.execute(f"DELETE FROM copies AS c {where}", some)
        db.executemany(
            "INSERT INTO copies SELECT p.id, p.image_hash, k.id, k.image_hash FROM photos p JOIN photos k ON k.id = ?"
            " WHERE p.id = ?",
            [(best, copy) for copy, best in kept.items()],
        )
    return changed("photos", photos=frozenset(set(before) ^ set(kept)) or frozenset(kept))


def _packed(likeness: Likeness) -> str:
    return json.dumps([round(value, 4) if isinstance(value, float) else value for value in astuple(likeness)])


def _read(rows: Iterable[tuple[int, int, str]]) -> dict[Pair, Likeness]:
    return {(one, other): Likeness(*json.loads(text)) for one, other, text in rows}
