"""Change fields of a TIFF structure (an EXIF block or a whole file) without moving anything else in it.

Longer values are appended at the end, and the field's offset is updated. Freed space is overwritten with zeros, since
removed text could otherwise still be found in the file. Maker notes, thumbnails and image data stay in place, so all
offsets to them remain valid.
"""

import struct
from collections.abc import Iterator
from typing import Literal

from photon.media.metadata.exif import BYTES_PER_VALUE, EXIF_POINTER, GPS_POINTER
from photon.quick_dataclass import dataclass

Directory = Literal["main", "exif", "gps", "next"]
POINTERS: dict[Directory, int] = {"exif": EXIF_POINTER, "gps": GPS_POINTER}
_LINE, _MOST = 12, 4096
_INNER = 0x014A
_PIECES = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))  # offsets and sizes of strips, tiles, JPEGs
BYTES, TEXT, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7


class UnknownStructure(ValueError):  # noqa: N818 - it names the state of a file
    """It is no TIFF structure, a BigTIFF, or broken."""


@dataclass(frozen=True, slots=True)
class TiffField:
    """An entry of an IFD.

    Attributes:
        tag: Its tag.
        kind: Type of its values.
        at: Position of the entry.
        start: Position of its value, in the entry itself or elsewhere.
        size: Bytes of its value.
    """

    tag: int
    kind: int
    at: int
    start: int
    size: int

    @property
    def is_inline(self) -> bool:
        """Whether the value is stored in the entry itself."""
        return self.size <= 4


