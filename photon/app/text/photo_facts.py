"""The use case of facts that documents state: shown, confirmed, corrected, dismissed; each is a step to undo."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.annotate.text.page_facts import typed_fact
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.text.stated_facts import FIELD_NAMES, FactField
from photon.language import tr
from photon.library import Library
from photon.library.text import stated_facts
from photon.library.text.stated_facts import DocumentFacts


class PhotoFacts:
    """What documents in photos state. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library, and the steps that can be undone."""
        self._store, self._history = store, history

    def facts_of(self, photos: Sequence[int]) -> Future[dict[int, DocumentFacts]]:
        """Return the facts of photos that count; those without any are left out."""
        return self._store.read(stated_facts.facts_of, photos)

    def confirm(self, photo: int, field: FactField, text: str) -> Future[Changes]:
        """Confirm a fact of a photo, or correct it; the Future raises PhotonError if the text can't be its value."""
        return self._history.edit(self._store, _confirm, photo, field, text)

    def dismiss(self, photo: int, field: FactField) -> Future[Changes]:
        """Say that a photo does not state a fact."""
        return self._history.edit(self._store, _dismiss, photo, field)


def _confirm(library: Library, photo: int, field: FactField, text: str) -> Changes:
    changes = stated_facts.decide_facts(library, photo, {field: typed_fact(field, text)})
    library.journal.name_step(tr("confirmed: {field} of the document", field=FIELD_NAMES[field]))
    return changes


def _dismiss(library: Library, photo: int, field: FactField) -> Changes:
    changes = stated_facts.decide_facts(library, photo, {field: ""})
    library.journal.name_step(tr("dismissed: {field} of the document", field=FIELD_NAMES[field]))
    return changes
