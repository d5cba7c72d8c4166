"""The use cases of saved and recent searches."""

from concurrent.futures import Future

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.hidden_terms import recent_shown, saved_shown
from photon.domain import Changes, changed
from photon.domain.query.saved_search import SavedSearch
from photon.language import tr
from photon.library import Library
from photon.library.searches import searches


class SavedSearches:
    """Stores searches; every change is broadcast, and those of saved ones can be undone. Methods never block."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Create it for a library with its undo steps."""
        self._store = store
        self._history = history

    def saved(self) -> Future[list[SavedSearch]]:
        """Return all saved searches by name, without those that name a hidden photo."""
        return self._store.read(saved_shown)

    def recent(self) -> Future[list[str]]:
        """Return the texts of at most 50 recent searches, newest first, without those that name a hidden photo."""
        return self._store.read(recent_shown)

    def note(self, text: str) -> Future[Changes]:
        """Remember a search whose answer the user stayed with."""
        return self._store.write(searches.note, text)

    def save(self, name: str, text: str, folder: str | None = None) -> Future[SavedSearch]:
        """Save a search, replacing one of the same name.

        The Future may raise PhotonError: the name or text is empty.
        """
        return self._history.edit_and_tell(self._store, _save, name, text, folder)

    def rename(self, search: int, name: str) -> Future[SavedSearch]:
        """Rename a saved search.

        The Future may raise PhotonError: the search is gone, or the name is empty or taken.
        """
        return self._history.edit_and_tell(self._store, _rename, search, name)

    def remove(self, search: int) -> Future[SavedSearch]:
        """Delete a saved search and return it. The Future may raise PhotonError: it is already gone."""
        return self._history.edit_and_tell(self._store, _remove, search)


def _save(library: Library, name: str, text: str, folder: str | None) -> tuple[SavedSearch, Changes]:
    after, _ = searches.save(library, name, text, folder)
    library.journal.name_step(tr("saved the search “{name}”", name=after.name))
    return after, changed("searches")


def _rename(library: Library, search: int, name: str) -> tuple[SavedSearch, Changes]:
    after, before = searches.rename(library, search, name)
    if after != before:
        library.journal.name_step(tr("renamed the search “{name}”", name=before.name))
    return after, changed("searches")


def _remove(library: Library, search: int) -> tuple[SavedSearch, Changes]:
    before = searches.remove(library, search)
    library.journal.name_step(tr("deleted the search “{name}”", name=before.name))
    return before, changed("searches")
