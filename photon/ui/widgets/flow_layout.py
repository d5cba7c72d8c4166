"""Chips beside and below each other, as words of a text."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

GAP = 6


class FlowLayout(QWidget):
    """Places widgets in lines that fill the width; it is as high as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []

    @property
    def parts(self) -> list[QWidget]:
        """What it holds, in order."""
        return list(self._parts)

    def replace_parts(self, parts: Sequence[QWidget]) -> None:
        """Hold these instead of those before."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = list(parts)
        for part in parts:
            part.setParent(self)
            part.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(160, self.height())

    def minimumSizeHint(self) -> QSize:
        """Long chips must not widen the panel."""
        return QSize(0, self.height())

    def _place(self) -> None:
        left = top = line = 0
        for part in self._parts:
            size = part.sizeHint()
            wide = min(size.width(), max(1, self.width()))
            if left and left + wide > self.width():
                left, top, line = 0, top + line + GAP, 0
            part.setGeometry(left, top, wide, part.maximumHeight() if part.maximumHeight() < 100 else size.height())
            left += wide + GAP
            line = max(line, part.height())
        self.setFixedHeight(top + line)
        self.setVisible(bool(self._parts))
