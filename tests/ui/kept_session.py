"""A library of drawn photos whose searches and albums are in a real catalogue."""

from concurrent.futures import Future
from pathlib import Path

from photon.app.albums.albums import AlbumEditor
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.saved_searches import SavedSearches
from photon.domain import Changes
from tests.smart_asks import PlainSmartAlbums
from tests.ui.fake_session import FakeSession


class KeptSession(FakeSession):
    """Undoes changes of searches and albums."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.store = LibraryThreads(directory)
        self.history = History()
        self.searches = SavedSearches(self.store, self.history)
        self.albums = AlbumEditor(self.store, self.history, PlainSmartAlbums(self.store))
        self.store.events.subscribe(self.tell)

    def close(self) -> None:
        super().close()
        self.store.close()

    def undo(self) -> Future[str | None]:
        return self.history.edit_and_tell(self.store, self.history.undo, self._told)

    def redo(self) -> Future[str | None]:
        return self.history.edit_and_tell(self.store, self.history.redo, self._told)

    def _told(self, outcome: tuple[str | None, Changes]) -> str | None:
        name, changes = outcome
        self.tell(changes)
        return name

    @property
    def is_editing(self) -> bool:
        return self.history.is_editing

    def stop_editing(self) -> None:
        self.history.stop()

    def last_step(self) -> Future[int]:
        return self.store.write(lambda _: self.history.last)
