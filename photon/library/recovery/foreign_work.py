"""What a catalogue from elsewhere would do by itself, and how that is dropped: such a catalogue is data, not an order.

Moves and writes that it calls unfinished are never resumed. Folders that only it names are off: Photon neither watches
them nor changes anything in them. Finished moves and writes can't be undone. A person can switch on what is off.
"""

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from photon.domain import Changes, changed
from photon.domain.name_list import listed
from photon.language import tr, tr_n
from photon.library.backups.backup_folder import is_chosen
from photon.library.backups.backup_settings import DEFAULT, read_settings, store_settings
from photon.library.db import computer
from photon.library.db.connection import Library
from photon.library.photos import folders
from photon.library.photos.photos import refresh_presence
from photon.library.recovery.older_catalog import is_newest_step_of, known_folders
from photon.library.recovery.unreadable_rows import drop_unreadable
from photon.library.settings.travelling import (
    leave_off_settings,
    left_off,
    setting_line,
    settings_to_leave_off,
)
from photon.library.settings.travelling import switch_on as switch_on_settings
from photon.quick_dataclass import dataclass

SWITCH_ON = tr("If what is off is yours, switch it on: Tools, Library health, or photon settings switch-on")
_JOURNALS = ("move_batches", "writes")
_MOVING, _WRITING = "('going', 'back')", "('writing', 'putting back')"


