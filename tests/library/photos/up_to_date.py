"""What a rescan of a folder would not read again."""

from photon.library import Library
from photon.library.photos.file_states import read_states


def up_to_date(library: Library, folder: int, inner: str = "", *, retry: bool = True) -> dict[str, tuple[int, int]]:
    """Return size and modification time by relative path."""
    states = read_states(library, folder, inner, retry=retry)
    return {one.relative: (one.size, one.mtime_ns) for one in states if one.size is not None}
