"""Titles, captions and drafts in a window: the key that writes, and the pages that go through drafts and doubts."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from photon.ui.caption_doubts import CaptionDoubts
from photon.ui.caption_page import CaptionPage
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
        self._way_back: CaptionReview | CaptionDoubts | None = None  # where the loupe was opened from
        self.section = window.inspector.captions
        self.section.done.connect(self._say)
        self.section.left.connect(self._free_keyboard)
        self.section.review_wanted.connect(self.review)
        thumbnails = window.grid.grid_model.thumbnails
        self.page = CaptionReview(window.session, window.bridge, thumbnails)
        self.doubts = CaptionDoubts(window.session, window.bridge, thumbnails)
        self.pages = (self.page, self.doubts)
        self.preferences = CaptionPage(window.session, window.bridge)
        if window.session.captions.can_draft:  # else there is nothing to choose
            window.encoders.preferences.add_page("Captions", "chat-text", self.preferences)
        for page in self.pages:
            self._follow(page)
        window.loupe.closed.connect(self._come_back)
        window.middle.currentChanged.connect(lambda _: self._forget_way_back())

    def _follow(self, page: CaptionReview | CaptionDoubts) -> None:
        page.done.connect(self._say)
        page.closed.connect(self._window.show_grid)
        page.opened.connect(lambda photos, at: self._look(page, photos, at))
        page.current_changed.connect(lambda photo: self._show_details(page, photo))

    @property
    def is_leafing(self) -> bool:
        """Whether the loupe goes through the photos of one of the pages."""
        return self._way_back is not None

    def write(self) -> None:
        """Put the cursor into the caption of the selected photos, wherever the panel is."""
        window = self._window
        if window.middle.currentWidget() in (window.problem_list, *self.pages, window.lessons.page):
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
        self._show_page(self.page)

    def doubt(self) -> None:
        """Look for captions that may not fit their photo."""
        self.doubts.begin()
        self._show_page(self.doubts)

    def _look(self, page: CaptionReview | CaptionDoubts, photos: Sequence[int], at: int) -> None:
        """Open a photo of a page; leaving it leads back there."""
        self._way_back = page
        self._window.show_page(self._window.loupe)
        self._window.loupe.open(photos, at)

    def _come_back(self) -> None:
        page, self._way_back = self._way_back, None
        if page is not None:
            QTimer.singleShot(0, self, lambda: self._show_page(page))  # the window shows the grid first

    def _forget_way_back(self) -> None:
        """The person went elsewhere than from a page to a photo."""
        if not self._window.is_loupe_open():
            self._way_back = None

    def _show_page(self, page: CaptionReview | CaptionDoubts) -> None:
        self._window.show_page(page)
        page.setFocus()
        if page.current is not None:
            self._show_details(page, page.current.photo)

    def _show_details(self, page: CaptionReview | CaptionDoubts, photo: int) -> None:
        if self._window.middle.currentWidget() is page:
            self._window.inspector.show_photos([photo])

    def _say(self, words: str) -> None:
        self._toast.say(f"{words}.", self._undo)

    def _free_keyboard(self) -> None:
        shown = self._window.middle.currentWidget()
        page = next((page for page in self.pages if page is shown), None)
        (self._window.focus_middle if page is None else page.setFocus)()
