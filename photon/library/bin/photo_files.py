"""The files of photos that are about to be moved, as they were when last read."""

from collections.abc import Sequence

from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import PathChoice, join
from photon.library.photos.photos import at
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CataloguedFile:
    """A file of a photo.

    Attributes:
        photo: Photo id.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        is_offline: Whether its watched folder is offline.
        content: Hash of its content; empty if not asked for.
        picture: Hash of its pixels, likewise.
        is_damaged: Whether its picture could only be decoded in part; not if not asked for.
        is_off: Whether its folder is offline because it is off (``recovery.foreign_work``).
    """

    photo: int
    size: int
    mtime_ns: int
    is_offline: bool
    content: bytes = b""
    picture: bytes = b""
    is_damaged: bool = False
    is_off: bool = False


def files_of(
    library: Library, photos: Sequence[int], choice: PathChoice, *, copies: bool
) -> tuple[dict[str, CataloguedFile], dict[int, int]]:
    """Return the files to move, in the order of the photos.

    Args:
        library: The library.
        photos: Photo ids.
        choice: Which files may be used, and which of several is preferred.
        copies: Whether to include all files of each photo; else the preferred one, or those within the requested paths.

    Returns:
        The files by absolute path, and the number of other files by photo; photos without others are left out.
    """
    found: dict[int, list[tuple[tuple[object, ...], str, CataloguedFile]]] = {}
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.relative, f.size, f.mtime_ns, d.offline, d.is_off FROM files f"
        f" JOIN folders d ON d.id = f.folder_id WHERE f.photo_id {IN_LIST} AND f.missing IS NULL",
        (id_list(photos),),
    )
    for photo, root, relative, size, mtime_ns, offline, off in rows:
        rank = choice.rank(root, relative, is_offline=bool(offline))
        known = CataloguedFile(photo, size, mtime_ns, bool(offline), is_off=bool(off))
        found.setdefault(photo, []).append((rank, join(root, relative), known))
    files: dict[str, CataloguedFile] = {}
    others: dict[int, int] = {}
    for photo in photos:
        some = sorted(found.get(photo, ()), key=lambda one: one[0])
        meant = some if copies else [one for one in some if choice.within and choice.covers(one[1])] or some[:1]
        if len(meant) < len(some):
            others[photo] = len(some) - len(meant)
        files |= {path: known for _, path, known in meant}
    return files, others


def known_at(library: Library, path: str) -> CataloguedFile | None:
    """Return the file of a photo at an absolute path, or None if Photon has none there."""
    photo = at(library, path)
    if photo is None:
        return None
    rows = library.db.execute(
        "SELECT d.path, f.relative, f.size, f.mtime_ns, d.offline, p.file_hash,"
        " ifnull(p.read_image_hash, p.image_hash), p.damage IS NOT NULL, d.is_off FROM files f"
        " JOIN folders d ON d.id = f.folder_id JOIN photos p ON p.id = f.photo_id"
        " WHERE f.photo_id = ? AND f.missing IS NULL",
        (photo,),
    )
    for root, relative, size, mtime_ns, offline, content, picture, is_damaged, is_off in rows:
        if join(root, relative) == path:
            return CataloguedFile(
                photo, size, mtime_ns, bool(offline), content, picture, bool(is_damaged), bool(is_off)
            )
    return None
