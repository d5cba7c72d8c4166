"""A list that previews a change: the objects affected, their current state, and their new state."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

MOST = 50
"""Maximum number of rows shown; a preview needs no more."""


class BeforeAfterList(QTreeWidget):
    """Shows the first rows of a change."""

    def __init__(self, name: str, columns: tuple[str, ...]) -> None:
        """Create an empty list.

        Args:
            name: The accessible name.
            columns: The titles of the columns.
        """
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(columns)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.header().setSectionsMovable(False)

    def show_rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Show these rows; the tooltip contains the full text of an elided cell."""
        self.clear()
        items = []
        for row in rows:
            item = QTreeWidgetItem(list(row))
            for column, text in enumerate(row):
                item.setToolTip(column, text)
            items.append(item)
        self.addTopLevelItems(items)

    def texts(self) -> list[tuple[str, ...]]:
        """Return the texts of the rows."""
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [tuple(item.text(column) for column in range(self.columnCount())) for item in items if item]
