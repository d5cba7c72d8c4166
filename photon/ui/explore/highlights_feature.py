"""The feature that chooses the photos that stand for many."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.domain.decisions.explore import FEW_GOOD, NOT_HIGHLIGHTED
from photon.language import tr, tr_n
from photon.ui.grid.match_selection import MatchSelection
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.keys.command_table import PHOTO, TOOLS, Command, MenuPlace
from photon.ui.kit.context import WindowContext
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.search.results import Gallery

if TYPE_CHECKING:
    from photon.ui.explore.highlights_page import HighlightsPage


class HighlightsController(QObject):
    """Opens the page of highlights, and decides which photos are none."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    @cached_property
    def page(self) -> "HighlightsPage":
        """The page."""
        from photon.ui.explore.highlights_page import HighlightsPage  # with what chooses, which the start can spare

        return self._context.pages.add(HighlightsPage(self._context))

    def open(self) -> None:
        """Show the highlights of the selected photos or, without at least two, of the answer or folder shown."""
        if self._context.pages.current.grid is self._context.part(PhotoGrid):
            self._context.part(Gallery).requests.await_all(self._open)
        else:
            self._context.say(tr("Show a folder, an album or the answer to a search first."))

    def _open(self) -> None:
        grid = self._context.part(PhotoGrid)
        chosen, ids, matches = grid.selected(), grid.grid_model.ids, grid.grid_model.matches
        if len(chosen) > 1:
            self.page.show_among(chosen)
        elif len(matches) > 1 and matches[0] < FEW_GOOD and any(matches[:2]):
            self.page.show_among(list(ids[: sum(matches[:2])]), list(ids[matches[0] : sum(matches[:2])]))
        else:
            self.page.show_among(MatchSelection(grid).meant()[0])
        self._context.pages.enter(self.page)

    def leave_out(self, *, on: bool) -> None:
        """Leave the photos that commands act on out of highlights, or choose them there again."""
        if photos := self._context.targets():
            name = _left_out if on else _chosen
            done = self._context.session.decisions.decide(NOT_HIGHLIGHTED, photos, name, on=on)
            self._context.bridge.call(done, partial(self._report, name(len(photos))), self)

    def _report(self, words: str, changes: Changes) -> None:
        self._context.say(words[:1].upper() + words[1:], undo=bool(changes))


def _left_out(count: int) -> str:
    return tr_n("left {count:,} photo out of highlights", "left {count:,} photos out of highlights", count)


def _chosen(count: int) -> str:
    return tr_n("{count:,} photo may be a highlight again", "{count:,} photos may be highlights again", count)


_OPEN = {"highlights": Command(tr("Highlights…"), (), "sparkle", HighlightsController.open)}
_DECIDED = {
    "not-highlighted": Command(tr("Leave out of highlights"), run=partial(HighlightsController.leave_out, on=True)),
    "highlighted": Command(tr("Choose for highlights again"), run=partial(HighlightsController.leave_out, on=False)),
}
HIGHLIGHTS = WindowFeature(
    HighlightsController,
    {MenuPlace(TOOLS, 2): _OPEN, MenuPlace(PHOTO, 0, tr("Visibility")): _DECIDED},
    is_late=True,
)
