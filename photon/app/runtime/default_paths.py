"""Default location of the library, and likely folders of photos."""

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from photon.domain import Folder, PhotonError
from photon.ingest.listing import NO_MEDIA, passed_over
from photon.language import tr


def default_library() -> Path:
    """Return ``PHOTON_LIBRARY``, or the platform's data folder for Photon."""
    own = os.environ.get("PHOTON_LIBRARY")
    return Path(own) if own else Path(platformdirs.user_data_dir("photon", appauthor=False))


def proposed_folders() -> list[str]:
    """Return existing folders that probably hold photos, for the first run."""
    pictures = Path(platformdirs.user_pictures_dir())
    home = Path.home()
    likely = [pictures, home / "Pictures", home / "Photos", home / "DCIM", home / "Bilder", home / "Fotos"]
    found: list[str] = []
    for folder in likely:
        if folder.is_dir() and folder != home and str(folder) not in found:
            found.append(str(folder))
    return found


def check_shown(folder: Folder, path: str, skips: Sequence[str]) -> None:
    """Check that a place below a watched folder is not skipped by a scan.

    Raises:
        PhotonError: It is skipped, so none of its photos would be indexed.
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