class TiffFields:
    """A TIFF structure to be modified."""

    def __init__(self, data: bytes) -> None:
        """Find the IFDs.

        Args:
            data: The structure.

        Raises:
            UnknownStructure: It cannot be changed safely.
        """
        self._data: bytes | bytearray = data  # copied on the first change, as whole files may be large
        self.order: Literal["<", ">"] = "<" if data[:2] == b"II" else ">"
        if data[:4] not in {b"II*\0", b"MM\0*"} or len(data) < 8:
            raise UnknownStructure("no TIFF structure")
        self._offsets: dict[Directory, int] = {"main": self._number(4, 4)}
        for directory, tag in POINTERS.items():
            pointer = self.field("main", tag)
            if pointer is not None and pointer.size == 4:
                self._offsets[directory] = self._number(pointer.start, 4)
        following = self._following(self._offsets["main"])
        if following:
            self._offsets["next"] = following

    def fields(self, directory: Directory) -> list[TiffField]:
        """Return the entries of an IFD; empty if it does not exist.

        Args:
            directory: Name of the IFD.

        Raises:
            UnknownStructure: It is broken.
        """
        if directory not in self._offsets:
            return []
        offset = self._offsets[directory]
        return self._lines_or_none(offset) if directory == "next" else self._lines(offset)

    def field(self, directory: Directory, tag: int) -> TiffField | None:
        """Find an entry by its tag; of several the first, as readers do.

        Args:
            directory: Name of the IFD.
            tag: The tag.
        """
        return next((one for one in self.fields(directory) if one.tag == tag), None)

    def value(self, directory: Directory, tag: int) -> bytes | None:
        """Return the bytes of a field; None if it does not exist.

        Args:
            directory: Name of the IFD.
            tag: The tag.
        """
        field = self.field(directory, tag)
        return None if field is None else bytes(self._data[field.start : field.start + field.size])

    def all_values(self, leaving_out: set[int]) -> list[tuple[str, int, int, bytes]]:
        """Return all other fields, for comparison: IFD, tag, type, bytes. Pointers to IFDs are omitted.

        Args:
            leaving_out: Tags to omit.
        """
        skipped = {*leaving_out, *POINTERS.values()}
        return [
            (directory, one.tag, one.kind, bytes(self._data[one.start : one.start + one.size]))
            for directory in self._offsets
            for one in self.fields(directory)
            if one.tag not in skipped
        ]

    def number(self, directory: Directory, tag: int) -> int | None:
        """Return the value of a field with one integer, or None.

        Args:
            directory: Name of the IFD.
            tag: The tag.
        """
        field = self.field(directory, tag)
        if field is None or field.kind not in {1, 3, 4} or field.size != BYTES_PER_VALUE[field.kind]:
            return None
        return self._number(field.start, field.size)

    def put_number(self, directory: Directory, tag: int, value: int) -> None:
        """Set a field with one integer, keeping its type.

        Args:
            directory: Name of the IFD.
            tag: The tag.
            value: The integer.
        """
        field = self.field(directory, tag)
        if field is not None:
            self._write(field.start, value.to_bytes(field.size, self._endian))

    def set_field(self, directory: Directory, tag: int, raw: bytes, kind: int) -> None:
        """Set the bytes of a field; it is created if missing, and so is its IFD if it is that for GPS.

        Args:
            directory: Name of the IFD.
            tag: The tag.
            raw: The bytes, in the structure's order.
            kind: The type.

        Raises:
            UnknownStructure: The structure would exceed the range of its offsets.
        """
        field = self.field(directory, tag) or self._made(directory, tag, kind)
        if {field.kind, kind} <= {BYTES, TEXT, UNDEFINED}:
            kind = field.kind if field.kind != TEXT or kind == TEXT else kind
        self._write(field.at + 2, struct.pack(f"{self.order}HI", kind, len(raw) // BYTES_PER_VALUE[kind]))
        room = 0 if field.is_inline or not self._is_own(field) else field.size
        if len(raw) <= 4:
            self._write(field.at + 8, raw.ljust(4, b"\0"))
            self._write(field.start, bytes(room))
        elif len(raw) <= room:
            self._write(field.start, raw.ljust(room, b"\0"))
        else:
            self._write(field.start, bytes(room))
            self._write(field.at + 8, struct.pack(f"{self.order}I", self._appended(raw)))

    def set_short(self, directory: Directory, tag: int, value: int) -> None:
        """Set a field to one small integer; it is created if missing.

        Args:
            directory: Name of the IFD.
            tag: The tag.
            value: The integer, 0..65535.

        Raises:
            UnknownStructure: The structure would exceed the range of its offsets.
        """
        if self.number(directory, tag) is not None:
            self.put_number(directory, tag, value)
            return
        field = self.field(directory, tag) or self._made(directory, tag, SHORT)
        self._write(field.at + 2, struct.pack(f"{self.order}HIHH", SHORT, 1, value, 0))

    def drop(self, directory: Directory, tag: int) -> None:
        """Remove a field; the following entries move up.

        Args:
            directory: Name of the IFD.
            tag: The tag.
        """
        field = self.field(directory, tag)
        if field is None:
            return
        if not field.is_inline and self._is_own(field):
            self._write(field.start, bytes(field.size))
        offset = self._offsets[directory]
        count = self._number(offset, 2)
        end = offset + 2 + _LINE * count + 4
        behind = bytes(self._data[field.at + _LINE : end])
        self._write(field.at, behind + bytes(_LINE))
        self._write(offset, struct.pack(f"{self.order}H", count - 1))

    def to_bytes(self) -> bytes:
        """Return the current structure."""
        return bytes(self._data)

    @property
    def _endian(self) -> Literal["little", "big"]:
        return "little" if self.order == "<" else "big"

    def _lines(self, offset: int) -> list[TiffField]:
        count = self._number(offset, 2) if 8 <= offset <= len(self._data) - 2 else _MOST
        if count >= _MOST or offset + 2 + _LINE * count > len(self._data):
            raise UnknownStructure("a broken directory")
        return [self._field(offset + 2 + _LINE * line) for line in range(count)]

    def _following(self, offset: int) -> int:
        """Return the next IFD; 0 if this is the last."""
        end = offset + 2 + _LINE * self._number(offset, 2)
        return self._number(end, 4) if end + 4 <= len(self._data) else 0

    @property
    def has_more(self) -> bool:
        """Whether there are further IFDs, of pages or thumbnails."""
        return bool(self._following(self._offsets["main"])) or self.field("main", _INNER) is not None

    def pieces(self) -> list[tuple[int, int]]:
        """Return the positions and sizes of all image data: pages, thumbnails, RAW data (SubIFDs).

        Raises:
            UnknownStructure: An IFD is broken, or points back to the first, which may have to move.
        """
        return [piece for _, lines in self._directories() for piece in self._pieces(lines)]

    def _pieces(self, lines: list[TiffField]) -> Iterator[tuple[int, int]]:
        by_tag = {one.tag: self.numbers(one) for one in lines}
        for starts, sizes in _PIECES:
            yield from zip(by_tag.get(starts, ()), by_tag.get(sizes, ()), strict=False)

    def _directories(self) -> Iterator[tuple[int, list[TiffField]]]:
        todo, seen = [self._offsets["main"]], set[int]()
        while todo:
            offset = todo.pop()
            if offset in seen:
                continue
            seen.add(offset)
            lines = self._lines(offset)
            yield offset, lines
            inner = [number for one in lines if one.tag == _INNER for number in self.numbers(one)]
            found = [one for one in (self._following(offset), *inner) if one]
            if self._offsets["main"] in found or len(seen) > _MOST:
                raise UnknownStructure("a loop of directories")
            todo += found

    def numbers(self, field: TiffField) -> tuple[int, ...]:
        """Return the integers of a field; empty if it is of another type.

        Args:
            field: The field.
        """
        letter = {1: "B", 3: "H", 4: "I", 13: "I"}.get(field.kind)
        if letter is None or not field.size:
            return ()
        count = field.size // BYTES_PER_VALUE[field.kind]
        return struct.unpack_from(f"{self.order}{count}{letter}", self._data, field.start)

    def _field(self, at: int) -> TiffField:
        tag, kind, count = struct.unpack_from(f"{self.order}HHI", self._data, at)
        size = BYTES_PER_VALUE.get(kind, 1) * count
        start = at + 8 if size <= 4 else self._number(at + 8, 4)
        return TiffField(tag, kind, at, start, size if start + size <= len(self._data) else 0)

    def _made(self, directory: Directory, tag: int, kind: int) -> TiffField:
        """Add an entry. The IFD, one entry longer, moves to the end, as there is no space where it is."""
        if directory == "gps" and directory not in self._offsets:
            self._offsets[directory] = self._appended(bytes(6))  # without fields, and none follows
            self.set_field("main", GPS_POINTER, struct.pack(f"{self.order}I", self._offsets[directory]), LONG)
        pointer = self.field("main", POINTERS[directory]) if directory in POINTERS else None
        if directory not in self._offsets or (directory != "main" and pointer is None):
            raise UnknownStructure("a new field in an inner directory")
        offset = self._offsets[directory]
        lines = [bytes(self._data[one.at : one.at + _LINE]) for one in self.fields(directory)]
        following = bytes(self._data[offset + 2 + _LINE * len(lines) :][:4]).ljust(4, b"\0")
        made = struct.pack(f"{self.order}HHI4x", tag, kind, 0)
        lines = sorted([*lines, made], key=lambda line: struct.unpack_from(f"{self.order}H", line)[0])
        table = struct.pack(f"{self.order}H", len(lines)) + b"".join(lines) + following
        self._offsets[directory] = self._appended(table)
        at = 4 if pointer is None else pointer.start
        self._write(at, struct.pack(f"{self.order}I", self._offsets[directory]))
        return next(one for one in self.fields(directory) if one.tag == tag)

    def _is_own(self, field: TiffField) -> bool:
        """Return whether the value overlaps no other value, IFD or image data."""
        end = field.start + field.size
        return not any(
            at != field.at and start < end and field.start < start + size for at, start, size in self._ranges()
        )

    def _ranges(self) -> Iterator[tuple[int, int, int]]:
        """Yield the ranges in use: position of the entry, start and size of the range."""
        offsets = {*self._offsets.values(), *self._reached()}
        for offset in offsets:
            lines = self._lines_or_none(offset)
            yield -1, offset, 2 + _LINE * len(lines) + 4
            yield from ((one.at, one.start, one.size) for one in lines if not one.is_inline)
            yield from ((-1, start, size) for start, size in self._pieces(lines))

    def _reached(self) -> list[int]:
        try:
            return [offset for offset, _ in self._directories()]
        except UnknownStructure:
            return []

    def _lines_or_none(self, offset: int) -> list[TiffField]:
        try:
            return self._lines(offset)
        except UnknownStructure:
            return []  # a truncated thumbnail IFD is acceptable

    def _appended(self, raw: bytes) -> int:
        data = self._changed()
        data += bytes(len(data) % 2)
        offset = len(data)
        if offset + len(raw) >= 1 << 32:
            raise UnknownStructure("too large")
        data += raw
        return offset

    def _write(self, start: int, raw: bytes) -> None:
        self._changed()[start : start + len(raw)] = raw

    def _changed(self) -> bytearray:
        if not isinstance(self._data, bytearray):
            self._data = bytearray(self._data)
        return self._data

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], self._endian)
