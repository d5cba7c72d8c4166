"""A slider whose neutral position is the middle."""

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from photon.ui.kit.theme import theme

THUMB = 14  # as in the stylesheet
NEAR = 3  # pixels; closer to the middle, the mouse snaps to it


class CentredSlider(QSlider):
    """A horizontal slider that jumps to where it is pressed; a double click returns it to the middle."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setProperty("role", "balance")
        self.setRange(least, most)
        self.middle = (least + most) // 2
        self.setValue(self.middle)
        self.setPageStep(max(1, (most - least) // 8))
        theme().changed.connect(self.update)

    def show_value(self, value: int) -> None:
        """Move the slider without emitting a signal."""
        with QSignalBlocker(self):
            self.setValue(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging at the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self._go_to(event)
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop dragging."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Return to the middle."""
        self.setSliderDown(False)
        self.setValue(self.middle)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim Esc before it becomes a shortcut of the window, so that the parent widgets get it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def _go_to(self, event: QMouseEvent) -> None:
        x = round(event.position().x()) - THUMB // 2
        room = self.width() - THUMB
        value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, room)
        is_near = abs(x - room // 2) <= NEAR
        self.setValue(self.middle if is_near else value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a groove, the distance from the middle, and a thumb; the stylesheet's fill would start at the left."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() // 2
        colour = theme().colour
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(QRect(0, middle - 2, self.width(), 4), 2, 2)
        room = self.width() - THUMB
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), self.value(), room) + THUMB // 2
        centre = room // 2 + THUMB // 2
        painter.setBrush(colour("quiet"))
        painter.drawRect(QRect(min(at, centre), middle - 2, abs(at - centre), 4))
        painter.drawRect(QRect(centre - 1, middle - 5, 2, 10))
        is_lit = self.hasFocus() or self.isSliderDown() or self.underMouse()
        painter.setBrush(colour("accent" if is_lit else "text"))
        painter.drawEllipse(at - THUMB // 2, middle - THUMB // 2, THUMB, THUMB)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colour("panel"))
            painter.drawEllipse(at - THUMB // 2 + 3, middle - THUMB // 2 + 3, THUMB - 7, THUMB - 7)
