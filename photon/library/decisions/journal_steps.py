"""Read from the journal what was decided, when and by whom."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from photon.domain.metadata.album import album_text
from photon.domain.metadata.decision import Actor
from photon.domain.metadata.hybrid_clock import moment_of
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.decisions.decision_stamps import album_paths, keys_of_paths, place_of, tag_paths
from photon.quick_dataclass import dataclass

_COLUMNS = "s.id, s.clock, s.device, s.actor, s.name, s.run, s.undone, r.undone <> ''"
_STEPS = f"SELECT {_COLUMNS} FROM journal_steps s LEFT JOIN runs r ON r.id = s.run"


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
        photos: Number of photos changed.
        changes: Number of rows changed.
    """

    id: int
    made: datetime
    device: str
    actor: Actor
    name: str
    run: int
    is_undone: bool
    photos: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One change.

    Attributes:
        made: When, in UTC.
        device: Where, a short name.
        actor: By whom.
        step: The step that it is part of.
        what: The kind of decision; see ``library.db.journal.TABLES``.
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
    rows = library.db.execute(
        f"{_STEPS} WHERE s.undoes = 0 AND s.actor <> 'photon' ORDER BY s.id DESC LIMIT ?", (most,)
    )
    return [_counted(library, row) for row in rows.fetchall()]


def find_step(library: Library, step: int) -> JournalStep | None:
    """Return a step, or None if it doesn't exist or was forgotten."""
    row = library.db.execute(f"{_STEPS} WHERE s.id = ?", (min(step, (1 << 63) - 1),)).fetchone()
    return _counted(library, row) if row else None


def last_step(library: Library, device: str) -> JournalStep | None:
    """Return the newest named step of a device that is not undone: the one that undo reverts after a restart."""
    row = library.db.execute(
        f"{_STEPS} WHERE s.undoes = 0 AND s.undone = 0 AND s.name <> '' AND s.device = ? AND ifnull(r.undone, '') = ''"
        " AND s.actor IN ('person', 'batch', 'decisions') ORDER BY s.id DESC LIMIT 1",
        (device,),
    ).fetchone()
    return _counted(library, row) if row else None


def _counted(library: Library, row: Sequence[object]) -> JournalStep:
    step, clock, device, actor, name, run, undone, is_run_undone = row
    counted = "SELECT count(DISTINCT photo_id), count(*) FROM journal WHERE step = ?"
    photos, changes = library.db.execute(counted, (step,)).fetchone()
    is_undone = bool(undone) or bool(is_run_undone)
    return JournalStep(
        step, moment_of(clock), device, actor, name, run, is_undone, photos, changes  # type: ignore[arg-type]
    )  # fmt: skip


def history_of_photos(library: Library, photos: Sequence[int]) -> list[PastDecision]:
    """Return the decisions about photos, oldest first."""
    return list(_past(library, f"j.photo_id {IN_LIST}", id_list(photos)))


def history_of_tag(library: Library, path: TagPath) -> list[PastDecision]:
    """Return which photos got or lost a tag or one below it, oldest first; 0.3 s for 200,000 rows."""
    key = tag_key(path)
    found = _past(library, "j.what IN ('tag', 'rejected', 'example') AND ?", "1")
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
        f" WHERE {condition} AND j.photo_id IS NOT NULL AND j.before IS NOT j.after ORDER BY 1, j.id",
        (value,),
    )
    for clock, device, actor, step, what, key, before, after, photo in rows:
        place = place_of(what, json.loads(key), keys)
        if place is None:
            continue
        about: TagPath | str = albums.get(place[1], place[1]) if place[0] == "in_album" else place[1]
        if place[0] == "tag":
            about = by_key.get(place[1], _path_in(what, before or after))
        told = (_value(what, before), _value(what, after))
        yield PastDecision(moment_of(clock), device, actor, step, what, about, *told, photo)


def _path_in(what: str, row: str | None) -> TagPath:
    return tuple(json.loads(json.loads(row)[0])) if what == "rejected" and row else ()


def _value(what: str, row: str | None) -> str:
    """Return the value of a row as text; for rows without a value, the kind of decision."""
    if row is None:
        return ""
    values = json.loads(row)
    if what == "caption":
        return " · ".join(text for text in values[:2] if text)
    if what == "in_album" and values[1]:
        return "cover"
    if what == "never_in_album":
        return "never"
    if what in {"rating", "favourite", "label", "flag", "date", "turn"}:
        return str(values[0]) if values[0] else ""
    return what
