"""Read rows from the pages of a table's tree; each is checked separately, so a damaged one affects no other.

The layout: "Database File Format" in SQLite's documentation, sections 1.6 and 2.1.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import field
from itertools import pairwise
from typing import NamedTuple

from photon.library.recovery.database_pages import DatabasePages
from photon.quick_dataclass import dataclass

LEAF, INNER = 13, 5
LEAST, MOST = -(1 << 63), (1 << 63) - 1
"""Limits of row numbers."""

Value = None | int | float | str | bytes
Span = tuple[int, int]
"""First and last row number, both included."""

_DOUBLE = struct.Struct(">d")
_PLACEHOLDER = "\ufffd"


class StoredRow(NamedTuple):
    """A row as stored in a page.

    Attributes:
        number: Its rowid.
        values: As stored: the value of an INTEGER PRIMARY KEY is None, and columns that were added later may be
            missing.
        is_doubtful: Whether a text in it cannot be decoded and contains replacement characters.
    """

    number: int
    values: tuple[Value, ...]
    is_doubtful: bool = False


@dataclass(slots=True)
class LeafContent:
    """The content of a leaf.

    Attributes:
        rows: Rows in order of their numbers.
        lost: Spans in which rows cannot be read.
    """

    rows: list[StoredRow] = field(default_factory=list)
    lost: list[Span] = field(default_factory=list)


class BadCellError(Exception):
    """A cell is not as SQLite would write it."""


def kind_of(page: bytes, number: int) -> int:
    """Return the type of a page, its first byte: LEAF or INNER for a table."""
    return page[100 if number == 1 else 0] if page else 0


def read_children(page: bytes, number: int, span: Span) -> list[tuple[int, Span]]:
    """Find the pages below an inner page.

    Args:
        page: The page.
        number: Its number.
        span: Row numbers that may be below it.

    Returns:
        Number of each page, 0 if unknown, and the row numbers that may be there.
    """
    start = 100 if number == 1 else 0
    first, last = span
    found: list[tuple[int, Span]] = []
    is_whole = True
    for at in _cells(page, start, 12):
        child, key = 0, first - 1
        if 0 < at <= len(page) - 5:
            child = int.from_bytes(page[at : at + 4], "big")
            key, _ = _signed(page, at + 4)
        if not first <= key <= last:
            is_whole = False  # rows before the next valid key may be here as well
            continue
        found.append((child if is_whole else 0, (first, key)))
        first, is_whole = key + 1, True
    right = int.from_bytes(page[start + 8 : start + 12], "big")
    if first <= last:
        found.append((right if is_whole else 0, (first, last)))
    return found


def read_leaf(pages: DatabasePages, number: int, span: Span, fits: Callable[[StoredRow], bool]) -> LeafContent:
    """Read the rows of a leaf.

    Args:
        pages: All pages, for values that continue on other pages.
        number: Number of the leaf.
        span: Row numbers that may be there; other rows are damaged.
        fits: Whether a row can belong to the table; other rows are damaged.
    """
    page, found = pages.read(number), LeafContent()
    start = 100 if number == 1 else 0
    offsets, more = _cells(page, start, 8), _unlisted(page, start)
    rows = [_row_at(pages, page, at, fits) for at in offsets]
    whole = [row for row in rows if row]
    if _ascend(whole) and sum(span[0] <= row.number <= span[1] for row in whole) > len(whole) / 2:
        # more than one row outside the span: the page above is wrong
        beyond = [row for row in whole if not span[0] <= row.number <= span[1]]
        span = _widened(span, beyond) if len(beyond) > 1 else span
    first, last = span
    is_whole = True
    for row in rows:
        if row is None or not first <= row.number <= last:
            is_whole = False
            continue
        if not is_whole and first < row.number:
            found.lost.append((first, row.number - 1))
        found.rows.append(row)
        first, is_whole = row.number + 1, True
    for at in more:
        row = _row_at(pages, page, at, fits)
        if row is None or not first <= row.number <= last:
            break
        found.rows.append(row)
        first = row.number + 1
    if (not is_whole or more) and first <= last:
        found.lost.append((first, last))
    return found


def _row_at(pages: DatabasePages, page: bytes, at: int, fits: Callable[[StoredRow], bool]) -> StoredRow | None:
    try:
        row = _read_row(pages, page, at)
    except BadCellError:
        return None
    return row if fits(row) else None


def _ascend(rows: Sequence[StoredRow]) -> bool:
    return all(one.number < other.number for one, other in pairwise(rows))


def _widened(span: Span, rows: Sequence[StoredRow]) -> Span:
    return min(span[0], rows[0].number), max(span[1], rows[-1].number)


def _cells(page: bytes, start: int, head: int) -> Sequence[int]:
    """Return the positions of the cells; 0 for impossible ones."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    least = start + head + 2 * count
    if least > len(page):
        return (0,)
    offsets = struct.unpack_from(f">{count}H", page, start + head)
    return [at if least <= at < len(page) else 0 for at in offsets]


