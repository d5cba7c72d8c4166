"""Tolerant EXIF reader: each field is decoded separately, so that a broken field affects only itself.

Pillow's reader stops at the first broken field with a warning. Cameras, editors and truncated files break fields so
often that the following good ones must survive.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from photon.media.metadata.charsets import guessed

Value = str | bytes | tuple[float, ...]
Tags = dict[tuple[str, int], Value]

ORIENTATION = 0x0112
DESCRIPTION, COMMENT = 0x010E, 0x9286
ARTIST, COPYRIGHT = 0x013B, 0x8298
RATING, RATING_PERCENT, XP_KEYWORDS = 0x4746, 0x4749, 0x9C9E
XMP, IPTC, PHOTOSHOP = 0x02BC, 0x83BB, 0x8649
DNG_VERSION = 0xC612
EXIF_POINTER, GPS_POINTER = 0x8769, 0x8825
_WANTED = {
    "main": {
        0x00FE, DESCRIPTION, 0x010F, 0x0110, ORIENTATION, 0x0132, ARTIST, COPYRIGHT, XMP, RATING, RATING_PERCENT, IPTC,
        PHOTOSHOP, EXIF_POINTER, GPS_POINTER, 0x9003, COMMENT, XP_KEYWORDS, DNG_VERSION, 0xC614,
    },
    "exif": {
        DESCRIPTION, 0x829A, 0x829D, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9201, 0x9202, 0x920A, COMMENT,
        0x9290, 0x9291, 0x9292, 0xA432, 0xA434,
    },
    "gps": {1, 2, 3, 4, 5, 6, 7, 16, 17, 29},
}  # fmt: skip
# Packets of other standards: bytes, whatever type the field declares.
_PACKETS = {XMP, IPTC, PHOTOSHOP, COMMENT, XP_KEYWORDS}
BYTES_PER_VALUE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_LETTERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_MAX_FIELDS = 2000
_MAX_BYTES, _MAX_PACKET = 1 << 20, 64 << 20


def read_tags(stream: BinaryIO, start: int = 0, ifd: str = "main") -> Tags:
    """Read the known fields of a TIFF structure.

    Args:
        stream: Seekable; a whole TIFF or RAW file, or the payload of an EXIF block.
        start: Position of the byte order mark; offsets are relative to it.
        ifd: Name of the first IFD: ``main``, unless the container stores IFDs separately (CR3).

    Returns:
        ``(IFD, tag) -> value``: text, bytes, or a tuple of numbers. Broken fields are omitted.
    """
    tags: Tags = {}
    head = _at(stream, start, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8 or b"+" in head[2:4]:  # BigTIFF has another layout
        return tags
    todo = [(ifd, _number(order, head[4:8]))]
    seen: set[int] = set()
    while todo:
        directory, offset = todo.pop()
        if offset in seen or not offset:
            continue
        seen.add(offset)
        for tag, value in _fields(stream, start, order, (directory, offset)):
            tags.setdefault((directory, tag), value)
            if directory == "main" and tag in {EXIF_POINTER, GPS_POINTER} and isinstance(value, tuple):
                todo.append(("exif" if tag == EXIF_POINTER else "gps", int(value[0])))
    return tags


def _fields(stream: BinaryIO, start: int, order: str, where: tuple[str, int]) -> Iterator[tuple[int, Value]]:
    directory, offset = where
    count = _number(order, _at(stream, start + offset, 2))
    table = _at(stream, start + offset + 2, 12 * min(count, _MAX_FIELDS))
    for at in range(0, len(table) - 11, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", table, at)
        if tag not in _WANTED[directory] or kind not in BYTES_PER_VALUE:
            continue
        size = BYTES_PER_VALUE[kind] * length
        if size > (_MAX_PACKET if tag in _PACKETS else _MAX_BYTES):
            continue
        raw = table[at + 8 : at + 12][:size]
        if size > 4:
            raw = _at(stream, start + _number(order, table[at + 8 : at + 12]), size)
        value = raw if tag in _PACKETS else _decode(order, kind, raw)
        if value is not None:
            yield tag, value


def _decode(order: str, kind: int, raw: bytes) -> Value | None:
    if kind in {2, 129}:
        return guessed(raw.split(b"\0", 1)[0]).strip()
    if kind == 7:
        return raw
    if kind in {5, 10}:
        whole = len(raw) // 8 * 2
        numbers = struct.unpack(f"{order}{whole}{'I' if kind == 5 else 'i'}", raw[: whole * 4])
        parts = zip(numbers[::2], numbers[1::2], strict=True)
        ratios = tuple(top / bottom if bottom else float("nan") for top, bottom in parts)
        return ratios or None
    whole = len(raw) // BYTES_PER_VALUE[kind]
    return struct.unpack(f"{order}{whole}{_LETTERS[kind]}", raw[: whole * BYTES_PER_VALUE[kind]]) or None


def _number(order: str, raw: bytes) -> int:
    return int.from_bytes(raw, "little" if order == "<" else "big")


def _at(stream: BinaryIO, offset: int, size: int) -> bytes:
    stream.seek(offset)
    return stream.read(size)


def orientation(tags: Tags) -> int:
    """Return the EXIF orientation, 1..8; 1 if missing or invalid.

    Args:
        tags: EXIF fields.
    """
    value = tags.get(("main", ORIENTATION))
    if isinstance(value, tuple) and value[0] in range(1, 9):
        return int(value[0])
    return 1


def packet(tags: Tags, tag: int) -> bytes:
    """Return a packet of another standard in a field of the first IFD; empty if there is none.

    Args:
        tags: EXIF fields.
        tag: Tag of the field.
    """
    value = tags.get(("main", tag), b"")
    return value if isinstance(value, bytes) else b""
