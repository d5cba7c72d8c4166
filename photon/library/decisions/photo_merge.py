"""Merge decisions about photos with those of the library: the later one of two about the same subject wins.

Of two made at the same time, the one of the device with the greater name wins, so that libraries agree. A person's
decision replaces a value that only comes from the metadata of a file. If the time of the library's decision is unknown,
it is kept.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from photon.domain.decisions.decision import PhotoRef, UserDecision
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import BY_WHAT, KINDS
from photon.domain.metadata.album import AlbumPath, album_text
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.hybrid_clock import moment_of, read_clock
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.tag import TagMark, tag_key, tag_text
from photon.domain.photo.region import Region
from photon.library.albums import album_photos, album_tree, smart_albums
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.db.decision_rows import read_rows, subject_of, values_of, write_lines
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.decision_stamps import Stamp, photo_stamps, place_keys, place_of, run_actors, run_ids
from photon.library.decisions.derived_data import settle_after
from photon.library.decisions.said_marks import said_marks
from photon.library.photos.folders import stored_time
from photon.library.tags import tags
from photon.quick_dataclass import dataclass

_Place = tuple[int, str, str]
"""Photo, ``what`` and key, as in ``photo_stamps``."""
_SIMPLE = tuple(kind for kind in KINDS if kind.is_simple)


@dataclass(frozen=True, slots=True)
class PhotoDecision:
    """A decision, and the photo of this library that it is about."""

    photo: int
    decision: UserDecision

    @property
    def place(self) -> _Place:
        """Its subject."""
        said, what = self.decision.said, self.decision.what
        if what in BY_WHAT and BY_WHAT[what].is_simple:
            return self.photo, what, subject_of(BY_WHAT[what], said)
        path = said.get("tag", said.get("album"))
        return self.photo, what, tag_key(path) if path else ""


def find_photo(db: sqlite3.Connection, ref: PhotoRef) -> int | None:
    """Find a photo by its file or, if only the metadata changed, by its image and the name of its file."""
    row = db.execute(
        "SELECT id FROM photos WHERE file_hash = ? ORDER BY present DESC, id LIMIT 1", (ref.file_hash,)
    ).fetchone()
    if row:
        return int(row[0])
    name = _file_name(ref.path)
    rows = db.execute(
        "SELECT p.id, f.relative FROM photos p JOIN files f ON f.photo_id = p.id WHERE p.read_image_hash = ?"
        " AND ? <> '' ORDER BY p.present DESC, p.id",
        (ref.image_hash, name),
    )
    return next((int(photo) for photo, relative in rows if _file_name(relative) == name), None)


def merge_photos(library: Library, some: Iterable[PhotoDecision], report: DecisionReport) -> None:
    """Within a transaction, import decisions that are later than those of the library, and count the results."""
    latest: dict[_Place, PhotoDecision] = {}
    for one in some:
        before = latest.get(one.place)
        if one.decision.what != "agreed" and before and not is_later(one.decision, stamp_of(before.decision)):
            report.same += 1
            continue
        place = one.place if one.decision.what != "agreed" else (one.photo, "agreed", one.decision.said["file"])
        latest[place] = one
    _PhotoMerge(library, report).merge(list(latest.values()))


class _PhotoMerge:
    """Merges one portion."""

    def __init__(self, library: Library, report: DecisionReport) -> None:
        self._library, self._db, self._report = library, library.db, report
        self._runs: Mapping[str, int] = {}
        self._ours: Mapping[_Place, tuple[object, Stamp | None]] = {}

    def merge(self, some: Sequence[PhotoDecision]) -> None:
        db = self._db
        (start,) = db.execute("SELECT ifnull(max(id), 0) FROM journal").fetchone()
        self._runs = run_ids(self._library)
        self._ours = _read_ours(self._library, sorted({one.photo for one in some}))
        others = [one for one in some if one.decision.what != "agreed"]
        taken = [PhotoDecision(one.photo, one.decision.by_now()) for one in others if self._is_taken(one)]
        for what, write in self._writers().items():
            wanted = [one for one in taken if one.decision.what == what]
            if wanted:
                write(wanted)
        _sign_rows(self._library, start, {one.place: one.decision for one in taken})
        for one in some:
            if one.decision.what == "agreed":
                self._agree(one)

    def _writers(self) -> dict[str, Callable[[Sequence[PhotoDecision]], object]]:
        return {
            **{kind.what: partial(self._write_simple, kind) for kind in _SIMPLE},
            "tag": lambda some: tags.mark_within(self._db, [self._mark(one) for one in some]),
            "caption": self._write_captions,
            "in_album": self._write_albums,
        }

    def _write_simple(self, kind: DecisionKind, some: Sequence[PhotoDecision]) -> None:
        write_lines(self._db, kind, [(one.photo, one.decision.said) for one in some])
        settle_after(self._db, [kind.what], {one.photo for one in some})

    def _is_taken(self, one: PhotoDecision) -> bool:
        value, ours = self._ours.get(one.place, (None, None))
        theirs = _value_of(one.decision)
        if value == theirs:
            if ours is None and one.decision.clock:
                _note_stamp(self._library, PhotoDecision(one.photo, one.decision.by_now()))
            self._report.same += 1
            return False
        if not is_later(one.decision, ours, is_empty=value is None):
            self._report.keep_here(_about(one.decision), one.decision.photo.path if one.decision.photo else "")
            return False
        self._report.taken[one.decision.what] += 1
        self._report.photos.add(one.photo)
        return True

    def _mark(self, one: PhotoDecision) -> TagMark:
        said, given = one.decision.said, _stored(one.decision.clock)
        state = None if said["state"] == "none" else said["state"]
        regions = tuple(Region(*box) for box in said["regions"])
        run = self._runs.get(said["run"], 0)
        return TagMark(one.photo, said["tag"], state, said["certainty"], run, regions, given)

    def _write_captions(self, some: Sequence[PhotoDecision]) -> None:
        said = {one.photo: one.decision.said for one in some}
        found = {
            photo: Caption(one["title"], one["text"], self._runs.get(one["run"], 0), one["origin"])
            for photo, one in said.items()
        }
        times = {one.photo: stored for one in some if (stored := _stored(one.decision.clock))}
        captions.write_within(self._library, found, times)

    def _write_albums(self, some: Sequence[PhotoDecision]) -> None:
        places: dict[AlbumPath, dict[int, tuple[int, bool] | None]] = {}
        vetoes: dict[AlbumPath, dict[int, bool]] = {}
        for one in some:
            said = one.decision.said
            place = (said["position"], said["cover"]) if said["on"] else None
            places.setdefault(said["album"], {})[one.photo] = place
            vetoes.setdefault(said["album"], {})[one.photo] = said["never"] and not said["on"]
        for path, wanted in places.items():
            album = album_tree.place_album(self._db, path)
            album_photos.put_within(self._db, album, wanted)
            smart_albums.put_vetoes_within(self._db, album, vetoes[path])

    def _agree(self, one: PhotoDecision) -> None:
        """Import the common base of a file and the catalogue, if this catalogue never read a file of the photo."""
        said = one.decision.said
        known = to_text(MetadataSnapshot(**said["known"]))
        done = self._db.execute(
            "INSERT OR IGNORE INTO understood (photo_id, path, known, said, sidecars, lost, seen, former)"
            " SELECT ?1, ?2, ?3, ?3, ?4, 0, '', ?5 WHERE NOT EXISTS"
            " (SELECT 1 FROM understood WHERE photo_id = ?1 AND seen <> '')",
            (one.photo, said["file"], to_text(MetadataSnapshot()), said["sidecars"], known),
        )
        if done.rowcount > 0:
            self._report.taken["agreed"] += 1
        else:
            self._report.same += 1


def stamp_of(decision: UserDecision) -> Stamp:
    """Return when, where and by whom a decision was made."""
    return Stamp(decision.clock, decision.device, decision.actor)


def is_later(theirs: UserDecision, ours: Stamp | None, *, is_empty: bool = False) -> bool:
    """Return whether a decision replaces the library's.

    Args:
        theirs: The decision.
        ours: Time, device and actor of the library's decision; None if unknown.
        is_empty: Whether the library has no value.
    """
    if ours is None:
        return is_empty
    if (ours.actor == "file") != (theirs.actor == "file"):
        return ours.actor == "file"
    return (theirs.clock, theirs.device) > (ours.clock, ours.device)


def _value_of(decision: UserDecision) -> object:
    """Return the value of a decision, comparable with ``_read_ours``; None for nothing."""
    said = decision.said
    if decision.what == "tag":
        return None if said["state"] == "none" else (said["state"], frozenset(said["regions"]))
    if decision.what == "caption":
        return (said["title"], said["text"]) if said["title"] or said["text"] else None
    if decision.what == "in_album":
        return (said["position"], said["cover"]) if said["on"] else (said["never"] or None)
    return values_of(BY_WHAT[decision.what], said)


def _read_ours(library: Library, photos: Sequence[int]) -> dict[_Place, tuple[object, Stamp | None]]:
    """Read the library's decisions about photos, with their stamps."""
    found: dict[_Place, tuple[object, Stamp | None]] = {
        place: (None, stamp) for place, stamp in photo_stamps(library, photos).items()
    }
    actors = run_actors(library)

    def put(place: _Place, value: object, run: int, time: str) -> None:
        stamp = found.get(place, (None, None))[1]
        actor = actors.get(run, "person") if run else (stamp.actor if stamp else "person")
        if stamp is None and time:
            stamp = Stamp(_clock(time), "", actor)
        elif stamp is not None:
            stamp = Stamp(stamp.clock, stamp.device, actor)
        found[place] = (value, stamp)

    for place, value, run, time in _read_values(library, photos):
        put(place, value, run, time)
    return found


