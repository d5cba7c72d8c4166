"""The base class of the trees of folders, tags and words."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTreeView, QWidget

from photon.ui.kit.icons import paint_icon
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import theme


class LineTree(QTreeView):
    """A tree of lines of equal height in one column, with a caret before those that can be expanded."""

    def __init__(self, name: str, indentation: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setIndentation(indentation)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        theme().changed.connect(self.viewport().update)

    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        """Paint a caret from the icon family instead of the style's branches."""
        if self.model().hasChildren(index):
            place = QRect(rect.right() - self.indentation() // 2 - 4, rect.center().y() - 5, 12, 12)
            paint_icon(painter, place, "caret-down" if self.isExpanded(index) else "caret-right")
