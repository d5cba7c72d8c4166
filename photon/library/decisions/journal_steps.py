"""Read from the journal what was decided, when and by whom."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from photon.domain.decisions.decision import Actor
from photon.domain.decisions.decision_kinds import BY_WHAT, OF_TAGS
from photon.domain.metadata.album import album_text
from photon.domain.metadata.hybrid_clock import moment_of
from photon.domain.metadata.tag import TagPath, tag_key
from photon.domain.photo.file_move import Purpose
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.decisions.decision_stamps import album_paths, keys_of_paths, subject_of_row, tag_paths
from photon.quick_dataclass import dataclass

_COLUMNS = (
    "s.id, s.clock, s.device, s.actor, s.name, s.run, s.undoes, s.undone, r.undone <> '', ifnull(b.id, 0), b.purpose"
)
_STEPS = (
    f"SELECT {_COLUMNS} FROM journal_steps s LEFT JOIN runs r ON r.id = s.run LEFT JOIN move_batches b ON b.step = s.id"
)
# not what undid or redid another step, other than what a run made
_IS_OWN = (
    "s.actor <> 'photon' AND (s.undoes = 0 OR EXISTS"
    " (SELECT 1 FROM journal_steps o WHERE o.id = s.undoes AND o.actor = 'photon'))"
)
_LATEST = 20


@dataclass(frozen=True, slots=True)
class JournalStep:
    """The decisions that were made at once.

    Attributes:
        id: Its number.
        made: When, in UTC.
        device: Where, a short name.
        actor: By whom.
        name: What was done, as text that follows "Undid: "; may be empty.
        run: The run that it belongs to; 0 for none.
        is_undone: Whether it was undone.
        batch: The files that it moved; 0 for none.
        purpose: Why it moved them; None if it moved none.
        photos: Number of photos changed, or moved.
        changes: Number of rows changed.
        undoes: The step that it undid or redid; 0 for none.
    """

    id: int
    made: datetime
    device: str
    actor: Actor
    name: str
    run: int
    is_undone: bool
    batch: int = 0
    purpose: Purpose | None = None
    photos: int = 0
    changes: int = 0
    undoes: int = 0

    @property
    def stands_for_run(self) -> bool:
        """Whether it has no decisions of its own: its run has them."""
        return bool(self.run) and (self.actor == "photon" or (self.actor == "file" and bool(self.name)))


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One change.

    Attributes:
        made: When, in UTC.
        device: Where, a short name.
        actor: By whom.
        step: The step that it is part of.
        what: The kind of decision; see ``domain.decisions.decision_kinds``.
        about: The tag, the album as text, or the text of a declined draft; empty for other kinds.
        before: The value before; empty for none.
        after: The value after; empty for none.
        photo: Photo id.
    """

    made: datetime
    device: str
    actor: Actor
    step: int
    what: str
    about: TagPath | str
    before: str
    after: str
    photo: int


def list_steps(library: Library, most: int) -> list[JournalStep]:
    """Return the newest steps, newest first, without steps that undid or redid others."""
    rows = library.db.execute(f"{_STEPS} WHERE {_IS_OWN} ORDER BY s.id DESC LIMIT ?", (most,))
    return [_counted(library, row) for row in rows.fetchall()]


def find_step(library: Library, step: int) -> JournalStep | None:
    """Return a step, or None if it doesn't exist or was forgotten."""
    row = library.db.execute(f"{_STEPS} WHERE s.id = ?", (min(step, (1 << 63) - 1),)).fetchone()
    return _counted(library, row) if row else None


def undoable_steps(library: Library, device: str) -> list[JournalStep]:
    """Return the newest steps of a device that undo reverts in this order after a restart, the newest first.

    They are named, not undone, and changed decisions, other than to add or remove folders, moved files that did not
    come back since, undid a run, or stand for an import (``imports.name_run``). A file of decisions may have changed
    none, but left notes of who decided the same. Their numbers determine the order, because clocks may be wrong.
    """
    rows = library.db.execute(
        f"{_STEPS} WHERE {_IS_OWN} AND s.undone = 0 AND s.name <> '' AND s.device = ? AND ifnull(r.undone, '') = ''"
        " AND CASE WHEN s.actor = 'file'"
        " THEN EXISTS (SELECT 1 FROM imports i WHERE i.run = s.run) WHEN b.id IS NULL"
        " THEN s.undoes <> 0 OR EXISTS"
        " (SELECT 1 FROM journal j WHERE j.step = s.id AND j.what <> 'folder' AND j.before IS NOT j.after)"
        " ELSE b.is_off = 0 AND EXISTS (SELECT 1 FROM file_moves m WHERE m.batch = b.id AND m.state = 'there') END"
        " ORDER BY s.id DESC LIMIT ?",
        (device, _LATEST),
    )
    return [_counted(library, row) for row in rows.fetchall()]


