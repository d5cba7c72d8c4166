"""The use case of marks: stars and hearts for many photos, undone as one."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import tr_n
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
        return self._mark(
            lambda count: tr_n("rated {count:,} photo", "rated {count:,} photos", count),
            ratings.rate,
            dict.fromkeys(ids, stars),
        )

    def favour(self, ids: Sequence[int], favourite: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Set or clear the heart."""
        return self._mark(
            _favoured if favourite else _unfavoured,
            ratings.favour,
            dict.fromkeys(ids, favourite),
        )

    def _mark(
        self,
        step: Callable[[int], str],
        write: Callable[[Library, Mapping[int, T]], tuple[Changes, dict[int, T]]],
        values: dict[int, T],
    ) -> Future[Changes]:
        def act(library: Library) -> Changes:
            changes, before = write(library, values)
            if before:
                after = {photo: values[photo] for photo in before}
                name = step(len(before))
                self._history.push(name, lambda lib: write(lib, before)[0], lambda lib: write(lib, after)[0])
            return changes

        return self._history.edit(self._store, act)


def _favoured(count: int) -> str:
    return tr_n("added {count:,} photo to favourites", "added {count:,} photos to favourites", count)


def _unfavoured(count: int) -> str:
    return tr_n("removed {count:,} photo from favourites", "removed {count:,} photos from favourites", count)
