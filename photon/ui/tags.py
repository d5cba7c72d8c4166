"""Tags in the window: typed and decided in the right panel, kept in the left one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from photon.domain import Query

if TYPE_CHECKING:
    from photon.ui.main_window import MainWindow

NOTHING = "Select a photo first; then T adds a tag."


class Tags(QObject):
    """Brings the parts for tags together; ``asked`` brings a Query when a tag is looked for."""

    asked = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.top_bar.search
        self._toast = window.toast
        self._undo = window.marks.undo
        self.section = window.inspector.tags
        self.section.asked.connect(self.look_for)
        self.section.done.connect(self.say)
        self.section.quitted.connect(window.focus_middle)

    def begin(self) -> None:
        """Let the person type a tag for the photos that are looked at."""
        photos = self._window.targets()
        if not photos:
            self._toast.say(NOTHING)
            return
        inspector = self._window.inspector
        if inspector.isHidden():
            self._window.toggle_inspector()
        inspector.show_photos(photos)
        inspector.reveal(inspector.tags_section)
        self.section.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look_for(self, query: Query) -> None:
        """Search for a tag, and show it in the bar."""
        self._bar.recall(query)
        self.asked.emit(self._bar.query())

    def say(self, words: str) -> None:
        """Tell what was done, with a way to undo it."""
        self._toast.say(words, self._undo)
