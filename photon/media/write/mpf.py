"""Multi-Picture Format (CIPA DC-007): further pictures in a JPEG, such as gain maps, previews, stereo pairs.

A list before the pixels of the first picture contains their offsets, relative to the list. If the first picture grows,
the list must be updated, or viewers lose the gain map of an Ultra HDR photo.
"""

import struct
from typing import Literal

from photon.media.write.tiff_fields import TiffFields, UnknownStructure
from photon.quick_dataclass import dataclass

MARK = b"MPF\0"
_ENTRIES, _ENTRY = 0xB002, 16


class UnknownPictures(ValueError):  # noqa: N818 - it names the state of a file
    """The list is broken, or its offsets do not point to pictures."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The list of further pictures.

    Attributes:
        base: Position in the file to which offsets are relative.
        entries: Position of the entries in the file.
        order: Byte order.
        sizes: Size of each picture, including the first.
        offsets: Position of each in the file; None for the first, and for entries without an offset.
    """

    base: int
    entries: int
    order: Literal["little", "big"]
    sizes: tuple[int, ...]
    offsets: tuple[int | None, ...]


def pictures_in(data: bytes, start: int, end: int) -> Pictures:
    """Parse the list.

    Args:
        data: The file.
        start: Start of the segment's payload, including its signature.
        end: End of the payload.

    Returns:
        The list.

    Raises:
        UnknownPictures: It is broken.
    """
    base = start + len(MARK)
    block = data[base:end]
    try:
        field = TiffFields(block).field("main", _ENTRIES)
    except (UnknownStructure, struct.error) as error:
        raise UnknownPictures("a damaged list") from error
    if field is None or not field.size or field.size % _ENTRY:
        raise UnknownPictures("no list")
    order: Literal["little", "big"] = "little" if block[:2] == b"II" else "big"
    sizes: list[int] = []
    offsets: list[int | None] = []
    for at in range(field.start, field.start + field.size, _ENTRY):
        relative = int.from_bytes(block[at + 8 : at + 12], order)
        sizes.append(int.from_bytes(block[at + 4 : at + 8], order))
        offsets.append(base + relative if relative else None)
    found = Pictures(base, base + field.start, order, tuple(sizes), tuple(offsets))
    if any(offset is not None and data[offset : offset + 2] != b"\xff\xd8" for offset in found.offsets):
        raise UnknownPictures("missing images")
    return found


def follow(data: bytearray, former: Pictures, moved: int, grown: int) -> None:
    """Update the list in a changed file.

    Args:
        data: The new file; modified in place.
        former: The list in the old file.
        moved: Bytes by which the list has moved.
        grown: Bytes by which the first picture has grown; all others have moved by the same number.
    """
    for line, (size, offset) in enumerate(zip(former.sizes, former.offsets, strict=True)):
        at = former.entries + moved + _ENTRY * line
        if line == 0 and size:
            data[at + 4 : at + 8] = (size + grown).to_bytes(4, former.order)
        if offset is not None:
            data[at + 8 : at + 12] = (offset + grown - former.base - moved).to_bytes(4, former.order)
