"""Rows are read from the pages of a table exactly as SQLite returns them, whatever they contain."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.library.recovery.database_pages import DatabasePages, opened_pages
from photon.library.recovery.table_pages import INNER, LEAF, LEAST, MOST, StoredRow, kind_of, read_children, read_leaf

VALUES = st.one_of(
    st.none(),
    st.sampled_from([0, 1, -1, 127, -128, 128, 32767, -32768, 1 << 23, -(1 << 23), 1 << 31, -(1 << 47), MOST, LEAST]),
    st.integers(LEAST, MOST),
    st.floats(allow_nan=False),
    st.text(max_size=40),
    st.binary(max_size=40),
    st.integers(400, 5000).map("ä".__mul__),  # it continues on other pages
)
ROWS = st.dictionaries(st.integers(LEAST, MOST) | st.integers(-5, 5), st.tuples(VALUES, VALUES), max_size=30)


def rows_in(pages: DatabasePages, number: int, span: tuple[int, int] = (LEAST, MOST)) -> Iterator[StoredRow]:
    page = pages.read(number)
    if kind_of(page, number) == INNER:
        for child, inner in read_children(page, number, span):
            yield from rows_in(pages, child, inner)
    else:
        assert kind_of(page, number) == LEAF
        content = read_leaf(pages, number, span, lambda _: True)
        assert content.lost == []
        yield from content.rows


def made(path: Path, rows: dict[int, tuple[object, object]], size: int = 512) -> int:
    """Make a database with one table; return the number of its first page."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA page_size={size}")
        db.execute("CREATE TABLE t (one, other)")
        db.executemany("INSERT INTO t (rowid, one, other) VALUES (?, ?, ?)", [(at, *row) for at, row in rows.items()])
        (root,) = db.execute("SELECT rootpage FROM sqlite_master").fetchone()
    return int(root)


@given(ROWS, st.sampled_from([512, 4096]))
def test_any_rows_are_read(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[int, tuple[object, object]], size: int
) -> None:
    path = tmp_path_factory.mktemp("pages") / "some.db"
    root = made(path, rows, size)
    with opened_pages(path) as pages:
        assert (pages.size, pages.count * size) == (size, path.stat().st_size)
        found = {row.number: row.values for row in rows_in(pages, root)}
    assert list(found) == sorted(rows)
    for number, wanted in rows.items():
        assert [(type(one), one) for one in found[number]] == [
            (type(one), one) if not isinstance(one, float) or not one.is_integer() else (type(kept), kept)
            for one, kept in zip(wanted, found[number], strict=True)
        ]
        assert found[number] == wanted  # a whole number that SQLite keeps as one is equal


def test_rows_that_are_still_in_the_log_are_read(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    root = made(path, {1: ("a", 1)})
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("INSERT INTO t (rowid, one, other) VALUES (2, 'b', -2)")
        db.execute("BEGIN")
        db.execute("PRAGMA cache_size=1")
        with opened_pages(path) as pages:
            assert [row[:2] for row in rows_in(pages, root)] == [(1, ("a", 1)), (2, ("b", -2))]
        db.execute("ROLLBACK")


def test_a_row_that_is_cut_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    root = made(path, {at: (f"row {at}", at) for at in range(1, 6)}, 4096)
    content = bytearray(path.read_bytes())
    at = content.index(b"row 3")
    content[at - 3] = 0x7F  # the type of the text: longer than the row
    path.write_bytes(content)
    with opened_pages(path) as pages:
        found = read_leaf(pages, root, (LEAST, MOST), lambda _: True)
    assert [row.number for row in found.rows] == [1, 2, 4, 5]
    assert found.lost == [(3, 3)]


def test_rows_that_do_not_fit_are_lost_and_damaged_text_is_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    root = made(path, {1: ("good", 1), 2: ("bad", 2), 3: ("good", 3)}, 4096)
    content = bytearray(path.read_bytes())
    content[content.index(b"bad")] = 0xFF
    path.write_bytes(content)
    with opened_pages(path) as pages:
        all_rows = read_leaf(pages, root, (LEAST, MOST), lambda _: True).rows
        some = read_leaf(pages, root, (LEAST, MOST), lambda row: row.values[0] == "good")
    assert [row.is_doubtful for row in all_rows] == [False, True, False]
    assert ([row.number for row in some.rows], some.lost) == ([1, 3], [(2, 2)])
