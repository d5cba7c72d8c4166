"""The graph of an encoder's vectors as it is kept in the cache, in parts."""

from collections.abc import Iterable, Iterator

from photon.library.db.connection import Library


def save_graph(library: Library, encoder: str, parts: Iterable[bytes]) -> None:
    """Store the graph of ``encoder`` in parts, because a SQLite blob is limited to 1 GB; replaces the old graph."""
    with library.transaction() as db:
        db.execute("DELETE FROM graph_parts WHERE encoder = ?", (encoder,))
        for number, part in enumerate(parts):  # one at a time, because all parts together may take gigabytes
            db.execute("INSERT INTO graph_parts VALUES (?, ?, ?)", (encoder, number, part))


def graph_parts(library: Library, encoder: str) -> Iterator[bytes]:
    """Read the saved parts in order; empty if there is no graph."""
    rows = library.db.execute("SELECT content FROM graph_parts WHERE encoder = ? ORDER BY part", (encoder,))
    return (bytes(row[0]) for row in rows)
