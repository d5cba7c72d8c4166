"""Chips or buttons beside and below each other, as words of a text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

GAP = 6


class FlowLayout(QWidget):
    """Places widgets in lines that fill the width; it is as high as they need."""

    def __init__(self, parent: QWidget, *, wants_one_line: bool = False) -> None:
        """Hold nothing yet.

        Args:
            parent: Its parent: without one it would become a window as soon as it holds something.
            wants_one_line: Ask for the width of all parts beside each other; they are broken where it is not given.
        """
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._wants_one_line = wants_one_line

    @property
    def parts(self) -> list[QWidget]:
        """What it holds, in order."""
        return list(self._parts)

    def replace_parts(self, parts: Sequence[QWidget]) -> None:
        """Hold these instead of those before; of those that stay the order may change."""
        for part in self._parts:
            if part not in parts:
                part.hide()
                part.deleteLater()
        for part in parts:
            if part not in self._parts:
                part.setParent(self)
                part.show()
        self._parts = list(parts)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A part has other words, was hidden, or is shown again."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Parts may have changed while it was hidden, of which no event comes."""
        super().showEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(160, self.height())

    def minimumSizeHint(self) -> QSize:
        """Long chips must not widen the panel."""
        line = sum(part.sizeHint().width() + GAP for part in self._shown()) if self._wants_one_line else 0
        return QSize(line, self.height())

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _place(self) -> None:
        left = top = line = 0
        for part in self._shown():
            size = part.sizeHint()
            wide = min(size.width(), max(1, self.width()))
            if left and left + wide > self.width():
                left, top, line = 0, top + line + GAP, 0
            part.setGeometry(left, top, wide, part.maximumHeight() if part.maximumHeight() < 100 else size.height())
            left += wide + GAP
            line = max(line, part.height())
        self.setFixedHeight(top + line)
        self.setVisible(bool(self._shown()))
