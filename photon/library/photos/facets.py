"""Facets of a library: names and times with their numbers of photos."""

from collections import Counter

from photon.domain.arrays import Ids
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.folders import FILES_BY_DIRECTORY

Counted = list[tuple[str, int]]
_MONTHS = (  # three look-ups each into the index by time, and each of its entries counted once: .05 s for a million
    "WITH RECURSIVE months (month) AS (SELECT substr(min(shown), 1, 7) FROM photos WHERE present = 1 UNION"
    " SELECT (SELECT substr(min(shown), 1, 7) FROM photos WHERE present = 1 AND shown >= month || '~') FROM months"
    " WHERE month IS NOT NULL) SELECT month, (SELECT count(*) FROM photos WHERE present = 1 AND shown >= month"
    " AND shown < month || '~') FROM months WHERE month IS NOT NULL"
)


def years_and_months(library: Library, among: Ids | None = None) -> Counted:
    """Return years (``2023``) and months (``2023-07``) with photos, newest first, each year before its months.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all.
    """
    found: dict[str, int] = {}
    months = library.db.execute(_MONTHS) if among is None else column_counts(library, "substr(shown, 1, 7)", among)
    for month, count in months:
        found[month[:4]] = found.get(month[:4], 0) + count
        found[month] = count
    return sorted(found.items(), key=lambda pair: (-int(pair[0][:4]), len(pair[0]), _descending(pair[0])))


def folder_names(library: Library) -> Counted:
    """Return names of folders at and below the watched ones, with the number of files in their subtrees, most first."""
    counts: Counter[str] = Counter()
    for folder, path in library.db.execute("SELECT id, path FROM folders").fetchall():
        own = path.rstrip("/").rpartition("/")[2]
        for directory, count in library.db.execute(FILES_BY_DIRECTORY, (folder,)):
            for name in {own, *directory.split("/")} - {""}:
                counts[name] += count
    return counts.most_common()


def column_counts(library: Library, column: str, among: Ids | None = None) -> Counted:
    """Return values of a column of photos with their numbers of photos, most frequent first.

    Args:
        library: The library.
        column: SQL of the column, e.g. "camera" or "lens".
        among: The photos to count, int64 (n,), or None for all.
    """
    condition, values = among_condition("id", among)
    rows = library.db.execute(
        f"SELECT {column}, count(*) FROM photos WHERE {column} IS NOT NULL AND {condition}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return [(str(value), int(count)) for value, count in rows]


def distinct_values(rows: str, value: str) -> str:
    """Return the query for the distinct values of rows, ascending, each found by a look into an index.

    Args:
        rows: A table with a condition.
        value: SQL of the value, as it begins the index or follows what the condition fixes.
    """
    return (
        f"WITH RECURSIVE found (value) AS (SELECT min({value}) FROM {rows} UNION ALL"
        f" SELECT (SELECT min({value}) FROM {rows} AND {value} > found.value) FROM found WHERE found.value IS NOT NULL)"
        " SELECT value FROM found WHERE value IS NOT NULL"
    )


def among_condition(column: str, among: Ids | None) -> tuple[str, list[object]]:
    """Return SQL that limits photos to ``among``, int64 (n,), or to those that are there for None, and its values.

    Args:
        column: The column ``id`` of photos, as it is named in the statement.
        among: The photos.
    """
    if among is None:
        return f"+{column}".removesuffix("id") + "present = 1", []
    return f"{column} {IN_LIST}", [id_list(among.tolist())]


def _descending(text: str) -> list[int]:
    return [-ord(sign) for sign in text]
