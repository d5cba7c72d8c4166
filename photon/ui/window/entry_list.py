"""The fixed lines at the top of the left panel: all photos, favourites, albums, duplicates, the bin."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.domain import Counts, Query
from photon.language import number, tr
from photon.search.query_language import format_query
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.count_tree import CountTree
from photon.ui.widgets.line_model import Lines

ALL = "?"  # the place of all photos


class EntryList(CountTree[Entry]):
    """Shows the entries of all features, and opens the one that is clicked, or on which Enter is pressed."""

    def __init__(
        self, context: WindowContext, features: Iterable[WindowFeature], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Photos"), parent)
        lines = [(entry, feature.controller) for feature in features for entry in feature.entries]
        self._context, self._controllers = context, {entry.key: controller for entry, controller in lines}
        self.setItemDelegate(CountDelegate("", self))
        self.setRootIsDecorated(False)
        self._photos = 0
        self.show_lines(Lines.build((entry.key, None, entry) for entry, _ in lines))
        self.clicked.connect(self._open)
        context.news.followed.connect(self.follow)
        context.news.counted.connect(self.show_counts)

    def show_counts(self, counts: Counts) -> None:
        """Show the number of all photos."""
        self._photos = counts.photos
        self.viewport().update()

    def describe(self, thing: Entry, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return the display data of a line."""
        count = number(self._photos) if thing.place == ALL else ""
        words = {int(Qt.ItemDataRole.DisplayRole): thing.name, CountRole.ICON: thing.icon, CountRole.COUNT: count}
        return words.get(role)

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Highlight the entry that the window shows.

        Args:
            page: The current page.
            results: The content of the page if it is the page of results.
        """
        place = page.topic if results is None else f"{results.folder or ''}?{format_query(results.query or Query())}"
        self.light(next((entry.key for entry in self.lines.lines.things if entry.place == place), None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the entry with the cursor on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        entry = self.thing_at(index)
        if entry is not None:
            entry.run(self._context.part(self._controllers[entry.key]))
