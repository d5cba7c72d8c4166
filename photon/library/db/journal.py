"""The journal of decisions: the user's data before and after each change, when it was made, and by whom.

Triggers write it, so that no code can forget to. They are temporary: each writable connection creates its own, and none
is in the file, because a backup from elsewhere could contain others. All changes of one transaction are one step.
Deciding about 10,000 tags takes 1.05 times as long with the journal, and 0.9 MB.

A row contains the values of a table's row as JSON, ``before`` (NULL: it did not exist) and ``after`` (NULL: it was
deleted). Clock and device are those of its step, unless it was imported: then they are those of the original decision.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache

from photon.domain.decisions.decision import Actor
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import KINDS
from photon.domain.metadata.hybrid_clock import next_clock

MOST_ROWS = 200_000
"""About 19 MB. The oldest steps are deleted, except that the newest step is always complete."""
_MORE = 5  # times as many are kept while a session can undo or redo them
_FRACTIONS = frozenset({"certainty", "x", "y", "width", "height", "latitude", "longitude", "radius"})
_SPARE = 10_000  # rows that are deleted at a time
_REFERRED = (  # a catalogue may lack the newest steps: what refers to them must not become part of new ones
    "SELECT max((SELECT ifnull(max(step), 0) FROM journal), (SELECT ifnull(max(step), 0) FROM move_batches))"
)


class DecisionJournal:
    """Records the changes of one writable connection.

    Attributes:
        step: The step of the current transaction.
        needed_from: The oldest step that the session can undo or redo, which is kept as long as that is possible; 0 for
            none.
        has_steps: Whether this connection recorded any.
        device: A short name for this library on this computer.
    """

    def __init__(self, db: sqlite3.Connection, device: str) -> None:
        """Create the triggers.

        Args:
            db: The connection; its main file is a catalogue.
            device: A short name for this library on this computer.
        """
        self.step, self.needed_from, self.has_steps = 0, 0, False
        self._last = -1  # the newest step that something may refer to; not known yet
        self.device, self._db, self._clock = device, db, 0
        self._is_used = False
        self._actor: Actor = "person"
        self._name, self._run, self._undoes = "", 0, 0
        self._is_kept = bool(db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'journal_steps'").fetchone())
        if not self._is_kept:  # an older catalogue
            return
        db.create_function("journal_step", 0, self._number)
        db.execute("PRAGMA recursive_triggers=ON")  # otherwise REPLACE would not fire the triggers for deleted rows
        for statement in ("BEGIN", *_triggers(), "COMMIT"):
            db.execute(statement)

    def begin(self) -> None:
        """Prepare the step of a transaction, at its start."""
        if not self._is_kept:
            return
        if self._last < 0:
            (self._last,) = self._db.execute(_REFERRED).fetchone()
        row = self._db.execute("SELECT id, clock FROM journal_steps ORDER BY id DESC LIMIT 1").fetchone()
        last, clock = row or (0, 0)
        self.step, self._clock, self._is_used = max(last, self._last) + 1, next_clock(clock), False
        self._actor, self._name, self._run, self._undoes = "person", "", 0, 0

    def sign(self, actor: Actor, name: str = "", run: int = 0, *, step: int = 0, undoes: int = 0) -> None:
        """Set who makes the changes of the current transaction.

        Args:
            actor: Who makes them.
            name: What is done, worded to follow "Undid: "; empty to keep the name set before.
            run: The run that the changes belong to, or 0.
            step: An earlier step to which the following changes belong, or 0.
            undoes: The step that is undone or redone, or 0.
        """
        self._actor, self._name, self._run = actor, name or self._name, run or self._run
        self._undoes = undoes or self._undoes
        self.step = step or self.step

    def name_step(self, name: str, run: int = 0) -> None:
        """Name what a person does with the current transaction, worded to follow "Undid: "; it can then be undone.

        Args:
            name: The name.
            run: The run that it belongs to, or 0.
        """
        self.sign("batch" if run else "person", name, run)

    @property
    def named_step(self) -> int:
        """The step of the current transaction if it has a name and changed something; else 0."""
        return self.step if self._is_used and self._name else 0

    def keep_step(self) -> int:
        """Store the step of the current transaction even if it changes no decision; return its number."""
        return self._number()

    def end(self) -> None:
        """Store the step of a transaction, at its end, if anything was recorded, and delete the oldest steps."""
        if not self._is_used:
            return
        self.has_steps, self._last = True, max(self._last, self.step)
        self._db.execute(
            "INSERT INTO journal_steps (id, clock, device, actor, name, run, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET clock = excluded.clock, name = excluded.name",
            (self.step, self._clock, self.device, self._actor, self._name, self._run, self._undoes),
        )
        oldest, newest = self._db.execute("SELECT ifnull(min(id), 0), ifnull(max(id), 0) FROM journal").fetchone()
        if newest - oldest > MOST_ROWS + _SPARE:
            is_kept = self.needed_from and newest - oldest <= MOST_ROWS * _MORE
            self._forget_until(newest - MOST_ROWS, min(self.step, self.needed_from) if is_kept else self.step)

    def begin_another(self) -> None:
        """Within a transaction, close its step, if anything was recorded, and start another one."""
        self.end()
        self.begin()

    def _forget_until(self, row: int, before: int) -> None:
        (first,) = self._db.execute("SELECT step FROM journal ORDER BY id LIMIT 1").fetchone()
        (last,) = self._db.execute("SELECT max(step) FROM journal WHERE id <= ?", (row,)).fetchone()
        last = min(last, before - 1)
        if last < first:
            return
        self._db.execute("DELETE FROM journal WHERE id <= ? AND step <= ?", (row, last))
        self._db.execute("DELETE FROM journal WHERE step = ?", (last,))
        self._db.execute("DELETE FROM journal_steps WHERE id <= ?", (last,))

    def _number(self) -> int:
        self._is_used = True
        return self.step


@cache
def _triggers() -> tuple[str, ...]:
    return tuple(trigger for one in KINDS if one.is_traced for trigger in _triggers_of(one))


def _triggers_of(one: DecisionKind) -> Iterator[str]:
    values = {name: _json(name, one.values) for name in ("OLD", "NEW")}
    differ = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in one.values)
    if not one.is_column:
        yield _trigger(one, "INSERT", "NEW", ("NULL", values["NEW"]))
        yield _trigger(one, "DELETE", "OLD", (values["OLD"], "NULL"))
    if one.values:
        event = f"UPDATE OF {', '.join(one.values)}"
        yield _trigger(one, event, "NEW", (values["OLD"], values["NEW"]), differ)


def _trigger(one: DecisionKind, event: str, row: str, values: tuple[str, str], condition: str = "1") -> str:
    photo = f"{row}.{one.photo}" if one.photo else "NULL"
    only = one.only.format(row) if one.only else "1"
    return (
        f"CREATE TEMP TRIGGER journal_{one.what}_{event[:6].lower()} AFTER {event} ON main.{one.table}"
        f" WHEN ({condition}) AND {only} BEGIN INSERT INTO journal (step, photo_id, what, key, before, after)"
        f" VALUES (journal_step(), {photo}, '{one.what}', {_json(row, one.key)}, {values[0]}, {values[1]}); END"
    )


def note_rows(
    db: sqlite3.Connection, one: DecisionKind, condition: str, values: Sequence[object], *, come: bool
) -> None:
    """Record rows of a table without triggers, within a transaction.

    Args:
        db: The connection that writes.
        one: The table.
        condition: SQL condition that selects the rows.
        values: Values of its parameters.
        come: Whether the rows were added; else they are about to be deleted.
    """
    row = json_array(one.values)
    before, after = ("NULL", row) if come else (row, "NULL")
    db.execute(
        f"INSERT INTO journal (step, photo_id, what, key, before, after) SELECT journal_step(), {one.photo},"
        f" '{one.what}', {json_array(one.key)}, {before}, {after} FROM {one.table} WHERE {condition}",
        values,
    )


def _json(row: str, columns: tuple[str, ...]) -> str:
    return json_array(tuple(f"{row}.{column}" for column in columns))


def json_array(columns: tuple[str, ...]) -> str:
    """Return SQL for columns as lossless JSON: fractions are texts, which SQLite converts back to the same number.

    Args:
        columns: Their names, optionally with that of a table.
    """
    exact = (f"printf('%!.17g', {name})" if name.rpartition(".")[2] in _FRACTIONS else name for name in columns)
    return f"json_array({', '.join(exact)})"
