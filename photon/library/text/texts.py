"""Text in photos, as a reader found it; can be rebuilt, keyed by image hash and reader.

``texts`` has a row for each photo that was looked at: how likely text is, and the number of its lines once they were
read. ``text_lines`` has these. The full-text index has their words.
"""

import json
import sqlite3
from collections.abc import Sequence
from itertools import count, repeat

from photon.domain import Changes, changed
from photon.domain.photo.page_text import PageText, TextLine
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.text.stated_facts import forget_facts
from photon.library.vectors.vectors import Pending
from photon.library.words import full_text
from photon.library.words.text_forms import words_for_slips
from photon.quick_dataclass import dataclass

LIKELY = 0.5
"""Chance of text from which a photo is read."""
HAS_TEXT = (
    "p.id IN (SELECT t.photo_id FROM texts t CROSS JOIN photos o ON o.id = t.photo_id AND o.image_hash = t.image_hash"
    " WHERE t.lines > 0)"
)
"""SQL condition that text was read in the photo ``p``."""
HAS_CODE = f"{HAS_TEXT} AND p.id IN (SELECT photo_id FROM text_lines WHERE code <> '')"
"""SQL condition that a QR code or bar code was read in the photo ``p``."""
_MOST = 5_000  # lines of a photo that are stored
_LONGEST = 2_000  # characters of a line
_OPEN = f"+p.present = 1 AND {stage_failures.none_of('texts')}"
_UNSEEN = (
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
    " LEFT JOIN texts t ON t.photo_id = p.id AND t.image_hash = p.image_hash AND t.reader = ?"
    f" WHERE t.reader IS NULL AND {_OPEN}"
)
_UNREAD = (  # CROSS: these rows first, of which there are few
    "FROM texts t CROSS JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash"
    f" WHERE t.lines IS NULL AND t.reader = ? AND {_OPEN} AND EXISTS (SELECT 1 FROM files f"
    " JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = p.id AND f.missing IS NULL AND d.offline = 0)"
)  # a preview is too small to be read


@dataclass(frozen=True, slots=True)
class PendingText:
    """A photo with text that was not read."""

    photo: int
    image_hash: bytes


def unseen(library: Library, reader: str, limit: int, after: int = 0) -> list[Pending]:
    """List photos, with their previews, that this reader has not looked at, by id from ``after`` on, exclusive."""
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_UNSEEN} AND p.id > ? ORDER BY p.id LIMIT ?", (reader, after, limit)
    )
    return [Pending(photo, bytes(image), bytes(jpeg)) for photo, image, jpeg in rows]


def unread(library: Library, reader: str, limit: int) -> list[PendingText]:
    """List photos that have text by this reader, which has not read it; those of offline folders wait."""
    rows = library.db.execute(f"SELECT p.id, p.image_hash {_UNREAD} ORDER BY t.photo_id LIMIT ?", (reader, limit))
    return [PendingText(photo, bytes(image)) for photo, image in rows]


def count_left(library: Library, reader: str) -> int:
    """Count photos that this reader has to look at or to read; 0.2 s for 100,000 photos."""
    left = (library.db.execute(f"SELECT count(*) {one}", (reader,)).fetchone() for one in (_UNSEEN, _UNREAD))
    return sum(number for (number,) in left)


def count_photos(library: Library) -> int:
    """Count present photos in which text was read."""
    return int(library.db.execute(f"SELECT count(*) FROM photos p WHERE +p.present = 1 AND {HAS_TEXT}").fetchone()[0])


def store_chances(library: Library, reader: str, seen: Sequence[tuple[Pending, float]]) -> Changes:
    """Store how likely photos have text; what another reader found in them stays until this one has read them."""
    some = id_list(item.photo for item, _ in seen)
    with library.transaction() as db:
        known = dict(db.execute(f"SELECT photo_id, image_hash FROM texts WHERE photo_id {IN_LIST}", (some,)).fetchall())
        db.execute(f"DELETE FROM text_films WHERE photo_id {IN_LIST}", (some,))
        rows = [(one.photo, one.image_hash, reader, chance, 0 if chance < LIKELY else None) for one, chance in seen]
        store = "INSERT OR REPLACE INTO texts (photo_id, image_hash, reader, chance, lines) VALUES (?, ?, ?, ?, ?)"
        db.executemany(store, rows)
        gone = [one.photo for one, chance in seen if chance < LIKELY or known.get(one.photo) != one.image_hash]
        return _forget_lines(db, gone)


def store_page(library: Library, reader: str, item: PendingText, page: PageText) -> Changes:
    """Store the text of a photo in place of what was read before."""
    lines = [line for line in page.lines if line.text.strip()][:_MOST]
    with library.transaction() as db:
        if not db.execute(
            "UPDATE texts SET lines = ?, unreadable = ? WHERE photo_id = ? AND image_hash = ? AND reader = ?",
            (len(lines), int(page.unreadable), item.photo, item.image_hash, reader),
        ).rowcount:  # it was deleted or changed meanwhile
            return Changes()
        db.execute("DELETE FROM text_lines WHERE photo_id = ?", (item.photo,))
        forget_facts(db, id_list([item.photo]))
        _insert_lines(db, item.photo, 0, lines)
    return changed("texts", photos=frozenset({item.photo}))


