"""Move files into the bin and back: the common interface to the bins of all systems."""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.language import tr
from photon.media.file.atomic_replace import flush_folder
from photon.media.file.free_rename import refusal, rename_freely, whereabouts
from photon.media.trash import freedesktop_bin, system_bin
from photon.media.trash.freedesktop_bin import BinFolder, find_bin, plan_move

_AT_ONCE = 16


def gives_back() -> bool:
    """Return whether Photon itself can restore files from the bin of this system."""
    return sys.platform not in {"win32", "darwin"}


class BinPlanner:
    """Plans the moves of several files: each into the bin of its volume, without name conflicts."""

    def __init__(self) -> None:
        self._bins: dict[Path, BinFolder] = {}
        self._taken: dict[Path, set[str]] = {}

    def plan(self, path: Path, role: Role = "photo") -> FileMove:
        """Plan the move of a file into its bin; nothing is changed.

        Args:
            path: The file.
            role: The file's role for its photo.

        Raises:
            Unmovable: The file does not exist, or its volume has no bin.
        """
        try:
            if not gives_back():
                return system_bin.plan_system_move(path, role)
            folder = path.parent
            if folder not in self._bins:
                self._bins[folder] = find_bin(folder.resolve())
            found = self._bins[folder]
            taken = self._taken.setdefault(found.path, set())
            move = plan_move(path, found, taken, role)
        except OSError as error:
            raise refusal(str(path), error) from error
        taken.add(Path(move.target).name)
        return move


def prepare(move: FileMove) -> None:
    """Create the folders for a move. Call this before the move is recorded: after that, a missing file means it moved.

    Args:
        move: The move.

    Raises:
        Unmovable: They cannot be created.
    """
    if move.info:
        freedesktop_bin.make_bin(move)
    elif move.target:
        try:
            Path(move.target).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refusal(move.source, error) from error


def reserve(moves: Iterable[FileMove], when: datetime) -> None:
    """Write the info files of moves into the bin ahead of them: the disk takes many at once in the time of a few.

    What fails here fails again when the file is moved, which says why.

    Args:
        moves: The moves, prepared.
        when: Time of deletion, local.
    """

    def write(move: FileMove) -> None:
        with suppress(Unmovable):
            freedesktop_bin.write_info(move, when)

    freedesktop_bin.folder_in.cache_clear()
    some = [move for move in moves if move.info]
    with ThreadPoolExecutor(max(1, min(_AT_ONCE, len(some))), "photon-reserving") as threads:
        list(threads.map(write, some))


def give_up(moves: Iterable[FileMove]) -> None:
    """Delete the info files of those moves whose files did not go."""
    for move in moves:
        freedesktop_bin.drop_info(move)


def carry(move: FileMove, when: datetime) -> None:
    """Move a file to its target; do nothing if it is already there.

    Args:
        move: The move: into the bin, or, without ``info``, to another name.
        when: Time of deletion for the bin, local.

    Raises:
        Unmovable: It could not be moved; it is still at its source.
    """
    found_at = whereabouts(move)
    if found_at == "target":
        return
    if found_at != "source":
        raise _changed(move)
    if not move.target:
        system_bin.send_to_system_bin(move)
        return
    prepare(move)
    try:
        if move.info:
            freedesktop_bin.write_info(move, when)
        rename_freely(Path(move.source), Path(move.target))
    except OSError as error:
        freedesktop_bin.drop_info(move)
        raise refusal(move.source, error) from error


def bring_back(move: FileMove) -> None:
    """Move a file back to its source; do nothing if it is already there.

    Args:
        move: The move.

    Raises:
        Unmovable: It could not be moved; it is still at its target.
    """
    found_at = whereabouts(move)
    if found_at == "source":
        freedesktop_bin.drop_info(move)
        return
    if not move.target:
        raise system_bin.only_by_hand(move.source)
    if found_at == "unknown":
        raise Unmovable(
            tr("{path} can't be restored: its drive or its bin can't be reached.", path=move.source),
            tr("Connect the drive, then try again."),
        )
    if found_at == "nowhere":
        raise Unmovable(
            tr("{path} can't be restored: it is gone from the bin.", path=move.source)
            if move.info
            else tr("{path} can't be restored: it is gone.", path=move.target),
            tr("What you wrote about it is kept, and is there again as soon as Photon finds the photo."),
        )
    source = Path(move.source)
    try:
        source.parent.mkdir(parents=True, exist_ok=True)
        rename_freely(Path(move.target), source)
    except FileExistsError as error:
        raise Unmovable(
            tr("{path} can't be restored: another file has this name now.", path=move.source),
            tr("Rename that file, then try again."),
        ) from error
    except OSError as error:
        raise refusal(move.target, error) from error
    freedesktop_bin.drop_info(move)


def flush_moves(moves: Iterable[FileMove]) -> None:
    """Make moves durable: they survive a power cut.

    Args:
        moves: The moves that were done.
    """
    for folder in {os.path.split(path)[0] for one in moves for path in (one.source, one.target, one.info) if path}:
        flush_folder(Path(folder))


def _changed(move: FileMove) -> Unmovable:
    return Unmovable(
        tr("{path} wasn't moved: it changed or went meanwhile.", path=move.source),
        tr("Photon rescans its folder; then try once more."),
    )
