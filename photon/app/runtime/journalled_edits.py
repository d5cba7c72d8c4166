"""What a person does that the journal alone takes back and does again: albums, stacks."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library
from photon.library.decisions import journal_steps, undoing

Done = tuple[int, Changes, str]
"""How many there were, what changed, and what was done, in words that follow "Undid: "."""
Act = Callable[[Library], Done]


class JournalledEdits:
    """Has the writer do such things, one step each."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library and the steps that can be undone."""
        self._store = store
        self._history = history

    def edit(self, act: Act) -> Future[int]:
        """Do something, whole or not at all; the Future gives its number and may raise what ``act`` raises."""

        def edit(library: Library) -> tuple[int, Changes]:
            count, changes, name = act(library)
            if changes:
                self._remember(library, name, act)
            return count, changes

        def tell(outcome: tuple[int, Changes]) -> int:
            count, changes = outcome
            if changes:
                self._store.events.send(changes)
            return count

        return self._history.edit_and_tell(self._store, edit, tell)

    def _remember(self, library: Library, name: str, act: Act) -> None:
        """Remember a step; the journal takes it back and does it again.

        Of more than 100,000 changes it forgets the step when these are taken back: then they are made anew.
        """
        step = library.journal.step

        def redo(library: Library) -> Changes:
            nonlocal step
            if journal_steps.find_step(library, step) is not None:
                return undoing.redo_step(library, step).changes
            _, changes, _ = act(library)
            step = library.journal.step
            return changes

        self._history.push(name, lambda lib: undoing.undo_step(lib, step).changes, redo)