def store_frame_lines(
    library: Library, reader: str, photo: int, image_hash: bytes, lines: Sequence[TextLine]
) -> Changes:
    """Store lines in frames of a video in place of those before, beside those of its preview."""
    with library.transaction() as db:
        db.execute("DELETE FROM text_lines WHERE photo_id = ? AND line >= ?", (photo, _MOST))
        if not db.execute(
            "UPDATE texts SET lines = ? + (SELECT count(*) FROM text_lines l WHERE l.photo_id = texts.photo_id)"
            " WHERE photo_id = ? AND image_hash = ? AND reader = ? AND lines IS NOT NULL",
            (len(lines), photo, image_hash, reader),
        ).rowcount:
            return Changes()
        db.execute("INSERT OR REPLACE INTO text_films VALUES (?, ?, ?)", (photo, image_hash, reader))
        _insert_lines(db, photo, _MOST, lines)
    return changed("texts", photos=frozenset({photo}))


def _insert_lines(db: sqlite3.Connection, photo: int, first: int, lines: Sequence[TextLine]) -> None:
    """Within a transaction, add lines of a photo, numbered from ``first`` on, and make them known to all that asks."""
    texts, corners = [line.text[:_LONGEST] for line in lines], [_packed(line) for line in lines]
    sure, codes = [float(line.confidence) for line in lines], [line.code for line in lines]
    rows = list(zip(repeat(photo), count(first), texts, corners, sure, codes, strict=False))
    db.executemany("INSERT INTO text_lines VALUES (?, ?, ?, ?, ?, ?)", rows)
    if lines:  # what could not be described may be now; drafts that a person undid are empty, too, and stay so
        undone = "SELECT id FROM runs WHERE undone != ''"
        db.execute(f"DELETE FROM drafts WHERE photo_id = ? AND text = '' AND run NOT IN ({undone})", (photo,))
    words = sorted(words_for_slips(texts))
    db.executemany("INSERT OR IGNORE INTO text_words VALUES (?, ?)", [(word, word[::-1]) for word in words])
    full_text.forget(db, [photo])
    full_text.renew(db, [photo])


def _packed(line: TextLine) -> str:
    """Return the corners of a line as they are stored; of one in a frame of a video, the seconds follow."""
    numbers = (*line.corners, line.seconds) if line.seconds else line.corners
    return json.dumps([round(float(one), 5) for one in numbers])


def _forget_lines(db: sqlite3.Connection, photos: Sequence[int]) -> Changes:
    """Within a transaction, drop the lines of photos."""
    some = id_list(photos)
    forget_facts(db, some)
    had = [row[0] for row in db.execute(f"SELECT DISTINCT photo_id FROM text_lines WHERE photo_id {IN_LIST}", (some,))]
    if not had:
        return Changes()
    db.execute(f"DELETE FROM text_lines WHERE photo_id {IN_LIST}", (some,))
    full_text.forget(db, had)
    full_text.renew(db, had)
    return changed("texts", "vectors", photos=frozenset(had))


def delete_some(library: Library, most: int) -> Changes:
    """Delete the text of so many photos; without any left, also what is known about others. It is read again."""
    with library.transaction() as db:
        some = [row[0] for row in db.execute("SELECT DISTINCT photo_id FROM text_lines LIMIT ?", (most,))]
        db.execute(f"DELETE FROM texts WHERE ?1 = '[]' OR photo_id {IN_LIST.replace('?', '?1')}", (id_list(some),))
        if not some:
            db.execute("DELETE FROM text_words")
        return _forget_lines(db, some)


def read_photos(library: Library, photos: Sequence[int]) -> dict[int, int]:
    """Return those of the photos that were looked at and read, with the number of lines that could not be read."""
    rows = library.db.execute(
        "SELECT t.photo_id, t.unreadable FROM texts t"
        " JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash"
        f" WHERE t.photo_id {IN_LIST} AND t.lines IS NOT NULL",
        (id_list(photos),),
    )
    return dict(rows.fetchall())


def pages(library: Library, photos: Sequence[int]) -> dict[int, PageText]:
    """Read the text of photos, of those that have any, also if part of it is unreadable."""
    some = id_list(photos)
    lines: dict[int, list[TextLine]] = {}
    for photo, text, corners, sure, code in library.db.execute(
        "SELECT l.photo_id, l.text, l.corners, l.confidence, l.code FROM text_lines l"
        " JOIN texts t ON t.photo_id = l.photo_id JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash"
        f" WHERE l.photo_id {IN_LIST} ORDER BY l.photo_id, l.line",
        (some,),
    ):
        numbers = json.loads(corners)
        lines.setdefault(photo, []).append(TextLine(text, tuple(numbers[:8]), sure, code, *numbers[8:]))
    rows = library.db.execute(
        "SELECT t.photo_id, t.unreadable FROM texts t"
        " JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash"
        f" WHERE t.photo_id {IN_LIST} AND t.lines >= 0",
        (some,),
    )
    missing = {photo: left for photo, left in rows if left or photo in lines}
    return {photo: PageText(tuple(lines.get(photo, ())), missing.get(photo, 0)) for photo in {**lines, **missing}}
