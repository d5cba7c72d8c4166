"""Files as they are now: size, time and sidecars, from listings of their folders."""

from dataclasses import replace

from photon.app.indexing.folder_scanner import KINDS
from photon.ingest import Unnamed, list_folder
from photon.ingest.sidecars import beside
from photon.library.files.file_metadata import KnownFile
from photon.library.photos.found_files import Found

_KINDS = replace(KINDS, unnamed=Unnamed(on=True, is_picture=lambda _: True))  # asked for are only known files
_LISTINGS = 4  # of folders with 10,000 files each a few megabytes


class FoldersNow:
    """Lists each folder once, if files of one folder are asked for one after the other."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._listed: dict[str, tuple[dict[str, tuple[int, int]], dict[str, str]]] = {}

    def found(self, place: KnownFile) -> Found | None:
        """A file as it is now; None where it has gone away."""
        relative = place.found.relative
        root, inner = place.path[: -len(relative)], relative.rpartition("/")[0]
        if root + inner not in self._listed:
            while len(self._listed) >= _LISTINGS:
                del self._listed[next(iter(self._listed))]
            listing = list_folder(root, _KINDS, (), inner, deep=False)
            self._listed[root + inner] = listing.files, beside(listing)
        files, sidecars = self._listed[root + inner]
        now = files.get(relative)
        return None if now is None else Found(place.found.folder, relative, *now, sidecars.get(relative, ""))
