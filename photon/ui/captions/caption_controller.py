"""Titles, captions and drafts in a window: the key that writes, and the pages that go through drafts and doubts."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.ui.captions.caption_review import CaptionReview
from photon.ui.captions.caption_settings import CaptionPage
from photon.ui.captions.mismatch_page import CaptionDoubts

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


class Captioning(QObject):
    """Lets the person describe photos in a window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._toast = window.toast
        self._undo = window.marks.undo
        self.section = window.inspector.captions
        self.section.done.connect(self._say)
        self.section.left.connect(window.focus_middle)
        self.section.review_wanted.connect(self.review)
        thumbnails = window.grid.grid_model.thumbnails
        self.page = CaptionReview(window.session, window.bridge, thumbnails)
        self.doubts = CaptionDoubts(window.session, window.bridge, thumbnails)
        if window.session.captions.can_draft:  # else there is nothing to choose
            self.preferences = CaptionPage(window.session, window.bridge)
            window.encoders.preferences.add_page("Captions", "chat-text", self.preferences)
        for page in (self.page, self.doubts):
            page.done.connect(self._say)
            window.leafing.follow(page, page)

    def write(self) -> None:
        """Put the cursor into the caption of the selected photos, wherever the panel is."""
        window = self._window
        if window.middle.currentWidget() in (window.problem_list, *window.leafing.pages, window.lessons.page):
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
        self._window.leafing.show_page(self.page)

    def doubt(self) -> None:
        """Look for captions that may not fit their photo."""
        self.doubts.begin()
        self._window.leafing.show_page(self.doubts)

    def _say(self, words: str) -> None:
        self._toast.say(f"{words}.", self._undo)
