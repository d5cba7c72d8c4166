"""Read all readable rows of a damaged catalogue, table by table, and report where others were lost.

A tree is followed from its root. A damaged page costs its rows. If it is an inner page, the leaves below it are
searched among the pages that no tree leads to: their rows must fit this table and the lost row numbers. Rows in a span
of lost numbers may be in a backup.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field

from photon.library.recovery.database_pages import DatabasePages
from photon.library.recovery.table_pages import (
    INNER,
    LEAF,
    LEAST,
    MOST,
    LeafContent,
    Span,
    StoredRow,
    Value,
    kind_of,
    read_children,
    read_leaf,
)
from photon.quick_dataclass import dataclass

_TYPES: Mapping[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (float, int), "TEXT": (str,), "BLOB": (bytes,)}
_ANYTHING: Span = (LEAST, MOST)
_DEEPEST = 20  # SQLite's trees have fewer levels


@dataclass(frozen=True, slots=True)
class TableShape:
    """The format of a table's rows.

    Attributes:
        name: Name of the table.
        columns: Names of the columns, in their order.
        types: Types of the values, as SQLite stores them.
        optional: Whether a column may be NULL, or has a default.
        key: Index of the column that is the row number; -1 without one.
    """

    name: str
    columns: tuple[str, ...]
    types: tuple[tuple[type, ...], ...]
    optional: tuple[bool, ...]
    key: int

    def fits(self, row: StoredRow) -> bool:
        """Return whether a row can belong to this table; rows from before a migration have fewer columns."""
        values = row.values
        if len(values) > len(self.columns) or not all(self.optional[len(values) :]):
            return False
        for column, value in enumerate(values):  # a loop, because a generator takes 50% longer
            if value is None:
                if column != self.key and not self.optional[column]:
                    return False
            elif type(value) not in self.types[column]:
                return False
        return True

    def complete(self, row: StoredRow) -> tuple[Value, ...]:
        """Return the values, with the row number in its column."""
        if not 0 <= self.key < len(row.values):
            return row.values
        return (*row.values[: self.key], row.number, *row.values[self.key + 1 :])


_SCHEMA = TableShape(
    "sqlite_schema", ("type", "name", "tbl_name", "rootpage", "sql"), ((str,), (str,), (str,), (int,), (str,)),
    (False, False, False, True, True), -1,
)  # fmt: skip
_SEQUENCE = TableShape("sqlite_sequence", ("name", "seq"), ((str,), (int,)), (True, True), -1)
_KINDS = {"table", "index", "trigger", "view"}


@dataclass(slots=True)
class TableSalvage:
    """The state of a table after its rows were read.

    Attributes:
        shape: Format of its rows.
        doubtful: Rows that may be wrong.
        lost: Spans of row numbers that could not be read, or are doubtful.
        is_torn: Whether an inner page could not be read, so that leaves must be searched.
        read: Number of rows that were read.
    """

    shape: TableShape
    doubtful: list[StoredRow] = field(default_factory=list)
    lost: list[Span] = field(default_factory=list)
    is_torn: bool = False
    read: int = 0


def shapes_of(db: sqlite3.Connection) -> list[TableShape]:
    """Return the shapes of all tables of an intact catalogue, referenced tables first."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    return [_shape_of(db, name) for name in names if not name.startswith(("sqlite_", "_sqlite_"))]


def _shape_of(db: sqlite3.Connection, table: str) -> TableShape:
    rows = db.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [column for column, row in enumerate(rows) if row[5]]
    is_alias = len(keys) == 1 and rows[keys[0]][2].upper() == "INTEGER"
    return TableShape(
        table,
        tuple(row[1] for row in rows),
        tuple(_TYPES.get(row[2].upper(), (int, float, str, bytes)) for row in rows),
        tuple(not row[3] or row[4] is not None for row in rows),
        keys[0] if is_alias else -1,
    )


