"""Albums of a library in memory."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from photon.domain.metadata.album import Album


class FakeAlbums:
    """There is no album."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def all_albums(self) -> Future[list[Album]]:
        return self._do(list)
