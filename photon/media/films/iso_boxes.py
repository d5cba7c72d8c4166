"""Boxes of MP4 and QuickTime files (ISO/IEC 14496-12, 4.2): size, name of four letters, content or further boxes."""

import struct
from collections.abc import Iterator

from photon.media.file.source import source_of
from photon.media.metadata.container import boxes
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class IsoBox:
    """A box in memory.

    Attributes:
        name: Its four letters.
        content: What is in it, without its size and name.
    """

    name: bytes
    content: bytes

    def boxes(self) -> Iterator["IsoBox"]:
        """Yield the boxes in it, as far as they are whole."""
        for name, start, end in boxes(source_of(self.content)):
            if end <= len(self.content):
                yield IsoBox(name, self.content[start:end])

    def find(self, *names: bytes) -> "IsoBox | None":
        """Return the first box of a path of names, or None."""
        found: IsoBox | None = self
        for name in names:
            found = next((one for one in found.boxes() if one.name == name), None) if found else None
        return found

    def child(self, *names: bytes) -> "IsoBox":
        """Return the first box of a path of names.

        Raises:
            ValueError: There is none.
        """
        found = self.find(*names)
        if found is None:
            raise ValueError(f"no box {b'/'.join(names)!r}")
        return found

    @property
    def bytes(self) -> bytes:
        """The box as it is in a file."""
        return box(self.name, self.content)


def box(name: bytes, content: bytes) -> bytes:
    """Return a box with its size and name."""
    if len(content) + 8 < 1 << 32:
        return struct.pack(">I4s", len(content) + 8, name) + content
    return struct.pack(">I4sQ", 1, name, len(content) + 16) + content


def full_box(name: bytes, content: bytes, version: int = 0) -> bytes:
    """Return a box that begins with a version and no flags."""
    return box(name, struct.pack(">I", version << 24) + content)
