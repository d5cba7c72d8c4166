"""Titles, captions and drafts in a window: the key that writes, and the page that goes through drafts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

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

    def write(self) -> None:
        """Put the cursor into the caption of the selected photos, wherever the panel is."""
        window = self._window
        if window.middle.currentWidget() not in (window.photos_page, window.loupe):
            return
        targets = window.targets()
        if not targets:
            self._toast.say("Select a photo first, then write its caption.")
            return
        window.inspector.setVisible(True)
        window.inspector.show_photos(targets)
        window.inspector.open_captions()
        self.section.focus_caption()

    def _free_keyboard(self) -> None:
        window = self._window
        (window.loupe if window.middle.currentWidget() is window.loupe else window.grid).setFocus()