class RowSalvage:
    """Reads rows from the pages of a damaged catalogue.

    Attributes:
        tables: The state of each table whose rows were read.
        damaged: Numbers of pages with unreadable parts.
    """

    def __init__(
        self, pages: DatabasePages, doubted: Collection[int] = (), roots: Mapping[str, int] | None = None
    ) -> None:
        """Find the tables.

        Args:
            pages: Pages of the catalogue.
            doubted: Numbers of pages whose checksums are wrong.
            roots: Root pages of tables in a backup, for tables whose root the catalogue has lost.
        """
        self._pages, self._doubted = pages, frozenset(doubted)
        self._reached: set[int] = set()
        self.tables: dict[str, TableSalvage] = {}
        self.damaged: set[int] = set(self._doubted)
        self._roots = {**(roots or {}), **self._find_roots()}

    def applied(self) -> set[str]:
        """Return the names of the migrations that were applied to the catalogue."""
        shape = TableShape(
            "_sqlite_migrations", ("id", "migration_set", "name", "applied_at"), ((int,), (str,), (str,), (str,)),
            (True, True, True, True), 0,
        )  # fmt: skip
        return {str(row.values[2]) for rows in self.rows(shape) for row in rows if len(row.values) > 2}

    def sequences(self) -> dict[str, int]:
        """Return the highest row number that each table has assigned."""
        found = [row.values for rows in self.rows(_SEQUENCE) for row in rows]
        return {values[0]: values[1] for values in found if isinstance(values[0], str) and isinstance(values[1], int)}

    def rows(self, shape: TableShape) -> Iterator[list[StoredRow]]:
        """Yield the rows of a table, leaf by leaf; doubtful ones are stored in ``tables`` instead."""
        table = self.tables[shape.name] = TableSalvage(shape)
        root = self._roots.get(shape.name, 0)
        if not root:
            table.lost, table.is_torn = [_ANYTHING], True
            return
        yield from self._follow(table, root, _ANYTHING, frozenset())

    def strays(self) -> Iterator[tuple[TableShape, list[StoredRow]]]:
        """Yield rows of leaves that no tree leads to, with their table; call it after all tables were read."""
        torn = [
            table
            for table in self.tables.values()
            if table.is_torn and not table.shape.name.startswith(("_", "sqlite_"))
        ]
        if not torn:
            return
        free = self._pages.free()
        for number in range(2, self._pages.count + 1):
            if number in self._reached or number in free or kind_of(self._pages.read(number), number) != LEAF:
                continue
            found = [(table, leaf) for table in torn if (leaf := self._stray(table, number))]
            if len(found) == 1:
                table, leaf = found[0]
                self._reached.add(number)
                covered = (leaf.rows[0].number, leaf.rows[-1].number)
                table.lost = [*_without(table.lost, covered), *leaf.lost]
                yield table.shape, self._taken(table, number, leaf, covered)

    def _stray(self, table: TableSalvage, number: int) -> LeafContent | None:
        leaf = read_leaf(self._pages, number, _ANYTHING, table.shape.fits)
        if not leaf.rows:
            return None
        first, last = leaf.rows[0].number, leaf.rows[-1].number
        leaf.lost = [span for span in leaf.lost if first <= span[0] and span[1] <= last]
        is_inside = any(span[0] <= first and last <= span[1] for span in table.lost)
        return leaf if is_inside and sum(map(_length, leaf.lost)) < len(leaf.rows) else None

    def _follow(self, table: TableSalvage, number: int, span: Span, above: frozenset[int]) -> Iterator[list[StoredRow]]:
        page = self._pages.read(number)
        kind = kind_of(page, number)
        if number in above or len(above) > _DEEPEST or kind not in (LEAF, INNER):
            table.lost.append(span)
            table.is_torn = True
            self.damaged.add(number)
            return
        if kind == LEAF:
            leaf = read_leaf(self._pages, number, span, table.shape.fits)
            table.lost += leaf.lost
            if leaf.lost:
                self.damaged.add(number)
            if leaf.rows:
                self._reached.add(number)
                yield self._taken(table, number, leaf, span)
            elif above:  # an empty leaf is never below another page: this one belongs to something else
                table.lost.append(span)
                table.is_torn = True
            return
        self._reached.add(number)
        for child, part in read_children(page, number, span):
            yield from self._follow(table, child, part, above | {number})

    def _taken(self, table: TableSalvage, number: int, leaf: LeafContent, span: Span) -> list[StoredRow]:
        """Return the rows of a leaf that are beyond doubt, and store the others."""
        table.read += len(leaf.rows)
        if number in self._doubted:
            table.lost.append(span)
            table.doubtful += leaf.rows
            return []
        doubtful = [row for row in leaf.rows if row.is_doubtful]
        if not doubtful:
            return leaf.rows
        table.doubtful += doubtful
        table.lost += [(row.number, row.number) for row in doubtful]
        return [row for row in leaf.rows if not row.is_doubtful]

    def _find_roots(self) -> dict[str, int]:
        """Return the root pages of tables, by name."""
        table = TableSalvage(_SCHEMA)
        rows = [row for some in self._follow(table, 1, _ANYTHING, frozenset()) for row in some]
        if table.is_torn:
            for number in range(2, self._pages.count + 1):
                if kind_of(self._pages.read(number), number) == LEAF:
                    rows += read_leaf(self._pages, number, _ANYTHING, _is_of_schema).rows
        rows += table.doubtful
        return {
            str(row.values[1]): int(row.values[3])
            for row in reversed(rows)
            if row.values[0] == "table" and isinstance(row.values[3], int)
        }


def _is_of_schema(row: StoredRow) -> bool:
    return len(row.values) == len(_SCHEMA.columns) and _SCHEMA.fits(row) and row.values[0] in _KINDS


def _length(span: Span) -> int:
    return span[1] - span[0] + 1


def _without(spans: list[Span], taken: Span) -> list[Span]:
    """Remove the numbers of a span from other spans."""
    left = []
    for first, last in spans:
        if taken[1] < first or last < taken[0]:
            left.append((first, last))
            continue
        if first < taken[0]:
            left.append((first, taken[0] - 1))
        if taken[1] < last:
            left.append((taken[1] + 1, last))
    return left
