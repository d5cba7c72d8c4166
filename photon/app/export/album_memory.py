"""Which files name albums that Photon wrote into them: known by the library, or else read once and remembered."""

from contextlib import suppress
from pathlib import Path

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ExportPhoto
from photon.domain.photo.file_time import modified_ns
from photon.library.files import file_metadata
from photon.media.copy.copying import file_names_albums, sidecar_names_albums


class AlbumMemory:
    """Answers for the photos of one export; used on one thread."""

    def __init__(self, store: LibraryThreads) -> None:
        """Remember nothing yet.

        Args:
            store: The library.
        """
        self._store = store
        self._found: dict[tuple[int, int, int], bool] = {}

    def names_albums(self, one: ExportPhoto) -> bool:
        """Return whether a photo or its sidecar may name albums; a file of unknown content is read.

        Args:
            one: The photo; what the library knows counts if its file has the same size and time.
        """
        is_current = _is_current(one)
        if one.names_albums is not None and is_current:
            return one.names_albums or sidecar_names_albums(one.path)
        is_naming = file_names_albums(one.path)
        if is_current and _is_current(one):  # it did not change meanwhile
            self._found[one.photo, one.size, one.mtime_ns] = is_naming
        return is_naming or sidecar_names_albums(one.path)

    def store_found(self) -> None:
        """Write what was found to the library; if that cannot be written, the files are read again next time."""
        found, self._found = self._found, {}
        if found:
            with suppress(PhotonError):
                self._store.write(file_metadata.note_album_names, found).result()


def _is_current(one: ExportPhoto) -> bool:
    try:
        status = Path(one.path).stat()
    except OSError:
        return False
    return (status.st_size, modified_ns(status)) == (one.size, one.mtime_ns)
