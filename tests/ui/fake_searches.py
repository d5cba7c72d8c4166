"""Searches of a library in memory."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.domain import Changes


class FakeSearches:
    """No search is kept."""

    def __init__(self, do: Callable[[Callable[[], object]], Future[object]]) -> None:
        self._do = do

    def saved(self) -> Future[object]:
        return self._do(list)

    def note(self, text: str) -> Future[object]:  # noqa: ARG002
        return self._do(Changes)
