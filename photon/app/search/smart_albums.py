"""What smart albums hold: the photos that their searches clearly find, asked for when they are needed, and kept.

A search without words finds all photos that meet its conditions; one with words or examples finds the good matches
alone, which the heading of an answer counts. A part that cannot be used does not widen an album: then the search finds
nothing, and a sentence says why.

A search may name other albums, and those around its own one. Where it leads back to an album that is being filled, that
finds nothing more, so that ``album:Trips rating:5`` within *Trips* looks through the other photos of *Trips*.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from photon.app.search.album_answers import album_names, unknown_albums
from photon.domain import Filter, Ignored, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.metadata.album import album_text
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_tree, albums
from photon.library.albums.smart_albums import smart_queries, vetoed_photos
from photon.library.tags import tags
from photon.search.query_language import parse

Ask = Callable[[Library, Query], tuple[Ids, Sequence[Ignored]]]
"""Asks for the photos that clearly answer a query, best first, and for its parts that cannot be used."""
_NONE: Ids = np.zeros(0, np.int64)
_NEVER = 1 << 30  # deeper than albums can name each other


@dataclass(frozen=True, slots=True)
class _Filling:
    """What a search found: ids, int64 (n,), sentences about what is wrong with it, and whether it was answered."""

    photos: Ids = field(default_factory=lambda: _NONE)
    problems: tuple[str, ...] = ()
    is_answered: bool = True


class _FillingState(threading.local):
    """Of one thread, because each has its own connection with its own version numbers.

    Attributes:
        stamp: What the kept fillings were made from.
        kept: They, by album and search.
        open: The albums that are being filled, from the outermost.
        led_back: The least depth of an open album that was led back to.
    """

    def __init__(self) -> None:
        self.stamp: object = None
        self.kept: dict[tuple[int, str], _Filling] = {}
        self.open: list[int] = []
        self.led_back = _NEVER


class SmartAlbums:
    """Fills smart albums; one object for each encoder, used from reader threads."""

    def __init__(self, ask: Ask, size: Callable[[Library], int]) -> None:
        """Take the tools.

        Args:
            ask: Answers queries.
            size: How many photos can be searched by words.
        """
        self._ask, self._size = ask, size
        self._state = _FillingState()

    def find(self, library: Library, album: int) -> Ids:
        """Find what an album's search finds, without what is kept out of it: in its order, int64 (n,)."""
        found = self._fill(library, album).photos
        return found[~np.isin(found, vetoed_photos(library.db, album))]

    def notices(self, library: Library, query: Query) -> tuple[str, ...]:
        """Say what is wrong with the smart albums that a query names, a sentence each."""
        said: dict[str, None] = {}
        for name in album_names(query.parts):
            for album in albums.matching_albums(library, name):
                said.update(dict.fromkeys(self.problems(library, album)))
        return tuple(said)

    def problems(self, library: Library, album: int) -> tuple[str, ...]:
        """Say what is wrong with the search of an album, a sentence each; nothing of one that is filled by hand."""
        text = smart_queries(library.db).get(album)
        if text is None:
            return ()
        name = album_text(album_tree.existing_path(library.db, album))
        said = self._fill(library, album).problems
        return tuple(tr("Smart album “{album}”: {problem}", album=name, problem=problem) for problem in said)

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
        if led_back >= depth and found.is_answered:  # else it is only what is left of it within another album
            state.kept[album, text] = found
        return found

    def _renew(self, library: Library) -> None:
        """Drop what was made from another state of the library."""
        today = datetime.now().astimezone().date()
        stamp = (library.stamp(), today, library.veiled.tobytes(), library.is_lifted, self._size(library))
        if stamp != self._state.stamp:
            self._state.stamp = stamp
            self._state.kept.clear()

    def _asked(self, library: Library, album: int, text: str) -> _Filling:
        parsed = parse(text)
        problems = [f"{mistake.message} {mistake.hint}".strip() for mistake in parsed.mistakes]
        problems += [*_unknown_tags(library, parsed.query), *unknown_albums(library, parsed.query)]
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
    """Return whether the search of a smart album names the album, or another one whose search does."""
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
        if isinstance(part, Filter) and part.field == "tag" and not tags.matching_tags(library, part.value)
    ]
