"""A list of what a change would do: what it concerns, how that is now, and how it would be."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

MOST = 50
"""Rows that are shown; a preview needs no more."""


class BeforeAfterList(QTreeWidget):
    """Shows the first rows of a change."""

    def __init__(self, name: str, columns: tuple[str, ...]) -> None:
        """Show nothing yet.

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
        """Show these; a text that is cut can be read in its tooltip."""
        self.clear()
        items = []
        for row in rows:
            item = QTreeWidgetItem(list(row))
            for column, text in enumerate(row):
                item.setToolTip(column, text)
            items.append(item)
        self.addTopLevelItems(items)

    def texts(self) -> list[tuple[str, ...]]:
        """What stands in the rows."""
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [tuple(item.text(column) for column in range(self.columnCount())) for item in items if item]
