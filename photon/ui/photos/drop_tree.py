"""A tree in the left panel on whose lines photos can be dropped."""

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter
from PySide6.QtWidgets import QWidget

from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex, reveal
from photon.ui.kit.theme import theme
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in
from photon.ui.widgets.count_delegate import CountDelegate
from photon.ui.widgets.count_tree import CountTree

T = TypeVar("T")


class PhotoDropTree(CountTree[T]):
    """Shows a frame around the line on which photos would be dropped."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        """Create the tree.

        Args:
            name: The name for screen readers.
            icon: The icon of its lines.
            parent: The parent.
        """
        super().__init__(name, parent)
        self._over = QPersistentModelIndex()
        self.setItemDelegate(CountDelegate(icon, self))
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)

    def unfold_to(self, index: QModelIndex) -> None:
        """Expand what a line is in."""
        while (index := index.parent()).isValid():
            self.expand(index)

    def takes_photos(self, index: QModelIndex) -> bool:
        """Return whether photos can be dropped on a line."""
        raise NotImplementedError

    def take_photos(self, index: QModelIndex, photos: list[int]) -> None:
        """Handle photos that were dropped on a line that takes them."""
        raise NotImplementedError

    def drawRow(self, painter: QPainter, option: object, index: AnyIndex) -> None:
        """Paint a frame around the line on which photos would be dropped."""
        super().drawRow(painter, option, index)  # type: ignore[arg-type]
        if self._over.isValid() and self._over == index:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(theme().colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.visualRect(index).adjusted(1, 1, -1, -1), 6, 6)
            painter.restore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept photos."""
        if event.mimeData().hasFormat(PHOTOS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Highlight the line on which the photos would be dropped; near an edge of the panel, scroll it."""
        place = event.position().toPoint()
        reveal(self.viewport(), QRect(place - QPoint(0, tokens.LINE), QSize(1, 2 * tokens.LINE)))
        self._hover(self.indexAt(place))
        if self._over.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Remove the highlight."""
        self._hover(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Give the photos to the line."""
        index = self.indexAt(event.position().toPoint())
        self._hover(QModelIndex())
        if self.takes_photos(index) and event.mimeData().hasFormat(PHOTOS_MIME):
            self.take_photos(index, photos_in(event.mimeData()))
            event.acceptProposedAction()

    def _hover(self, index: QModelIndex) -> None:
        self._over = QPersistentModelIndex(index if self.takes_photos(index) else QModelIndex())
        self.viewport().update()
