"""Tags, runs and vocabulary of a library that has none."""

# ruff: noqa: ARG002

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.tags.vocabularies import LANGUAGE
from photon.domain import Changes

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakeTags:
    """No photo has a tag, and none is suggested."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def tags_for_photos(self, photos: Sequence[int]) -> Future[Any]:
        return self._do(lambda: {photo: [] for photo in photos})

    def all_tags(self) -> Future[Any]:
        return self._do(list)

    def groups(self) -> Future[Any]:
        return self._do(list)

    def complete(self, text: str, most: int = 8) -> Future[Any]:
        return self._do(list)

    def mark(self, photos: Sequence[int], paths: object, state: str | None, *, by_hand: bool = False) -> Future[Any]:
        return self._do(Changes)


class FakeRuns:
    """Nothing was suggested at once."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def all_batches(self) -> Future[Any]:
        return self._do(list)


class FakeVocabularies:
    """Nothing may be suggested."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def get(self) -> Future[Any]:
        return self._do(lambda: TagVocabulary(()))

    def own(self) -> Future[Any]:
        return self._do(list)

    def languages(self) -> tuple[object, ...]:
        return ()

    def setting(self, name: str) -> Future[Any]:
        return self._do(lambda: "en" if name == LANGUAGE else False)


class FakeHiding:
    """Nothing is hidden."""

    is_on = is_unlocked = False
    away: frozenset[int] = frozenset()
