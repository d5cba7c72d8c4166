"""Full-text search over the text known about photos: names, date, camera, lens, tags, captions, and text in them.

The text is folded (``text_folding``) and stored in an FTS5 table. Its tokenizer is ``ascii``, because folded text
contains only words and single spaces; it behaves the same in every SQLite version.

A second table of trigrams finds parts of words, in names only (files, folders, cameras and lenses); over all text it
would be four times as large. For 100,000 photos it takes 39 MB and answers in 16 to 120 ms; without positions it would
take 22 MB and up to a second. Parts shorter than three characters are not found.

``renew`` runs inside the transactions that change photos and files, so new names are found immediately. The source of
each row is stored with it, and ``pending`` compares it with the catalogue. After a crash, a deleted cache, or a write
that forgot to call ``renew``, missing and stale rows are thus found by a query.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

import numpy as np

from photon.domain import Changes, changed
from photon.domain.arrays import Ids
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.text_folding import APART, fold, fold_apart, fold_both, fold_date, fold_name
from photon.library.words.text_forms import alike, code_of, index_forms

CHANNELS = (
    "file name",
    "folder",
    "date",
    "camera",
    "lens",
    "tag",
    "caption",
    "text",
)  # display names of the table's columns
SHORTEST_PART = 3  # characters
_NAMED = {"file name", "folder", "camera", "lens"}
_TABLES = (("words", "rowid"), ("name_parts", "rowid"), ("word_sources", "photo_id"), ("file_names", "photo_id"))
_CHUNK = 500

# Everything that the text of a photo depends on, names and facts first. The path of a folder id never changes. Code
# that renames a tag, or replaces the lines of a text, must call ``forget`` for its photos.
_NAMES = (
    "(SELECT ifnull(group_concat(x.folder_id || '/' || x.relative, char(10)), '') FROM files x"
    " WHERE x.photo_id = p.id AND x.missing IS NULL)"
    " || char(10) || ifnull(p.taken, '') || char(10) || ifnull(p.camera, '') || char(10) || ifnull(p.lens, '')"
    " || char(10) || ifnull(p.latitude, '') || char(10)"
)
_WORDS = (
    "(SELECT ifnull(group_concat(t.tag_id), '') FROM photo_tags t WHERE t.photo_id = p.id)"
    " || char(10) || ifnull((SELECT c.written FROM captions c WHERE c.photo_id = p.id), '')"
    " || char(10) || ifnull("
    "(SELECT t.lines FROM texts t WHERE t.photo_id = p.id AND t.image_hash = p.image_hash), 0)"
)
SOURCE = f"{_NAMES} || {_WORDS}"
"""SQL for the source of the text of a photo ``p``."""
_STALE = (
    "SELECT p.id FROM photos p LEFT JOIN word_sources w ON w.photo_id = p.id"
    f" WHERE +p.present = 1 AND w.source IS NOT ({SOURCE})"
)
_PARENT = "SELECT parent_id, name FROM tags WHERE id = ?"
_GONE = "SELECT w.photo_id FROM word_sources w LEFT JOIN photos p ON p.id = w.photo_id WHERE ifnull(p.present, 0) <> 1"


def pending(library: Library) -> list[int]:
    """Return photos whose text is missing, stale or no longer needed; 0.3 s for 100,000 photos."""
    return library.column(f"{_STALE} AND {stage_failures.none_of('words')} UNION ALL {_GONE}")


def pending_batches(library: Library) -> Iterator[Sequence[int]]:
    """Yield the same in batches that take about 0.1 s to update, so that other writes need not wait long."""
    left = pending(library)
    return (left[at : at + _CHUNK] for at in range(0, len(left), _CHUNK))


def is_complete(library: Library) -> bool:
    """Return whether the table covers all present photos; 15 ms for 100,000. Meant for a single query."""
    if not library.db.execute("SELECT 1 FROM cache.sqlite_master WHERE name = 'word_sources'").fetchone():
        return False
    counted = "SELECT (SELECT count(*) FROM word_sources) >= (SELECT count(*) FROM photos WHERE present = 1)"
    return bool(library.db.execute(counted).fetchone()[0])


def catch_up(library: Library, photos: Collection[int]) -> Changes:
    """Update the text of photos from the catalogue."""
    with library.transaction() as db:
        renew(db, photos)
    return changed("vectors", photos=frozenset(photos))


def renew(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Within a transaction, update the text of photos whose sources have changed.

    Where only tags or captions have, names and their parts stay: 20,000 photos take 2 s instead of 14.
    """
    some = id_list(photos)
    gone = [(row[0],) for row in db.execute(f"{_GONE} AND w.photo_id {IN_LIST}", (some,))]
    sources = db.execute(
        f"SELECT p.id, w.source, {_NAMES}, {_WORDS} FROM photos p LEFT JOIN word_sources w ON w.photo_id = p.id"
        f" WHERE +p.present = 1 AND p.id {IN_LIST} ORDER BY p.id",
        (some,),
    )
    stale = [(photo, was or "", names, words) for photo, was, names, words in sources if was != names + words]
    others = [photo for photo, was, names, _ in stale if not was.startswith(names)]
    for table, key in _TABLES:
        db.executemany(f"DELETE FROM {table} WHERE {key} = ?", (*gone, *((photo,) for photo in others)))
    for photo in others:
        _describe(db, photo)
    renewed = id_list(photo for photo, *_ in stale)
    tags, captions, texts = _tags(db, renewed), _captions(db, renewed), _texts(db, renewed)
    db.executemany(
        "UPDATE words SET tag = ?, caption = ?, text = ?, alike = ? WHERE rowid = ?",
        [(tags.get(photo, ""), captions.get(photo, ""), *texts.get(photo, ("", "")), photo) for photo, *_ in stale],
    )
    db.executemany(
        "INSERT OR REPLACE INTO word_sources VALUES (?, ?)",
        [(photo, names + words) for photo, _, names, words in stale],
    )


