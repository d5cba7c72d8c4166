"""The use case of suggesting: what is known of the library, kept while it does not change, and what fits the text."""

import threading
import time
from dataclasses import replace

from photon.domain.suggestion import Suggestion
from photon.library import Library, occurring, tags
from photon.search import Known, complete

_KEPT = 5.0  # seconds; while photos come in, every letter would count 100,000 photos anew, which takes 0.3 s
_RECENT = 100


class Suggesting:
    """Suggests; one object per session, used from reader threads."""

    def __init__(self) -> None:
        """Begin without knowing anything."""
        self._kept = threading.local()  # each thread has its own connection, and numbers of its own

    def suggest(self, library: Library, text: str, cursor: int) -> list[Suggestion]:
        """See ``search.complete``."""
        known = replace(
            self._counted(library),
            tags=tuple(tags.counted(library)),
            concepts=tuple((name, 0) for name, _ in occurring.concepts(library)),
            saved=tuple(occurring.saved_searches(library)),
            recent=tuple(occurring.recent_searches(library, _RECENT)),
        )
        return complete(text, cursor, known)

    def _counted(self, library: Library) -> Known:
        """What takes time to count."""
        kept: tuple[tuple[int, ...], float, Known] | None = getattr(self._kept, "known", None)
        stamp, now = library.stamp(), time.monotonic()
        if kept is not None and (kept[0] == stamp or now - kept[1] < _KEPT):
            return kept[2]
        known = Known(
            folders=tuple(occurring.folder_names(library)),
            cameras=tuple(occurring.cameras(library)),
            lenses=tuple(occurring.lenses(library)),
            dates=tuple(occurring.years_and_months(library)),
        )
        self._kept.known = (stamp, now, known)
        return known
