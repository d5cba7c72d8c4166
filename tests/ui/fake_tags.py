"""Tags, runs and vocabulary of a fake library without any."""

# ruff: noqa: ARG002

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.annotate.tags.translations import Language
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain import Changes, Part
from photon.domain.metadata.run import Run
from photon.domain.metadata.tag import Tagged, TagPath
from photon.domain.setting import LibrarySetting, Value
from photon.library.tags.tag_suggestions import ReviewGroup
from photon.library.tags.vocabulary import WordOverride

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakeTags:
    """No photo has a tag or a suggestion."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def tags_for_photos(self, photos: Sequence[int]) -> Future[dict[int, list[Tagged]]]:
        return self._do(lambda: {photo: [] for photo in photos})

    def all_tags(self) -> Future[list[tuple[TagPath, int]]]:
        return self._do(list)

    def groups(self) -> Future[list[ReviewGroup]]:
        return self._do(list)

    def complete(self, text: str, most: int = 8) -> Future[list[TagPath]]:
        return self._do(list)

    def mark(
        self, photos: Sequence[int], paths: Iterable[TagPath], state: str | None, *, by_hand: bool = False
    ) -> Future[Changes]:
        return self._do(Changes)


class FakeRuns:
    """There are no runs."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def all_runs(self) -> Future[list[Run]]:
        return self._do(list)


class FakeVocabularies:
    """Nothing may be suggested."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def get(self) -> Future[TagVocabulary]:
        return self._do(lambda: TagVocabulary(()))

    def own(self) -> Future[list[WordOverride]]:
        return self._do(list)

    def languages(self) -> tuple[Language, ...]:
        return ()

    def setting(self, one: LibrarySetting[Value]) -> Future[Value]:
        return self._do(lambda: one.usual)


class FakeHiding:
    """Nothing is hidden."""

    is_on = is_unlocked = False
    away: frozenset[int] = frozenset()

    def telling_parts(self, parts: Sequence[Part]) -> Future[list[Part]]:
        found: Future[list[Part]] = Future()
        found.set_result([])
        return found
