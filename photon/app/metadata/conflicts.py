"""The use case of conflicts: what a person wrote and a file says otherwise is listed, decided, and decided otherwise.

What Photon says and what the files say are both kept until somebody has decided; every decision can be undone.
"""

from collections.abc import Collection, Sequence
from concurrent.futures import Future

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Changes
from photon.domain.metadata.conflict import Conflict
from photon.domain.wording import counted
from photon.library import Library
from photon.library.files import conflicts
from photon.library.files.imports import ImportRun


class Conflicts:
    """Lists and ends conflicts. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History, hiding: SensitiveFilter) -> None:
        """Take the library, the steps that can be undone, and who knows what is out of sight."""
        self._store = store
        self._history = history
        self._hiding = hiding

    def conflicts_for_photos(self, photos: Collection[int] | None = None) -> Future[list[Conflict]]:
        """Conflicts of these photos, or (None) of all that may be seen, in the order of the files' paths."""

        def ask(library: Library) -> list[Conflict]:
            found = conflicts.conflicts_for_photos(library, None if photos is None else list(photos))
            seen = set(self._hiding.shown(library, [one.photo for one in found]))
            return [one for one in found if one.photo in seen]

        return self._store.read(ask)

    def settle(self, some: Collection[Conflict], *, by_file: bool) -> Future[Changes]:
        """End these as the files have it, or as Photon has it; can be undone.

        Those of which a side says something else by now are left open.
        """
        return self._store.write(self._settle, some, by_file=by_file)

    def settle_photos(self, photos: Sequence[int], *, by_file: bool) -> Future[Changes]:
        """The same for all conflicts of these photos."""
        return self._store.write(
            lambda lib: self._settle(lib, conflicts.conflicts_for_photos(lib, photos), by_file=by_file)
        )

    def _settle(self, library: Library, some: Collection[Conflict], *, by_file: bool) -> Changes:
        run = ImportRun("conflicts settled as the files have it")
        settled = conflicts.settle(library, some, by_file=by_file, run=run)
        if not settled.places:
            return Changes()

        self._history.push(
            f"settling {counted(len(some), 'conflict')} as {'the file has it' if by_file else 'it is here'}",
            lambda lib: conflicts.reopen(lib, settled, run.id),
            lambda lib: conflicts.settle(lib, some, by_file=by_file, run=run).changes,
            run.id,
        )
        return settled.changes
