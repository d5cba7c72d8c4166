"""What a person decides about watched folders, and what was found again in them."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library
from photon.library.photos import folders, missing_batches
from photon.library.photos.files import Moves


class WatchedFolders:
    """The watched folders of a session. Methods never wait."""

    def __init__(self, store: LibraryThreads, look: Callable[..., None], moves: Moves) -> None:
        """Take the library, who looks at one folder or all again, and where files that were found again are counted."""
        self._store = store
        self._look = look
        self._moves = moves

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
