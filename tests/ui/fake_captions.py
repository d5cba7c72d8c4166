"""Captions of a library in which nothing is written."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.domain import Changes
from photon.domain.metadata.caption import PhotoCaption


class FakeCaptions:
    """Nothing is written, and nothing is drafted."""

    can_draft = False

    def __init__(self, do: Callable[[Callable[[], object]], Future[object]]) -> None:
        self._do = do

    def captions_for_photos(self, photos: Sequence[int]) -> Future[object]:
        return self._do(lambda: {photo: PhotoCaption() for photo in photos})

    def waiting(self) -> Future[object]:
        return self._do(list)

    def write(self, photos: Sequence[int], *, title: str | None = None, text: str | None = None) -> Future[object]:  # noqa: ARG002
        return self._do(Changes)
