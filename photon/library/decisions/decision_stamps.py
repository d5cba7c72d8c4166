"""Time, device and actor of the last decision about each subject: from the journal, or from older data."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from photon.domain.decisions.decision import Actor
from photon.domain.decisions.decision_kinds import ABSENT, BY_WHAT, KINDS, SHAPES
from photon.domain.decisions.explore import TOPIC
from photon.domain.decisions.places import OWN_PLACE
from photon.domain.metadata.tag import tag_key
from photon.library.albums import album_tree
from photon.library.db.connection import Library
from photon.library.db.decision_rows import SEPARATOR
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_tree
from photon.quick_dataclass import dataclass

_ACTORS: dict[str, Actor] = {"import": "file", "confirm": "batch", "accept": "batch"}
_USED = (
    " UNION ".join(f"SELECT run FROM {kind.table}" for kind in KINDS if "run" in kind.values and kind.is_traced)
    + " UNION SELECT r.id FROM runs r WHERE r.kind <> 'write' AND EXISTS (SELECT 1 FROM waiting_decisions)"
)
_NEWEST = (
    "SELECT j.what, j.key, j.before, j.after, ifnull(j.clock, s.clock), ifnull(j.device, s.device),"
    " ifnull(j.actor, s.actor), j.photo_id FROM journal j JOIN journal_steps s ON s.id = j.step"
)


TreeKeys = dict[tuple[str, int], str]
"""Keys of paths, by table and id of the tag or album."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Time, device and actor of a decision.

    Attributes:
        clock: A hybrid logical clock; 0 if unknown.
        device: A short name.
        actor: Who decided.
        gone: The fields of a line about the deletion; None if the subject was not deleted.
    """

    clock: int = 0
    device: str = ""
    actor: Actor = "person"
    gone: dict[str, Any] | None = None


def tag_paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the names from the root to each tag, including deleted tags that the journal knows."""
    return _with_deleted(db, "branch", tag_tree.paths(db))


def album_paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the names from the root to each album, including deleted albums that the journal knows."""
    return _with_deleted(db, "album", album_tree.album_paths(db))


def tree_keys(db: sqlite3.Connection) -> TreeKeys:
    """Return the keys of tags and albums, including deleted ones."""
    return keys_of_paths(tag_paths(db), album_paths(db))


def keys_of_paths(tags: Mapping[int, list[str]], albums: Mapping[int, list[str]]) -> TreeKeys:
    """Return the keys of tags and albums.

    Args:
        tags: Paths of tags by id.
        albums: Paths of albums by id.
    """
    found = {("tags", tag): tag_key(tuple(path)) for tag, path in tags.items()}
    return found | {("albums", album): tag_key(tuple(path)) for album, path in albums.items()}


def _with_deleted(db: sqlite3.Connection, what: str, known: dict[int, list[str]]) -> dict[int, list[str]]:
    rows = db.execute(
        "SELECT key, before FROM journal WHERE photo_id IS NULL AND what = ? AND after IS NULL"
        " AND before IS NOT NULL ORDER BY id",
        (what,),
    )
    gone = {json.loads(key)[0]: tuple(json.loads(before)[:2]) for key, before in rows}
    for node in gone.keys() - known.keys():
        path: list[str] = []
        at: int | None = node
        while at is not None and at not in known and at in gone and len(path) < len(gone):
            at, name = gone[at]
            path.insert(0, name)
        if at is None or at in known:
            known[node] = [*(known[at] if at is not None else []), *path]
    return known


def run_names(library: Library) -> dict[str, int]:
    """Return the runs with decisions, by a name that is the same in every catalogue."""
    rows = library.db.execute(f"SELECT id, kind, encoder, version, what, made FROM runs WHERE id IN ({_USED})")
    return {run_name(*row): run for run, *row in rows}


def run_ids(library: Library) -> dict[str, int]:
    """Return all runs of this catalogue by name."""
    rows = library.db.execute("SELECT id, kind, encoder, version, what, made FROM runs")
    return {run_name(*row): run for run, *row in rows}


def run_name(kind: str, encoder: str, version: str, what: str, made: str) -> str:
    """Return the name of a run, 16 hexadecimal digits."""
    text = "\x1f".join((kind, encoder, version, what, made))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def run_actors(library: Library) -> dict[int, Actor]:
    """Return the actor of each run."""
    return {run: _ACTORS.get(kind, "person") for run, kind in library.db.execute("SELECT id, kind FROM runs")}


def library_stamps(library: Library) -> dict[tuple[str, str], Stamp]:
    """Return the journal's stamps of decisions that concern no photo, by ``what`` and name."""
    db, found = library.db, {}
    paths = {"branch": tag_paths(db), "album": album_paths(db)}
    newest = "SELECT max(id) FROM journal WHERE photo_id IS NULL GROUP BY what, key"
    rows = db.execute(f"{_NEWEST} WHERE j.photo_id IS NULL AND j.id IN ({newest}) ORDER BY j.id")
    for what, key, before, after, clock, device, actor, _ in rows:
        content = _content_of(what, json.loads(key), json.loads(after or before or "null"), paths.get(what, {}))
        if content is not None:
            name, gone = content
            found[what, name] = Stamp(clock, device, actor, gone if after is None else None)
    return found


