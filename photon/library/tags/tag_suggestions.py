"""Tags that Photon suggests: rebuildable, keyed by encoder, picture and what else they depend on.

A suggestion that a person decided about stays, marked as decided, so that a review can count; the decision itself is
in the catalogue, and is noted here again whenever a photo is suggested for anew.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from photon.domain import Changes, changed
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, tag_key
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_decisions

AMONG = "~"
"""Before the part of a version that says by which photos of the library was measured."""
# What was taken back does not come back because a photo was added by which is measured.
_MISSING = (
    "FROM photos p JOIN vectors v ON v.encoder = ?1 AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    " LEFT JOIN suggested_photos s ON s.photo_id = p.id AND s.encoder = ?1 AND s.image_hash = p.image_hash"
    " AND (s.version = ?2 OR (s.run IN (SELECT id FROM runs WHERE undone != '')"
    f" AND instr(?2, '{AMONG}') > 0 AND substr(s.version, 1, instr(s.version, '{AMONG}'))"
    f" = substr(?2, 1, instr(?2, '{AMONG}'))))"
    f" WHERE p.present = 1 AND s.photo_id IS NULL AND {stage_failures.none_of('tagging')}"
)


@dataclass(frozen=True, slots=True)
class SuggestionOrigin:
    """What suggestions come from: the encoder's id, the version of what it was asked, and the run."""

    encoder: str
    version: str
    run: int


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """A tag that was suggested for some photos.

    Attributes:
        path: The tag.
        waiting: Present photos for which nobody has decided.
        decided: Those for which somebody has.
    """

    path: TagPath
    waiting: int
    decided: int


def count_pending(library: Library, encoder: str, version: str) -> int:
    """How many photos have a vector of ``encoder`` but no suggestions of this version."""
    return int(library.db.execute(f"SELECT count(*) {_MISSING}", (encoder, version)).fetchone()[0])


def pending(library: Library, encoder: str, version: str, limit: int, after: int = 0) -> list[int]:
    """At most ``limit`` of them with an id above ``after``, in order of id."""
    rows = library.db.execute(
        f"SELECT p.id {_MISSING} AND v.photo_id > ?3 ORDER BY v.photo_id LIMIT ?4", (encoder, version, after, limit)
    )
    return [row[0] for row in rows]


def pending_among(library: Library, encoder: str, version: str, photos: Sequence[int]) -> list[int]:
    """Those of ``photos`` that have a vector but no suggestions of this version."""
    rows = library.db.execute(f"SELECT p.id {_MISSING} AND p.id {IN_LIST}", (encoder, version, id_list(photos)))
    return [row[0] for row in rows]


def store(library: Library, origin: SuggestionOrigin, found: Mapping[int, Sequence[tuple[TagPath, float]]]) -> Changes:
    """Keep what is suggested for photos, in place of what was suggested for them before.

    Args:
        library: Open for writing.
        origin: Where it comes from.
        found: For each photo, tags with certainties 0..1; a photo without any is remembered as done.
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
        # Most stays as it was when a vocabulary changes a little, and is not written again: 3 times as fast.
        db.executemany(
            "DELETE FROM suggested_tags WHERE photo_id = ? AND word_id = ?", [row[:2] for row in known - wanted]
        )
        db.executemany(
            "INSERT INTO suggested_tags (photo_id, word_id, certainty, decided) VALUES (?, ?, ?, ?)",
            sorted(wanted - known),
        )
    return changed("suggestions", photos=frozenset(found))


def suggestions_for_photos(library: Library, photos: Sequence[int]) -> dict[int, list[Tagged]]:
    """What is suggested for each of these photos and not decided, surest first."""
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


def runs_of(library: Library, photos: Sequence[int]) -> list[int]:
    """By which run the tags of each of these photos were suggested; photos without suggestions are left out."""
    rows = library.db.execute(f"SELECT run FROM suggested_photos WHERE photo_id {IN_LIST}", (id_list(photos),))
    return [row[0] for row in rows]


def groups(library: Library) -> list[ReviewGroup]:
    """Every suggested tag with its counts, those with most to decide first."""
    rows = library.db.execute(
        "SELECT w.path, total(t.decided = 0), total(t.decided = 1) FROM suggested_tags t"
        " JOIN suggested_words w ON w.id = t.word_id JOIN photos p ON p.id = t.photo_id AND p.present = 1"
        " GROUP BY t.word_id ORDER BY 2 DESC, w.key"
    )
    return [ReviewGroup(tuple(json.loads(path)), int(waiting), int(decided)) for path, waiting, decided in rows]


def surest(library: Library, path: TagPath, limit: int = -1) -> list[tuple[int, float]]:
    """Present photos for which a tag is suggested and not decided, with certainties, surest first."""
    rows = library.db.execute(
        "SELECT t.photo_id, t.certainty FROM suggested_tags t JOIN photos p ON p.id = t.photo_id AND p.present = 1"
        " WHERE t.word_id = (SELECT id FROM suggested_words WHERE key = ?) AND t.decided = 0"
        " ORDER BY t.certainty DESC, t.photo_id LIMIT ?",
        (tag_key(path), limit),
    )
    return [(photo, certainty) for photo, certainty in rows]


def waiting(library: Library, keys: Sequence[str]) -> list[int]:
    """Present photos for which one of these tags, by key, or one below them is suggested and not decided, ascending."""
    wanted = set(keys)
    if not wanted:
        return []
    words = [
        word
        for word, key in library.db.execute("SELECT id, key FROM suggested_words").fetchall()
        if any(key == one or key.startswith(one + "\x1f") for one in wanted)
    ]
    rows = library.db.execute(
        "SELECT DISTINCT t.photo_id FROM suggested_tags t JOIN photos p ON p.id = t.photo_id AND p.present = 1"
        f" WHERE t.decided = 0 AND t.word_id {IN_LIST} ORDER BY t.photo_id",
        (id_list(words),),
    )
    return [row[0] for row in rows]


def above(library: Library, certainty: float, photos: Sequence[int] | None = None) -> list[TagMark]:
    """Confirming marks for undecided suggestions of at least this certainty, of some present photos or of all."""
    rows = library.db.execute(
        "SELECT t.photo_id, w.path, t.certainty FROM suggested_tags t JOIN suggested_words w ON w.id = t.word_id"
        " JOIN photos p ON p.id = t.photo_id AND p.present = 1 WHERE t.decided = 0 AND t.certainty >= ?"
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
    """Forget what a run suggested; the photos count as done, so that it does not come back by itself."""
    with library.transaction() as db:
        photos = [row[0] for row in db.execute("SELECT photo_id FROM suggested_photos WHERE run = ?", (run,))]
        db.execute(f"DELETE FROM suggested_tags WHERE photo_id {IN_LIST}", (id_list(photos),))
    return changed("suggestions", photos=frozenset(photos)) if photos else Changes()


def renew(library: Library, run: int) -> Changes:
    """Let tags be suggested anew for photos of which a run's suggestions were forgotten."""
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
    """The rows of one photo, each tag once."""
    best: dict[tuple[int, str], float] = {}
    for path, certainty in suggested:
        best[numbers[path]] = max(certainty, best.get(numbers[path], 0.0))
    return ((photo, number, certainty, int((photo, key) in decided)) for (number, key), certainty in best.items())


def _numbers(db: sqlite3.Connection, paths: Iterable[TagPath]) -> dict[TagPath, tuple[int, str]]:
    """The row and the key of each path's word; of spellings that are one the first is kept."""
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