def _read_values(library: Library, photos: Sequence[int]) -> Iterable[tuple[_Place, object, int, str]]:
    """Yield the subject, the value, the run and the time of the library's decisions; run and time may be empty."""
    db, some = library.db, (id_list(photos),)
    for mark in said_marks(library, photos):
        regions = frozenset((one.x, one.y, one.width, one.height) for one in mark.regions or ())
        yield (mark.photo, "tag", tag_key(mark.path)), (mark.state, regions), mark.run, mark.given
    rows = db.execute(f"SELECT photo_id, title, text, run, written FROM captions WHERE photo_id {IN_LIST}", some)
    for photo, title, text, run, written in rows:
        yield (photo, "caption", ""), (title, text), run, written
    paths = {album: tag_key(tuple(path)) for album, path in album_tree.album_paths(db).items()}
    rows = db.execute(f"SELECT photo_id, album_id, position, cover FROM album_photos WHERE photo_id {IN_LIST}", some)
    for photo, album, position, cover in rows:
        yield (photo, "in_album", paths[album]), (position, bool(cover)), 0, ""
    for photo, album in db.execute(f"SELECT photo_id, album_id FROM album_vetoes WHERE photo_id {IN_LIST}", some):
        yield (photo, "in_album", paths[album]), True, 0, ""
    for kind in _SIMPLE:
        for photo, subject, values in read_rows(db, kind, photos):
            yield (photo, kind.what, subject), values, 0, ""


