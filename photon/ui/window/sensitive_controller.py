"""Hidden photos in a window: hide them, show them for a while, look at suspected ones, and forget what names them."""

from collections.abc import Collection, Set
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from photon.domain import Changes, Counts, Part, Query
from photon.domain.query.filter_kinds.states import SUSPECTED
from photon.language import tr, tr_n
from photon.ui.grid.result_history import ResultHistory
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import show_text
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import NoticeBar, Toast
from photon.ui.window.status_line import StatusLine


class SensitiveController(QObject):
    """Hides photos and shows them again; removes what names hidden ones from the search bar, the history and menus.

    Each part that shows photos drops those that are hidden on its own (``Changes.gone``).
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._hiding = context, context.session.hiding
        self._bar, self._history = context.part(SearchBar), context.part(ResultHistory)
        self._status, self._marks = context.part(StatusLine), context.part(MarkCommands)
        context.bridge.changed.connect(self._hear)
        self._marks.failed.connect(context.renew)
        self._status.hidden.clicked.connect(self.unlock_or_lock)
        self._status.suspected.clicked.connect(self.show_suspected)
        context.news.counted.connect(self._show_counts)

    def decide(self, *, hides: bool = False) -> None:
        """Hide the photos that commands act on, or stop hiding them."""
        photos = self._context.targets()
        if hides and not self._hiding.is_unlocked:
            self._context.let_go(photos)
        self._marks.hide(photos, hidden=hides)

    def unlock_or_lock(self) -> None:
        """Show hidden photos until Photon is closed, or hide them again."""
        future = self._hiding.lock() if self._hiding.is_unlocked else self._hiding.unlock()
        self._context.bridge.call(future, lambda _: self._status.refresh(), self)

    def show_suspected(self) -> None:
        """Show the photos that may be sensitive; ask first if hidden photos are not shown yet."""
        if self._hiding.is_unlocked:
            self._bar.ask_query(Query((SUSPECTED,)))
            return
        self._context.part(NoticeBar).offer(
            tr("These photos may be sensitive. Photon shows them, and all hidden photos, until it closes."),
            tr("For each, choose Photo › Visibility › Hide, or Stop hiding."),
            tr("Show them"),
            lambda: self._context.bridge.call(self._hiding.unlock(), lambda _: self.show_suspected(), self),
        )

    def _show_counts(self, counts: Counts) -> None:
        """Show how many photos are hidden, and how many may be sensitive."""
        hidden, suspected, is_unlocked = self._status.hidden, self._status.suspected, self._hiding.is_unlocked
        show_text(hidden, tr("{count:,} hidden · Unlock", count=counts.hidden) if counts.hidden else "")
        hidden.setToolTip(tr("Click to show these photos until Photon closes. You can stop hiding them then."))
        if is_unlocked:
            show_text(hidden, tr("Lock hidden photos"))
            hidden.setToolTip(tr("Hidden photos are shown until Photon closes. Click to hide them again."))
        some = counts.suspected
        words = tr_n("{count:,} photo may be sensitive", "{count:,} photos may be sensitive", some)
        show_text(suspected, words if some else "")
        suspected.setToolTip(tr("Nobody has looked at these hidden photos yet. Click to look at them."))

    def _hear(self, changes: Changes) -> None:
        if not (photos := changes.gone):
            return
        for part in (self._context.part(Toast), self._context.part(NoticeBar)):
            part.clear()
        while (menu := QApplication.activePopupWidget()) is not None and menu.close():
            pass
        for dialog in self._context.widget.findChildren(QDialog):  # the photos may be among those that it is about
            if dialog.isModal() and dialog.isVisible():
                dialog.reject()
        if self._bar.completion is not None:
            self._bar.completion.forget()
        self._drop(photos, [like for like in self._bar.editor.examples if like.photo in photos])
        query = self._bar.query()
        parts = [*(query.parts if query is not None else ()), *self._history.parts]
        asked = self._hiding.telling_parts(parts)
        self._context.bridge.call(asked, lambda parts: self._drop(photos, parts), self)

    def _drop(self, photos: Set[int], parts: Collection[Part]) -> None:
        """Remove parts that name hidden photos from the query, and drop the results that were found by them."""
        query = self._bar.query()
        if query is not None and any(part in parts for part in query.parts):
            self._bar.ask_query(replace(query, parts=tuple(part for part in query.parts if part not in parts)))
        self._bar.editor.forget(photos)
        self._history.forget(photos, parts)
