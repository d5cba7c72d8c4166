"""The photos of smart albums: the good matches of their searches, computed when they are needed, and cached.

A search without words finds all photos that meet its conditions; a search with words or examples finds only the good
matches, which the heading of an answer counts. A part that cannot be used does not widen an album: the search then
finds nothing, and a message explains why.

A search may name other albums, including the albums that contain its own. If it leads back to an album that is being
filled, that part finds nothing, so that ``album:Trips rating:5`` within *Trips* looks through the other photos of
*Trips*.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime

import numpy as np

from photon.app.search.album_answers import album_names, unknown_albums
from photon.domain import Ignored, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.metadata.album import album_text
from photon.domain.query.filter_kinds.names import TAG
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_tree, albums
from photon.library.albums.smart_albums import smart_queries, vetoed_photos
from photon.library.tags import tags
from photon.quick_dataclass import dataclass
from photon.search.query_language import parse

Ask = Callable[[Library, Query], tuple[Ids, Sequence[Ignored]]]
"""Returns the photos that clearly answer a query, best first, and the parts of the query that cannot be used."""
_NONE: Ids = np.zeros(0, np.int64)
_NEVER = 1 << 30  # deeper than albums can name each other


@dataclass(frozen=True, slots=True)
class _Filling:
    """The result of a search: ids, int64 (n,), a sentence for each problem, and whether the search was answered."""

    photos: Ids = field(default_factory=lambda: _NONE)
    problems: tuple[str, ...] = ()
    is_answered: bool = True


class _FillingState(threading.local):
    """The state of one thread, because each thread has its own connection with its own version numbers.

    Attributes:
        stamp: State of the library that the cached results are based on.
        kept: Cached results by album and search.
        open: The albums that are being filled, the outermost first.
        led_back: The smallest depth of an open album that a search led back to.
    """

    def __init__(self) -> None:
        self.stamp: object = None
        self.kept: dict[tuple[int, str], _Filling] = {}
        self.open: list[int] = []
        self.led_back = _NEVER


class SmartAlbums:
    """Fills smart albums; one object for each encoder, used from reader threads."""

    def __init__(self, ask: Ask, size: Callable[[Library], int]) -> None:
        """Create it with an empty cache.

        Args:
            ask: Answers queries.
            size: Returns how many photos are searchable by words.
        """
        self._ask, self._size = ask, size
        self._state = _FillingState()

    def find(self, library: Library, album: int) -> Ids:
        """Return the photos that an album's search finds, without those kept out: in its order, int64 (n,)."""
        found = self._fill(library, album).photos
        return found[~np.isin(found, vetoed_photos(library.db, album))]

    def notices(self, library: Library, query: Query) -> tuple[str, ...]:
        """Describe the problems of the smart albums that a query names, one sentence each."""
        found: dict[str, None] = {}
        for name in album_names(query.parts):
            for album in albums.matching_albums(library, name):
                found.update(dict.fromkeys(self.problems(library, album)))
        return tuple(found)

    def problems(self, library: Library, album: int) -> tuple[str, ...]:
        """Describe the problems of an album's search, one sentence each; none for an album that is filled by hand."""
        text = smart_queries(library.db).get(album)
        if text is None:
            return ()
        name = album_text(album_tree.existing_path(library.db, album))
        problems = self._fill(library, album).problems
        return tuple(tr("Smart album “{album}”: {problem}", album=name, problem=problem) for problem in problems)

    def _fill(self, library: Library, album: int) -> _Filling:
        text = smart_queries(library.db).get(album, "")
        state = self._state
        if album in state.open:
            state.led_back = min(state.led_back, state.open.index(album))
            return _Filling()
        if not state.open:
            self._renew(library)
        kept = state.kept.get((album, text))
        if kept is not None:
            return kept
        depth, before, state.led_back = len(state.open), state.led_back, _NEVER
        state.open.append(album)
        try:
            found = self._asked(library, album, text)
        finally:
            state.open.pop()
            led_back, state.led_back = state.led_back, min(before, state.led_back)
            if state.led_back >= len(state.open):
                state.led_back = _NEVER
        if led_back >= depth and found.is_answered:  # otherwise the result lacks part of an outer album
            state.kept[album, text] = found
        return found

    def _renew(self, library: Library) -> None:
        """Drop cached results that are based on another state of the library."""
        today = datetime.now().astimezone().date()
        stamp = (library.stamp(), today, library.veiled.tobytes(), library.is_lifted, self._size(library))
        if stamp != self._state.stamp:
            self._state.stamp = stamp
            self._state.kept.clear()

    def _asked(self, library: Library, album: int, text: str) -> _Filling:
        parsed = parse(text)
        problems = [f"{mistake.message} {mistake.hint}".strip() for mistake in parsed.mistakes]
        problems += [*_unknown_tags(library, parsed.query), *unknown_albums(library, parsed.query)]
        if asks_for_missing(parsed.query.parts):
            problems.append(tr("Missing photos are in no smart album."))
        if leads_back(library, album):
            problems.append(tr("Its search leads back to the album itself; that part finds nothing."))
        if parsed.mistakes or parsed.query.empty:
            return _Filling(problems=tuple(problems))
        try:
            found, ignored = self._ask(library, parsed.query)
        except PhotonError as error:
            return _Filling(problems=(*problems, f"{error.message} {error.hint}".strip()), is_answered=False)
        problems += [f"{one.message} {one.hint}".strip() for one in ignored]
        return _Filling(_NONE if ignored else found, tuple(problems))


def leads_back(library: Library, album: int) -> bool:
    """Return whether the search of a smart album names that album, directly or through the searches of others."""
    queries, seen = smart_queries(library.db), set[int]()
    waiting = [album]
    while waiting:
        at = waiting.pop()
        for name in album_names(parse(queries.get(at, "")).query.parts):
            named = albums.named_albums(library, name)
            if album in named:
                return True
            waiting += [one for one in named if one in queries and one not in seen]
            seen.update(named)
    return False


def _unknown_tags(library: Library, query: Query) -> list[str]:
    return [
        tr("There is no tag “{tag}”.", tag=part.value)
        for part in flat_parts(query.parts)
        if TAG.is_kind_of(part) and not tags.matching_tags(library, part.value)
    ]
