"""Searches of a fake library."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from photon.domain import Changes
from photon.domain.query.saved_search import SavedSearch


class FakeSearches:
    """There is no saved search."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def saved(self) -> Future[list[SavedSearch]]:
        return self._do(list)

    def note(self, text: str) -> Future[Changes]:  # noqa: ARG002
        return self._do(Changes)
