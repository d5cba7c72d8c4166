"""Searches of a fake library."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.app.judging import Judged
from photon.domain import Changes, Query, changed
from photon.domain.query.saved_search import SavedSearch


class FakeSearches:
    """There is no saved search."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def saved(self) -> Future[list[SavedSearch]]:
        return self._do(list)

    def note(self, text: str) -> Future[Changes]:  # noqa: ARG002
        return self._do(Changes)


class FakeJudging:
    """Keeps what was said of photos in answers: words, photo, and whether it is right."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]], tell: Callable[[Changes], object]) -> None:
        self._do, self._tell = do, tell
        self.said: list[tuple[str, int, bool]] = []

    def judge(self, query: Query, photos: Sequence[int], *, is_right: bool) -> Future[Changes]:
        def act() -> Changes:
            self.said += [(query.words, photo, is_right) for photo in photos]
            changes = changed("answers", photos=frozenset(photos))
            self._tell(changes)
            return changes

        return self._do(act)

    def judged(self) -> Future[Judged]:
        return self._do(lambda: Judged(len(self.said), 0.0))

    def forget(self) -> Future[int]:
        def act() -> int:
            count, self.said = len(self.said), []
            self._tell(changed("answers"))
            return count

        return self._do(act)
