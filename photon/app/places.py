"""Where the library lies by default, and where people keep their photos."""

import os
from pathlib import Path

import platformdirs


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
