"""Smart albums without an encoder: conditions work as in searches, and words are looked up in the names of photos."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from types import SimpleNamespace
from typing import TypeVar

import numpy as np

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.smart_albums import SmartAlbums
from photon.domain import Ignored, Query
from photon.domain.arrays import Ids
from photon.domain.query.query import is_condition
from photon.library import Library
from photon.library.searches import filters

T = TypeVar("T")
TODAY = date(2026, 11, 28)


class PlainSmartAlbums:
    """Asks reader threads; ``asked`` contains the answered queries."""

    def __init__(self, store: LibraryThreads) -> None:
        self._store = store
        self.asked: list[str] = []
        self.smart = SmartAlbums(self._ask, lambda _: 0)

    def ask(self, question: Callable[..., T], *arguments: object) -> Future[T]:
        """Ask a question of an encoder's engine that has only smart albums."""
        engine = SimpleNamespace(finding=SimpleNamespace(smart=self.smart))
        return self._store.read(lambda library: question(engine, library, *arguments))

    def _ask(self, library: Library, query: Query) -> tuple[Ids, Sequence[Ignored]]:
        self.asked.append(query.text)
        conditions = [part for part in query.parts if is_condition(part)]
        found = filters.matching(library, conditions, TODAY, self.smart.find)
        for word in query.words.split():
            named = library.column("SELECT photo_id FROM files WHERE relative LIKE ?", (f"%{word}%",))
            found = found[np.isin(found, named)]
        return found[::-1], ()