@dataclass(frozen=True, slots=True)
class ForeignWork:
    """What a catalogue would do by itself.

    Attributes:
        moves: Files whose move it calls unfinished.
        writes: Files whose writing it calls unfinished.
        folders: Folders that only it names.
        skips: Patterns of names to skip that only it names.
        outside: Number of its files that do not lie in their folder.
        settings: Settings that would act by themselves, as texts for people.
    """

    moves: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    outside: int = 0
    settings: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Say what is dropped, and what is off."""
        lines = unfinished_moves(self.moves)
        if self.writes:
            lines.append(tr("Unfinished writing that Photon drops: {files}", files=listed(self.writes)))
        if self.outside:
            lines.append(
                tr_n(
                    "{count:,} file whose path leads out of its folder is left out.",
                    "{count:,} files whose paths lead out of their folders are left out.",
                    self.outside,
                )
            )
        if self.folders:
            lines.append(tr("Folders that Photon does not watch: {folders}", folders=listed(self.folders)))
        if self.skips:
            lines.append(tr("Patterns by which Photon skips no names: {patterns}", patterns=listed(self.skips)))
        if self.settings:
            lines.append(tr("Settings that Photon leaves off: {settings}", settings=listed(self.settings)))
        return lines


def unfinished_moves(files: Sequence[str]) -> list[str]:
    """Say which files are not moved on, in at most one sentence."""
    return [tr("Unfinished moves that Photon drops: {files}", files=listed(files))] if files else []


def find_foreign_work(
    db: sqlite3.Connection, watched: Collection[str] = (), skipped: Collection[str] = ()
) -> ForeignWork:
    """Find what a catalogue would do by itself.

    Args:
        db: A connection to it.
        watched: Folders that are watched here, which stay so.
        skipped: Patterns of names that are skipped here, likewise.
    """
    paths = [path for (path,) in db.execute("SELECT path FROM main.folders ORDER BY path")]
    return ForeignWork(
        tuple(row[0] for row in db.execute(f"SELECT source FROM main.file_moves WHERE state IN {_MOVING} ORDER BY id")),
        tuple(row[0] for row in db.execute(f"SELECT path FROM main.writes WHERE state IN {_WRITING} ORDER BY id")),
        tuple(path for path in paths if not any(Path(path).is_relative_to(one) for one in watched)),
        tuple(one for (one,) in db.execute("SELECT pattern FROM main.skips ORDER BY pattern") if one not in skipped),
        len(_outside(db)),
        settings_to_leave_off(db),
    )


def drop_foreign_work(db: sqlite3.Connection) -> None:
    """Within a transaction, drop what a catalogue would do by itself, and switch off the rest."""
    drop_unfinished(db)
    for table in (*_JOURNALS, "folders", "skips"):
        db.execute(f"UPDATE main.{table} SET is_off = 1")
    db.execute("UPDATE main.folders SET offline = 1")


def drop_unfinished(db: sqlite3.Connection) -> None:
    """Within a transaction, drop only what a catalogue would do at the next start; its folders and journals stay on."""
    db.execute(f"UPDATE main.file_moves SET state = 'gone' WHERE state IN {_MOVING}")
    db.execute(f"UPDATE main.writes SET state = 'overtaken' WHERE state IN {_WRITING}")
    leave_off_settings(db)
    drop_unreadable(db)
    outside = _outside(db)
    db.executemany("DELETE FROM main.files WHERE id = ?", [(row,) for row, _ in outside])
    refresh_presence(db, {photo for _, photo in outside})


def take_over(library: Library) -> list[str]:
    """Make a library that was never opened on this computer one of this computer, too.

    One of an older version, which carries no mark, may be at home here all the same (``older_catalog``).

    Args:
        library: Open for writing.

    Returns:
        What to tell the user, as sentences; empty if it belongs to this computer already.
    """
    if not library.is_foreign:
        return []
    if not computer.mark_here(""):
        return [
            tr(
                "Photon can't write {file}, which identifies this computer. Interrupted moves and writes are not"
                " resumed, and nothing is sent.",
                file=computer.secret_file(),
            )
        ]
    is_unmarked = not computer.marks_in(library.db)
    if is_unmarked and is_newest_step_of(library.db, library.journal.device):
        _adopt(library)
        return []
    known = known_folders(library.db) if is_unmarked else []
    backups = _take_backups_home(library.directory, is_known=bool(known))
    with library.transaction() as db:
        library.journal.sign("photon")
        work = find_foreign_work(db, known, folders.skips(library) if known else ())
        if known:
            drop_unfinished(db)
            for path in work.folders:
                db.execute("UPDATE main.folders SET is_off = 1, offline = 1 WHERE path = ?", (path,))
        else:
            drop_foreign_work(db)
        library.mark = computer.take_over(db)
    if known and work == ForeignWork() and not backups:
        return []
    about = tr(
        "This library was last used on another computer, or Photon can't tell that it was used here."
        " What was unfinished there is not resumed."
    )
    return [about, *work.sentences(), *backups, *([SWITCH_ON] if off_lines(library) else [])]


def _adopt(library: Library) -> None:
    """Make a library of an older version one of this computer, as it is."""
    with library.transaction() as db:
        library.mark = computer.take_over(db)
        for table, states in (("file_moves", _MOVING), ("writes", _WRITING)):
            db.execute(f"UPDATE main.{table} SET computer = ? WHERE state IN {states}", (library.mark,))


def _take_backups_home(directory: Path, *, is_known: bool) -> list[str]:
    """Make backups go to the library's own folder again; say so if they went elsewhere.

    Args:
        directory: Folder of the library.
        is_known: Whether the library was used here; then a folder with the mark that was noted stays chosen.
    """
    settings = read_settings(directory)
    folder = settings.folder
    if folder == directory / DEFAULT or (is_known and settings.mark and is_chosen(settings)):
        return []
    store_settings(directory, folder=directory / DEFAULT)
    return [tr("Backups now go to the library's own folder instead of {folder}.", folder=folder)]


def off_lines(library: Library) -> list[str]:
    """Say what from elsewhere is off: settings, folders, and what can't be undone; empty if nothing is."""
    lines = [setting_line(one) for one in left_off(library)]
    paths = library.column("SELECT path FROM main.folders WHERE is_off = 1 ORDER BY path")
    lines += [tr("folders: {folders}", folders=listed(paths))] if paths else []
    patterns = library.column("SELECT pattern FROM main.skips WHERE is_off = 1 ORDER BY pattern")
    lines += [tr("patterns of names to skip: {patterns}", patterns=listed(patterns))] if patterns else []
    if _has_journals_off(library):
        lines.append(tr("undo of moves and metadata writes made there"))
    return lines


def switch_on(library: Library) -> Changes:
    """Use what is off: settings, folders, patterns, and the undo of finished moves and writes from elsewhere."""
    with library.transaction() as db:
        changes = switch_on_settings(library)
        for folder in library.column("SELECT id FROM main.folders WHERE is_off = 1 ORDER BY path"):
            folders.switch_on(library, folder)
        for table in (*_JOURNALS, "skips"):
            db.execute(f"UPDATE main.{table} SET is_off = 0 WHERE is_off = 1")
    return changes | changed("folders", "photos", "bin")


def _has_journals_off(library: Library) -> bool:
    asked = (f"SELECT 1 FROM main.{table} WHERE is_off = 1 LIMIT 1" for table in _JOURNALS)
    return any(library.db.execute(one).fetchone() for one in asked)


def _outside(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return row and photo of files whose path leads out of their folder, or is not as a scan would store it."""
    rows = db.execute("SELECT id, photo_id, relative FROM main.files").fetchall()
    return [(id_, photo) for id_, photo, relative in rows if not _is_inside(relative)]


def _is_inside(relative: str) -> bool:
    path = Path(relative)
    is_plain = path.as_posix() == relative and relative != "." and "\0" not in relative
    return is_plain and not path.anchor and ".." not in path.parts
