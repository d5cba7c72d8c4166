"""Build a TIFF structure from selected fields; nothing else of the original is left."""

import struct
from collections.abc import Iterable, Mapping, Sequence

from photon.media.metadata.exif import BYTES_PER_VALUE, Tags, Value
from photon.media.write.tiff_fields import POINTERS, SHORT, TEXT, UNDEFINED, Directory, TiffField, TiffFields
from photon.quick_dataclass import dataclass

LONG = 4
_VERSION = 0x9000
_RATIO, _FINE = 5, 1_000_000
_RATIOS = {2, 4, 6, 7, 17, 0x829A, 0x829D, 0x9201, 0x9202, 0x920A}


@dataclass(frozen=True, slots=True)
class TiffEntry:
    """A field: its tag, the type of its values, and their bytes in the structure's byte order."""

    tag: int
    kind: int
    raw: bytes


def entries_of(fields: TiffFields, directory: Directory) -> list[TiffEntry]:
    """Return the fields of an IFD; broken ones are omitted.

    Args:
        fields: The structure.
        directory: Name of the IFD.
    """
    return [
        TiffEntry(one.tag, one.kind, raw)
        for one in fields.fields(directory)
        if one.kind in BYTES_PER_VALUE and (raw := _raw(fields, directory, one))
    ]


def number(order: str, tag: int, value: int, kind: int = LONG) -> TiffEntry:
    """Create a field with one integer.

    Args:
        order: Byte order, ``<`` or ``>``.
        tag: Its tag.
        value: The integer.
        kind: ``SHORT`` or ``LONG``.
    """
    return TiffEntry(tag, kind, struct.pack(order + {SHORT: "H", LONG: "I"}[kind], value))


def from_values(tags: Tags) -> bytes:
    """Build a structure from decoded fields, e.g. from the boxes of a RAW file; empty if there are none.

    Args:
        tags: The fields.
    """
    found: dict[str, list[TiffEntry]] = {"main": [], "exif": [], "gps": []}
    for (directory, tag), value in tags.items():
        entry = _entry(tag, value) if directory in found and tag not in POINTERS.values() else None
        if entry is not None:
            found[directory].append(entry)
    if not any(found.values()):
        return b""
    found["exif"].append(TiffEntry(_VERSION, UNDEFINED, b"0232"))
    return built("<", found)


def _entry(tag: int, value: Value) -> TiffEntry | None:
    if isinstance(value, str):
        return TiffEntry(tag, TEXT, value.encode() + b"\0")
    if isinstance(value, bytes):
        return TiffEntry(tag, UNDEFINED, value) if value else None
    known = [number for number in value if number == number]
    if tag not in _RATIOS and all(number == int(number) and 0 <= number < 1 << 16 for number in known):
        return TiffEntry(tag, SHORT, struct.pack(f"<{len(known)}H", *map(int, known)))
    return _ratios(tag, value)


def _ratios(tag: int, value: tuple[float, ...]) -> TiffEntry | None:
    if any(number != number or not 0 <= number < 4000 for number in value):
        return None
    parts = [part for number in value for part in (round(number * _FINE), _FINE)]
    return TiffEntry(tag, _RATIO, struct.pack(f"<{len(parts)}I", *parts))


def built(order: str, directories: Mapping[str, Sequence[TiffEntry]], data: bytes = b"") -> bytes:
    """Build a structure.

    Args:
        order: Byte order, ``<`` or ``>``.
        directories: Fields by IFD; pointers between IFDs are added, empty IFDs are omitted.
        data: Data at byte 8, right after the header, for fields that point there.
    """
    made = bytearray(struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 0) + data)
    pointers = []
    for directory, tag in POINTERS.items():
        entries = directories.get(directory)
        if entries:
            pointers.append(number(order, tag, _append_directory(made, order, entries)))
    main = [one for one in directories.get("main", ()) if one.tag not in POINTERS.values()]
    struct.pack_into(order + "I", made, 4, _append_directory(made, order, [*main, *pointers]))
    return bytes(made)


def _raw(fields: TiffFields, directory: Directory, field: TiffField) -> bytes:
    return (fields.value(directory, field.tag) or b"") if field.size else b""


def _append_directory(made: bytearray, order: str, entries: Iterable[TiffEntry]) -> int:
    lines = []
    for one in sorted({one.tag: one for one in entries}.values(), key=lambda entry: entry.tag):
        if len(one.raw) <= 4:
            value = one.raw.ljust(4, b"\0")
        else:
            made += bytes(len(made) % 2)
            value = struct.pack(order + "I", len(made))
            made += one.raw
        lines.append(struct.pack(order + "HHI", one.tag, one.kind, len(one.raw) // BYTES_PER_VALUE[one.kind]) + value)
    made += bytes(len(made) % 2)
    place = len(made)
    made += struct.pack(order + "H", len(lines)) + b"".join(lines) + bytes(4)
    return place