def photo_stamps(library: Library, photos: Sequence[int]) -> dict[tuple[int, str, str], Stamp]:
    """Return the journal's stamps of decisions about photos, by photo, ``what`` and key.

    Kinds about one subject have one ``what``: confirmed, rejected, removed and example tags, with ``tag_key`` as the
    key; albums that a photo was added to, removed from or is kept out of.
    """
    keys = tree_keys(library.db)
    rows = library.db.execute(f"{_NEWEST} WHERE j.photo_id {IN_LIST} ORDER BY j.id", (id_list(photos),))
    found = {}
    for what, key, _, _, clock, device, actor, photo in rows:
        subject = subject_of_row(what, json.loads(key), keys)
        if subject is not None:
            found[photo, *subject] = Stamp(clock, device, actor)
    return found


def subject_of_row(what: str, key: list[Any], keys: TreeKeys) -> tuple[str, str] | None:
    """Return ``what`` and key of a row of the journal about a photo, as in ``photo_stamps``; None if unknown."""
    kind = BY_WHAT.get(what) or ABSENT.get(what)
    if kind is None or not (kind.tree or kind.about):
        parts = len(kind.line.subject) if kind and kind.line else 1
        return what, SEPARATOR.join(map(str, key[-parts:]))
    about = kind.about or kind.what
    if not kind.tree or what != kind.what:  # its key is that of the path
        return about, key[0]
    return (about, keys[kind.tree, key[0]]) if (kind.tree, key[0]) in keys else None


def _content_of(
    what: str, key: list[Any], row: list[Any] | None, paths: dict[int, list[str]]
) -> tuple[str, dict[str, Any] | None] | None:
    """Return the name of the subject of a journal row, and the fields of a line about its deletion."""
    if what in {"branch", "album"}:
        path = paths.get(key[0]) if isinstance(key[0], int) else json.loads(key[0])
        field = "tag" if what == "branch" else "album"
        return (tag_key(tuple(path)), {field: path, "on": False}) if path else None
    if what == "word":
        path = json.loads(row[0]) if row else json.loads(key[1])
        return key[0], {"tag": path, "on": False}
    if what == "search":
        name = str(row[0]) if row else str(key[0])
        return name, {"name": name, "on": False}
    if what == "setting":
        return key[0], {"name": key[0], "value": None}
    if what in {"person", OWN_PLACE.what, TOPIC.what}:
        return key[0], {**dict(zip(SHAPES[what].subject, key, strict=True)), "on": False}
    if what == "skip":
        return key[0], {"pattern": key[0], "on": False}
    if what == "folder" and row:
        return str(row[0]), None  # the removal of a folder is not exported
    return None
