"""A line edit that underlines mistakes with a wave and explains them in a tooltip."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTextLayout
from PySide6.QtWidgets import QLineEdit, QMenu, QToolTip, QWidget

from photon.domain import Mistake
from photon.ui.kit.theme import theme

WAVE: Final = 3  # pixels from crest to trough, half a wave
LONGEST: Final = 4_000  # characters; longer texts are pasted by mistake, and Qt lays out all of it at each key


class InputLine(QLineEdit):
    """A line edit that shows mistakes; positions in the text count characters as Python does.

    ``menu_wanted`` brings the line edit's QMenu before it opens, so that actions can be added.
    """

    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setMaxLength(LONGEST)
        self.mistakes: tuple[Mistake, ...] = ()
        self._laid_out: QTextLayout | None = None
        theme().changed.connect(self.update)

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Underline these mistakes; their spans refer to the current text."""
        if tuple(mistakes) != self.mistakes:
            self.mistakes = tuple(mistakes)
            sentences = (f"{mistake.message} {mistake.hint}".strip() for mistake in self.mistakes)
            self.setAccessibleDescription(" ".join(sentences))
            self.update()

    @property
    def cursor_place(self) -> int:
        """The number of characters before the cursor (Qt counts an emoji as two)."""
        return len(_units(self.text())[: 2 * self.cursorPosition()].decode("utf-16-le", "replace"))

    def show_text(self, text: str, cursor: int | None = None) -> None:
        """Show this text, with the cursor at this position or at the end."""
        self.setText(text)
        self.setCursorPosition(_places(text, len(text) if cursor is None else cursor))

    def mistake_at(self, place: QPoint) -> Mistake | None:
        """Return the mistake at this point of the widget."""
        layout = self._layout()
        for mistake in self.mistakes:
            left, right = self._edges(layout, mistake)
            if left - 1 <= place.x() <= right + 1:
                return mistake
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and waves under the mistakes."""
        super().paintEvent(event)
        if not self.mistakes or not self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.contentsRect())
        painter.setPen(QPen(theme().colour("danger"), 1.3))
        layout = self._layout()
        foot = self.cursorRect().center().y() + self.fontMetrics().height() / 2 - 1.5
        for mistake in self.mistakes:
            left, right = self._edges(layout, mistake)
            if right > 0 and left < self.width():
                painter.drawPolyline(_wave(max(left, -2.0 * WAVE), min(right, self.width() + 2.0 * WAVE), foot))

    def event(self, event: QEvent) -> bool:
        """Show the mistake under the pointer in the tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.mistakes:
            mistake = self.mistake_at(event.pos())
            words = f"{mistake.message}\n{mistake.hint}".strip() if mistake else self.toolTip()
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the standard menu with the actions of the search bar."""
        menu: QMenu = self.createStandardContextMenu()
        menu.setParent(self, menu.windowFlags())
        self.menu_wanted.emit(menu)
        menu.popup(event.globalPos())
        menu.aboutToHide.connect(menu.deleteLater)

    def _layout(self) -> QTextLayout:
        # The line edit does not expose its layout, but the same text in the same font is laid out the same way.
        layout = self._laid_out
        if layout is None or layout.text() != self.text() or layout.font() != self.font():
            layout = self._laid_out = QTextLayout(self.text(), self.font())
            layout.beginLayout()
            layout.createLine()
            layout.endLayout()
        return layout

    def _edges(self, layout: QTextLayout, mistake: Mistake) -> tuple[float, float]:
        text = self.text()
        line = layout.lineAt(0)
        # The cursor's position, the only one that the line edit reports, shows how far the text has scrolled.
        moved = self.cursorRect().center().x() - _x(line.cursorToX(self.cursorPosition()))
        edges = [_x(line.cursorToX(_places(text, place))) + moved for place in (mistake.start, mistake.end)]
        return min(edges), max(edges)


def _x(found: object) -> float:
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _wave(left: float, right: float, foot: float) -> QPolygonF:
    steps = max(2, round((right - left) / WAVE))
    return QPolygonF([QPointF(left + step * WAVE, foot + (1.0 if step % 2 else -1.0)) for step in range(steps + 1)])


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _places(text: str, characters: int) -> int:
    """Return how many of Qt's positions this many characters take."""
    return len(_units(text[:characters])) // 2
