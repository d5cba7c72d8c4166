"""Sensitive photos in a window: show them for a while, hide them, and remove them from what the window remembers."""

from collections.abc import Collection, Set
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from photon.domain import Part
from photon.ui.grid.result_history import ResultHistory
from photon.ui.kit.context import WindowContext
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.status_line import StatusLine


class SensitiveController(QObject):
    """Shows and hides sensitive photos; on hiding, removes what names them from the search bar, the history and menus.

    Each part that shows photos removes them on its own.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bar, self._history = context, context.part(SearchBar), context.part(ResultHistory)
        context.part(StatusLine).hidden_wanted.connect(self.unlock_or_lock)
        context.bridge.hidden.connect(self._forget)

    def unlock_or_lock(self) -> None:
        """Show sensitive photos until Photon is closed, or hide them again."""
        hiding = self._context.session.hiding
        future = hiding.lock() if hiding.is_unlocked else hiding.unlock()
        self._context.bridge.call(future, lambda _: self._context.part(StatusLine).refresh(), self)

    def _forget(self, photos: Set[int]) -> None:
        while (menu := QApplication.activePopupWidget()) is not None and menu.close():
            pass
        if self._bar.completion is not None:
            self._bar.completion.forget()
        self._drop(photos, [like for like in self._bar.editor.examples if like.photo in photos])
        query = self._bar.query()
        parts = [*(query.parts if query is not None else ()), *self._history.parts]
        asked = self._context.session.hiding.telling_parts(parts)
        self._context.bridge.call(asked, lambda parts: self._drop(photos, parts), self)

    def _drop(self, photos: Set[int], parts: Collection[Part]) -> None:
        """Remove parts that name hidden photos from the query, and drop the results that were found by them."""
        query = self._bar.query()
        if query is not None and any(part in parts for part in query.parts):
            self._bar.ask_query(replace(query, parts=tuple(part for part in query.parts if part not in parts)))
        self._bar.editor.forget(photos)
        self._history.forget(photos, parts)
