"""Suggested tags; can be rebuilt, keyed by encoder, image hash and version of the inputs.

A suggestion that the user has decided about stays, marked as decided, so that reviews can count it. The decision itself
is in the catalogue, and is applied again whenever new suggestions are stored.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set

from photon.domain import Changes, changed
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, tag_key
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_decisions
from photon.quick_dataclass import dataclass

AMONG = "~"
"""Separates the part of a version that identifies the reference photos of the library."""
# Undone suggestions do not return merely because the reference photos changed.
_MISSING = (
    "FROM photos p JOIN vectors v ON v.encoder = ?1 AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    " LEFT JOIN suggested_photos s ON s.photo_id = p.id AND s.encoder = ?1 AND s.image_hash = p.image_hash"
    " AND (s.version = ?2 OR (s.run IN (SELECT id FROM runs WHERE undone != '')"
    f" AND instr(?2, '{AMONG}') > 0 AND substr(s.version, 1, instr(s.version, '{AMONG}'))"
    f" = substr(?2, 1, instr(?2, '{AMONG}'))))"
    f" WHERE +p.present = 1 AND s.photo_id IS NULL AND {stage_failures.none_of('tagging')}"
)


@dataclass(frozen=True, slots=True)
class SuggestionOrigin:
    """The origin of suggestions: encoder id, version of the inputs, and batch."""

    encoder: str
    version: str
    run: int


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """A tag that was suggested for some photos.

    Attributes:
        path: The tag.
        waiting: Number of present photos without a decision.
        decided: Number of present photos with a decision.
    """

    path: TagPath
    waiting: int
    decided: int


def count_pending(library: Library, encoder: str, version: str) -> int:
    """Count the photos with a vector of ``encoder`` but no suggestions of this version."""
    return int(library.db.execute(f"SELECT count(*) {_MISSING}", (encoder, version)).fetchone()[0])


def pending(library: Library, encoder: str, version: str, limit: int, after: int = 0) -> list[int]:
    """List photos with a vector but no suggestions of this version, ordered by id.

    Args:
        library: The library.
        encoder: Encoder id.
        version: Version of the inputs.
        limit: Maximum number of photos.
        after: Only photos with a larger id.

    Returns:
        Photo ids.
    """
    return library.column(
        f"SELECT p.id {_MISSING} AND v.photo_id > ?3 ORDER BY v.photo_id LIMIT ?4", (encoder, version, after, limit)
    )


def pending_among(library: Library, encoder: str, version: str, photos: Sequence[int]) -> list[int]:
    """Filter photos to those with a vector but no suggestions of this version."""
    return library.column(f"SELECT p.id {_MISSING} AND p.id {IN_LIST}", (encoder, version, id_list(photos)))


def store(library: Library, origin: SuggestionOrigin, found: Mapping[int, Sequence[tuple[TagPath, float]]]) -> Changes:
    """Store the suggestions of photos, replacing earlier ones that the user has not decided about.

    Args:
        library: Open for writing.
        origin: Origin of the suggestions.
        found: Tags with certainties 0..1 by photo; a photo without tags counts as done.

    Returns:
        What changed.
    """
    with library.transaction() as db:
        numbers = _numbers(db, dict.fromkeys(path for suggested in found.values() for path, _ in suggested))
        decided = {(one.photo, one.key) for one in tag_decisions.about(library, found.keys())}
        among = id_list(found)
        db.execute(
            "INSERT OR REPLACE INTO suggested_photos (photo_id, encoder, image_hash, version, run)"
            f" SELECT id, ?, image_hash, ?, ? FROM photos WHERE id {IN_LIST}",
            (origin.encoder, origin.version, origin.run, among),
        )
        known = set(
            db.execute(
                f"SELECT photo_id, word_id, certainty, decided FROM suggested_tags WHERE photo_id {IN_LIST}", (among,)
            )
        )
        wanted = {row for photo in found for row in _rows(photo, found[photo], numbers, decided)}
        replaced = {row[:2] for row in wanted}
        outdated = [row[:2] for row in known - wanted if not row[3] or row[:2] in replaced]
        # After a small change of the vocabulary, most rows are unchanged and not written again: 3 times as fast.
        db.executemany("DELETE FROM suggested_tags WHERE photo_id = ? AND word_id = ?", outdated)
        db.executemany(
            "INSERT INTO suggested_tags (photo_id, word_id, certainty, decided) VALUES (?, ?, ?, ?)",
            sorted(wanted - known),
        )
    return changed("suggestions", photos=frozenset(found))


def raise_certainties(library: Library, photo: int, found: Sequence[tuple[TagPath, float]]) -> Changes:
    """Suggest more tags for a photo, or the same with more certainty; decided ones stay decided.

    Args:
        library: Open for writing.
        photo: The photo.
        found: Tags with certainties 0..1.
    """
    with library.transaction() as db:
        numbers = _numbers(db, dict.fromkeys(path for path, _ in found))
        decided = {(one.photo, one.key) for one in tag_decisions.about(library, [photo])}
        db.executemany(
            "INSERT INTO suggested_tags (photo_id, word_id, certainty, decided) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET certainty = max(certainty, excluded.certainty)",
            list(_rows(photo, found, numbers, decided)),
        )
    return changed("suggestions", photos=frozenset({photo}))


def suggestions_for_photos(library: Library, photos: Sequence[int]) -> dict[int, list[Tagged]]:
    """Read the undecided suggestions of photos, most certain first."""
    found: dict[int, list[Tagged]] = {photo: [] for photo in photos}
    rows = library.db.execute(
        "SELECT t.photo_id, w.path, t.certainty, s.run FROM suggested_tags t"
        " JOIN suggested_words w ON w.id = t.word_id JOIN suggested_photos s ON s.photo_id = t.photo_id"
        f" WHERE t.decided = 0 AND t.photo_id {IN_LIST} ORDER BY t.certainty DESC, w.key",
        (id_list(photos),),
    )
    for photo, path, certainty, run in rows:
        found[photo].append(Tagged(tuple(json.loads(path)), "suggested", certainty, run))
    return found


def renew_decided(db: sqlite3.Connection, about: Iterable[tuple[int | None, str | None, int | None]]) -> None:
    """Mark suggestions as decided, or as undecided again.

    Args:
        db: The connection that writes.
        about: Photo, key of the tag, and its id.
    """
    words = dict(db.execute("SELECT key, id FROM suggested_words").fetchall())
    db.executemany(
        "UPDATE suggested_tags SET decided = EXISTS (SELECT 1 FROM rejected_tags r WHERE r.photo_id = ?1"
        " AND r.key = ?2) OR EXISTS (SELECT 1 FROM photo_tags g WHERE g.photo_id = ?1 AND g.tag_id = ?3)"
        " WHERE photo_id = ?1 AND word_id = ?4",
        [(*one, words[one[1]]) for one in about if one[1] in words],
    )


def undecided_for_photos(library: Library, path: TagPath, photos: Sequence[int]) -> dict[int, tuple[float, int]]:
    """Read certainty and batch of the undecided suggestions of one tag; photos without one are left out."""
    rows = library.db.execute(
        "SELECT t.photo_id, t.certainty, s.run FROM suggested_tags t JOIN suggested_photos s ON s.photo_id = t.photo_id"
        " WHERE t.word_id = (SELECT id FROM suggested_words WHERE key = ?) AND t.decided = 0"
        f" AND t.photo_id {IN_LIST}",
        (tag_key(path), id_list(photos)),
    )
    return {photo: (certainty, run) for photo, certainty, run in rows}


def runs_of(library: Library, photos: Sequence[int]) -> list[int]:
    """Read the batch of each photo's suggestions; photos without suggestions are left out."""
    return library.column(f"SELECT run FROM suggested_photos WHERE photo_id {IN_LIST}", (id_list(photos),))


