"""Files as they are now: size, time and sidecars, from listings of their folders."""

from collections.abc import Sequence
from dataclasses import replace

from photon.app.indexing.folder_scanner import KINDS
from photon.domain.bounded_cache import BoundedCache
from photon.ingest.listing import Unnamed, list_folder
from photon.ingest.sidecars import beside
from photon.library.files.file_metadata import KnownFile
from photon.library.photos.found_files import Found

_KINDS = replace(KINDS, unnamed=Unnamed(on=True, is_picture=lambda _: True))  # asked for are only known files
_LISTINGS = 4  # of folders with 10,000 files each a few megabytes


def count_photos(path: str, skips: Sequence[str]) -> int:
    """How many files of a folder would be indexed as photos; 0 if it cannot be read.

    Args:
        path: Absolute path of a folder, watched or not.
        skips: The user's patterns of names to skip.
    """
    return len(list_folder(path, KINDS, skips).files)


class FolderStats:
    """Lists each folder once, if files of one folder are asked for one after the other."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._listed: BoundedCache[str, tuple[dict[str, tuple[int, int]], dict[str, str]]] = BoundedCache(_LISTINGS)

    def found(self, place: KnownFile) -> Found | None:
        """A file as it is now; None where it has gone away."""
        relative = place.found.relative
        root, inner = place.path[: -len(relative)], relative.rpartition("/")[0]
        listed = self._listed.get(root + inner)
        if listed is None:
            listing = list_folder(root, _KINDS, (), inner, deep=False)
            listed = listing.files, beside(listing)
            self._listed.store(root + inner, listed)
        files, sidecars = listed
        now = files.get(relative)
        return None if now is None else Found(place.found.folder, relative, *now, sidecars.get(relative, ""))
