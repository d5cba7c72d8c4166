"""A small library with stars, for commands that preserve decisions."""

from collections.abc import Mapping
from pathlib import Path

from photon.cli import run
from photon.library import open_library
from photon.library.photos import ratings
from tests.new_library_photos import add_photos


def make_rated_library(place: Path, stars_of: Mapping[int, int]) -> Path:
    """Create a library of three photos in a folder, some of them with stars."""
    with open_library(place / "library", writable=True) as library:
        add_photos(library, place / "photos", 3)
        ratings.rate(library, stars_of)
    return place / "library"


def photon(directory: Path, *arguments: str) -> int:
    """Run a command on a library; return its exit code."""
    return run(["--library", str(directory), *arguments], lambda _library, _folder: 0)


def stars(directory: Path) -> list[int]:
    """Return the stars of all photos in order of id."""
    with open_library(directory, writable=True) as library:
        return library.column("SELECT rating FROM photos ORDER BY id")
