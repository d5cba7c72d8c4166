"""Files without conflicts."""

from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Any

from photon.domain.metadata.conflict import Conflict


class FakeConflicts:
    """There are no conflicts."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def conflicts_for_photos(self, photos: Collection[int] | None = None) -> Future[list[Conflict]]:
        del photos
        return self._do(list)


class FakeImporting:
    """Nothing was imported."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self.conflicts = FakeConflicts(do)
