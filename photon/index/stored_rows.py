"""Rows of a matrix of vectors in a file, from which a large index is there in a fraction of a second.

Leading components and vectors are mapped: the system reads those that are compared, and may drop them from memory
again. The file is only a cache. Labels say whose vectors they are, and marks of what; whether these still count is for
the caller to decide.

After a header of 64 KiB follow the axes and, for each row, label, mark, leading components and vector, each kind
together. The mapped ones have free room behind them, so that new rows need no copy of all; on most disks, it takes no
space. The checksums of labels and marks are compared when the file is read, the others a portion at a time
(``find_damage``).
"""

import errno
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from io import BufferedRandom, BufferedReader
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Floats, Halves, Ids, Marks
from photon.quick_dataclass import dataclass

PORTION = 8192  # rows written or checked at a time: 10 MB
_HEADER = 1 << 16
_MAGIC = b"Photon vectors 1 "  # another version makes the file again
LARGEST_LABEL = 1 << 32
"""A larger label means damage, and memory must not be allocated for it."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredRows:
    """Rows of a matrix.

    Attributes:
        axes: float32 (d, w), the leading components.
        labels: int64 (n,), distinct.
        marks: uint64 (n, 2), what each vector was made from.
        leading: float32 (n or more, w), the vectors times the axes.
        vectors: float16 (n or more, d); in memory also float32.
    """

    axes: Floats
    labels: Ids
    marks: Marks
    leading: Floats
    vectors: npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class StoredLayout:
    """What the header says.

    Attributes:
        maker: What made the vectors.
        dimension: d.
        width: w.
        count: n.
        room: Rows for which there is room.
        portion: Rows of each checksum.
    """

    maker: str
    dimension: int
    width: int
    count: int
    room: int
    portion: int = PORTION

    def columns(self) -> list[tuple[int, np.dtype[Any]]]:
        """Return where labels, marks, leading components and vectors begin, and the type of a row of each."""
        kinds = [np.dtype(one) for one in (("i8", ()), ("u8", (2,)), ("f4", (self.width,)), ("f2", (self.dimension,)))]
        rows = (self.count, self.count, self.room, self.room)
        sizes = [kind.itemsize * many for kind, many in zip(kinds, rows, strict=True)]
        return list(zip(accumulate(sizes, initial=_HEADER + 4 * self.dimension * self.width), kinds, strict=False))

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.columns()[-1][0] + 2 * self.room * self.dimension

    def portions(self) -> Iterator[slice]:
        """Yield the rows of each checksum."""
        for at in range(0, self.count, self.portion):
            yield slice(at, min(at + self.portion, self.count))


def write_rows(
    path: Path, layout: StoredLayout, axes: Floats, rows_of: Callable[[slice], StoredRows | None]
) -> Generator[None, None, tuple[Floats, Halves] | None]:
    """Write a file a portion at a time; it takes the place of a former one at the end, or not at all.

    Of two processes that write the same file, the later one goes on, and the earlier one finds its file removed.

    Args:
        path: The file.
        layout: Of what it gets.
        axes: float32 (d, w), the leading components.
        rows_of: Returns some of the rows; None to give up.

    Returns:
        As ``map_rows``: leading components, float32 (room, w), and vectors, float16 (room, d); None if not written.

    Raises:
        OSError: The disk is full, for example; nothing is left behind.
    """
    for left in path.parent.glob(f"{path.stem}.*.new"):  # of a killed process
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(".new", f"{path.stem}.", path.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            file.truncate(layout.size)
            sums = []
            for some in layout.portions():
                rows = rows_of(some)
                if rows is None:
                    return None
                parts = [part.tobytes() for part in (rows.labels, rows.marks, rows.leading, rows.vectors)]
                for (at, kind), part in zip(layout.columns(), parts, strict=True):
                    file.seek(at + some.start * kind.itemsize)
                    file.write(part)
                sums.append((zlib.crc32(parts[1], zlib.crc32(parts[0])), zlib.crc32(parts[3], zlib.crc32(parts[2]))))
                file.flush()
                os.fsync(file.fileno())
                yield
            said = json.dumps([asdict(layout), zlib.crc32(axes.tobytes()), sums]).encode()
            file.seek(_HEADER)
            file.write(axes.tobytes())
            file.seek(0)
            file.write(_MAGIC + b"%08x" % zlib.crc32(said) + said)
            file.flush()
            mapped = map_rows(file, layout)  # not by its path, where another process may put its own
        made.replace(path)
        return mapped
    finally:
        made.unlink(missing_ok=True)


def read_rows(path: Path, maker: str, dimension: int) -> StoredRows | None:
    """Read a file; None if there is none, or if it is damaged, of another version or of another maker."""
    try:
        with _opened(path) as file:
            layout, axes_sum, sums = _header(file, maker, dimension)
            axes = _read(file, _HEADER, np.zeros((dimension, layout.width), np.float32))
            labels, marks = (_read(file, at, np.zeros(layout.count, kind)) for at, kind in layout.columns()[:2])
            found = [zlib.crc32(marks[some], zlib.crc32(labels[some])) for some in layout.portions()]
            if zlib.crc32(axes.tobytes()) != axes_sum or found != [quick for quick, _ in sums]:
                return None
            if abs(labels).max(initial=0) > LARGEST_LABEL:
                return None
            return StoredRows(axes, labels, marks, *map_rows(file, layout))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def map_rows(file: BufferedReader | BufferedRandom, layout: StoredLayout) -> tuple[Floats, Halves]:
    """Map leading components, float32 (room, w), and vectors, float16 (room, d); changes do not reach the file."""
    leading, vectors = (
        np.asarray(np.memmap(file, kind.base, "c", at, (layout.room, *kind.shape))) for at, kind in layout.columns()[2:]
    )
    return leading, vectors


def find_damage(path: Path, maker: str, dimension: int) -> Iterator[bool]:
    """Check a portion of leading components and vectors at a time, and yield whether it is damaged.

    That also brings the file into the memory of the system, one piece after another, as slow disks like it.
    """
    try:
        with _opened(path) as file:
            layout, _, sums = _header(file, maker, dimension)
            for some, (_, right) in zip(layout.portions(), sums, strict=True):
                found = 0
                for at, kind in layout.columns()[2:]:
                    part = np.empty(some.stop - some.start, kind)
                    found = zlib.crc32(_read(file, at + some.start * kind.itemsize, part), found)
                yield found != right
    except (OSError, ValueError, KeyError, TypeError):
        yield True


def _opened(path: Path) -> BufferedReader:
    if not path.is_file():  # to open a pipe would wait for its other end
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return path.open("rb")


def _header(file: BufferedReader, maker: str, dimension: int) -> tuple[StoredLayout, int, list[list[int]]]:
    """Return layout and checksums; raises ValueError, KeyError or TypeError if it cannot be trusted."""
    start = file.read(_HEADER)
    said = start[len(_MAGIC) + 8 :].rstrip(b"\0")
    if start[: len(_MAGIC) + 8] != _MAGIC + b"%08x" % zlib.crc32(said):
        raise ValueError("a damaged header, or another version")
    fields, axes_sum, sums = json.loads(said)
    layout = StoredLayout(**fields)
    if (layout.maker, layout.dimension) != (maker, dimension) or os.fstat(file.fileno()).st_size != layout.size:
        raise ValueError("vectors of another encoder, or a part of a file")
    return layout, axes_sum, sums


def _read(file: BufferedReader, at: int, into: Any) -> Any:  # noqa: ANN401 - an array of any type
    """Fill an array, and return it; raises ValueError where the file ends."""
    file.seek(at)
    if file.readinto(into.reshape(-1).view(np.uint8)) != into.nbytes:
        raise ValueError("the file ends too early")
    return into
