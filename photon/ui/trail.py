"""The way back: what was shown before an example took its place."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from photon.domain import Order, Query
from photon.ui.cell_view import Place

MOST = 50


@dataclass(frozen=True, slots=True)
class Visit:
    """A result that somebody looked at.

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
    place: Place


class Trail:
    """The results gone through, the latest last; old ones are forgotten."""

    def __init__(self, look: Callable[[], Visit]) -> None:
        """Take the way to learn what is shown now."""
        self._look = look
        self._visits: list[Visit] = []

    def __bool__(self) -> bool:
        """Whether there is a way back."""
        return bool(self._visits)

    def leave(self, query: Query | None) -> None:
        """Remember what is shown if ``query`` leads away from it: to other examples; words lead no further away."""
        visit = self._look()
        if _likes(query) != _likes(visit.query):
            self._visits = [*self._visits, visit][-MOST:]

    def back(self) -> Visit | None:
        """The result before, which is taken off the trail."""
        return self._visits.pop() if self._visits else None


def _likes(query: Query | None) -> frozenset[object]:
    """Which examples, for a picture that only counts more or less leads nowhere else."""
    return frozenset(replace(like, weight=1.0) for like in query.likes) if query else frozenset()
