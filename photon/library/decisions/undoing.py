"""Undo any step of the journal; values that changed again since are kept."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from photon.domain import ChangeKind, Changes, PhotonError
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import KINDS
from photon.domain.metadata.tag import name_key, tag_key
from photon.domain.photo.turn import turn_in
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.journal import json_array, note_rows
from photon.library.decisions.derived_data import settle_after
from photon.library.decisions.journal_steps import JournalStep, find_step
from photon.library.decisions.place_undoing import change_of, undo_places
from photon.library.tags import runs, tag_tree
from photon.library.words import full_text
from photon.quick_dataclass import dataclass

_BY_WHAT = {kind.what: kind for kind in KINDS if kind.is_undoable}
_OF_TAGS = frozenset({"tag", "rejected", "example"})
_IS_USED = {
    "branch": "SELECT EXISTS (SELECT 1 FROM photo_tags WHERE tag_id = ?1) OR EXISTS (SELECT 1 FROM tag_examples"
    " WHERE tag_id = ?1) OR EXISTS (SELECT 1 FROM tags WHERE parent_id = ?1)",
    "album": "SELECT EXISTS (SELECT 1 FROM album_photos WHERE album_id = ?1)"
    " OR EXISTS (SELECT 1 FROM album_vetoes WHERE album_id = ?1)"
    " OR EXISTS (SELECT 1 FROM albums WHERE parent_id = ?1)",
}


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """The result of undoing a step.

    Attributes:
        step: The step that was undone.
        undone: Number of changes that were undone.
        kept: Number of changes that were not, because the value changed again since.
        changes: What changed.
    """

    step: JournalStep
    undone: int
    kept: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class StepChange:
    """The first and the last value of a row in a step."""

    of: DecisionKind
    photo: int | None
    key: tuple[Any, ...]
    before: list[Any] | None
    after: str | None


def existing_step(library: Library, step: int) -> JournalStep:
    """Return a step.

    Raises:
        PhotonError: It doesn't exist, is already undone, or is part of an import of metadata and not all of it.
    """
    found = find_step(library, step)
    if found is None:
        raise _gone(step)
    if found.actor == "file" and found.run and not found.name:
        raise PhotonError(
            tr("Step {step} imported metadata from files.", step=step),
            tr("To undo the whole import: photon runs undo {run}", run=found.run),
        )
    if found.is_undone:
        raise PhotonError(tr("Step {step} is already undone.", step=step), tr("Nothing was changed."))
    return found


def is_undoable(library: Library, step: int) -> bool:
    """Return whether anything of a step can be undone: notes can't, and adding and removing folders can't."""
    found = library.column("SELECT DISTINCT what FROM journal WHERE step = ? AND before IS NOT after", (step,))
    return any(what in _BY_WHAT for what in found)


def undo_step(library: Library, step: int) -> UndoOutcome:
    """Undo a step.

    Raises:
        PhotonError: It doesn't exist, is already undone, is part of an import of metadata, or can't be undone.
    """
    found = existing_step(library, step)
    if not is_undoable(library, step):
        if "folder" not in library.column("SELECT what FROM journal WHERE step = ?", (step,)):
            raise PhotonError(tr("Nothing of step {step} can be undone.", step=step), tr("Nothing was changed."))
        raise PhotonError(
            tr("Step {step} added or removed a folder, which can't be undone.", step=step),
            tr("To add a folder: photon index FOLDER. To remove one: photon folders remove FOLDER"),
        )
    with library.transaction():
        outcome = _reverse(library, found, step)
        mark_undone(library, step, undone=True)
        if found.run:
            runs.close(library, found.run, undone=True)
    return outcome


def changes_of_rows(library: Library, rows: Iterable[int]) -> list[StepChange]:
    """Return the changes in these rows of the journal, the last one first."""
    return list(_changes_of(library.db, f"id {IN_LIST}", (id_list(rows),)))


def is_untouched(library: Library, change: StepChange) -> bool:
    """Return whether a value is still as a change left it."""
    return _Undoing(library).is_untouched(change)


def reverse_changes(library: Library, some: Sequence[StepChange]) -> Changes:
    """Within a transaction, reverse changes of a step; values that changed since are kept."""
    undoing = _Undoing(library)
    undoing.undo(some)
    return undoing.changes()


def redo_step(library: Library, step: int) -> UndoOutcome:
    """Redo a step that ``undo_step`` undid; values that changed since are kept.

    Raises:
        PhotonError: The step doesn't exist.
    """
    with library.transaction() as db:
        found = find_step(library, step)
        (undoing,) = db.execute("SELECT ifnull(max(undone), 0) FROM journal_steps WHERE id = ?", (step,)).fetchone()
        if found is None:
            raise _gone(step)
        outcome = _reverse(library, found, undoing)
        mark_undone(library, step, undone=False)
        if found.run:
            runs.close(library, found.run, undone=False)
    return outcome


def mark_undone(library: Library, step: int, *, undone: bool) -> None:
    """Within a transaction that undoes or redoes a step, record that in the journal."""
    library.journal.sign("person", undoes=step)
    number = library.journal.keep_step() if undone else 0  # a step of its own, even if everything changed again since
    library.db.execute("UPDATE journal_steps SET undone = ? WHERE id = ?", (number, step))


def _reverse(library: Library, about: JournalStep, step: int) -> UndoOutcome:
    """Reverse the changes of a step; it is ``about`` itself, or the step that undid it."""
    library.db.execute("PRAGMA defer_foreign_keys=ON")
    undoing = _Undoing(library)
    undoing.undo(list(_changes_of(library.db, "step = ?", (step,))))
    return UndoOutcome(about, undoing.undone, undoing.kept, undoing.changes())


def _gone(step: int) -> PhotonError:
    return PhotonError(
        tr("There is no step {step}, or Photon has forgotten it.", step=step),
        tr("To see the steps: photon undo --list"),
    )


def _changes_of(db: sqlite3.Connection, rows: str, values: Sequence[object]) -> Iterator[StepChange]:
    """Yield the changes in rows of the journal, the last one first, without those that change nothing in the end."""
    net: dict[tuple[str, int | None, str], list[str | None]] = {}
    found = db.execute(f"SELECT what, photo_id, key, before, after FROM journal WHERE {rows} ORDER BY id", values)
    for what, photo, key, before, after in found:
        net.setdefault((what, photo, key), [before, after])[1] = after
    for (what, photo, key), (before, after) in reversed(net.items()):
        if before != after and what in _BY_WHAT:
            was = None if before is None else json.loads(before)
            yield StepChange(_BY_WHAT[what], photo, tuple(json.loads(key)), was, after)


class _Undoing:
    """Undoes the changes of one step.

    Attributes:
        undone: Number of changes that were undone.
        kept: Number of changes that were not.
    """

    def __init__(self, library: Library) -> None:
        self.undone, self.kept = 0, 0
        self._db = library.db
        # ids of deleted tags and albums whose name now belongs to another one, and its id
        self._now: dict[str, dict[int, int]] = {what: {} for what in _IS_USED}
        self._kinds: set[ChangeKind] = set()
        self._photos: set[int] = set()
        self._is_wide = False

    def undo(self, some: Sequence[StepChange]) -> None:
        """Undo changes: restore tags and albums first and delete them last; delete other rows before restoring any."""
        branches = [one for one in some if one.of.what in _IS_USED]
        others = [one for one in some if one.of.what not in {*_IS_USED, "in_album"}]
        saved = {one.photo for one in others if one.of.what == "turn" and not self._is_shown(one)}
        untouched = [
            one
            for one in others
            if self.is_untouched(one) and not (one.of.what in {"turn", "example"} and one.photo in saved)
        ]
        self.kept += len(others) - len(untouched)
        for one in _parents_first([one for one in branches if one.before is not None]):
            self._count(one, done=self._restore_branch(one))
        self._undo_places([one for one in some if one.of.what == "in_album"])
        for one in untouched:
            if one.before is None:
                self._delete(one)
                self._count(one, done=True)
        for one in untouched:
            if one.before is not None:
                self._count(one, done=self._restore(one))
        for one in branches:
            if one.before is None:
                self._delete_branch(one)
        self._renew(others)

    def changes(self) -> Changes:
        """What changed."""
        return Changes(frozenset(self._kinds), frozenset() if self._is_wide else frozenset(self._photos))

    def _count(self, one: StepChange, *, done: bool) -> None:
        if not done:
            self.kept += 1
            return
        self.undone += 1
        self._kinds |= {one.of.changes} if one.of.changes else set()
        if one.photo is None:
            self._is_wide = True
        else:
            self._photos.add(one.photo)

    def _undo_places(self, some: Sequence[StepChange]) -> None:
        now = self._now["album"]
        if not some:
            return
        done = undo_places(
            self._db,
            (change_of(one.photo or 0, now.get(one.key[0], one.key[0]), one.before, one.after) for one in some),
        )
        self.undone, self.kept = self.undone + len(done), self.kept + len(some) - len(done)
        self._photos.update(done)
        self._kinds.update({"albums"} if done else ())

    def _where(self, one: StepChange) -> tuple[str, list[Any]]:
        """Return the condition that finds the row, and its values."""
        columns = [*((one.of.photo,) if one.of.photo else ()), *one.of.key]
        values = [*((one.photo,) if one.of.photo else ()), *one.key]
        if one.of.what in {"tag", "example"}:
            values[1] = self._now["branch"].get(values[1], values[1])
        if one.of.what == "never_in_album":
            values[1] = self._now["album"].get(values[1], values[1])
        parts = (f"{name} = ?" for name in columns)
        return " AND ".join(parts), values

    def is_untouched(self, one: StepChange) -> bool:
        """Return whether a value is still as a change left it."""
        where, values = self._where(one)
        row = self._db.execute(
            f"SELECT {json_array(one.of.values)} FROM {one.of.table} WHERE {where}", values
        ).fetchone()
        return (row[0] if row else None) == one.after

    def _is_shown(self, one: StepChange) -> bool:
        """Return whether undoing a turn would turn the picture; it doesn't if the turn was saved into the file."""
        row = self._db.execute("SELECT read_image_hash FROM photos WHERE id = ?", (one.photo,)).fetchone()
        texts = [str((values or [""])[0]) for values in (one.before, json.loads(one.after or "null"))]
        was, now = (turn_in(text, bytes((row and row[0]) or b"")) for text in texts)
        return was != now

    def _delete(self, one: StepChange) -> None:
        where, values = self._where(one)
        if not one.of.is_traced:
            note_rows(self._db, one.of, where, values, come=False)
        self._db.execute(f"DELETE FROM {one.of.table} WHERE {where}", values)

    def _restore(self, one: StepChange) -> bool:
        where, values = self._where(one)
        if one.after is not None:
            sets = ", ".join(f"{name} = ?" for name in one.of.values)
            self._db.execute(f"UPDATE {one.of.table} SET {sets} WHERE {where}", (*(one.before or ()), *values))
            return True
        if self._is_decided_anew(one, values):
            return False
        columns = [*((one.of.photo,) if one.of.photo else ()), *one.of.key, *one.of.values]
        holes = ", ".join("?" * len(columns))
        self._db.execute(
            f"INSERT OR IGNORE INTO {one.of.table} ({', '.join(columns)}) VALUES ({holes})",
            (*values, *(one.before or ())),
        )
        if not one.of.is_traced:
            note_rows(self._db, one.of, where, values, come=True)
        return True

    def _is_decided_anew(self, one: StepChange, values: Sequence[Any]) -> bool:
        """Return whether a row must not be restored: its tag is gone or was decided about again, its name is taken."""
        db, what = self._db, one.of.what
        if what == "missing":  # found again since, or its folder is no longer watched
            usual = "SELECT 1 FROM photos, folders WHERE photos.id = ? AND present = 0 AND folders.id = ?"
            taken = "SELECT 1 FROM files WHERE folder_id = ? AND relative = ?"
            is_usual = db.execute(usual, values[:2]).fetchone() is not None
            return not is_usual or db.execute(taken, values[1:]).fetchone() is not None
        if what == "never_in_album":  # the album was deleted, or the photo is now kept in it
            kept = "(SELECT photo_id, album_id FROM album_photos)"
            free = f"SELECT 1 FROM albums WHERE id = ?2 AND (?1, id) NOT IN {kept}"
            return db.execute(free, values).fetchone() is None
        if what in {"tag", "example"}:
            paths = tag_tree.paths(db)
            if values[1] not in paths:
                return True
            other = "SELECT 1 FROM rejected_tags WHERE photo_id = ? AND key = ?"
            return db.execute(other, (one.photo, tag_key(tuple(paths[values[1]])))).fetchone() is not None
        if what == "rejected" and one.before:
            tag = tag_tree.find(db, tuple(json.loads(one.before[0])))
            given = "SELECT 1 FROM photo_tags WHERE photo_id = ? AND tag_id = ?"
            return db.execute(given, (one.photo, tag)).fetchone() is not None
        if what == "search" and one.before:
            return db.execute("SELECT 1 FROM saved_searches WHERE name = ?", (one.before[0],)).fetchone() is not None
        return False

    def _restore_branch(self, one: StepChange) -> bool:
        """Restore a tag's or an album's place, name and other values; return whether that was possible."""
        node, (parent, name, *rest), now = one.key[0], one.before or (None, ""), self._now[one.of.what]
        parent = None if parent is None else now.get(parent, parent)
        rows = self._db.execute(f"SELECT id, name FROM {one.of.table} WHERE parent_id IS ?", (parent,)).fetchall()
        same = next((other for other, called in rows if name_key(called) == name_key(name)), node)
        if one.after is not None:
            is_moved = json.loads(one.after)[:2] != [parent, name]
            if not self.is_untouched(one) or (is_moved and (same != node or self._is_within(one, parent))):
                return False
            sets = ", ".join(f"{column} = ?" for column in one.of.values)
            self._db.execute(f"UPDATE {one.of.table} SET {sets} WHERE id = ?", (parent, name, *rest, node))
            return True
        if same != node:
            now[node] = same
            return True
        exists = f"SELECT 1 FROM {one.of.table} WHERE id = ?"
        if parent is not None and self._db.execute(exists, (parent,)).fetchone() is None:
            return False  # its parent was deleted later
        columns, holes = ", ".join(("id", *one.of.values)), ", ".join("?" * (1 + len(one.of.values)))
        self._db.execute(f"INSERT INTO {one.of.table} ({columns}) VALUES ({holes})", (node, parent, name, *rest))
        return True

    def _is_within(self, one: StepChange, at: int | None) -> bool:
        """Return whether a place is inside the tag or album itself, or no longer exists."""
        parents = dict(self._db.execute(f"SELECT id, parent_id FROM {one.of.table}").fetchall())
        while at is not None and at != one.key[0] and at in parents:
            at = parents[at]
        return at is not None

    def _delete_branch(self, one: StepChange) -> None:
        """Delete a tag or an album that the step created, unless it is in use now."""
        (is_used,) = self._db.execute(_IS_USED[one.of.what], one.key).fetchone()
        is_left = bool(is_used) or not self.is_untouched(one)
        if not is_left:
            self._delete(one)
            self._kinds |= {one.of.changes} if one.of.changes else set()
            self._is_wide = True
        if one.of.what == "album":  # a change of its own; a tag is created by assigning it, which was counted
            self._count(one, done=not is_left)

    def _renew(self, some: Iterable[StepChange]) -> None:
        """Update data derived from decisions: full text, and which suggestions are undecided."""
        db = self._db
        settle_after(db, {one.of.what for one in some}, self._photos)
        if any(one.of.what in {"tag", "caption"} for one in some):
            full_text.forget(db, self._photos)
            full_text.renew(db, self._photos)
        keys: dict[object, str] = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(db).items()}
        tags = {key: tag for tag, key in keys.items()}
        for one in some:
            if one.of.what not in _OF_TAGS:
                continue
            key = one.key[0] if one.of.what == "rejected" else keys.get(one.key[0])
            db.execute(
                "UPDATE suggested_tags SET decided = EXISTS (SELECT 1 FROM rejected_tags r WHERE r.photo_id = ?1"
                " AND r.key = ?2) OR EXISTS (SELECT 1 FROM photo_tags g WHERE g.photo_id = ?1 AND g.tag_id = ?3)"
                " WHERE photo_id = ?1 AND word_id = (SELECT id FROM suggested_words WHERE key = ?2)",
                (one.photo, key, tags.get(key or "")),
            )


def _parents_first(some: Sequence[StepChange]) -> list[StepChange]:
    """Sort tags or albums so that each comes after its parent."""
    parents = {(one.of.what, one.key[0]): (one.before or (None,))[0] for one in some}

    def depth(one: StepChange) -> int:
        at, found = one.key[0], 0
        while at is not None and found <= len(parents):
            at, found = parents.get((one.of.what, at)), found + 1
        return found

    return sorted(some, key=lambda one: (depth(one), one.key))
