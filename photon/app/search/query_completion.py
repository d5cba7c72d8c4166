"""The use case of completion: names known in the library, cached while they do not change, that match the text."""

import time
from concurrent.futures import wait
from dataclasses import replace

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.album_answers import albums_shown
from photon.app.search.hidden_terms import recent_shown, saved_shown, tags_shown
from photon.domain.metadata.album import album_text
from photon.domain.query.filter_kinds.names import ALBUM, TAG
from photon.domain.query.query_suggestion import Suggestion
from photon.library import Library
from photon.library.searches.filter_counts import names_in_use
from photon.library.tags import learned_tags, tags
from photon.search.completion import NamesInUse, complete

_KEPT = 5.0  # seconds; during an import, every letter would count 100,000 photos again, which takes 0.3 s
_PATIENCE = 0.1  # seconds that a letter waits for the first count, of a million photos 5 s; a later letter has it


class QueryCompletion:
    """Suggests completions; one object per session, used from reader threads."""

    def __init__(self, store: LibraryThreads) -> None:
        """Create it with an empty cache; the counter thread of ``store`` counts names."""
        self._store = store
        self._kept: tuple[tuple[int, ...], bytes, float, NamesInUse] | None = None

    def suggest(self, library: Library, text: str, cursor: int) -> list[Suggestion]:
        """Suggest completions for a text with the cursor at a position, best first."""
        counted = self._counted(library)
        known = replace(
            counted,
            names={
                **counted.names,
                TAG.name: tuple((tags.BETWEEN.join(path), count) for path, count in tags_shown(library)),
                ALBUM.name: tuple((album_text(one.path), one.photos or 0) for one in albums_shown(library)),
            },
            learned=tuple((tags.BETWEEN.join(one.path), one.yes) for one in learned_tags.visible_learned(library)),
            saved=tuple((saved.name, saved.text) for saved in saved_shown(library)),
            recent=tuple(recent_shown(library)),
        )
        return complete(text, cursor, known)

    def _counted(self, library: Library) -> NamesInUse:
        """Return the names whose counting takes time, or those known before, if it takes longer."""
        wait([self._store.count(self._count)], _PATIENCE)
        kept = self._kept
        return kept[3] if kept is not None and kept[1] == library.veiled.tobytes() else NamesInUse()

    def _count(self, library: Library) -> None:
        kept, stamp, hidden, now = self._kept, library.stamp(), library.veiled.tobytes(), time.monotonic()
        if kept is None or kept[1] != hidden or (kept[0] != stamp and now - kept[2] >= _KEPT):
            known = NamesInUse({field: tuple(names) for field, names in names_in_use(library).items()})
            self._kept = (stamp, hidden, now, known)
