"""Current size, time and sidecars of files, from listings of their folders."""

from collections.abc import Sequence
from dataclasses import replace

from photon.app.indexing.folder_scanner import KINDS
from photon.domain.bounded_cache import BoundedCache
from photon.ingest.listing import Unnamed, list_folder
from photon.ingest.sidecars import beside
from photon.library.files.file_metadata import KnownFile
from photon.library.photos.found_files import Found

_KINDS = replace(KINDS, unnamed=Unnamed(on=True, is_picture=lambda _: True))  # only known files are requested
_LISTINGS = 4  # each takes a few megabytes for a folder with 10,000 files


def count_photos(path: str, skips: Sequence[str]) -> int:
    """Return how many files of a folder would be indexed as photos; 0 if it cannot be read.

    Args:
        path: Absolute path of a folder, watched or not.
        skips: The user's patterns of names to skip.
    """
    return len(list_folder(path, KINDS, skips).files)


class FolderStats:
    """Lists each folder only once, if the files of one folder are requested in a row."""

    def __init__(self) -> None:
        """Create an empty cache of listings."""
        self._listed: BoundedCache[str, tuple[dict[str, tuple[int, int]], dict[str, str]]] = BoundedCache(_LISTINGS)

    def found(self, known: KnownFile) -> Found | None:
        """Return the current state of a file; None if it is gone."""
        relative = known.found.relative
        root, inner = known.path[: -len(relative)], relative.rpartition("/")[0]
        listed = self._listed.get(root + inner)
        if listed is None:
            listing = list_folder(root, _KINDS, (), inner, deep=False)
            listed = listing.files, beside(listing)
            self._listed.store(root + inner, listed)
        files, sidecars = listed
        now = files.get(relative)
        return None if now is None else Found(known.found.folder, relative, *now, sidecars.get(relative, ""))
