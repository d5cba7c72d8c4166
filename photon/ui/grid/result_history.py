"""The history of results: what was shown before an example replaced it."""

from collections.abc import Callable, Collection, Set
from dataclasses import replace

from photon.domain import Like, Order, Part, Query
from photon.quick_dataclass import dataclass
from photon.ui.grid.cell_view import ScrollAnchor

MOST = 50


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A result that was shown earlier.

    Attributes:
        query: The query, or None if a folder was shown.
        folder: Path shown or searched, or None for everything.
        order: Order of the photos.
        unfolded: The front photos of unfolded stacks.
        place: Scroll position and selection.
    """

    query: Query | None
    folder: str | None
    order: Order
    unfolded: frozenset[int]
    place: ScrollAnchor


class ResultHistory:
    """The visited results, latest last; old ones are dropped."""

    def __init__(self, look: Callable[[], HistoryEntry]) -> None:
        """Create an empty history; the argument returns what is shown now."""
        self._look = look
        self._visits: list[HistoryEntry] = []

    def __bool__(self) -> bool:
        """Return whether there is an earlier result."""
        return bool(self._visits)

    @property
    def parts(self) -> list[Part]:
        """The parts of all queries in the history."""
        return [part for visit in self._visits if visit.query is not None for part in visit.query.parts]

    def leave(self, query: Query | None) -> None:
        """Add the current result if ``query`` leads away from it: to other examples, or to what it excludes.

        Changed words add no entry.
        """
        visit = self._look()
        if _likes(query) != _likes(visit.query) or _is_turned(query) != _is_turned(visit.query):
            self.keep_result()

    def keep_result(self) -> None:
        """Add the current result, whatever leads away from it, unless it was just added."""
        if [visit := self._look()] != self._visits[-1:]:
            self._visits = [*self._visits, visit][-MOST:]

    def forget(self, photos: Set[int], parts: Collection[Part] = ()) -> None:
        """Remove results searched by these photos or parts of a query, and the photos' places in other results.

        Args:
            photos: Photos that were hidden.
            parts: Other parts of queries that name hidden photos.
        """
        left = [visit for visit in self._visits if not _is_by(visit.query, photos, parts)]
        self._visits = [replace(visit, place=_without(visit.place, photos)) for visit in left]

    def back(self) -> HistoryEntry | None:
        """Remove and return the previous result."""
        return self._visits.pop() if self._visits else None


def _is_by(query: Query | None, photos: Set[int], parts: Collection[Part]) -> bool:
    if query is None:
        return False
    return any(part in parts or (isinstance(part, Like) and part.photo in photos) for part in query.parts)


def _without(place: ScrollAnchor, photos: Set[int]) -> ScrollAnchor:
    anchor = None if place.anchor is not None and place.anchor[0] in photos else place.anchor
    return ScrollAnchor(anchor, place.selected - photos, 0 if place.current in photos else place.current)


def _likes(query: Query | None) -> frozenset[object]:
    """Return the examples of a query without their weights, which do not lead to another result."""
    return frozenset(replace(like, weight=1.0) for like in query.likes) if query else frozenset()


def _is_turned(query: Query | None) -> bool:
    return query is not None and query.shows_excluded