def groups(library: Library) -> list[ReviewGroup]:
    """Return all suggested tags with their counts, those with the most undecided photos first."""
    rows = library.db.execute(  # all are counted, then those of absent photos taken off: seven times as fast
        "WITH absent AS (SELECT photo_id FROM suggested_photos s"
        " WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.id = s.photo_id AND +p.present = 1))"
        " SELECT w.path, sum((decided = 0) * many), sum((decided = 1) * many) FROM"
        " (SELECT word_id, decided, count(*) AS many FROM suggested_tags GROUP BY word_id, decided"
        " UNION ALL SELECT t.word_id, t.decided, -count(*) FROM absent a"
        " CROSS JOIN suggested_tags t ON t.photo_id = a.photo_id GROUP BY t.word_id, t.decided)"
        " JOIN suggested_words w ON w.id = word_id GROUP BY word_id HAVING sum(many) > 0 ORDER BY 2 DESC, w.key"
    )
    return [ReviewGroup(tuple(json.loads(path)), waiting, decided) for path, waiting, decided in rows]


def surest(library: Library, path: TagPath) -> list[tuple[int, float]]:
    """Return present photos for which a tag is suggested and undecided, with certainties, most certain first.

    Args:
        library: The library.
        path: The tag.

    Returns:
        Photos with certainties 0..1.
    """
    rows = library.db.execute(
        "SELECT t.photo_id, t.certainty FROM suggested_tags t JOIN photos p ON p.id = t.photo_id AND +p.present = 1"
        " WHERE t.word_id = (SELECT id FROM suggested_words WHERE key = ?) AND t.decided = 0"
        " ORDER BY t.certainty DESC, t.photo_id",
        (tag_key(path),),
    )
    return [(photo, certainty) for photo, certainty in rows]


