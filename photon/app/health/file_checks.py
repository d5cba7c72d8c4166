"""Checks of the files in the catalogue: whether they exist, unchanged and completely written."""

import os
import stat
import time
from collections.abc import Iterator

from photon.app.health.health_check import HealthCheck
from photon.domain.name_list import listed
from photon.language import counted, tr, tr_n
from photon.library import Library
from photon.library.db.path_choice import join
from photon.library.files import write_journal
from photon.library.photos import files, folders, problems

_SECONDS = 20.0  # a network drive may need minutes for 100,000 files


def check_files(library: Library) -> HealthCheck:
    """Compare the files of connected folders with the catalogue: 2 s for 100,000 on a local disk, at most 20 s."""
    until = time.monotonic() + _SECONDS
    looked = gone = other = 0
    for path, size, mtime_ns in _known_files(library):
        if time.monotonic() > until:
            break
        looked += 1
        found = _size_and_time(path)
        gone += found is None
        other += found is not None and found != (size, mtime_ns)
    if not gone and not other:
        text = tr_n(
            "{count:,} file is there, as the catalogue knows it.",
            "{count:,} files are there, as the catalogue knows them.",
            looked,
        )
        return HealthCheck("files", "good", text)
    text = tr(
        "{files} were looked at: {gone:,} gone, {other:,} changed.",
        files=counted(looked, "file"),
        gone=gone,
        other=other,
    )
    return HealthCheck(
        "files", "notice", text, tr("Photon learns of it with the next scan. Your metadata is kept."), "rescan"
    )


def check_folders(library: Library) -> HealthCheck:
    """Check that all folders are connected, and that no photos are missing from them."""
    known = folders.all_folders(library)
    off = [folder.path for folder in known if folder.is_off]
    away = [folder.path for folder in known if folder.offline and not folder.is_off]
    missing = sum(folder.missing for folder in known)
    if off:
        names = listed(off)
        return HealthCheck(
            "folders",
            "notice",
            tr("Not watched, because they came with a library or backup from elsewhere: {folders}", folders=names),
            tr("If they are yours, switch them on under Folders in the preferences, or run: photon index FOLDER"),
        )
    if away:
        return HealthCheck(
            "folders",
            "notice",
            tr("Not connected: {folders}", folders=listed(away)),
            tr("Photos there can still be found; nothing is removed. Connect the drive and rescan."),
            "rescan",
        )
    if missing:
        return HealthCheck(
            "folders",
            "notice",
            tr_n("{count:,} photo is missing from its folder.", "{count:,} photos are missing from their folders.",
                 missing),
            tr("Tags, captions and ratings are kept. If you moved them, add the folder where they are."),
            "rescan",
        )  # fmt: skip
    return HealthCheck("folders", "good", tr("{folders}, all connected.", folders=counted(len(known), "folder")))


def check_writes(library: Library) -> HealthCheck:
    """Check that all files to which metadata was written are complete."""
    left = write_journal.halfway(library)
    if not left:
        return HealthCheck("writes", "good", tr("All metadata was written completely."))
    return HealthCheck(
        "writes",
        "notice",
        tr_n(
            "Writing metadata to {count:,} file was interrupted.",
            "Writing metadata to {count:,} files was interrupted.",
            len(left),
        ),
        tr("Photon checks which version each file has and notes it."),
        "finish",
    )


def check_problems(library: Library) -> HealthCheck:
    """Check whether there are files that could not be used."""
    count = problems.count_all(library)
    if not count:
        return HealthCheck("problems", "good", tr("All files could be read."))
    text = tr_n("{count:,} file has a problem.", "{count:,} files have problems.", count)
    return HealthCheck("problems", "notice", text, tr("The list says why, and what to do."), "show problems")


def _known_files(library: Library) -> Iterator[tuple[str, int, int]]:
    for folder in folders.all_folders(library):
        if not folder.offline:
            for relative, size, mtime_ns in files.known_files(library, folder.id):
                yield join(folder.path, relative), size, mtime_ns


def _size_and_time(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path takes as long as the call
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
