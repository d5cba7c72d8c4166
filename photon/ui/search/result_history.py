"""The way back: what was shown before an example took its place."""

from collections.abc import Callable, Collection, Set
from dataclasses import dataclass, replace

from photon.domain import Like, Order, Part, Query
from photon.ui.grid.cell_view import ScrollAnchor

MOST = 50


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A result that was on the screen.

    Attributes:
        query: What was asked, or None when a folder was shown.
        folder: Path shown or searched, or None for everything.
        order: Order of the photos.
        unfolded: Photos in front whose stacks lay open.
        place: What of it was on the screen, and what was selected.
    """

    query: Query | None
    folder: str | None
    order: Order
    unfolded: frozenset[int]
    place: ScrollAnchor


class ResultHistory:
    """The results gone through, the latest last; old ones are forgotten."""

    def __init__(self, look: Callable[[], HistoryEntry]) -> None:
        """Take the way to learn what is shown now."""
        self._look = look
        self._visits: list[HistoryEntry] = []

    def __bool__(self) -> bool:
        """Whether there is a way back."""
        return bool(self._visits)

    @property
    def parts(self) -> list[Part]:
        """Of all queries that were asked."""
        return [part for visit in self._visits if visit.query is not None for part in visit.query.parts]

    def leave(self, query: Query | None) -> None:
        """Remember what is shown if ``query`` leads away from it: to other examples, or to what it leaves out.

        Words lead no further away.
        """
        visit = self._look()
        if _likes(query) != _likes(visit.query) or _is_turned(query) != _is_turned(visit.query):
            self._visits = [*self._visits, visit][-MOST:]

    def forget(self, photos: Set[int], parts: Collection[Part] = ()) -> None:
        """Leave out the results that were asked for by these photos or parts of a query, and where in others they were.

        Args:
            photos: Photos that were hidden.
            parts: What else names hidden photos.
        """
        left = [visit for visit in self._visits if not _is_by(visit.query, photos, parts)]
        self._visits = [replace(visit, place=_without(visit.place, photos)) for visit in left]

    def back(self) -> HistoryEntry | None:
        """The result before, which is taken off the trail."""
        return self._visits.pop() if self._visits else None


def _is_by(query: Query | None, photos: Set[int], parts: Collection[Part]) -> bool:
    if query is None:
        return False
    return any(part in parts or (isinstance(part, Like) and part.photo in photos) for part in query.parts)


def _without(place: ScrollAnchor, photos: Set[int]) -> ScrollAnchor:
    anchor = None if place.anchor is not None and place.anchor[0] in photos else place.anchor
    return ScrollAnchor(anchor, place.selected - photos, 0 if place.current in photos else place.current)


def _likes(query: Query | None) -> frozenset[object]:
    """Which examples, for a picture that only counts more or less leads nowhere else."""
    return frozenset(replace(like, weight=1.0) for like in query.likes) if query else frozenset()


def _is_turned(query: Query | None) -> bool:
    return query is not None and query.shows_excluded
