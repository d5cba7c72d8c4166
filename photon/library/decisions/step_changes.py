"""The changes of a step, as the journal has them."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import KINDS
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list

_BY_WHAT = {kind.what: kind for kind in KINDS if kind.is_undoable}


class StepChange(NamedTuple):
    """The first and the last value of a row in a step."""

    of: DecisionKind
    photo: int | None
    key: tuple[Any, ...]
    before: tuple[Any, ...] | None
    after: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that identify the row."""
        return (self.of.photo, *self.of.key) if self.of.photo else self.of.key

    @property
    def row_key(self) -> tuple[Any, ...]:
        """The values of these columns."""
        return (self.photo, *self.key) if self.of.photo else self.key


def changes_of_step(library: Library, step: int) -> list[StepChange]:
    """Return the changes of a step, in the order in which their rows were first changed."""
    return _changes_of(library.db, "step = ?", (step,))


def changes_of_rows(library: Library, rows: Iterable[int]) -> list[StepChange]:
    """Return the changes in these rows of the journal."""
    return _changes_of(library.db, f"id {IN_LIST}", (id_list(rows),))


def is_undoable(library: Library, step: int) -> bool:
    """Return whether anything of a step can be undone: notes can't, and adding and removing folders can't."""
    found = library.column("SELECT DISTINCT what FROM journal WHERE step = ? AND before IS NOT after", (step,))
    return any(what in _BY_WHAT for what in found)


def _changes_of(db: sqlite3.Connection, rows: str, values: Sequence[object]) -> list[StepChange]:
    """Return the changes in rows of the journal, without those that change nothing in the end."""
    net: dict[tuple[str, int | None, str], list[str | None]] = {}
    found = db.execute(f"SELECT what, photo_id, key, before, after FROM journal WHERE {rows} ORDER BY id", values)
    for what, photo, key, before, after in found.fetchall():
        net.setdefault((what, photo, key), [before, after])[1] = after
    values_in = cache(lambda text: tuple(json.loads(text)))  # thousands of photos get few values
    return [
        StepChange(_BY_WHAT[what], photo, values_in(key), None if before is None else values_in(before), after)
        for (what, photo, key), (before, after) in net.items()
        if before != after and what in _BY_WHAT
    ]
