"""Further pictures in one JPEG (CIPA DC-007, Multi-Picture Format): gain maps, previews, the other eye.

Their list stands in front of the first picture's pixels and names their places, counted from the list itself. When the
first picture grows, the list has to follow, or viewers lose the gain map of an Ultra HDR photo.
"""

import struct
from dataclasses import dataclass
from typing import Literal

from photon.media.write.tiff_fields import TiffFields, UnknownStructure

MARK = b"MPF\0"
_ENTRIES, _ENTRY = 0xB002, 16


class UnknownPictures(ValueError):  # noqa: N818 - it names the state of a file
    """The list is broken, or names places where no pictures are."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The list of further pictures.

    Attributes:
        base: From where places are counted, in the file.
        entries: Where its lines stand, in the file.
        order: Of bytes.
        sizes: Of each picture, the first one too.
        places: In the file; None for the first one, and for those that say nothing.
    """

    base: int
    entries: int
    order: Literal["little", "big"]
    sizes: tuple[int, ...]
    places: tuple[int | None, ...]


def pictures_in(data: bytes, start: int, end: int) -> Pictures:
    """Read the list.

    Args:
        data: The file.
        start: Where the payload of the segment begins, with its mark.
        end: Where it ends.

    Raises:
        UnknownPictures: It cannot be followed.
    """
    base = start + len(MARK)
    block = data[base:end]
    try:
        field = TiffFields(block).field("main", _ENTRIES)
    except (UnknownStructure, struct.error) as error:
        raise UnknownPictures("a broken list") from error
    if field is None or not field.size or field.size % _ENTRY:
        raise UnknownPictures("no list")
    order: Literal["little", "big"] = "little" if block[:2] == b"II" else "big"
    sizes: list[int] = []
    places: list[int | None] = []
    for at in range(field.start, field.start + field.size, _ENTRY):
        offset = int.from_bytes(block[at + 8 : at + 12], order)
        sizes.append(int.from_bytes(block[at + 4 : at + 8], order))
        places.append(base + offset if offset else None)
    found = Pictures(base, base + field.start, order, tuple(sizes), tuple(places))
    if any(place is not None and data[place : place + 2] != b"\xff\xd8" for place in found.places):
        raise UnknownPictures("pictures that are not there")
    return found


def follow(data: bytearray, former: Pictures, moved: int, grown: int) -> None:
    """Let the list of a file that was changed name the new places.

    Args:
        data: The new file.
        former: The list in the old one.
        moved: By how many bytes the list itself stands further behind.
        grown: By how many bytes the first picture is larger; all others stand that much further behind.
    """
    for line, (size, place) in enumerate(zip(former.sizes, former.places, strict=True)):
        at = former.entries + moved + _ENTRY * line
        if line == 0 and size:
            data[at + 4 : at + 8] = (size + grown).to_bytes(4, former.order)
        if place is not None:
            data[at + 8 : at + 12] = (place + grown - former.base - moved).to_bytes(4, former.order)
