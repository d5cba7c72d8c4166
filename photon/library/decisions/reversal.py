"""Reverse changes of a step, many at once; values that changed again since are kept."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from photon.domain import ChangeKind, Changes
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import KINDS, OF_TAGS
from photon.domain.metadata.tag import name_key, tag_key
from photon.domain.photo.turn import turn_in
from photon.library.db.connection import Library
from photon.library.db.decision_rows import keys_in_tree, ruled_out
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.journal import json_array, note_rows
from photon.library.decisions.derived_data import settle_after
from photon.library.decisions.step_changes import StepChange
from photon.library.photos import photo_turns
from photon.library.tags import tag_tree
from photon.library.tags.tag_suggestions import renew_decided
from photon.library.words import full_text

_FEW = 10  # rows for each value, from which on it pays to change them at once
_BRANCHES = {kind.what: kind for kind in KINDS if kind.table in {one.tree for one in KINDS}}
"""The kinds of what is in a tree: tags and albums."""


class Reversal:
    """Reverses changes within a transaction.

    Attributes:
        undone: Number of changes that were reversed.
        kept: Number of changes that were not.
        photos: The photos of changes that were reversed.
    """

    def __init__(self, library: Library) -> None:
        """Begin with nothing."""
        self.undone, self.kept, self.photos = 0, 0, set[int]()
        self._db = library.db
        # ids of deleted tags and albums whose name now belongs to another one, and its id
        self._now: dict[str, dict[int, int]] = {kind.table: {} for kind in _BRANCHES.values()}
        self._kinds: set[ChangeKind] = set()
        self._renamed: list[int] = []  # tags
        self._is_wide = False

    @property
    def changes(self) -> Changes:
        """What changed."""
        return Changes(frozenset(self._kinds), frozenset() if self._is_wide else frozenset(self.photos))

    def reverse(self, some: Sequence[StepChange]) -> None:
        """Reverse changes: restore tags and albums first and delete them last; delete other rows before restoring any.

        Args:
            some: The changes, in the order in which they were made.
        """
        branches = [one for one in some if one.of.what in _BRANCHES]
        others = [one for one in some if one.of.what not in _BRANCHES]
        names = tag_tree.paths(self._db) if any(one.of.what in OF_TAGS for one in others) else {}
        untouched, regions = self._with_turned_regions(self._shown(self.untouched(others)), others)
        self.kept += len(others) - len(untouched)
        for one in _parents_first([one for one in branches if one.before is not None]):
            self._count([one] if self._restore_branch(one) else [], of=1)
        tables = _by_table(untouched)
        for of, rows in tables.items():
            self._delete(of, [one for one in rows if one.before is None])
        for of, rows in tables.items():
            self._update(of, [one for one in rows if one.before is not None and one.after is not None])
        for of, rows in _by_table(one for one in untouched if one.after is None).items():
            refused = self._refused(of, rows)
            free = [one for number, one in enumerate(rows) if number not in refused]
            self._insert(of, free)
            self._count(free, of=len(rows))
        photo_turns.put_regions(self._db, regions)
        for one in reversed(branches):
            if one.before is None:
                self._delete_branch(one)
        self._renew(others, names)

    def untouched(self, some: Sequence[StepChange]) -> list[StepChange]:
        """Return the changes whose values are still as the step left them."""
        same: set[int] = set()
        for of, rows in _by_table(some).items():
            names = enumerate(rows[0].columns)
            where = " AND ".join(f"x.{name} = json_extract(c.value, '$[{at}]')" for at, name in names)
            values = json_array(tuple(f"x.{name}" for name in of.values))
            row_keys = json.dumps(self._row_keys(rows))
            now = dict(
                self._db.execute(
                    f"SELECT c.key, {values} FROM json_each(?) c CROSS JOIN {of.table} x ON {where}", (row_keys,)
                ).fetchall()
            )
            same.update(id(one) for at, one in enumerate(rows) if now.get(at) == one.after)
        return [one for one in some if id(one) in same]

    def _count(self, done: Sequence[StepChange], of: int) -> None:
        self.undone, self.kept = self.undone + len(done), self.kept + of - len(done)
        self._kinds.update(one.of.changes for one in done[:1] if one.of.changes)  # all are of one table
        self.photos.update(one.photo for one in done if one.photo is not None)
        self._is_wide |= any(one.photo is None and not _is_new_tag(one) for one in done)

    def _row_keys(self, some: Sequence[StepChange]) -> list[tuple[Any, ...]]:
        """Return what identifies rows of one table now."""
        row_keys = [one.row_key for one in some]
        now = self._now.get(some[0].of.tree)
        return [(photo, now.get(node, node), *rest) for photo, node, *rest in row_keys] if now else row_keys

    # -- turned pictures ---------------------------------------------------------------------------

    def _shown(self, some: list[StepChange]) -> list[StepChange]:
        """Leave out turns that would not turn the picture, because they were saved into the file, and their regions."""
        turns = [one for one in some if one.of.what == "turn"]
        if not turns:
            return some
        pictures = self._pictures(turns)
        saved = {one.photo for one in turns if _is_same_turn(one, pictures[one.photo])}
        is_about = (one.of.what == "turn" or one.of.region for one in some)
        return [one for one, is_it in zip(some, is_about, strict=True) if not is_it or one.photo not in saved]

    def _pictures(self, some: Iterable[StepChange]) -> dict[int | None, bytes]:
        rows = self._db.execute(
            f"SELECT id, read_image_hash FROM photos WHERE id {IN_LIST}", (id_list(one.photo or 0 for one in some),)
        )
        return {photo: bytes(picture or b"") for photo, picture in rows}

    def _with_turned_regions(
        self, some: list[StepChange], whole: Sequence[StepChange]
    ) -> tuple[list[StepChange], photo_turns.RegionRows]:
        """Leave out regions of turned photos if they changed since; return where they are once the photos turn back.

        Args:
            some: The changes that can be reversed.
            whole: All changes of the step.
        """
        turned = {one.photo or 0: (one.before or ("",))[0] for one in some if one.of.what == "turn"}
        if not turned:
            return some, {}
        now = photo_turns.regions_of(self._db, turned)
        then = photo_turns.follow_regions(self._db, turned, now)
        left: dict[int, set[photo_turns.RegionRow]] = {photo: set() for photo in turned}
        for one in whole:
            if one.of.region and one.after is not None and one.photo in left:
                left[one.photo].add((one.of, _region_row(one, json.loads(one.after))))
        moved = {
            photo: {one for one, other in zip(now[photo], then[photo], strict=True) if one != other} for photo in now
        }
        regions = {photo: then.get(photo, ()) for photo in turned if moved.get(photo, set()) != left[photo]}
        return [one for one in some if not one.of.region or one.photo not in regions], regions

    # -- rows --------------------------------------------------------------------------------------

    def _delete(self, of: DecisionKind, some: Sequence[StepChange]) -> None:
        if some:
            self._note(some, come=False)
            self._change(f"DELETE FROM {of.table}", some, [()] * len(some))
            self._count(some, of=len(some))

    def _update(self, of: DecisionKind, some: Sequence[StepChange]) -> None:
        if some:
            self._note(some, come=False)
            sets = ", ".join(f"{name} = ?" for name in of.values)
            self._change(f"UPDATE {of.table} SET {sets}", some, [one.before or () for one in some])
            self._note(some, come=True)
            self._count(some, of=len(some))

    def _change(self, change: str, some: Sequence[StepChange], values: Sequence[tuple[Any, ...]]) -> None:
        """Change rows of one table; those of many photos with the same values at once, which takes half of the time."""
        columns, row_keys = some[0].columns, self._row_keys(some)
        alike: dict[tuple[Any, ...], list[int]] = {}
        for (photo, *key), value in zip(row_keys, values, strict=True):
            alike.setdefault((value, *key), []).append(photo)
        if not some[0].of.photo or len(alike) * _FEW > len(some):
            rows = [(*value, *row_key) for value, row_key in zip(values, row_keys, strict=True)]
            self._db.executemany(f"{change} WHERE {_are(columns)}", rows)
            return
        for (value, *key), photos in alike.items():
            where = _are(columns[1:]) or "1"
            self._db.execute(f"{change} WHERE {where} AND {columns[0]} {IN_LIST}", (*value, *key, id_list(photos)))

    def _insert(self, of: DecisionKind, some: Sequence[StepChange]) -> None:
        if not some:
            return
        columns, row_keys = (*some[0].columns, *of.values), self._row_keys(some)
        rows = json.dumps([(*row_key, *(one.before or ())) for one, row_key in zip(some, row_keys, strict=True)])
        values = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(columns)))
        self._db.execute(
            f"INSERT OR IGNORE INTO {of.table} ({', '.join(columns)}) SELECT {values} FROM json_each(?)", (rows,)
        )
        self._note(some, come=True)

    def _note(self, some: Sequence[StepChange], *, come: bool) -> None:
        for one in () if some[0].of.is_traced else some:
            note_rows(self._db, one.of, _are(one.columns), one.row_key, come=come)

    def _refused(self, of: DecisionKind, some: Sequence[StepChange]) -> set[int]:
        """Return the numbers of rows that must not be restored.

        Their tag or album is gone, they are there, or the opposite was decided; their name is taken, or their place is.
        """
        if not of.against:
            return {number for number, one in enumerate(some) if self._is_taken(one)}
        photos, row_keys, there = {one.photo or 0 for one in some}, self._row_keys(some), set[tuple[Any, ...]]()
        if self._now.get(of.tree):  # else it is known that none of them is there
            columns = ", ".join(some[0].columns)
            found = self._db.execute(f"SELECT {columns} FROM {of.table} WHERE photo_id {IN_LIST}", (id_list(photos),))
            there = set(found)
        keys, opposed = keys_in_tree(self._db, of), ruled_out(self._db, of, photos)
        refused = set[int]()
        for number, (photo, at, *rest) in enumerate(row_keys):
            key = at if keys is None else keys.get(at)
            if key is None or (photo, key) in opposed or (photo, at, *rest) in there:
                refused.add(number)
        return refused

    def _is_taken(self, one: StepChange) -> bool:
        db, what, (row_key,) = self._db, one.of.what, self._row_keys([one])
        if what == "missing":  # found again since, or its folder is no longer watched
            usual = "SELECT 1 FROM photos, folders WHERE photos.id = ? AND present = 0 AND folders.id = ?"
            taken = "SELECT 1 FROM files WHERE folder_id = ? AND relative = ?"
            is_usual = db.execute(usual, row_key[:2]).fetchone() is not None
            return not is_usual or db.execute(taken, row_key[1:]).fetchone() is not None
        if what == "search" and one.before:
            return db.execute(f"SELECT 1 FROM {one.of.table} WHERE name = ?", (one.before[0],)).fetchone() is not None
        return False

    # -- tags and albums ---------------------------------------------------------------------------

    def _restore_branch(self, one: StepChange) -> bool:
        """Restore a tag's or an album's place, name and other values; return whether that was possible."""
        node, (parent, name, *rest), now = one.key[0], one.before or (None, ""), self._now[one.of.table]
        parent = None if parent is None else now.get(parent, parent)
        rows = self._db.execute(f"SELECT id, name FROM {one.of.table} WHERE parent_id IS ?", (parent,)).fetchall()
        same = next((other for other, called in rows if name_key(called) == name_key(name)), node)
        if one.after is not None:
            is_moved = json.loads(one.after)[:2] != [parent, name]
            if not self.untouched([one]) or (is_moved and (same != node or self._is_within(one, parent))):
                return False
            sets = ", ".join(f"{column} = ?" for column in one.of.values)
            self._db.execute(f"UPDATE {one.of.table} SET {sets} WHERE id = ?", (parent, name, *rest, node))
            self._renamed += [node] if is_moved and one.of.what == "branch" else []
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
        rows = [(kind.table, kind.key[0]) for kind in KINDS if kind.tree == one.of.table]
        users = (f"SELECT 1 FROM {table} WHERE {column} = ?1" for table, column in (*rows, (one.of.table, "parent_id")))
        is_used = self._db.execute(" UNION ALL ".join(users), one.key).fetchone() is not None
        is_left = is_used or not self.untouched([one])
        if not is_left:
            self._delete(one.of, [one])
            # a tag is created by assigning it, which was counted
            self.undone -= one.of.what == "branch"
        elif one.of.what == "album":
            self.kept += 1

    # -- what follows from decisions ---------------------------------------------------------------

    def _renew(self, some: Sequence[StepChange], names: dict[int, list[str]]) -> None:
        """Update data derived from decisions: dates and pictures shown, full text, which suggestions are undecided.

        Args:
            some: The changes, also those that were kept.
            names: The paths of the tags before.
        """
        db, kinds = self._db, {one.of.what for one in some}
        settle_after(db, kinds, self.photos)
        named = tag_tree.photos_below(db, self._renamed) if self._renamed else []
        if named or not kinds.isdisjoint({"tag", "caption"}):
            full_text.forget(db, {*self.photos, *named})
            full_text.renew(db, {*self.photos, *named})
        if not kinds.isdisjoint(OF_TAGS):
            self._renew_suggestions([one for one in some if one.of.what in OF_TAGS], names)

    def _renew_suggestions(self, some: Iterable[StepChange], names: dict[int, list[str]]) -> None:
        now = tag_tree.paths(self._db)
        keys: dict[object, str] = {tag: tag_key(tuple(path)) for tag, path in (names | now).items()}
        tags = {tag_key(tuple(path)): tag for tag, path in now.items()}
        about = {(one.photo, keys.get(one.key[0]) if one.of.tree else one.key[0]) for one in some}
        renew_decided(self._db, [(photo, key, tags.get(key or "")) for photo, key in about])


def _is_new_tag(one: StepChange) -> bool:
    """Return whether a tag came or went: that concerns the photos that got or lost it."""
    return one.of.what == "branch" and (one.before is None or one.after is None)


def _region_row(one: StepChange, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the key and values of a decision about a region; the journal has fractions as texts."""
    numbers = one.of.region if len(one.of.region) > 1 else ()
    key = (float(value) if name in numbers else value for name, value in zip(one.of.key, one.key, strict=True))
    return (*key, *values)


def _are(columns: Iterable[str]) -> str:
    return " AND ".join(f"{name} = ?" for name in columns)


def _is_same_turn(one: StepChange, picture: bytes) -> bool:
    """Return whether a picture looks the same before and after a change of its turn."""
    was, now = (one.before or ("",))[0], json.loads(one.after or '[""]')[0]
    return turn_in(was, picture) == turn_in(now, picture)


def _by_table(some: Iterable[StepChange]) -> dict[DecisionKind, list[StepChange]]:
    found: dict[DecisionKind, list[StepChange]] = {}
    for one in some:
        found.setdefault(one.of, []).append(one)
    return found


def _parents_first(some: Sequence[StepChange]) -> list[StepChange]:
    """Sort tags or albums so that each comes after its parent."""
    parents = {(one.of.what, one.key[0]): (one.before or (None,))[0] for one in some}

    def depth(one: StepChange) -> int:
        at, found = one.key[0], 0
        while at is not None and found <= len(parents):
            at, found = parents.get((one.of.what, at)), found + 1
        return found

    return sorted(some, key=lambda one: (depth(one), one.key))
