"""A small panel over the window, below another widget, that leaves everything else usable."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.ui.kit import tokens


class OverlayPanel(QFrame):
    """Stays below a widget when the window changes its size; Esc leaves it from any of its fields.

    Signals:
        left: The keyboard is free again.

    Attributes:
        fixed_width: Width in pixels; 0 lets the content decide.
        is_right: Whether the right edges of panel and widget are in line, else the left ones.
        gap: Pixels between the widget and the panel.
    """

    left = Signal()
    fixed_width = 0
    is_right = False
    gap = tokens.TIGHT

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent)
        self._below = below
        self.setProperty("role", "raised")
        parent.installEventFilter(self)
        self.hide()

    def appear(self) -> None:
        """Show the panel in front of everything."""
        self.show()
        self._place()
        self.raise_()

    def leave(self) -> None:
        """Hide the panel."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _place(self) -> None:
        parent, layout, below = self.parentWidget(), self.layout(), self._below
        if parent is None or layout is None:
            return
        layout.activate()
        if self.fixed_width:
            height = layout.totalHeightForWidth(self.fixed_width)
            self.resize(self.fixed_width, max(layout.minimumSize().height(), height))
        else:
            self.adjustSize()
        place = below.mapTo(parent, QPoint(below.width() - self.width() if self.is_right else 0, below.height()))
        most = parent.width() - self.width() - tokens.TIGHT
        self.move(max(tokens.TIGHT, min(place.x(), most)), place.y() + self.gap)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a watched field leaves; a window of another size moves the panel."""
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the window's own Esc would come first
            elif event.type() == QEvent.Type.KeyPress:
                self.leave()
            return True
        return super().eventFilter(watched, event)
