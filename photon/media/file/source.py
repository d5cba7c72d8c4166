"""A file that is opened once: its bytes and its hash."""

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from photon.domain import UnreadableFile
from photon.media.file import failures
from photon.media.file.file_kinds import is_video
from photon.quick_dataclass import dataclass

# Typical photos fit. Larger files (scans, stitched TIFFs) are decoded from the open file, so that a decoder process
# never holds both the file and its pixels.
IN_MEMORY = 64 << 20
_PIECE = 1 << 20
# Bytes: the maximum of a classic TIFF, far above any camera's file. Hashing a larger one would take minutes.
_LARGEST = 4 << 30


@dataclass(frozen=True, slots=True)
class FileSource:
    """The bytes of one file.

    Attributes:
        path: Path of the file.
        stream: Seekable stream of the whole file.
        size: Bytes.
        file_hash: First 16 bytes of the SHA-256, which is 12% faster than BLAKE2b on CPUs with SHA instructions, i.e.
            on all recent CPUs.
        data: The content if it is small enough, else None.
    """

    path: str
    stream: BinaryIO
    size: int
    file_hash: bytes
    data: bytes | None

    @property
    def name(self) -> str:
        """The file name without its folder."""
        return os.path.basename(self.path)  # noqa: PTH119 - a string in, a string out, once per photo

    def slice(self, start: int, end: int) -> bytes:
        """Read a range of bytes.

        Args:
            start: First byte.
            end: End of the range; clipped to the end of the file.
        """
        if self.data is not None:
            return self.data[start:end]
        self.stream.seek(start)
        return self.stream.read(max(0, end - start))


def source_of(data: bytes, path: str = "") -> FileSource:
    """Wrap bytes that are in memory.

    Args:
        data: The content.
        path: Path to report; the file need not exist.
    """
    return FileSource(path, io.BytesIO(data), len(data), b"", data)


@contextmanager
def opened(path: str) -> Iterator[FileSource]:
    """Open a file for reading, once, and hash it.

    Args:
        path: The file.

    Yields:
        The file.

    Raises:
        UnreadableFile: It cannot be opened or read, is empty, a video, or not a regular file.
    """
    if is_video(path):  # hashing it may take minutes, and it is no picture
        raise UnreadableFile(*failures.ONLY_PICTURES)
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableFile(*failures.BAD_NAME) from None
    try:
        file = open_regular(path)
    except OSError as error:
        raise failures.from_disk(error) from error
    with file:
        try:
            source = _read_source(path, file)
        except OSError as error:
            raise failures.from_disk(error) from error
        yield source


@contextmanager
def glanced(path: str) -> Iterator[FileSource]:
    """Open a file of any size for reading without hashing it.

    Args:
        path: The file.

    Yields:
        The file; ``file_hash`` is empty and ``data`` None.

    Raises:
        UnreadableFile: It cannot be opened or read, is empty, or is not a regular file.
    """
    try:
        with open_regular(path, largest=None) as file:
            size = os.fstat(file.fileno()).st_size
            if not size:
                raise UnreadableFile(*failures.EMPTY)
            yield FileSource(path, file, size, b"", None)
    except OSError as error:
        raise failures.from_disk(error) from error


def open_regular(path: str, largest: int | None = _LARGEST) -> io.BufferedReader:
    """Open a file for reading without blocking: a plain open of a FIFO named x.jpg would block forever.

    Args:
        path: The file.
        largest: Its most bytes; None: any number.

    Raises:
        UnreadableFile: It is not a regular file, or too large.
        OSError: It cannot be opened.
    """
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except ValueError:  # a NUL in the name
        raise UnreadableFile(*failures.BAD_NAME) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(21, "Is a directory")
        raise UnreadableFile(*failures.NOT_A_FILE)
    if largest is not None and status.st_size > largest:
        os.close(descriptor)
        raise failures.too_heavy(status.st_size)
    return os.fdopen(descriptor, "rb")


def _read_source(path: str, file: BinaryIO) -> FileSource:
    reported = min(os.fstat(file.fileno()).st_size, IN_MEMORY)
    data = file.read(reported + 1)  # allocates no more than the reported size
    if len(data) > reported:  # the file has grown, or its file system reports no size
        data += file.read(IN_MEMORY + 1 - len(data))
    if not data:
        raise UnreadableFile(*failures.EMPTY)
    digest = hashlib.sha256(data)
    if len(data) <= IN_MEMORY:
        return FileSource(path, io.BytesIO(data), len(data), digest.digest()[:16], data)
    size = len(data)
    del data
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return FileSource(path, file, size, digest.digest()[:16], None)
