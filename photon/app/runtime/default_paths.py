"""Where the library lies by default, and where people keep their photos."""

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from photon.domain import Folder, PhotonError
from photon.ingest.listing import NO_MEDIA, passed_over
from photon.language import tr


def default_library() -> Path:
    """The platform's data folder for Photon, or ``PHOTON_LIBRARY``."""
    own = os.environ.get("PHOTON_LIBRARY")
    return Path(own) if own else Path(platformdirs.user_data_dir("photon", appauthor=False))


def proposed_folders() -> list[str]:
    """Folders that exist and probably hold photos, for the first run."""
    pictures = Path(platformdirs.user_pictures_dir())
    home = Path.home()
    likely = [pictures, home / "Pictures", home / "Photos", home / "DCIM", home / "Bilder", home / "Fotos"]
    found: list[str] = []
    for folder in likely:
        if folder.is_dir() and folder != home and str(folder) not in found:
            found.append(str(folder))
    return found


def check_shown(folder: Folder, path: str, skips: Sequence[str]) -> None:
    """See that a place below a watched folder is not passed over.

    Raises:
        PhotonError: It is, so nothing of it would come.
    """
    inner = Path(path).expanduser().resolve().relative_to(folder.path).as_posix()
    reason = passed_over(folder.path, "" if inner == "." else inner, skips)
    if reason is not None:
        name = Path(path).name
        raise PhotonError(
            tr(
                "Photon already watches {path} but skips “{name}” in it: {reason}.",
                path=folder.path,
                name=name,
                reason=reason,
            ),
            tr("Remove that file to add its photos.")
            if NO_MEDIA in reason
            else tr("Rename or move that folder to add its photos."),
        )
