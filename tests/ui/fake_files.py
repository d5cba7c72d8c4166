"""Files that say nothing otherwise."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class FakeConflicts:
    """There are none."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def conflicts_for_photos(self, photos: object = None) -> Future[Any]:
        del photos
        return self._do(list)


class FakeImporting:
    """Nothing was taken over."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self.conflicts = FakeConflicts(do)
