"""Settings of watched folders, files that were found again in them, and missing photos."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.files import missing_photos
from photon.library.photos import folders, missing_batches
from photon.library.photos.files import Moves


class WatchedFolders:
    """The watched folders of a session. No method blocks."""

    def __init__(self, store: LibraryThreads, look: Callable[..., None], moves: Moves, history: History) -> None:
        """Start counting moved and missing photos.

        Args:
            store: The library.
            look: Rescans one folder, or all.
            moves: Counts of files that were found again.
            history: The steps that can be undone.
        """
        self._store = store
        self._look = look
        self._moves = moves
        self._history = history
        self._began = folders.utc_now()
        self._before = missing_photos.missing_since(store.here(), self._began)  # missing since this very second

    @property
    def moves(self) -> Moves:
        """How many files were found again by their content since the session began, by former and new directory."""
        return self._moves.copy()

    def take_unnamed(self, folder: int, *, on: bool | None) -> Future[Changes]:
        """Set whether to index pictures without a file extension; None: decide by the other files beside them."""
        return self._store.write(self._take_unnamed, folder, on=on)

    def _take_unnamed(self, library: Library, folder: int, *, on: bool | None) -> Changes:
        changes = folders.take_unnamed(library, folder, on=on)
        self._look(folder)
        return changes

    def skips(self) -> Future[list[str]]:
        """Return the user's patterns of folder and file names to skip."""
        return self._store.read(folders.skips)

    def set_skip(self, pattern: str, *, on: bool) -> Future[Changes]:
        """Start or stop skipping folders and files whose names match a pattern."""
        return self._store.write(self._set_skip, pattern, on=on)

    def _set_skip(self, library: Library, pattern: str, *, on: bool) -> Changes:
        changes = folders.set_skip(library, pattern, on=on)
        self._look()
        return changes

    def accept_losses(self, folder: int) -> Future[Changes]:
        """Accept that the missing photos of a folder are gone: stop asking about them, but keep their metadata."""
        return self._store.write(missing_batches.accept, folder)

    def missing(self, folder: int | None = None) -> Future[list[MissingPhoto]]:
        """Return all missing photos in order of path, or those of one watched folder."""
        return self._store.read(missing_photos.missing_photos, folder)

    def count_missing(self) -> Future[int]:
        """Return how many photos went missing since the session began."""
        return self._store.read(lambda lib: len(missing_photos.missing_since(lib, self._began) - self._before))

    def forget_missing(self, photos: Sequence[int]) -> Future[Changes]:
        """Stop listing these photos as missing; their metadata is kept in case they return. Can be undone."""
        return self._history.edit(self._store, _forget_missing, photos)

    def link_missing(self, photo: int, path: str) -> Future[Changes]:
        """Link a missing photo to its edited version at another path; can be undone.

        The Future may raise PhotonError.
        """
        return self._history.edit(self._store, _link_missing, photo, path)

    def keep_days(self) -> Future[int | None]:
        """Return after how many days missing photos are forgotten; None: never."""
        return self._store.read(missing_photos.keep_days)

    def set_keep_days(self, days: int | None) -> Future[Changes]:
        """Set after how many days missing photos are forgotten; None: never."""
        return self._store.write(missing_photos.set_keep_days, days)


def _forget_missing(library: Library, photos: Sequence[int]) -> Changes:
    changes = missing_photos.forget(library, photos)
    name = tr_n("removed {count:,} missing photo", "removed {count:,} missing photos", len(photos))
    library.journal.name_step(name)
    return changes


def _link_missing(library: Library, photo: int, path: str) -> Changes:
    changes = missing_photos.link(library, photo, path)
    library.journal.name_step(tr("linked a missing photo to {file}", file=Path(path).name))
    return changes
