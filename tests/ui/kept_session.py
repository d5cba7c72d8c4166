"""A library of drawn photos whose searches and albums are in a real catalogue."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from photon.app.albums.albums import AlbumEditor
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.saved_searches import SavedSearches
from photon.domain import Activity, Changes
from photon.library import Library
from photon.library.decisions.undoing import UndoOutcome
from tests.smart_asks import PlainSmartAlbums
from tests.ui.fake_session import FakeSession
from tests.ui.fake_teaching import FakeTeaching


class KeptSession(FakeSession):
    """Undoes changes of searches and albums."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.store: LibraryThreads = LibraryThreads(directory)
        self.history: History = History()
        self.searches = SavedSearches(self.store, self.history)
        questions: Any = PlainSmartAlbums(self.store)
        self.albums = AlbumEditor(self.store, self.history, questions)

    def tell(self, event: Changes | Activity) -> None:
        if isinstance(event, Activity):
            self.activity = event
        self.store.events.send(event)

    def close(self) -> None:
        super().close()
        self.store.close()

    def undo(self) -> Future[str | None]:
        if isinstance(self.teaching, FakeTeaching) and self.teaching.done:
            return self._do(self.teaching.undo)
        return self._edit(self.history.undo)

    def redo(self) -> Future[str | None]:
        return self._edit(self.history.redo)

    def _edit(self, act: Callable[[Library], UndoOutcome | None]) -> Future[str | None]:
        def run(library: Library) -> tuple[str | None, Changes]:
            done = act(library)
            return (done.name, done.changes) if done else (None, Changes())

        return self.history.edit_and_tell(self.store, run)

    def last_step(self) -> Future[int]:
        return self.store.write(lambda _: -len(getattr(self.teaching, "done", ())) or self.history.last.number)
