"""The pages of a database file that SQLite itself may refuse to open, updated from its write-ahead log.

The layouts of both files: "Database File Format" in SQLite's documentation.
"""

import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HEADER, _LOG_HEADER, _FRAME_HEADER = 100, 32, 24
_SIZES = tuple(1 << power for power in range(9, 17))
_USUAL = 4096
_LOG_MAGIC = 0x377F0682  # plus one if checksums are of big-endian words
_KINDS = frozenset({2, 5, 10, 13})
_LOOKED_AT = 200  # pages whose types reveal the page size if the header does not


class DatabasePages:
    """Numbered pages, starting at 1.

    Attributes:
        size: Bytes per page.
        usable: Bytes per page that cells may use.
        count: Number of pages.
    """

    def __init__(self, content: bytes | mmap.mmap, log: bytes) -> None:
        """Set the bytes of a file and of its write-ahead log; either may be empty or damaged."""
        self._content = content
        self.size = _size_of(content)
        reserved = content[20] if len(content) >= _HEADER and _is_header(content) else 0
        self.usable = self.size - (reserved if self.size - reserved >= 480 else 0)
        self._newer = _log_pages(log, self.size)
        self.count = max(-(-len(content) // self.size), *self._newer, 0)

    def read(self, number: int) -> bytes:
        """Return a page, padded with zeros if the file is truncated there; empty if there is no such page."""
        if not 1 <= number <= self.count:
            return b""
        newer = self._newer.get(number)
        if newer is not None:
            return newer
        return bytes(self._content[(number - 1) * self.size : number * self.size]).ljust(self.size, b"\0")

    def free(self) -> set[int]:
        """Return the numbers of unused pages, as far as their list can be read."""
        found: set[int] = set()
        first = self.read(1)
        trunk = _number(first, 32) if first.startswith(b"SQLite format 3\0") else 0
        while 1 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.read(trunk)
            listed = min(_number(page, 4), self.usable // 4 - 2)
            found.update(one for at in range(listed) if 1 < (one := _number(page, 8 + 4 * at)) <= self.count)
            trunk = _number(page, 0)
        return found


@contextmanager
def opened_pages(path: Path) -> Iterator[DatabasePages]:
    """Open the file at ``path`` and its log; nothing is changed.

    Raises:
        OSError: It cannot be read.
    """
    log = path.with_name(f"{path.name}-wal")
    logged = log.read_bytes() if log.exists() else b""
    if not path.exists() or not path.stat().st_size:
        yield DatabasePages(b"", logged)
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield DatabasePages(content, logged)


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")


def _is_header(content: bytes | mmap.mmap) -> bool:
    return content[:16] == b"SQLite format 3\0" and content[21:24] == b"\x40\x20\x20"


def _size_of(content: bytes | mmap.mmap) -> int:
    """Return the page size in the header, or else the smallest at which most pages start like those of trees."""
    field = int.from_bytes(content[16:18], "big")
    field = 1 << 16 if field == 1 else field
    if _is_header(content) and field in _SIZES:
        return field

    def share(size: int) -> float:
        offsets = range(size, min(len(content), (_LOOKED_AT + 1) * size), size)
        return sum(content[at] in _KINDS for at in offsets) / len(offsets) if offsets else 0.0

    shares = {size: share(size) for size in _SIZES}
    most = max(shares.values())  # twice the size has the same share, half the size has half of it
    return next(size for size in _SIZES if shares[size] >= 0.8 * most) if most > 0 else _USUAL


def _log_pages(log: bytes, size: int) -> dict[int, bytes]:
    """Return the newest committed version of each page in a log, up to the first frame whose checksum fails."""
    if len(log) < _LOG_HEADER:
        return {}
    magic, _, log_size, _, *salts = struct.unpack_from(">6L", log)
    if magic & ~1 != _LOG_MAGIC or log_size != size:
        return {}
    order = ">" if magic & 1 else "<"
    check = _checksum(log[:24], order, (0, 0))
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    for at in range(_LOG_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, length, *rest = struct.unpack_from(">6L", log, at)
        page = log[at + _FRAME_HEADER : at + _FRAME_HEADER + size]
        check = _checksum(page, order, _checksum(log[at : at + 8], order, check))
        if rest[:2] != salts or tuple(rest[2:]) != check:
            break
        pending[number] = page
        if length:  # the last frame of a transaction
            committed |= pending
            pending = {}
    return committed


def _checksum(content: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    one, two = start
    words = struct.unpack(f"{order}{len(content) // 4}L", content)
    for at in range(0, len(words), 2):
        one = one + words[at] + two & 0xFFFFFFFF
        two = two + words[at + 1] + one & 0xFFFFFFFF
    return one, two
