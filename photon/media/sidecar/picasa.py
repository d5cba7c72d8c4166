"""Faces in the ``.picasa.ini`` of a folder: read them, and fill gaps in the metadata of a photo.

Picasa keeps regions of faces and the names of contacts there, and writes only some of them into photos. A region is
``rect64`` with up to 16 hexadecimal digits: left, top, right and bottom in 65,535ths of the stored picture, or for
RAW files of the upright one (ExifTool's ``config_files/picasa_faces.config``). Faces of contacts whose names are not
in the file are left out. Like a Takeout's JSON, it has the lowest precedence.
"""

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from photon.domain import Region
from photon.domain.metadata.file_metadata import Face, Metadata
from photon.domain.metadata.tag import name_key
from photon.domain.photo.turn import AS_IT_IS, turn_region
from photon.media.file import file_kinds
from photon.media.metadata.charsets import guessed
from photon.media.metadata.faces import MOST
from photon.quick_dataclass import dataclass

NAMES = (".picasa.ini", "Picasa.ini")
"""Names of the file."""
_LARGEST = 10 << 20  # bytes
_FACE = re.compile(r"rect64\(([0-9a-f]{1,16})\),([0-9a-f]{1,16})", re.ASCII | re.IGNORECASE)
_CONTACTS = frozenset({"contacts", "contacts2"})
_WHOLE = 65535


@dataclass(frozen=True, slots=True)
class PicasaEntry:
    """What the file says of a photo.

    Attributes:
        path: Path of the file.
        faces: Faces with names; regions as they are in the file.
    """

    path: str
    faces: tuple[Face, ...]


def read_picasa(photo: str) -> PicasaEntry | None:
    """Read the faces of a photo; None if there are none. What can't be read is ignored: Picasa's file has no standard.

    Args:
        photo: Path of the photo.
    """
    for name in NAMES:
        path = Path(photo).with_name(name)
        try:
            status = path.stat()
            faces = _sections(str(path), status.st_mtime_ns) if status.st_size <= _LARGEST else {}
        except OSError:
            continue
        if found := faces.get(Path(photo).name.casefold()):
            return PicasaEntry(str(path), found)
    return None


def with_picasa(words: Metadata, entry: PicasaEntry, photo: str, orientation: int) -> Metadata:
    """Add the faces whose names are not in the metadata of a photo.

    Args:
        words: Its metadata.
        entry: The faces.
        photo: Its path.
        orientation: EXIF orientation of the stored picture, 1..8.
    """
    turn = AS_IT_IS if file_kinds.is_raw(photo) else orientation
    shown = set(map(name_key, words.people))
    fresh = [Face(one.name, turn_region(one.region, turn)) for one in entry.faces if name_key(one.name) not in shown]
    names = dict.fromkeys((*words.people, *(one.name for one in fresh)))
    return replace(words, faces=(*words.faces, *fresh), people=tuple(names))


@lru_cache(maxsize=4)
def _sections(path: str, _: int) -> dict[str, tuple[Face, ...]]:
    """Return the faces with names by the case-folded name of the photo."""
    contacts: dict[str, str] = {}
    marked: list[tuple[str, str, Region]] = []
    section = ""
    for line in guessed(Path(path).read_bytes()).splitlines():
        key, is_entry, value = line.partition("=")
        if line.startswith("["):
            section = line.strip().strip("[]").casefold()
        elif is_entry and section in _CONTACTS:
            contacts[key.strip().lower()] = " ".join(value.split(";")[0].split())
        elif is_entry and key.strip() == "faces":
            found = ((_region(digits), contact.lower()) for digits, contact in _FACE.findall(value)[:MOST])
            marked += [(section, contact, region) for region, contact in found if region]
    faces: dict[str, list[Face]] = {}
    for name, contact, region in marked:
        if person := contacts.get(contact):
            faces.setdefault(name, []).append(Face(person, region))
    return {name: tuple(some[:MOST]) for name, some in faces.items()}


def _region(digits: str) -> Region | None:
    whole = digits.rjust(16, "0")
    left, top, right, bottom = (int(whole[at : at + 4], 16) / _WHOLE for at in range(0, 16, 4))
    return Region(left, top, right - left, bottom - top) if left < right and top < bottom else None