def _unlisted(page: bytes, start: int) -> Sequence[int]:
    """Return positions after the listed ones, if cells start before the first listed cell: then the count is wrong."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    content = int.from_bytes(page[start + 5 : start + 7], "big") or 1 << 16
    end = start + 8 + 2 * count
    listed = [at for at in _cells(page, start, 8) if at]
    if content >= min(listed, default=len(page)) or end > content:
        return ()
    return struct.unpack_from(f">{(content - end) // 2}H", page, end)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Decode an unsigned number; return it and its end.

    Raises:
        BadCellError: The content is truncated.
    """
    value = 0
    for offset in range(at, at + 9):
        if offset >= len(content):
            raise BadCellError
        byte = content[offset]
        if offset == at + 8:
            return value << 8 | byte, offset + 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, offset + 1
    raise AssertionError  # the ninth byte is always the last


def _signed(content: bytes, at: int) -> tuple[int, int]:
    try:
        value, end = _varint(content, at)
    except BadCellError:
        return LEAST, at
    return (value - (1 << 64) if value > MOST else value), end


def _read_row(pages: DatabasePages, page: bytes, at: int) -> StoredRow:
    if not at:
        raise BadCellError
    length, after = _varint(page, at)
    number, after = _signed(page, after)
    payload = _payload(pages, page, after, length)
    values, is_doubtful = _read_record(payload)
    return StoredRow(number, values, is_doubtful)


def _payload(pages: DatabasePages, page: bytes, at: int, length: int) -> bytes:
    usable = pages.usable
    if length <= usable - 35:
        payload = page[at : at + length]
        if len(payload) < length:
            raise BadCellError
        return payload
    if length > pages.count * pages.size:
        raise BadCellError
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    local = local if local <= usable - 35 else least
    parts = [page[at : at + local]]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    left = length - local
    while left > 0:
        more = pages.read(following)
        if not more:
            raise BadCellError
        following = int.from_bytes(more[:4], "big")
        parts.append(more[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
    return b"".join(parts)


def _read_record(payload: bytes) -> tuple[tuple[Value, ...], bool]:
    """Decode a record whose lengths add up exactly, as SQLite writes them; also return whether a text is doubtful.

    Raises:
        BadCellError: The lengths do not add up.
    """
    kinds, at = _kinds_of(payload)
    values: list[Value] = []
    is_doubtful = False
    for kind in kinds:
        if kind >= 12:
            size = (kind - 12) // 2
            value: Value = payload[at : at + size]
            if kind % 2:
                value = payload[at : at + size].decode("utf-8", errors="replace")
                is_doubtful = is_doubtful or _PLACEHOLDER in value
        else:
            size, decode = _FIXED[kind]
            value = decode(payload[at : at + size])
        values.append(value)
        at += size
    if at != len(payload):
        raise BadCellError
    return tuple(values), is_doubtful


def _kinds_of(payload: bytes) -> tuple[list[int], int]:
    """Return the types of the values of a record, and the position of the first value."""
    head, at = _varint(payload, 0)
    if head > len(payload):
        raise BadCellError
    kinds: list[int] = []
    while at < head:
        kind = payload[at]
        at += 1
        if kind >= 0x80:
            kind, at = _varint(payload, at - 1)
        kinds.append(kind)
    if at != head:
        raise BadCellError
    return kinds, at


def _signed_number(content: bytes) -> int:
    return int.from_bytes(content, "big", signed=True)


def _real_number(content: bytes) -> float:
    return float(_DOUBLE.unpack(content.ljust(8, b"\0"))[0])


def _never(_: bytes) -> Value:
    raise BadCellError


_FIXED: tuple[tuple[int, Callable[[bytes], Value]], ...] = (
    (0, lambda _: None),
    *((size, _signed_number) for size in (1, 2, 3, 4, 6, 8)),
    (8, _real_number),
    (0, lambda _: 0),
    (0, lambda _: 1),
    (0, _never),
    (0, _never),
)
"""Size in bytes and decoder of a value by its type, for types below 12."""
