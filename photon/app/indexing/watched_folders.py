"""What a person decides about watched folders, what was found again in them, and what is missing."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import tr
from photon.library import Library
from photon.library.decisions import undoing
from photon.library.files import missing_photos
from photon.library.photos import folders, missing_batches
from photon.library.photos.files import Moves


class WatchedFolders:
    """The watched folders of a session. Methods never wait."""

    def __init__(self, store: LibraryThreads, look: Callable[..., None], moves: Moves, history: History) -> None:
        """Begin to count.

        Args:
            store: The library.
            look: Looks at one folder or all again.
            moves: Where files that were found again are counted.
            history: The steps that can be undone.
        """
        self._store = store
        self._look = look
        self._moves = moves
        self._history = history
        self._began = folders.utc_now()
        self._before = missing_photos.missing_since(store.here(), self._began)  # in this very second

    @property
    def moves(self) -> Moves:
        """How many files were found again by their content, since the session began, by former and new directory."""
        return self._moves.copy()

    def take_unnamed(self, folder: int, *, on: bool | None) -> Future[Changes]:
        """Take pictures without a file ending in, or leave them out; None: as most other files beside them are."""

        def act(library: Library) -> Changes:
            changes = folders.take_unnamed(library, folder, on=on)
            self._look(folder)
            return changes

        return self._store.write(act)

    def skips(self) -> Future[list[str]]:
        """The person's patterns of names of folders and files that are skipped."""
        return self._store.read(folders.skips)

    def set_skip(self, pattern: str, *, on: bool) -> Future[Changes]:
        """Skip folders and files of this name from now on, or no longer."""

        def act(library: Library) -> Changes:
            changes = folders.set_skip(library, pattern, on=on)
            self._look()
            return changes

        return self._store.write(act)

    def accept_losses(self, folder: int) -> Future[Changes]:
        """Accept that the missing photos of a folder are gone: stop asking about them, and keep their metadata."""
        return self._store.write(missing_batches.accept, folder)

    def missing(self, folder: int | None = None) -> Future[list[MissingPhoto]]:
        """All missing photos in order of path, or those that were in one watched folder."""
        return self._store.read(missing_photos.missing_photos, folder)

    def count_missing(self) -> Future[int]:
        """How many photos went missing since the session began."""
        return self._store.read(lambda lib: len(missing_photos.missing_since(lib, self._began) - self._before))

    def forget_missing(self, photos: Sequence[int]) -> Future[Changes]:
        """List these photos as missing no longer; what was decided about them waits for their return."""
        return self._store.write(missing_photos.forget, photos)

    def link_missing(self, photo: int, path: str) -> Future[Changes]:
        """Say that a photo at another path is the missing one, edited; can be undone.

        The Future may raise PhotonError.
        """

        def act(library: Library) -> Changes:
            changes = missing_photos.link(library, photo, path)
            step = library.journal.step
            self._history.push(
                tr("linked a missing photo to {file}", file=Path(path).name),
                lambda lib: undoing.undo_step(lib, step).changes,
                lambda lib: undoing.redo_step(lib, step).changes,
            )
            return changes

        return self._history.edit(self._store, act)

    def keep_days(self) -> Future[int | None]:
        """After how many days missing photos are forgotten; None: never."""
        return self._store.read(missing_photos.keep_days)

    def set_keep_days(self, days: int | None) -> Future[Changes]:
        """Forget photos that are missing for so many days; None: never."""
        return self._store.write(missing_photos.set_keep_days, days)
