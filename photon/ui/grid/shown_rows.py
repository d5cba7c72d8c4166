"""The rows that the grid shows: photos of a folder or of an answer, their stacks, and the place of the user in them."""

import time
from collections.abc import Collection, Sequence, Set
from dataclasses import replace

from photon.app.search.answer_rows import AnswerRows
from photon.domain import Answer, Hit
from photon.domain.photo.date_span import DateSpan
from photon.ui.grid.cell_view import ScrollAnchor
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.stacks import Stacks, laid_out_rows

EXPECTED_S = 0.5  # maximum time between the last key and the search for the words
_NOWHERE = ScrollAnchor(None, frozenset(), 0)


class ShownRows:
    """Lays out rows in the grid.

    New content begins at its top, unless the user returns to a place in it, or selected one of its photos while it was
    awaited. The same content keeps the place.

    Attributes:
        answer: The answer whose rows are shown; None for a folder.
        rows: The rows.
        is_new: Whether other content is awaited than is shown.
    """

    def __init__(self, grid: PhotoGrid) -> None:
        self._grid = grid
        self.answer: Answer | None = None
        self.rows = AnswerRows()
        self.is_new = True
        self._left, self._left_at = _NOWHERE, 0.0
        self._return_to: ScrollAnchor | None = None
        self._unfolded: Collection[int] = ()

    @property
    def returns(self) -> bool:
        """Whether the user returns to a place in what is awaited."""
        return self._return_to is not None

    @property
    def is_at_top(self) -> bool:
        """Whether the first rows are on the screen, and no photo is selected."""
        return self._grid.verticalScrollBar().value() == 0 and not self._grid.targets()

    @property
    def unfolded(self) -> frozenset[int]:
        """The front photos of unfolded stacks."""
        return frozenset(self._grid.grid_model.stacks.unfolded)

    @property
    def hits(self) -> Sequence[Hit]:
        """The hits of the answer; empty for a folder."""
        return self.answer.hits if self.answer is not None else ()

    @property
    def is_longer(self) -> bool:
        """Whether the answer has more photos after its hits."""
        return bool(self.hits) and len(self.rows) > len(self.hits)

    @property
    def place(self) -> ScrollAnchor:
        """The place of the user."""
        return self._grid.place()

    def is_good(self, photo: int) -> bool:
        """Return whether a photo, or the one in front of it in a stack, is among the good matches of the answer."""
        return (self._grid.grid_model.stacks.front_of(photo) or photo) in self.rows.good

    # -- what is awaited ---------------------------------------------------------------------------

    def expect(self) -> None:
        """Expect other content soon: a photo that the user selects from now on stays selected."""
        self._left, self._left_at = self.place, time.monotonic()

    def await_new(self, unfolded: Collection[int] = (), place: ScrollAnchor | None = None) -> None:
        """Await other content, with these stacks unfolded, to be shown at its top or at a place in it."""
        self.is_new = True
        self._return_to, self._unfolded = place, unfolded
        if time.monotonic() - self._left_at > EXPECTED_S:
            self.expect()

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, answer: Answer | None, rows: AnswerRows) -> float:
        """Show the rows of an answer or a folder; return the monotonic time at which that began."""
        self.answer, self.rows = answer, rows
        unfolded = self._unfolded if self.is_new else self.unfolded
        return self._lay_out(Stacks(rows.alike, unfolded, rows.stacked))

    def clear(self) -> float:
        """Show nothing; return when that began."""
        self.answer, self.rows = None, AnswerRows()
        return self._set_photos([], (0,))

    def toggle_stack(self, photo: int) -> None:
        """Unfold the stack of this photo, or fold it."""
        stacks = self._grid.grid_model.stacks
        front = stacks.front_of(photo)
        if front:
            if stacks.front_of(self._grid.current()) != front:
                self._grid.make_current(front)  # the top, which keeps its place
            self._lay_out(stacks.toggled(front))

    def fold_all(self) -> bool:
        """Fold every stack; return whether one was unfolded."""
        was_open = bool(self.unfolded)
        if was_open:
            self._lay_out(self._grid.grid_model.stacks.folded())
        return was_open

    def let_go(self, photos: Set[int]) -> None:
        """Remove the rows of photos that are moved to the bin at once; all others keep their order and place."""
        if self.answer is not None:
            hits = tuple(hit for hit in self.answer.hits if hit.photo not in photos)
            self.answer = replace(self.answer, hits=hits, strong=sum(hit.strong for hit in hits))
        self.rows = self.rows.without(photos)
        self._grid.grid_model.forget(photos)

    def forget(self, photos: Set[int]) -> None:
        """Drop everything about photos that must not be seen any more."""
        self.answer = None
        self.rows = self.rows.without(photos)
        self._left, self._return_to, self._unfolded = _NOWHERE, None, ()

    def _lay_out(self, stacks: Stacks) -> float:
        """Show the rows in the grid, with the photos of unfolded stacks; return when that began."""
        current, was_new = self._grid.current(), self.is_new
        self._grid.grid_model.stacks = stacks
        began = self._set_photos(*laid_out_rows(self.rows, stacks))
        if current and not was_new and self._grid.grid_model.row_of(current) < 0:
            front = stacks.folded_over(current)
            if front:
                self._grid.go_to(front)  # the current photo was folded behind it
        self._grid.viewport().update()
        return began

    def _set_photos(self, ids: Sequence[int], sections: tuple[int, ...], spans: tuple[DateSpan, ...] = ()) -> float:
        """Show photos, divided into spans if there are any, else into sections; return when that began."""
        if self.is_new and not self._was_chosen(ids):
            self._grid.to_top()
        began = time.monotonic()
        self._grid.grid_model.thumbnails.moments = self.rows.moments
        self._grid.grid_model.show_photos(ids, sections, spans)
        if self._return_to is not None:
            self._grid.return_to(self._return_to)
        self._return_to = None
        self.is_new = False
        return began

    def _was_chosen(self, ids: Sequence[int]) -> bool:
        """Return whether the user selected a remaining photo while the answer was pending; it keeps its place, too."""
        now = self.place
        is_changed = (now.selected, now.current) != (self._left.selected, self._left.current)
        return is_changed and bool(now.current) and now.current in ids
