"""Opens the page that compares photos, from the grid or from the loupe."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QObject

from photon.language import tr
from photon.ui.compare.compare_page import ComparePage
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.marks.mark_keys import MarkKeys


class CompareController(QObject):
    """Compares photos."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._grid, self._keys = context, context.part(PhotoGrid), context.part(MarkKeys)
        context.news.compare_wanted.connect(self.show)

    @cached_property
    def page(self) -> ComparePage:
        """The page."""
        page = self._context.pages.add(ComparePage(self._context.session, self._context.bridge))
        self._keys.pages[page] = page.advance
        page.rated.connect(self._keys.marks.rate)
        return page

    def begin(self) -> None:
        """Compare the selected photos, or the current one with those that follow."""
        if self._context.pages.current is self.page:
            self.page.closed.emit()
            return
        self.page.comes_from = None
        chosen = self._context.targets()
        among = self._grid.grid_model.ids
        if not chosen and among:
            chosen = [self._grid.current() or among[0]]
        if self.page.open(chosen, among):
            self._context.pages.enter(self.page)
        else:
            self._context.say(tr("There is no other photo to compare with."))

    def show(self, photos: Sequence[int], page: Page) -> None:
        """Compare photos of a page, and return to it later. Of many photos, the first is compared with all others."""
        if self.page.open(photos, photos):
            self.page.comes_from = page
            self._context.pages.enter(self.page)
