"""Titles, captions and drafts in a window: the key that writes, and the page that goes through drafts."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from photon.ui.caption_review import CaptionReview

if TYPE_CHECKING:
    from photon.ui.main_window import MainWindow


class Captioning(QObject):
    """Lets the person describe photos in a window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._toast = window.toast
        self._undo = window.marks.undo
        self.section = window.inspector.captions
        self.section.done.connect(lambda words: self._toast.say(f"{words}.", self._undo))
        self.section.left.connect(self._free_keyboard)
        self.section.review_wanted.connect(self.review)
        self.page = CaptionReview(window.session, window.bridge, window.grid.grid_model.thumbnails)
        self.page.done.connect(lambda words: self._toast.say(f"{words}.", self._undo))
        self.page.closed.connect(window.show_grid)
        self.page.opened.connect(self._look)
        self.page.current_changed.connect(self._show_details)
        window.loupe.closed.connect(self._come_back)
        window.middle.currentChanged.connect(lambda _: self._forget_way_back())
        self.is_leafing = False

    def write(self) -> None:
        """Put the cursor into the caption of the selected photos, wherever the panel is."""
        window = self._window
        if window.middle.currentWidget() in (window.problem_list, self.page):
            return
        targets = window.targets()
        if not targets:
            self._toast.say("Select a photo first, then write its caption.")
            return
        window.inspector.setVisible(True)
        window.inspector.show_photos(targets)
        window.inspector.reveal(window.inspector.described)
        self.section.focus_caption()

    def review(self, among: Collection[int] | None = None) -> None:
        """Go through drafted captions: those of these photos, or (None) all."""
        self.page.begin(among)
        self._show_page()

    def _look(self, photos: Sequence[int], at: int) -> None:
        """Open a photo of the review; leaving it leads back there."""
        self.is_leafing = True
        self._window.show_page(self._window.loupe)
        self._window.loupe.open(photos, at)

    def _come_back(self) -> None:
        if self.is_leafing:
            self.is_leafing = False
            QTimer.singleShot(0, self, self._show_page)  # the window shows the grid first

    def _forget_way_back(self) -> None:
        """The person went elsewhere than from the review to a photo."""
        self.is_leafing = self.is_leafing and self._window.is_loupe_open()

    def _show_page(self) -> None:
        self._window.show_page(self.page)
        self.page.setFocus()

    def _show_details(self, photo: int) -> None:
        if self._window.middle.currentWidget() is self.page:
            self._window.inspector.show_photos([photo])

    def _free_keyboard(self) -> None:
        window = self._window
        if window.middle.currentWidget() is self.page:
            self.page.setFocus()
        else:
            window.focus_middle()
