"""Turns what tags and suggestions hide in a library of an earlier version into decisions, once."""

from collections.abc import Sequence

import numpy as np

from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.library import Library
from photon.library.db import settings
from photon.library.tags import hidden_photos

_BATCH = 5000  # photos, half a second


class HidingStage(Backlog[int]):
    """Keeps hidden what is hidden, so that it does not depend on later suggestions.

    It waits until all photos have suggestions, because a new cache has none. Until it has ended, tags and suggestions
    hide photos as before.
    """

    name = "hiding"
    woken_by = frozenset({"suggestions", "vocabulary"})

    def __init__(self, store: LibraryThreads, hiding: SensitiveFilter, suggesting: SuggestionStage) -> None:
        """Take the library, the filter, and the stage that must have ended before."""
        super().__init__(store)
        self._hiding, self._suggesting = hiding, suggesting

    def anything_left(self, library: Library) -> bool:
        """Return whether photos must still be kept hidden."""
        return settings.get(library, hidden_photos.KEEP_HIDDEN)

    def next_batch(self) -> Sequence[int]:
        """Return hidden photos about which nothing is decided; after the last one, note that all are."""
        library = self._store.here()
        if not self.anything_left(library) or self._suggesting.anything_left(library):
            return []
        undecided = np.setdiff1d(self._hiding.find(library).all, hidden_photos.decided(library).all)
        if not len(undecided) and self._hiding.is_on:
            self._store.write(hidden_photos.keep_hidden, ()).result()
        return list(map(int, undecided[:_BATCH]))

    def run(self, batch: Sequence[int]) -> None:
        """Decide that photos are hidden."""
        self._store.write(hidden_photos.keep_hidden, batch).result()