def _sign_rows(library: Library, start: int, taken: Mapping[_Place, UserDecision]) -> None:
    """Record the original time, device and actor in rows of the journal after ``start``."""
    db, done = library.db, set()
    keys = place_keys(db)
    signed = []
    rows = db.execute(
        "SELECT id, photo_id, what, key FROM journal WHERE id > ? AND photo_id IS NOT NULL AND clock IS NULL", (start,)
    )
    for row, photo, what, key in rows:
        place = place_of(what, json.loads(key), keys)
        decision = taken.get((photo, *place)) if place else None
        if place and decision is not None:
            done.add((photo, *place))
            if decision.clock:
                signed.append((decision.clock, decision.device, decision.actor, row))
    db.executemany("UPDATE journal SET clock = ?, device = ?, actor = ? WHERE id = ?", signed)


def _note_stamp(library: Library, one: PhotoDecision) -> None:
    """Record the stamp of a decision that changes nothing in the library, such as the removal of a missing tag."""
    said, what = one.decision.said, one.decision.what
    key: list[Any] = [subject] if (subject := one.place[2]) and what not in {"tag", "in_album"} else []
    if what == "tag":
        what, key = "gone", [tag_key(said["tag"]), json.dumps(said["tag"], ensure_ascii=False)]
    if what == "in_album" and said["never"] and not said["on"]:
        what, key = "never_in_album", [album_tree.find_album(library.db, said["album"])]
    elif what == "in_album" and not said["on"]:
        what, key = "not_in_album", [tag_key(said["album"]), json.dumps(said["album"], ensure_ascii=False)]
    elif what == "in_album":
        key = [album_tree.find_album(library.db, said["album"])]
    library.db.execute(
        "INSERT INTO journal (step, photo_id, what, key, clock, device, actor)"
        " VALUES (journal_step(), ?, ?, ?, ?, ?, ?)",
        (one.photo, what, json_text(key),
         one.decision.clock, one.decision.device, one.decision.actor),
    )  # fmt: skip


def json_text(key: list[Any]) -> str:
    """Return a key of the journal as SQLite's ``json_array`` writes it."""
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))


def _about(decision: UserDecision) -> str:
    """Return the subject of a decision: its name, or the kind of decision as in the file."""
    said = decision.said
    if "album" in said:
        return album_text(said["album"])
    return tag_text(said["tag"]) if "tag" in said else decision.what


def _stored(clock: int) -> str:
    return stored_time(moment_of(clock)) if clock else ""


def _clock(time: str) -> int:
    try:
        return read_clock(time)
    except ValueError:
        return 0


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].casefold()
