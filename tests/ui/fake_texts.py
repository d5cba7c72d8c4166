"""Text in the photos of a fake library."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.annotate.text.page_facts import typed_fact
from photon.app.text.photo_texts import MarkedPage
from photon.domain import Changes, Query, changed
from photon.domain.photo.page_text import PageText
from photon.domain.text.stated_facts import FIELD_NAMES, DocumentFact, FactField
from photon.library.text.stated_facts import DocumentFacts
from photon.search.text.text_marks import asked_texts, mark_lines

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakeFacts:
    """Gives the facts that a test puts into ``found``, by photo and field."""

    def __init__(self, do: Do, tell: Callable[[Changes], None]) -> None:
        self._do, self._tell = do, tell
        self.found: dict[int, dict[FactField, DocumentFact]] = {}

    def facts_of(self, photos: Sequence[int]) -> Future[dict[int, DocumentFacts]]:
        return self._do(lambda: {photo: dict(self.found[photo]) for photo in photos if photo in self.found})

    def confirm(self, photo: int, field: FactField, text: str) -> Future[Changes]:
        def act() -> Changes:
            fact = DocumentFact(typed_fact(field, text), is_confirmed=True)
            return self._store(photo, {**self.found[photo], field: fact})

        return self._do(act)

    def dismiss(self, photo: int, field: FactField) -> Future[Changes]:
        def act() -> Changes:
            return self._store(photo, {name: fact for name, fact in self.found[photo].items() if name != field})

        return self._do(act)

    def _store(self, photo: int, facts: dict[FactField, DocumentFact]) -> Changes:
        self.found[photo] = {field: facts[field] for field in FIELD_NAMES if field in facts}
        changes = changed("facts", photos=frozenset({photo}))
        self._tell(changes)
        return changes


class FakeTexts:
    """Gives the text that a test puts into ``read``, by photo."""

    def __init__(self, do: Do, tell: Callable[[Changes], None]) -> None:
        self._do = do
        self.read: dict[int, PageText] = {}
        self.facts = FakeFacts(do, tell)
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
