"""The use case of marks: stars and hearts for many photos, undone as one."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import counted
from photon.library import Library
from photon.library.photos import ratings

T = TypeVar("T")


class PhotoMarking:
    """Marks photos. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library and the steps that can be undone."""
        self._store = store
        self._history = history

    def rate(self, ids: Sequence[int], stars: int) -> Future[Changes]:
        """Give 0..5 stars."""
        return self._mark("rated {}", ratings.rate, dict.fromkeys(ids, stars))

    def favour(self, ids: Sequence[int], favourite: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Set or clear the heart."""
        return self._mark(
            "added {} to favourites" if favourite else "removed {} from favourites",
            ratings.favour,
            dict.fromkeys(ids, favourite),
        )

    def _mark(
        self,
        step: str,
        write: Callable[[Library, Mapping[int, T]], tuple[Changes, dict[int, T]]],
        values: dict[int, T],
    ) -> Future[Changes]:
        def act(library: Library) -> Changes:
            changes, before = write(library, values)
            if before:
                after = {photo: values[photo] for photo in before}
                many = step.format(counted(len(before), "photo"))
                self._history.push(many, lambda lib: write(lib, before)[0], lambda lib: write(lib, after)[0])
            return changes

        return self._store.write(act)
