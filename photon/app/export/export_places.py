"""Where exports go: whether a place can be used, which names are free there, what is left of earlier exports."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ExportPhoto
from photon.domain.photo.file_time import modified_ns
from photon.export.journal import ExportedFile
from photon.export.naming import name_for_comparison
from photon.export.plan import Found
from photon.language import tr


class FreeNames:
    """Which names are free below a folder; each directory is listed once."""

    def __init__(self, folder: Path, known: set[str]) -> None:
        """Take the folder, and names below it at which the library knows photos, be they away now."""
        self._folder = folder
        self._known = set(map(name_for_comparison, known))
        self._listed: dict[str, frozenset[str]] = {}

    def is_free(self, name: str) -> bool:
        """Whether a name is free on every kind of file system."""
        parent, _, last = name.rpartition("/")
        if parent not in self._listed:
            self._listed[parent] = _names_in(self._folder / parent)
        return name_for_comparison(last) not in self._listed[parent] and name_for_comparison(name) not in self._known


def usable_folder(folder: str) -> Path:
    """The absolute path of a folder that can be written to, or made.

    Raises:
        PhotonError: It cannot.
    """
    place = Path(os.path.abspath(Path(folder).expanduser())).resolve()  # noqa: PTH100 - links are followed after that
    there = next(one for one in (place, *place.parents) if os.path.exists(one))  # noqa: PTH110 - Path.exists raises where access is denied
    if not there.is_dir():
        raise PhotonError(tr("{path} is a file, not a folder.", path=there), tr("Choose a folder."))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PhotonError(
            tr("You don't have permission to write to {folder}.", folder=there), tr("Choose another folder.")
        )
    return place


def usable_file(file: str) -> Path:
    """The absolute path of a file that can be made.

    Raises:
        PhotonError: It cannot.
    """
    place = Path(file).expanduser()
    if os.path.isdir(place):  # noqa: PTH112 - Path.is_dir raises where access is denied, as Path.exists does
        raise PhotonError(tr("{path} is a folder, not a file.", path=place), tr("Give the table a name."))
    return usable_folder(str(place.parent)) / place.name


def make_folder(place: Path) -> None:
    """Make a folder, and those above it.

    Raises:
        PhotonError: It cannot be made.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PhotonError(
            tr("Can't create the folder {folder} ({reason}).", folder=place, reason=reason),
            tr("Choose another folder."),
        ) from error


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(name_for_comparison(entry.name) for entry in os.scandir(folder))
    except OSError:
        return frozenset()


def found_of(folder: Path, made: ExportedFile) -> Found:
    """How much of what was made before is still there."""
    place = folder / made.name
    try:
        return "whole" if place.stat().st_size == made.bytes else "gone"
    except OSError:
        return "begun" if made.beside and place.with_name(made.beside).is_file() else "gone"


def free_bytes(place: Path) -> int | None:
    """Free bytes on the disk of a folder; None if unknown."""
    try:
        return shutil.disk_usage(next(one for one in (place, *place.parents) if one.exists())).free
    except OSError:
        return None


def as_it_is(one: ExportPhoto) -> ExportPhoto:
    """A photo with the size and time that its file has now."""
    if one.obstacle is not None:
        return one
    try:
        status = Path(one.path).stat()
    except OSError:
        return replace(one, obstacle="missing")
    now = status.st_size, modified_ns(status)
    known = one.names_albums if now == (one.size, one.mtime_ns) else None
    return replace(one, size=now[0], mtime_ns=now[1], names_albums=known)
