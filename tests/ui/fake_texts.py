"""Text in the photos of a fake library."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.app.text.photo_texts import MarkedPage
from photon.domain import Query
from photon.domain.photo.page_text import PageText
from photon.search.text.text_marks import asked_texts, mark_lines


class FakeTexts:
    """Gives the text that a test puts into ``read``, by photo."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do
        self.read: dict[int, PageText] = {}
        self.is_deleted = False

    def pages(self, photos: Sequence[int]) -> Future[dict[int, PageText]]:
        return self._do(lambda: {photo: self.read[photo] for photo in photos if photo in self.read})

    def marked_page(self, photo: int, query: Query | None) -> Future[MarkedPage]:
        page = self.read.get(photo, PageText())
        asked = asked_texts(query) if query else ()
        return self._do(lambda: (page, mark_lines([line.text for line in page.lines], asked)))

    def delete(self) -> Future[None]:
        def act() -> None:
            self.read.clear()
            self.is_deleted = True

        return self._do(act)