def encoder_of(library: Library, path: TagPath) -> str:
    """Return the id of an encoder by which a tag is suggested; empty without one."""
    row = library.db.execute(
        "SELECT s.encoder FROM suggested_tags t JOIN suggested_photos s ON s.photo_id = t.photo_id"
        " WHERE t.word_id = (SELECT id FROM suggested_words WHERE key = ?) LIMIT 1",
        (tag_key(path),),
    ).fetchone()
    return str(row[0]) if row else ""


def waiting(library: Library, keys: Sequence[str]) -> list[int]:
    """Return present photos with an undecided suggestion of one of these tag keys or a descendant, ascending."""
    wanted = set(keys)
    if not wanted:
        return []
    words = [
        word
        for word, key in library.db.execute("SELECT id, key FROM suggested_words").fetchall()
        if any(key == one or key.startswith(one + "\x1f") for one in wanted)
    ]
    return library.column(
        "SELECT DISTINCT t.photo_id FROM suggested_tags t JOIN photos p ON p.id = t.photo_id AND +p.present = 1"
        f" WHERE t.decided = 0 AND t.word_id {IN_LIST} ORDER BY t.photo_id",
        (id_list(words),),
    )


def above(library: Library, certainty: float, photos: Sequence[int] | None = None) -> list[TagMark]:
    """Return marks that confirm all undecided suggestions of present photos with at least this certainty.

    Args:
        library: The library.
        certainty: Minimum, 0..1.
        photos: Photo ids, or None for all.

    Returns:
        The marks.
    """
    rows = library.db.execute(
        "SELECT t.photo_id, w.path, t.certainty FROM suggested_tags t JOIN suggested_words w ON w.id = t.word_id"
        " JOIN photos p ON p.id = t.photo_id AND +p.present = 1 WHERE t.decided = 0 AND t.certainty >= ?"
        " ORDER BY t.photo_id, t.certainty DESC",
        (certainty,),
    )
    among = None if photos is None else set(photos)
    return [
        TagMark(photo, tuple(json.loads(path)), "confirmed", sure)
        for photo, path, sure in rows
        if among is None or photo in among
    ]


def drop(library: Library, run: int) -> Changes:
    """Delete the suggestions of a batch. The photos count as done, so the suggestions are not made again."""
    with library.transaction() as db:
        photos = [row[0] for row in db.execute("SELECT photo_id FROM suggested_photos WHERE run = ?", (run,))]
        db.execute(f"DELETE FROM suggested_tags WHERE photo_id {IN_LIST}", (id_list(photos),))
    return changed("suggestions", photos=frozenset(photos)) if photos else Changes()


def outdate(library: Library, encoder: str, photos: Sequence[int]) -> Changes:
    """Let tags be suggested anew for photos of which more is known; what was undone does not return."""
    with library.transaction() as db:
        db.execute(
            f"DELETE FROM suggested_photos WHERE photo_id {IN_LIST} AND encoder = ?"
            " AND run NOT IN (SELECT id FROM runs WHERE undone != '')",
            (id_list(photos), encoder),
        )
    return changed("suggestions", photos=frozenset(photos))


def renew(library: Library, run: int) -> Changes:
    """Let tags be suggested again for photos whose suggestions in a batch were deleted."""
    with library.transaction() as db:
        photos = [row[0] for row in db.execute("SELECT photo_id FROM suggested_photos WHERE run = ?", (run,))]
        db.execute("DELETE FROM suggested_photos WHERE run = ?", (run,))
    return changed("suggestions", photos=frozenset(photos)) if photos else Changes()


def _rows(
    photo: int,
    suggested: Sequence[tuple[TagPath, float]],
    numbers: Mapping[TagPath, tuple[int, str]],
    decided: Set[tuple[int, str]],
) -> Iterable[tuple[int, int, float, int]]:
    """Return the rows of one photo, each tag once."""
    best: dict[tuple[int, str], float] = {}
    for path, certainty in suggested:
        best[numbers[path]] = max(certainty, best.get(numbers[path], 0.0))
    return ((photo, number, certainty, int((photo, key) in decided)) for (number, key), certainty in best.items())


def _numbers(db: sqlite3.Connection, paths: Iterable[TagPath]) -> dict[TagPath, tuple[int, str]]:
    """Return row id and key of each path; of equivalent spellings the first is stored."""
    keys = {path: tag_key(path) for path in paths}
    wanted: dict[str, TagPath] = {}
    for path, key in keys.items():
        wanted.setdefault(key, path)
    db.executemany(
        "INSERT OR IGNORE INTO suggested_words (key, path) VALUES (?, ?)",
        [(key, json.dumps(path, ensure_ascii=False)) for key, path in wanted.items()],
    )
    known = {key: int(id_) for key, id_ in db.execute("SELECT key, id FROM suggested_words") if key in wanted}
    return {path: (known[key], key) for path, key in keys.items()}
