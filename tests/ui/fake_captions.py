"""Captions of a fake library without any."""

# ruff: noqa: ARG002

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from photon.domain import Changes
from photon.domain.metadata.caption import PhotoCaption


class FakeCaptions:
    """There are no captions and no drafts."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def request(self, photos: Sequence[int]) -> None:
        pass

    def template(self) -> Future[str]:
        return self._do(lambda: "{sentence}")

    def captions_for_photos(self, photos: Sequence[int]) -> Future[dict[int, PhotoCaption]]:
        return self._do(lambda: {photo: PhotoCaption() for photo in photos})

    def waiting(self) -> Future[list[int]]:
        return self._do(list)

    def write(
        self,
        photos: Sequence[int],
        *,
        title: str | None = None,
        text: str | None = None,
        is_anew: bool = False,
        is_unfinished: bool = False,
    ) -> Future[Changes]:
        return self._do(Changes)

    def accept(
        self, sentences: Mapping[int, str], anew: Collection[int] = (), *, is_unfinished: bool = False
    ) -> Future[Changes]:
        return self._do(Changes)