def forget(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Within a transaction, mark the tags and captions in the text of photos as stale."""
    db.executemany("UPDATE word_sources SET source = source || '?' WHERE photo_id = ?", [(photo,) for photo in photos])


def named(library: Library, text: str) -> list[int]:
    """Return photos with a file of exactly this name, with or without extension; case and diacritics are ignored."""
    name = fold_name(text)
    rows = library.db.execute(
        "SELECT n.photo_id FROM (SELECT photo_id FROM file_names WHERE name = ?1 UNION"
        " SELECT photo_id FROM file_names WHERE stem = ?1) n CROSS JOIN photos p ON p.id = n.photo_id"
        " WHERE p.present = 1",  # CROSS JOIN: names first, otherwise SQLite scans all photos
        (name,),
    )
    return [row[0] for row in rows] if name else []


def having(library: Library, text: str, most: int = -1, *, dated: bool = True) -> Ids:
    """Find photos with this text, as whole words, in one of the columns.

    Args:
        library: The library.
        text: The text.
        most: Maximum number of photos; -1 for all.
        dated: Whether to include the date column.

    Returns:
        int64 (n,), ascending.
    """
    if not fold(text):
        return np.zeros(0, np.int64)
    (joined,) = library.db.execute(  # one concatenated text is three times as fast as 25,000 rows
        "SELECT group_concat(rowid) FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?)",
        (_phrase(text) if dated else f"- date : ({_phrase(text)})", most),
    ).fetchone()
    return np.fromstring(joined or "", np.int64, sep=",")


def in_photo(text: str, *, is_start: bool = False) -> str:
    """Return the FTS5 expression for a text, as whole words or as the start of some, that is in a photo itself."""
    return f"{{text alike}} : ({_phrase(text, ' *' if is_start else '')})" if fold(text) else ""


def with_all(library: Library, texts: Sequence[str]) -> Ids:
    """Find present photos that have all of these texts.

    A text matches as whole words or, from three characters on, as a part of a name. Shorter texts without letters and
    digits are matched literally in file names.

    Args:
        library: The library.
        texts: The texts.

    Returns:
        int64 (n,), newest first.
    """
    asked = [_asked(text) for text in texts]
    rows = library.db.execute(
        f"SELECT p.id FROM photos p WHERE {' AND '.join(['p.present = 1', *(sql for sql, _ in asked)])}"
        " ORDER BY p.shown DESC, p.id",
        [value for _, values in asked for value in values],
    ).fetchall()
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))


def _asked(text: str) -> tuple[str, list[str]]:
    """Return a SQL condition that a photo has a text, with its values."""
    part, ways = fold_name(text), {}
    if fold(text):
        ways["p.id IN (SELECT rowid FROM words WHERE words MATCH ?)"] = _phrase(text)
    if len(part) >= SHORTEST_PART:
        quoted = part.replace('"', '""')
        ways["p.id IN (SELECT rowid FROM name_parts WHERE name_parts MATCH ?)"] = f'"{quoted}"'
    if not ways:
        ways["EXISTS (SELECT 1 FROM file_names n WHERE n.photo_id = p.id AND instr(n.name, ?))"] = part
    return f"({' OR '.join(ways)})", list(ways.values())


def last(library: Library) -> int:
    """Return the largest photo id in the table, or 0; a fast estimate of the number of photos."""
    return int(library.db.execute("SELECT ifnull(max(photo_id), 0) FROM word_sources").fetchone()[0])


def channels(
    library: Library, photos: Sequence[int], texts: Sequence[str], parts: Sequence[str] = ()
) -> dict[int, tuple[str, ...]]:
    """Find, for each photo, the columns that contain at least one of the texts.

    Args:
        library: The library.
        photos: Photo ids.
        texts: Texts to match as whole words.
        parts: Texts that also match within words of names.

    Returns:
        Channels by photo, in the order of CHANNELS.
    """
    asked = (*texts, *parts)
    has_one = re.compile("|".join(re.escape(f" {form} ") for text in asked for form in _forms(text)) or "(?!)").search
    codes = {alike(code) for text in asked if (code := code_of(text))}
    within = [form for form in map(fold, parts) if len(form) >= SHORTEST_PART]
    found: dict[int, tuple[str, ...]] = {}
    rows = library.db.execute(
        f"SELECT rowid, alike, name, folder, date, camera, lens, tag, caption, text FROM words WHERE rowid {IN_LIST}",
        (id_list(photos),),
    )
    for photo, digits, *columns in rows:
        found[photo] = tuple(
            channel
            for channel, column in zip(CHANNELS, columns, strict=True)
            if has_one(f" {column} ")
            or (channel in _NAMED and any(form in column for form in within))
            or (channel == "text" and codes and not codes.isdisjoint(digits.split()))
        )
    return found


def _forms(text: str) -> list[str]:
    return sorted({form for form in (fold(text), fold_apart(text), code_of(text)) if form})


def _phrase(text: str, ending: str = "") -> str:
    """Quote a text for FTS5, so that no part of it is parsed as an operator; ``ending`` follows each quotation."""
    forms = [f'"{form}"{ending}' for form in _forms(text)]
    return " OR ".join([*forms, *(f'alike : "{alike(code)}"{ending}' for code in (code_of(text),) if code)])


def _describe(db: sqlite3.Connection, photo: int) -> None:
    """Insert the rows of a photo, without tags and captions."""
    files = db.execute(
        "SELECT d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
        " WHERE f.photo_id = ? AND f.missing IS NULL ORDER BY d.path, f.relative",
        (photo,),
    ).fetchall()
    taken, camera, lens, latitude = db.execute(
        "SELECT taken, camera, lens, latitude FROM photos WHERE id = ?", (photo,)
    ).fetchone()
    names = [relative.rpartition("/")[2] for _, relative in files]
    # only the last name of a watched folder: photos in /home/anna/Pictures must not match "anna"
    folders = [f"{root.rstrip('/').rpartition('/')[2]}/{relative.rpartition('/')[0]}" for root, relative in files]
    made_by = (fold_both(camera or ""), fold_both(lens or ""))
    db.execute(
        "INSERT INTO words (rowid, name, folder, date, camera, lens, tag, caption, text, alike)"
        " VALUES (?, ?, ?, ?, ?, ?, '', '', '', '')",
        (photo, _joined(names), _joined(folders), fold_date(taken, latitude), *made_by),
    )
    parts = APART.join(dict.fromkeys(fold_name(text) for text in (*names, *folders, camera or "", lens or "") if text))
    db.execute("INSERT INTO name_parts (rowid, names) VALUES (?, ?)", (photo, parts))
    db.executemany(
        "INSERT INTO file_names VALUES (?, ?, ?)",
        [(photo, fold_name(name), fold_name(name.rpartition(".")[0])) for name in dict.fromkeys(names)],
    )


def _tags(db: sqlite3.Connection, photos: str) -> dict[int, str]:
    """Return the folded names of photos' tags and of the tags above them."""

    @cache
    def line(tag: int | None) -> dict[int, str]:
        found: dict[int, str] = {}
        while tag and tag not in found and (row := db.execute(_PARENT, (tag,)).fetchone()):
            found[tag], tag = fold(row[1]), row[0]
        return found

    @cache
    def words(some: str) -> str:
        names = {tag: name for one in some.split(",") for tag, name in line(int(one)).items()}
        return APART.join(dict.fromkeys(names[tag] for tag in sorted(names)))

    given = "SELECT photo_id, group_concat(tag_id) FROM photo_tags"
    rows = db.execute(f"{given} WHERE photo_id {IN_LIST} GROUP BY photo_id", (photos,))
    return {photo: words(some) for photo, some in rows}


def _captions(db: sqlite3.Connection, photos: str) -> dict[int, str]:
    rows = db.execute(f"SELECT photo_id, title, text FROM captions WHERE photo_id {IN_LIST}", (photos,))
    return {photo: APART.join(fold(text) for text in texts if text) for photo, *texts in rows}


def _texts(db: sqlite3.Connection, photos: str) -> dict[int, tuple[str, str]]:
    rows = db.execute(
        "SELECT l.photo_id, l.text FROM text_lines l JOIN texts t ON t.photo_id = l.photo_id"
        f" JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash WHERE l.photo_id {IN_LIST}"
        " ORDER BY l.photo_id, l.line",
        (photos,),
    )
    return {photo: index_forms([text for _, text in lines]) for photo, lines in groupby(rows, itemgetter(0))}


def _joined(texts: Sequence[str]) -> str:
    return APART.join(dict.fromkeys(fold_both(text) for text in texts))
