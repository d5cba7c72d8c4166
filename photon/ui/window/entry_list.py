"""The fixed lines at the top of the left panel: all photos, favourites, albums, duplicates, the bin."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.domain import Counts, Query
from photon.language import number, tr
from photon.quick_dataclass import dataclass
from photon.search.query_language import format_query
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.pages import Page
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.count_tree import CountTree
from photon.ui.widgets.line_model import Lines


@dataclass(frozen=True, slots=True)
class Entry:
    """A fixed line.

    Attributes:
        key: What it opens.
        name: Text of the line.
        icon: Its icon.
        place: What is shown then: the topic in the guide of a page, or a question mark and the search among all photos.
    """

    key: str
    name: str
    icon: str
    place: str = ""


FAVOURITES = "is:favourite"
ENTRIES = (
    Entry("everything", tr("All photos"), "image", "?"),
    Entry("favourites", tr("Favourites"), "heart", f"?{FAVOURITES}"),
    Entry("albums", tr("Albums"), "book-bookmark"),
    Entry("duplicates", tr("Duplicates"), "copy", "duplicates"),
    Entry("bin", tr("Bin"), "trash", "bin"),
)


class EntryList(CountTree[Entry]):
    """Shows the entries; ``opened`` brings the key of one that was clicked, or on which Enter was pressed."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Photos"), parent)
        self.setItemDelegate(CountDelegate("", self))
        self.setRootIsDecorated(False)
        self._photos = 0
        self.show_lines(Lines.build((entry.key, None, entry) for entry in ENTRIES))
        self.clicked.connect(self._open)

    def show_counts(self, counts: Counts) -> None:
        """Show the number of all photos."""
        self._photos = counts.photos
        self.viewport().update()

    def describe(self, thing: Entry, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return the display data of a line."""
        count = number(self._photos) if thing is ENTRIES[0] else ""
        words = {int(Qt.ItemDataRole.DisplayRole): thing.name, CountRole.ICON: thing.icon, CountRole.COUNT: count}
        return words.get(role)

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Highlight the entry that the window shows.

        Args:
            page: The current page.
            results: The content of the page if it is the page of results.
        """
        place = page.topic if results is None else f"{results.folder or ''}?{format_query(results.query or Query())}"
        self.light(next((entry.key for entry in ENTRIES if entry.place == place), None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the entry with the cursor on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        entry = self.thing_at(index)
        if entry is not None:
            self.opened.emit(entry.key)