def _counted(library: Library, row: Sequence[object]) -> JournalStep:
    step, clock, device, actor, name, run, undoes, undone, is_run_undone, batch, purpose = row
    is_import = actor == "file" and run and name  # it stands for the steps of its run
    steps = "IN (SELECT id FROM journal_steps WHERE run = ?)" if is_import else "= ?"
    counted = f"SELECT count(DISTINCT photo_id), count(*) FROM journal WHERE step {steps} AND what <> 'import'"
    photos, changes = library.db.execute(counted, (run if is_import else step,)).fetchone()
    if batch:
        moved = "SELECT count(DISTINCT unit) FROM file_moves WHERE batch = ?"
        (photos,) = library.db.execute(moved, (batch,)).fetchone()
    is_undone = bool(undone) or bool(is_run_undone)
    return JournalStep(
        step, moment_of(clock), device, actor, name, run, is_undone, batch, purpose, photos, changes, undoes  # type: ignore[arg-type]
    )  # fmt: skip


def history_of_photos(library: Library, photos: Sequence[int]) -> list[PastDecision]:
    """Return the decisions about photos, oldest first."""
    return list(_past(library, f"j.photo_id {IN_LIST}", id_list(photos)))


def history_of_tag(library: Library, path: TagPath) -> list[PastDecision]:
    """Return which photos got or lost a tag or one below it, oldest first; 0.3 s for 200,000 rows."""
    key = tag_key(path)
    found = _past(library, f"j.what {IN_LIST}", json.dumps(list(OF_TAGS)))
    return [
        one for one in found if isinstance(one.about, tuple) and f"{tag_key(one.about)}\x1f".startswith(f"{key}\x1f")
    ]


def _past(library: Library, condition: str, value: str) -> Iterator[PastDecision]:
    paths, shelves = tag_paths(library.db), album_paths(library.db)
    keys = keys_of_paths(paths, shelves)
    by_key = {tag_key(tuple(path)): tuple(path) for path in paths.values()}
    albums = {tag_key(tuple(path)): album_text(path) for path in shelves.values()}
    rows = library.db.execute(
        "SELECT ifnull(j.clock, s.clock), ifnull(j.device, s.device), ifnull(j.actor, s.actor), j.step, j.what, j.key,"
        " j.before, j.after, j.photo_id FROM journal j JOIN journal_steps s ON s.id = j.step"
        f" WHERE {condition} AND j.photo_id IS NOT NULL AND j.before IS NOT j.after AND j.what NOT IN"
        " ('base', 'import') ORDER BY 1, j.id",
        (value,),
    )
    for clock, device, actor, step, what, key, before, after, photo in rows:
        if what in BY_WHAT and BY_WHAT[what].describe is None:  # other rows describe this change
            continue
        subject = subject_of_row(what, json.loads(key), keys)
        if subject is None:
            continue
        tree = BY_WHAT[subject[0]].tree if subject[0] in BY_WHAT else ""
        about: TagPath | str = albums.get(subject[1], subject[1]) if tree == "albums" else subject[1]
        if tree == "tags":
            about = by_key.get(subject[1], _path_in(what, before or after))
        values = (_value(what, before), _value(what, after))
        yield PastDecision(moment_of(clock), device, actor, step, what, about, *values, photo)


def _path_in(what: str, row: str | None) -> TagPath:
    return tuple(json.loads(json.loads(row)[0])) if what == "rejected" and row else ()


def _value(what: str, row: str | None) -> str:
    """Return the value of a row as text; for rows without a value, the kind of decision."""
    if row is None:
        return ""
    values, kind = json.loads(row), BY_WHAT.get(what)
    if kind is None:  # such as a tag that was gone already
        return what
    if kind.value is not None:
        return kind.value(values)
    return (str(values[0]) if values[0] else "") if values else what
