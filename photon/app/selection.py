"""Which photos a command is about: files, folders, and when they came into the library."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.photos import photos
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Selected:
    """Photos of the library, each once, and paths that lead to none."""

    photos: tuple[int, ...]
    unknown: tuple[str, ...]


def select(library: Library, paths: Sequence[str], since: date | None = None) -> Selected:
    """Photos at or below paths, in order of name; without paths all of them. Hidden ones are among them, to be told.

    Args:
        library: Open for reading.
        paths: Files and folders.
        since: Only photos that came into the library on this day (of UTC) or later.
    """
    with lifted(library):
        return _selected(library, paths, since)


def _selected(library: Library, paths: Sequence[str], since: date | None) -> Selected:
    found: dict[int, None] = {}
    unknown = []
    for path in paths:
        wanted = Path(path).expanduser().resolve()
        one = photos.at(library, str(wanted))
        here = photos.in_order(library, "name", str(wanted)) if one is None else [one]
        found.update(dict.fromkeys(here))
        if not here:
            unknown.append(path)
    if not paths:
        found = dict.fromkeys(photos.in_order(library, "name"))
    if since is not None:
        recent = photos.added_since(library, since.isoformat())
        found = {photo: None for photo in found if photo in recent}
    return Selected(tuple(found), tuple(unknown))


def find_photos(library: Library, files: Sequence[str]) -> list[int]:
    """The photos at files, each once, in order.

    Raises:
        PhotonError: One is a folder, hidden, or not in the library.
    """
    found: dict[int, None] = {}
    for file in files:
        wanted = str(Path(file).expanduser().resolve())
        photo = photos.at(library, wanted)
        if photos.is_veiled(library, 0, wanted):
            raise PhotonError(tr("{file} is hidden.", file=file), tr("To stop hiding it: photon hide --show FILE"))
        if photo is None and os.path.isdir(Path(file).expanduser()):  # noqa: PTH112 - Path.is_dir may raise
            raise PhotonError(tr("{file} is a folder.", file=file), tr("Name photos instead."))
        if photo is None:
            raise PhotonError(
                tr("{file} is not in your photo library.", file=file), tr("To add its folder: photon index FOLDER")
            )
        found[photo] = None
    return list(found)
