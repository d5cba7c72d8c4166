"""Sensitive photos in a window: shown for a while, hidden again, and out of what the window remembers and says."""

from collections.abc import Collection, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from photon.domain import Part

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


class LettingGo(QObject):
    """Clears the search bar, the way back, sentences, menus and small panels of photos that were hidden.

    Each part that shows photos lets go of them by itself.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.top_bar.search
        window.bridge.hidden.connect(self._forget)
        window.status.hidden_wanted.connect(self.unlock_or_lock)

    def unlock_or_lock(self) -> None:
        """Show sensitive photos until Photon is closed, or hide them again."""
        hiding = self._window.session.hiding
        future = hiding.lock() if hiding.is_unlocked else hiding.unlock()
        self._window.bridge.call(future, lambda _: self._window.status.refresh(), self)

    def _forget(self, photos: Set[int]) -> None:
        window = self._window
        while (menu := QApplication.activePopupWidget()) is not None and menu.close():
            pass
        for said in (window.toast, window.notice):
            said.clear()
        window.lessons.panel.forget(photos)
        if self._bar.completion is not None:
            self._bar.completion.forget()
        self._drop(photos, [like for like in self._bar.examples if like.photo in photos])
        query = self._bar.query()
        asked = window.session.hiding.telling_parts([*(query.parts if query is not None else ()), *window.trail.parts])
        window.bridge.call(asked, lambda parts: self._drop(photos, parts), self)

    def _drop(self, photos: Set[int], parts: Collection[Part]) -> None:
        """Ask without what names hidden photos, and leave out the results that were asked for by it."""
        query = self._bar.query()
        if query is not None and any(part in parts for part in query.parts):
            self._bar.ask_query(replace(query, parts=tuple(part for part in query.parts if part not in parts)))
        self._bar.forget(photos)
        self._window.trail.forget(photos, parts)
