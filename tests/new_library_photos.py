"""Photos in a library without files to decode."""

from pathlib import Path

from photon.domain import Facts, Reading
from photon.library import Library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found


def add_photos(library: Library, place: Path, count: int) -> None:
    """Watch a new folder, and record a number of photos in it as if they had been read."""
    place.mkdir()
    folder = folders.add(library, str(place)).id
    files.record(library, [(Found(folder, f"{n}.jpg", 10, 1), _reading(n)) for n in range(count)])


def _reading(number: int) -> Reading:
    content = bytes([number]) * 16 if number < 256 else number.to_bytes(16, "big")
    return Reading(content, content, 10, Facts("JPEG", 40, 30), b"preview", 0)
