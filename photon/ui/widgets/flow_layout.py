"""A widget that arranges chips or buttons in lines, like words of a text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

GAP = 6


class FlowLayout(QWidget):
    """Arranges widgets in lines that fill the width; its height follows from the lines."""

    def __init__(self, parent: QWidget, *, wants_one_line: bool = False) -> None:
        """Create it empty.

        Args:
            parent: Its parent; without one it would become a window once it has content.
            wants_one_line: Whether to ask for the width of all parts in one line; they wrap if there is less.
        """
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._wants_one_line = wants_one_line

    @property
    def parts(self) -> list[QWidget]:
        """Its widgets, in order."""
        return list(self._parts)

    def replace_parts(self, parts: Sequence[QWidget]) -> None:
        """Show these widgets instead; those that stay may change their order."""
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
        """Arrange the lines again."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Arrange the lines again when a part changed its text, was hidden or shown."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange the lines again, because no events arrive for changes while it is hidden."""
        super().showEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Accept any width."""
        return QSize(160, self.height())

    def minimumSizeHint(self) -> QSize:
        """Keep long chips from widening the panel."""
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
