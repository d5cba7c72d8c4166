"""How a folder comes from a person: by a dialog, by dropping it, or by ticking a proposed one."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QSize, QStandardPaths, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme

LINE = 40
BOX = 18


class FolderDialog(QAbstractButton):
    """A line that is on or off; the style's own check box can hardly be seen on dark."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFixedHeight(LINE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as the page."""
        return QSize(320, LINE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole line is small
        """Paint the line."""
        in_use = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(in_use.colour("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.setBrush(in_use.colour("hover" if self.underMouse() else "panel"))
        painter.drawRoundedRect(frame, tokens.RADIUS, tokens.RADIUS)
        box = QRect(frame.left() + 12, frame.center().y() - BOX // 2 + 1, BOX, BOX)
        self._paint_box(painter, box)
        side = tokens.ICON
        folder = icon("folder", "text" if self.isChecked() else "quiet").pixmap(QSize(side, side))
        painter.drawPixmap(box.right() + 12, frame.center().y() - side // 2 + 1, folder)
        place = frame.adjusted(box.right() + 12 + side + 8, 0, -tokens.SPACE, 0)
        painter.setPen(in_use.colour("text" if self.isChecked() else "quiet"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_box(self, painter: QPainter, box: QRect) -> None:
        in_use = theme()
        is_on = self.isChecked()
        painter.setPen(QPen(in_use.colour("accent" if is_on else "suggestion"), 1.5))
        painter.setBrush(in_use.colour("accent" if is_on else "photos"))
        painter.drawRoundedRect(box, 4, 4)
        if is_on:
            check = icon("check-bold", "on_accent").pixmap(QSize(12, 12))
            painter.drawPixmap(box.left() + 3, box.top() + 3, check)


def choose_folder(parent: QWidget) -> str:
    """Ask for a folder; empty when the person thought better of it."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return QFileDialog.getExistingDirectory(parent, "Add a folder with photos", pictures)


def folders_in(dragged: QMimeData) -> list[str]:
    """The folders among what is dragged."""
    paths = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]
