"""The use case of completion: names known in the library, cached while they do not change, that match the text."""

import time
from collections.abc import Set
from concurrent.futures import wait

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.album_answers import albums_shown
from photon.app.search.hidden_terms import recent_shown, saved_shown, tags_shown
from photon.domain.metadata.album import album_text
from photon.domain.query.filter_kinds.names import ALBUM, TAG
from photon.domain.query.query_suggestion import Suggestion
from photon.library import Library
from photon.library.searches.filter_counts import NAMES_IN_USE
from photon.library.tags import learned_tags, tags
from photon.search.completion import Counted, NamesInUse, complete, sources_of

_KEPT = 5.0  # seconds; during an import, every letter would count a million photos again, which takes 1.4 s
_PATIENCE = 0.1  # seconds that a letter waits for the first count; a later letter has it


class QueryCompletion:
    """Suggests completions; one object per session, used from reader threads."""

    def __init__(self, store: LibraryThreads) -> None:
        """Create it with an empty cache; the counter thread of ``store`` counts names."""
        self._store = store
        self._kept: dict[str, tuple[tuple[int, ...], bytes, float, Counted]] = {}

    def suggest(self, library: Library, text: str, cursor: int) -> list[Suggestion]:
        """Suggest completions for a text with the cursor at a position, best first."""
        known = NamesInUse(
            names={
                **self._counted(library, sources_of(text, cursor)),
                TAG.name: tuple((tags.BETWEEN.join(path), count) for path, count in tags_shown(library)),
                ALBUM.name: tuple((album_text(one.path), one.photos or 0) for one in albums_shown(library)),
            },
            learned=tuple((tags.BETWEEN.join(one.path), one.yes) for one in learned_tags.visible_learned(library)),
            saved=tuple((saved.name, saved.text) for saved in saved_shown(library)),
            recent=tuple(recent_shown(library)),
        )
        return complete(text, cursor, known)

    def _counted(self, library: Library, sources: Set[str]) -> dict[str, Counted]:
        """Return the names whose counting takes time, or those known before, if it takes longer."""
        wait([self._store.count(self._count, sources)], _PATIENCE)
        hidden = library.veiled.tobytes()
        return {name: kept[3] for name, kept in self._kept.copy().items() if kept[1] == hidden}

    def _count(self, library: Library, sources: Set[str]) -> None:
        for name, count in NAMES_IN_USE.items():
            kept, stamp, hidden, now = self._kept.get(name), library.stamp(), library.veiled.tobytes(), time.monotonic()
            is_known = kept and kept[1] == hidden and (kept[0] == stamp or now - kept[2] < _KEPT)
            if name in sources and not is_known:
                self._kept[name] = (stamp, hidden, now, tuple(count(library)))
