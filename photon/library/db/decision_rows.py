"""Rows of decisions, by their declarations (``domain.decisions.decision_kind``): read, written, copied."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from photon.domain import Changes, changed
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import BY_WHAT, KINDS
from photon.domain.metadata.tag import tag_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.name_tree import tree_paths

LeftOut = tuple[str, Iterable[object]]
_NONE: LeftOut = ("NULL", ())
_COPIED = tuple(kind for kind in KINDS if kind.photo and kind.is_traced and not kind.is_column)
SEPARATOR = "\x1e"
"""Between the parts of a subject."""
MARKS = tuple(column for kind in KINDS if kind.is_column for column in kind.values)
"""The columns of the photos' table that are decisions."""


def subject_of(kind: DecisionKind, content: Mapping[str, Any]) -> str:
    """Return what, with the photo, a line of a simple kind is about; empty if a photo has but one."""
    return SEPARATOR.join(str(content[field]) for field in kind.line.subject) if kind.line else ""


def values_of(kind: DecisionKind, content: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Return the values that a line of a simple kind sets, comparable with ``read_rows``; None for no row."""
    fields = kind.line.fields.items() if kind.line else ()
    by_column = {one.column: content[name] for name, one in fields}
    values = tuple(by_column[column] for column in kind.values)
    is_there = by_column.get("", True) and (not values or values[0])
    return values if is_there else None


def read_rows(
    db: sqlite3.Connection, kind: DecisionKind, photos: Sequence[int]
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """Yield photo, subject and values of the decisions of a simple kind about photos."""
    columns = ", ".join((kind.photo, *kind.key, *kind.values))
    rows = db.execute(f"SELECT {columns} FROM {kind.table} WHERE {kind.photo} {IN_LIST}", (id_list(photos),))
    for photo, *rest in rows:
        subject, values = rest[: len(kind.key)], tuple(rest[len(kind.key) :])
        if not values or values[0]:
            yield photo, SEPARATOR.join(map(str, subject)), values


def write_lines(db: sqlite3.Connection, kind: DecisionKind, lines: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Within a transaction, store what lines of a simple kind say about photos.

    Args:
        db: The connection that writes.
        kind: The kind.
        lines: Photos, and the fields of the lines about them.
    """
    fields = kind.line.fields.items() if kind.line else ()
    by_column = {one.column: name for name, one in fields if one.column}
    sets = ", ".join(f"{column} = :{by_column[column]}" for column in kind.values)
    named = [{**content, "photo": photo} for photo, content in lines]
    if kind.is_column:
        db.executemany(f"UPDATE photos SET {sets} WHERE id = :photo", named)
        return
    where = "".join(f" AND {column} = :{by_column[column]}" for column in kind.key)
    columns = ", ".join((kind.photo, *kind.key, *kind.values))
    holes = ", ".join(("id", *(f":{by_column[column]}" for column in (*kind.key, *kind.values))))
    is_there = [values_of(kind, content) is not None for _, content in lines]
    db.executemany(
        f"DELETE FROM {kind.table} WHERE {kind.photo} = :photo{where}",
        [one for one, is_one in zip(named, is_there, strict=True) if not is_one],
    )
    db.executemany(
        f"INSERT INTO {kind.table} ({columns}) SELECT {holes} FROM photos WHERE id = :photo"
        f" ON CONFLICT ({', '.join((kind.photo, *kind.key))}) DO {f'UPDATE SET {sets}' if sets else 'NOTHING'}",
        [one for one, is_one in zip(named, is_there, strict=True) if is_one],
    )


def decide(library: Library, kind: DecisionKind, photos: Sequence[int], *, on: bool) -> Changes:
    """Store a decision that only says yes or no about photos; return what changed."""
    with library.transaction() as db:
        there = {photo for photo, *_ in read_rows(db, kind, photos)}
        some = [photo for photo in photos if (photo in there) != on]
        write_lines(db, kind, [(photo, {"on": on}) for photo in some])
    return changed(kind.changes, photos=frozenset(some)) if some and kind.changes else Changes()


def copy_to_edited(db: sqlite3.Connection, photo: int, into: int) -> None:
    """Within a transaction, copy decisions to a photo without any whose file is an edited copy.

    Args:
        db: The connection that writes.
        photo: The photo that the decisions are about.
        into: The edited copy. It gets no decisions about the very picture, and none that only one photo can have.
    """
    marks = ", ".join(MARKS)
    db.execute(f"UPDATE photos SET ({marks}) = (SELECT {marks} FROM photos WHERE id = ?) WHERE id = ?", (photo, into))
    for kind in _COPIED:
        if not kind.is_of_picture:
            _copy_rows(db, kind, (photo, into), [one for one in _columns(kind) if one not in kind.alone])


def keys_in_tree(db: sqlite3.Connection, kind: DecisionKind) -> dict[int, str] | None:
    """Return the ``tag_key`` of each tag or album that rows of a kind may be about; None if its rows have keys."""
    return {at: tag_key(tuple(path)) for at, path in tree_paths(db, kind.tree).items()} if kind.tree else None


def ruled_out(db: sqlite3.Connection, kind: DecisionKind, photos: Iterable[int]) -> set[tuple[int, str]]:
    """Return photos and the ``tag_key`` of what no row of a kind may be about, because the opposite was decided."""
    other = BY_WHAT[kind.against]
    keys = keys_in_tree(db, other)
    asked = f"SELECT {other.photo}, {other.key[0]} FROM {other.table} WHERE {other.photo} {IN_LIST}"
    rows = db.execute(asked, (id_list(photos),))
    return {(photo, at if keys is None else keys[at]) for photo, at in rows}


def take_over(db: sqlite3.Connection, photo: int, into: int) -> None:
    """Within a transaction, copy decisions to a photo that keeps its own where both disagree.

    Args:
        db: The connection that writes.
        photo: The photo that the decisions are about.
        into: The photo that gets them.
    """
    left_out = {kind: _opposed(db, kind, into) for kind in _COPIED if kind.against}
    other = "(SELECT {one} FROM photos WHERE id = ?2)"
    own = ", ".join(f"{one} = iif({one} NOT IN (0, ''), {one}, {other.format(one=one)})" for one in MARKS)
    db.execute(f"UPDATE photos SET {own} WHERE id = ?1", (into, photo))
    _unite_winning(db, [(into, photo)])
    for kind in _COPIED:
        _copy_rows(db, kind, (photo, into), _columns(kind), left_out.get(kind, _NONE))


def copy_united(db: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Within a transaction, give photos the rows of others that they don't have, of the kinds that are united by rows.

    Args:
        db: The connection that writes.
        pairs: A photo that gets rows, and one whose rows they are.
    """
    _unite_winning(db, pairs)
    for kind in KINDS:
        if kind.is_united:
            for into, photo in pairs:
                _copy_rows(db, kind, (photo, into), _columns(kind))


def _unite_winning(db: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Give photos the winning values of others, given both."""
    for column, value in ((kind.values[0], kind.wins) for kind in KINDS if kind.wins):
        is_it = f"EXISTS (SELECT 1 FROM photos WHERE id = ? AND {column} = '{value}')"
        db.executemany(f"UPDATE photos SET {column} = '{value}' WHERE id = ? AND {is_it}", pairs)


def _opposed(db: sqlite3.Connection, kind: DecisionKind, photo: int) -> LeftOut:
    """Return a column and the values that rows of a photo must not have, because it has the opposite."""
    opposed, keys = {key for _, key in ruled_out(db, kind, [photo])}, keys_in_tree(db, kind)
    return kind.key[0], opposed if keys is None else [at for at, key in keys.items() if key in opposed]


def _columns(kind: DecisionKind) -> tuple[str, ...]:
    return (*kind.key, *kind.values)


def _copy_rows(
    db: sqlite3.Connection, kind: DecisionKind, pair: tuple[int, int], columns: Sequence[str], left_out: LeftOut = _NONE
) -> None:
    """Copy rows of a photo to another one that doesn't have them, given both."""
    names = ", ".join((kind.photo, *columns))
    read = ", ".join(("?2", *columns))
    db.execute(
        f"INSERT OR IGNORE INTO {kind.table} ({names}) SELECT {read} FROM {kind.table} WHERE {kind.photo} = ?1"
        f" AND ifnull({left_out[0]} NOT {IN_LIST}, 1)",
        (*pair, json.dumps(list(left_out[1]))),
    )
