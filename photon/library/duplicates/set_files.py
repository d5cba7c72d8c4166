"""The files of photos in sets, with what rules compare."""

from collections.abc import Sequence

from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a photo.

    Attributes:
        path: Its path.
        pixels: Number of pixels of the photo.
        size: Bytes of the file.
        mtime_ns: Modification time in nanoseconds since the epoch.
    """

    path: str
    pixels: int
    size: int
    mtime_ns: int


def files_in_sets(library: Library, photos: Sequence[int]) -> dict[int, list[ListedFile]]:
    """Read the files of photos that are not missing, in the order in which they came into the library.

    Args:
        library: The library.
        photos: Photo ids.
    """
    found: dict[int, list[ListedFile]] = {}
    rows = library.db.execute(
        "SELECT p.id, d.path, f.relative, p.width * p.height, f.size, f.mtime_ns FROM photos p"
        " JOIN files f ON f.photo_id = p.id AND f.missing IS NULL JOIN folders d ON d.id = f.folder_id"
        f" WHERE p.id {IN_LIST} ORDER BY f.id",
        (id_list(photos),),
    )
    for photo, root, relative, pixels, size, mtime_ns in rows:
        found.setdefault(photo, []).append(ListedFile(join(root, relative), pixels, size, mtime_ns))
    return found
