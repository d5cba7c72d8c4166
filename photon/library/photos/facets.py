"""Facets of a library: names and times with their numbers of photos, for query completion."""

from collections import Counter

from photon.library.db.connection import Library

Counted = list[tuple[str, int]]


def years_and_months(library: Library) -> Counted:
    """Years (``2023``) and months (``2023-07``) with photos, newest first, each year before its months."""
    rows = library.db.execute(
        "SELECT substr(shown, 1, 7), count(*) FROM photos WHERE present = 1 GROUP BY 1 ORDER BY 1 DESC"
    )
    found: dict[str, int] = {}
    for month, count in rows:
        found[month[:4]] = found.get(month[:4], 0) + count
        found[month] = count
    return sorted(found.items(), key=lambda pair: (-int(pair[0][:4]), len(pair[0]), _descending(pair[0])))


def folder_names(library: Library) -> Counted:
    """Names of all folders at and below the watched ones, with the number of files in their subtrees, most first."""
    counts: Counter[str] = Counter()
    for folder, path in library.db.execute("SELECT id, path FROM folders").fetchall():
        (joined,) = library.db.execute(
            "SELECT group_concat(relative, '//') FROM files WHERE folder_id = ? AND missing IS NULL", (folder,)
        ).fetchone()
        own = path.rstrip("/").rpartition("/")[2]
        files = joined.split("//") if joined else []
        for directory, count in Counter(relative.rpartition("/")[0] for relative in files).items():
            for name in {own, *directory.split("/")} - {""}:
                counts[name] += count
    return counts.most_common()


def devices(library: Library, column: str) -> Counted:
    """Cameras or lenses, most used first.

    Args:
        library: The library.
        column: "camera" or "lens".
    """
    rows = library.db.execute(
        f"SELECT {column}, count(*) FROM photos WHERE +present = 1 AND {column} IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return [(str(name), int(count)) for name, count in rows]


def _descending(text: str) -> list[int]:
    return [-ord(sign) for sign in text]
