"""Keep the rows of an index in a file."""

import errno
import os
import shutil
from collections.abc import Generator
from pathlib import Path

from photon.index.stored_rows import StoredLayout, StoredRows, write_rows
from photon.index.vector_index import VectorIndex

_SHARE = 4  # of the rows, so much room is behind them; they are written again before it is filled


def keep_rows(index: VectorIndex, path: Path, maker: str, portion: int) -> Generator[None, None, int]:
    """Write all vectors of an index that are float16 into a file, then go on with those in the file.

    Queries wait for a portion at most.

    Args:
        index: The index.
        path: The file, which is replaced.
        maker: What made the vectors.
        portion: How many are written at a time.

    Returns:
        How many were written; 0 if one was replaced or removed meanwhile.

    Raises:
        OSError: The file could not be written, as on a full disk; a former one stays.
    """
    with index.held() as rows:
        count, axes, changes = len(rows), rows.axes, rows.changes
    layout = StoredLayout(maker, len(axes), axes.shape[1], count, count + count // _SHARE, portion)
    if shutil.disk_usage(path.parent).free < 2 * layout.size:  # others need room, too
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def rows_of(some: slice) -> StoredRows | None:
        with index.held() as rows:
            return rows.stored(some) if rows.changes == changes else None

    mapped = yield from write_rows(path, layout, axes, rows_of)
    if mapped is None:
        return 0
    with index.held() as rows:
        if rows.changes == changes and len(rows) <= layout.room:
            rows.map_first(layout.count, *mapped)
    return layout.count
