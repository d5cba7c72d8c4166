"""A small panel over the window, below another widget; everything else stays usable."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.ui.kit import tokens


class OverlayFrame(QFrame):
    """A frame over the window that keeps its place when the window is resized."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "raised")
        self.hide()

    def place(self) -> None:
        """Move to where the frame belongs."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the window while the frame is shown; a hidden one need not hear of each event of the window."""
        super().showEvent(event)
        if (parent := self.parent()) is not None:
            parent.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following the window."""
        if (parent := self.parent()) is not None:
            parent.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)


class OverlayPanel(OverlayFrame):
    """A panel that stays below a widget when the window is resized; Esc closes it from any of its fields.

    Signals:
        left: The panel was left, and the focus can move on.

    Attributes:
        fixed_width: Width in pixels; 0 lets the content decide.
        is_right: Whether the right edges of panel and widget are aligned instead of the left ones.
        gap: Pixels between the widget and the panel.
    """

    left = Signal()
    fixed_width = 0
    is_right = False
    gap = tokens.TIGHT

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent)
        self._below = below

    def appear(self) -> None:
        """Show the panel above everything else."""
        self.show()
        self.place()
        self.raise_()

    def leave(self) -> None:
        """Hide the panel."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def place(self) -> None:
        """Move below the widget, as large as the content needs."""
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

    def event(self, event: QEvent) -> bool:
        """Claim Esc before it becomes a shortcut of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc in any of the fields."""
        if _is_escape(event):
            self.leave()
        else:
            super().keyPressEvent(event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
