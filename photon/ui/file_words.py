"""Words in files: written from the window into the files of the photos that are selected or shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.ui.words import counted, number
from photon.ui.write_page import WritePage

if TYPE_CHECKING:
    from photon.ui.main_window import MainWindow

NOTHING = "There are no photos here whose words could be written."


class FileWords(QObject):
    """Brings the pages about words in files together."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._toast = window.toast
        self.page = WritePage(window.session, window.bridge, window.grid.grid_model.thumbnails)
        self.page.done.connect(self._say)
        window.leafing.follow(self.page, self.page)

    def write(self) -> None:
        """Show what would be written for the photo that is open, the selected ones, or all that are shown."""
        window = self._window
        shown = window.middle.currentWidget()
        if shown is self.page:
            return
        photos, whose = self._targets()
        if not photos:
            self._toast.say(NOTHING)
            return
        self.page.begin(photos, whose)
        window.leafing.show_page(self.page)

    def _targets(self) -> tuple[list[int], str]:
        window = self._window
        if window.is_loupe_open():
            return window.targets(), "This photo"
        selected = window.active_grid.selected()
        if selected:
            return selected, counted(len(selected), "selected photo")
        shown = window.active_grid.grid_model.ids
        return list(shown), "1 photo" if len(shown) == 1 else f"All {number(len(shown))} photos shown"

    def _say(self, words: str) -> None:
        if not self.page.isVisible():
            self._toast.say(words)
