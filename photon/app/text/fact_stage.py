"""The background stage that finds what documents state, in text that was read; no picture is read again."""

from collections.abc import Sequence

from photon.annotate.text.page_facts import RULES, read_facts
from photon.app.runtime.backlog import Backlog
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.library.text import stated_facts, texts
from photon.library.text.stated_facts import PageOfPhoto

_SIZE = 32  # pages, 0.1 s at 3 ms for a receipt


class FactStage(Backlog[PageOfPhoto]):
    """Finds kind, date, total and the like in the text of photos of which these rules know nothing."""

    name = "facts"
    woken_by = frozenset({"photos", "texts"})

    def anything_left(self, library: Library) -> bool:
        """Return whether there are pages of which these rules know nothing."""
        return bool(stated_facts.pages_without_facts(library, RULES, 1))

    def next_batch(self) -> Sequence[PageOfPhoto]:
        """Return the next pages."""
        library = self._store.here()
        return self.walk(lambda after: stated_facts.pages_without_facts(library, RULES, _SIZE, after))

    def run(self, batch: Sequence[PageOfPhoto]) -> None:
        """Find the facts and store them; a page that the rules fail on costs only itself."""
        self.run_isolated(batch, self._store_facts)

    def _store_facts(self, batch: Sequence[PageOfPhoto]) -> None:
        pages = texts.pages(self._store.here(), [item.photo for item in batch])
        found = [(item, read_facts(pages.get(item.photo, PageText()).still)) for item in batch]
        self._store.write(stated_facts.store_facts, RULES, found).result()
