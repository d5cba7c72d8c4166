"""The user's data in a catalogue: counted, compared with another catalogue, and as a digest."""

import hashlib
import sqlite3
from dataclasses import fields

from photon.domain.decisions.decision_kinds import KINDS
from photon.library.backups.backup_file import CatalogCounts
from photon.library.db.decision_rows import MARKS
from photon.quick_dataclass import dataclass

_CONTENT = {
    "photos": ("photos", ("id",), "1"),
    "captions": ("captions", ("photo_id", "title", "text"), "title || text <> ''"),
    "ratings": ("photos", ("id", "rating"), "rating > 0"),
    "favourites": ("photos", ("id", "favourite"), "favourite = 1"),
    "labels": ("photos", ("id", "label"), "label <> ''"),
    "flags": ("photos", ("id", "flag"), "flag <> 0"),
    "dates": ("photos", ("id", "dated"), "dated <> ''"),
    "locations": ("photos", ("id", "located"), "located <> ''"),
    "turns": ("photos", ("id", "turned"), "turned <> ''"),
    "searches": ("saved_searches", ("name", "text"), "1"),
    "in_stacks": ("stack_photos", ("photo_id", "stack"), "1"),
    **{kind.counted: (kind.table, (*kind.key, *filter(None, [kind.photo])), "1") for kind in KINDS if kind.counted},
}
"""The table of each field of CatalogCounts, the columns that make two rows equal, and which rows count.

Two catalogues of one library have the same ids. The first columns have an index.
"""

_DECISIONS: dict[str, tuple[str, ...]] = {
    **{
        kind.table: (kind.photo, *kind.key, *(("given",) if "given" in kind.values else kind.values))
        for kind in KINDS
        if kind.is_traced and not kind.is_column
    },
    "photos": ("id", *MARKS),
    "concepts": (),
    "concept_examples": (),
    "encoders": (),
    "runs": (),
    "imports": (),
    "writes": ("id", "run", "photo_id", "path", "state"),
    "waiting_decisions": ("name", "clock", "line"),
}
"""The columns that the digest covers; empty for all. Rescanning folders does not change them."""
_ROWS = 5000  # rows that SQLite joins to one text, without Python


@dataclass(frozen=True, slots=True)
class ContentChange:
    """The effect of replacing a catalogue by another one.

    Attributes:
        gained: Counts of what the current one lacks.
        lost: Counts of what the other one lacks.
    """

    gained: CatalogCounts
    lost: CatalogCounts


def count_content(db: sqlite3.Connection) -> CatalogCounts:
    """Count the content of a catalogue of any version."""
    there = _columns(db, "main")
    return CatalogCounts(
        **{
            name: int(db.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])
            for name, (table, columns, condition) in _CONTENT.items()
            if set(columns) <= set(there.get(table, ()))
        }
    )


def compare_content(db: sqlite3.Connection, other: str) -> ContentChange:
    """Compare a connection's catalogue with one that would replace it.

    Args:
        db: A connection to the current one.
        other: Name under which the other one is attached.

    Returns:
        What would be gained and lost; a changed caption counts as one of each.
    """
    there = {schema: _columns(db, schema) for schema in ("main", other)}

    def beyond(one: str, than: str) -> CatalogCounts:
        found = {}
        for name, (table, columns, condition) in _CONTENT.items():
            if set(columns) <= set(there[one].get(table, ())):
                wanted = f"SELECT count(*) FROM {one}.{table} AS a WHERE {condition}"
                if set(columns) <= set(there[than].get(table, ())):
                    same = " AND ".join(f"b.{column} = a.{column}" for column in columns)
                    wanted += f" AND NOT EXISTS (SELECT 1 FROM {than}.{table} AS b WHERE {same})"
                found[name] = int(db.execute(wanted).fetchone()[0])
        return CatalogCounts(**found)

    return ContentChange(beyond(other, "main"), beyond("main", other))


def digest_of(db: sqlite3.Connection) -> str:
    """Compute a digest of all decisions of the user; 1 s for 10⁶ decisions, with Python's lock released."""
    found, there = hashlib.blake2b(digest_size=16), _columns(db, "main")
    for table, wanted in _DECISIONS.items():
        if table not in there:
            continue
        found.update(table.encode())
        known = there[table]
        names = [name for name in wanted if name in known] if wanted else known
        joined = " || ',' || ".join(f"quote({name})" for name in names)
        (last,) = db.execute(f"SELECT ifnull(max(rowid), 0) FROM {table}").fetchone()
        asked = f"SELECT group_concat({joined}, char(10)) FROM {table} WHERE rowid BETWEEN ? AND ?"
        if table == "photos":
            marked = (f"{name} NOT IN (0, '')" for name in MARKS if name in known)
            asked += f" AND ({' OR '.join(marked)})"
        for first in range(0, last + 1, _ROWS):
            (text,) = db.execute(asked, (first, first + _ROWS - 1)).fetchone()
            found.update((text or "").encode(errors="surrogatepass"))
    return found.hexdigest()


def total(counts: CatalogCounts) -> int:
    """Return the sum of all counts."""
    return sum(getattr(counts, field.name) for field in fields(counts))


def _columns(db: sqlite3.Connection, schema: str) -> dict[str, list[str]]:
    """Return the columns of each table, in their order."""
    tables = [row[0] for row in db.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")]
    return {table: [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")] for table in tables}
