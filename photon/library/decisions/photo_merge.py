"""Merge decisions about photos with those of the library: the later one of two about the same subject wins.

Of two made at the same time, the one of the device with the greater name wins, so that libraries agree. A person's
decision replaces a value that only comes from the metadata of a file. If the time of the library's decision is unknown,
it is kept.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from photon.domain.decisions.decision import PhotoRef, UserDecision
from photon.domain.metadata.album import album_text
from photon.domain.metadata.hybrid_clock import moment_of, read_clock
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.tag import tag_text
from photon.library.db.connection import Library
from photon.library.db.photo_lines import LineAbout
from photon.library.decisions.all_lines import LINES, LINES_OF
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.decision_stamps import Stamp, photo_stamps, run_actors, run_ids, subject_of_row, tree_keys
from photon.library.decisions.derived_data import settle_after
from photon.library.photos.folders import stored_time
from photon.quick_dataclass import dataclass

_Subject = tuple[int, str, str]
"""Photo, ``what`` and key, as in ``photo_stamps``."""


@dataclass(frozen=True, slots=True)
class PhotoDecision:
    """A decision, and the photo of this library that it is about."""

    photo: int
    decision: UserDecision

    @property
    def subject(self) -> _Subject:
        """Its subject."""
        what = self.decision.what
        key = LINES_OF[what].subject_of(self.decision.content) if what in LINES_OF else ""
        return self.photo, what, key


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
    latest: dict[_Subject, PhotoDecision] = {}
    for one in some:
        before = latest.get(one.subject)
        if one.decision.what != "agreed" and before and not is_later(one.decision, stamp_of(before.decision)):
            report.same += 1
            continue
        subject = one.subject if one.decision.what != "agreed" else (one.photo, "agreed", one.decision.content["file"])
        latest[subject] = one
    _PhotoMerge(library, report).merge(list(latest.values()))


class _PhotoMerge:
    """Merges one portion."""

    def __init__(self, library: Library, report: DecisionReport) -> None:
        self._library, self._db, self._report = library, library.db, report
        self._runs: Mapping[str, int] = {}
        self._ours: Mapping[_Subject, tuple[object, Stamp | None]] = {}

    def merge(self, some: Sequence[PhotoDecision]) -> None:
        db = self._db
        (start,) = db.execute("SELECT ifnull(max(id), 0) FROM journal").fetchone()
        self._runs = run_ids(self._library)
        self._ours = _read_ours(self._library, sorted({one.photo for one in some}))
        others = [one for one in some if one.decision.what != "agreed"]
        taken = [PhotoDecision(one.photo, one.decision.by_now()) for one in others if self._is_taken(one)]
        for what, lines in LINES_OF.items():
            wanted = [self._line(one) for one in taken if one.decision.what == what]
            if wanted:
                lines.write(self._library, wanted)
                settle_after(self._db, [what], {one.photo for one in wanted})
        _sign_rows(self._library, start, {one.subject: one.decision for one in taken})
        for one in some:
            if one.decision.what == "agreed":
                self._agree(one)

    def _line(self, one: PhotoDecision) -> LineAbout:
        content, clock = one.decision.content, one.decision.clock
        run = self._runs.get(content.get("run", ""), 0)
        return LineAbout(one.photo, content, run, stored_time(moment_of(clock)) if clock else "")

    def _is_taken(self, one: PhotoDecision) -> bool:
        value, ours = self._ours.get(one.subject, (None, None))
        theirs = LINES_OF[one.decision.what].value_of(one.decision.content)
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

    def _agree(self, one: PhotoDecision) -> None:
        """Import the common base of a file and the catalogue, if this catalogue never read a file of the photo."""
        content = one.decision.content
        known = to_text(MetadataSnapshot(**content["known"]))
        done = self._db.execute(
            "INSERT OR IGNORE INTO understood (photo_id, path, known, said, sidecars, lost, seen, former)"
            " SELECT ?1, ?2, ?3, ?3, ?4, 0, '', ?5 WHERE NOT EXISTS"
            " (SELECT 1 FROM understood WHERE photo_id = ?1 AND seen <> '')",
            (one.photo, content["file"], to_text(MetadataSnapshot()), content["sidecars"], known),
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


def _read_ours(library: Library, photos: Sequence[int]) -> dict[_Subject, tuple[object, Stamp | None]]:
    """Read the library's decisions about photos, with their stamps."""
    found: dict[_Subject, tuple[object, Stamp | None]] = {
        subject: (None, stamp) for subject, stamp in photo_stamps(library, photos).items()
    }
    actors = run_actors(library)

    def put(subject: _Subject, value: object, run: int, time: str) -> None:
        stamp = found.get(subject, (None, None))[1]
        actor = actors.get(run, "person") if run else (stamp.actor if stamp else "person")
        if stamp is None and time:
            stamp = Stamp(_clock(time), "", actor)
        elif stamp is not None:
            stamp = Stamp(stamp.clock, stamp.device, actor)
        found[subject] = (value, stamp)

    for lines in LINES:
        for photo, subject, value, run, time in lines.read(library, photos):
            put((photo, lines.what, subject), value, run, time)
    return found


def _sign_rows(library: Library, start: int, taken: Mapping[_Subject, UserDecision]) -> None:
    """Record the original time, device and actor in rows of the journal after ``start``."""
    db, done = library.db, set()
    keys = tree_keys(db)
    signed = []
    rows = db.execute(
        "SELECT id, photo_id, what, key FROM journal WHERE id > ? AND photo_id IS NOT NULL AND clock IS NULL", (start,)
    )
    for row, photo, what, key in rows:
        subject = subject_of_row(what, json.loads(key), keys)
        decision = taken.get((photo, *subject)) if subject else None
        if subject and decision is not None:
            done.add((photo, *subject))
            if decision.clock:
                signed.append((decision.clock, decision.device, decision.actor, row))
    db.executemany("UPDATE journal SET clock = ?, device = ?, actor = ? WHERE id = ?", signed)


def _note_stamp(library: Library, one: PhotoDecision) -> None:
    """Record the stamp of a decision that changes nothing in the library, such as the removal of a missing tag."""
    what, key = LINES_OF[one.decision.what].journal_row(library, one.decision.content)
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
    content = decision.content
    if "album" in content:
        return album_text(content["album"])
    return tag_text(content["tag"]) if "tag" in content else decision.what


def _clock(time: str) -> int:
    try:
        return read_clock(time)
    except ValueError:
        return 0


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].casefold()
