"""The key Del: what can be deleted says so itself; for all else the window says what can be done instead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from photon.ui.kit.formatting import counted

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

NOTHING = "Nothing is selected here that could be deleted."
PHOTOS = "Photon cannot delete photos yet."
FILES = "Photon deletes no files."
HOW_ONE = "Show it in its folder and delete it there. Photon notices that it has gone."
HOW_MANY = "Show the {} in their folder and delete them there. Photon notices that they have gone."


class Deleting(QObject):
    """Answers Del where no part of the window does."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def explain(self) -> None:
        """Say what can be done with the photos or files that are looked at."""
        window = self._window
        problems = window.problem_list.chosen if self._is_at(window.problem_list) else []
        photos = self._photos()
        if problems:
            how = _how(len(problems), "file")
            window.notice.offer(FILES, how, "Show in folder", window.problem_list.show_in_folder)
        elif photos:
            how = _how(len(photos), "photo")
            window.notice.offer(PHOTOS, how, "Show in folder", lambda: window.files.show_in_folder(photos))
        else:
            window.toast.say(NOTHING)

    def _is_at(self, page: QWidget) -> bool:
        """Whether a page is shown and has the keyboard."""
        focus = self._window.focusWidget()
        is_shown = self._window.middle.currentWidget() is page
        return is_shown and focus is not None and (focus is page or page.isAncestorOf(focus))

    def _photos(self) -> list[int]:
        window, page = self._window, self._window.middle.currentWidget()
        if page is None or not self._is_at(page):
            return []
        if page in window.leafing.pages:
            current = window.leafing.pages[page].current
            return [current.photo] if current is not None and current.photo else []
        if page is window.lessons.page:
            return [window.lessons.page.photo] if window.lessons.page.photo else []
        return [] if page is window.problem_list else window.targets()


def _how(many: int, what: str) -> str:
    return HOW_ONE if many == 1 else HOW_MANY.format(counted(many, what))
