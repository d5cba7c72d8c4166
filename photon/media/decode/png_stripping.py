"""Hide the text chunks of a PNG from Pillow, so that a decompression bomb in them does not affect the picture.

Photon reads them itself.
"""

import io
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import BinaryIO

from photon.media.file.source import FileSource
from photon.media.metadata.container import png_chunks

_WORDS = {b"tEXt", b"zTXt", b"iTXt"}
_LARGEST_PROFILE = 1 << 20  # bytes; Pillow rejects a picture whose colour profile is larger when unpacked


def without_text_chunks(source: FileSource) -> BinaryIO:
    """The PNG as a stream without text chunks and without an oversized colour profile.

    Args:
        source: The file.
    """
    kept, after = [], 0
    for name, start, end in png_chunks(source):
        if name in _WORDS or (name == b"iCCP" and _is_too_large(source.slice(start, end))):
            kept.append((after, start - 8))
            after = end + 4
    if not kept:
        return source.stream
    return io.BufferedReader(_Pieces(source, [*kept, (after, source.size)]))


def _is_too_large(chunk: bytes) -> bool:
    packed = chunk.partition(b"\0")[2][1:]
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(packed, _LARGEST_PROFILE)
    except zlib.error:  # Pillow ignores a broken one
        return False
    return bool(unpacking.unconsumed_tail)


class _Pieces(io.RawIOBase):
    """Ranges of a file, concatenated to one stream."""

    def __init__(self, source: FileSource, spans: Sequence[tuple[int, int]]) -> None:
        """Set the ranges, in reading order."""
        self._source = source
        self._spans = [(start, end) for start, end in spans if start < end]
        self._ends = list(accumulate(end - start for start, end in self._spans))
        self._at = 0

    def readable(self) -> bool:
        """Always True."""
        return True

    def seekable(self) -> bool:
        """Always True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the position and return it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read from one range; returns the number of bytes."""
        number = bisect_right(self._ends, self._at)
        if number == len(self._ends):
            return 0
        start = self._spans[number][1] - (self._ends[number] - self._at)
        some = self._source.slice(start, min(start + len(buffer), self._spans[number][1]))
        buffer[: len(some)] = some
        self._at += len(some)
        return len(some)
