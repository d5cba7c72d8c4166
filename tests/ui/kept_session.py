"""A drawn library whose searches lie in a true catalogue."""

from concurrent.futures import Future
from pathlib import Path

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.saved_searches import SavedSearches
from tests.ui.fake_session import FakeSession


class KeptSession(FakeSession):
    """Undoes what was done to searches."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.store = LibraryThreads(directory)
        self.history = History()
        self.searches = SavedSearches(self.store, self.history)
        self.store.events.subscribe(self.tell)

    def close(self) -> None:
        super().close()
        self.store.close()

    def undo(self) -> Future[str | None]:
        def act(library: object) -> str | None:
            name, changes = self.history.undo(library)  # type: ignore[arg-type]
            self.tell(changes)
            return name

        return self.store.write(act)

    def last_step(self) -> Future[int]:
        return self.store.write(lambda _: self.history.last)
