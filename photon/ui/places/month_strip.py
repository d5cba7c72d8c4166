"""The timeline under the map: how many photos of each month it shows; months can be chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photon.domain.arrays import Ids
from photon.language import counted, tr
from photon.ui.kit import tokens
from photon.ui.kit.formatting import period_name
from photon.ui.kit.theme import figures_font, theme

# pixels: the strip, its line of years, the least room of one
_HEIGHT, _YEARS, _YEAR_WIDTH = 52, 16, 40


class MonthStrip(QWidget):
    """A bar for each month, oldest first; a drag chooses months, a click outside them or Esc all again.

    Signals:
        chosen: Brings a list of months such as ``2024-07``; empty for all.
    """

    chosen = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._months: list[tuple[str, int]] = []
        self._range: tuple[int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Timeline"))
        self.setAccessibleDescription(tr("Arrow keys choose the next or previous month, Esc all of them."))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the height of bars and years."""
        return QSize(200, _HEIGHT)

    def show_months(self, months: Sequence[str], counts: Ids) -> None:
        """Show months with photos; months come newest first, undated photos are not shown."""
        before = self.chosen_months()
        pairs = zip(months, counts.tolist(), strict=True)
        self._months = [(month, count) for month, count in reversed(list(pairs)) if month and count]
        at = [row for row, (month, _) in enumerate(self._months) if month in before]
        self._set_range((at[0], at[-1]) if at else None)

    def chosen_months(self) -> list[str]:
        """Return the chosen months; empty for all."""
        first, last = sorted(self._range) if self._range is not None else (0, -1)
        return [month for month, _ in self._months[first : last + 1]]

    def choose(self, first: int, last: int) -> None:
        """Choose months by their rows."""
        self._set_range((first, last) if self._months else None)
        self.chosen.emit(self.chosen_months())

    def _set_range(self, chosen: tuple[int, int] | None) -> None:
        self._range = chosen and (self._within(chosen[0]), self._within(chosen[1]))
        self.update()

    def _within(self, row: int) -> int:
        return max(0, min(len(self._months) - 1, row))

    def _row_at(self, point: QPoint) -> int:
        return self._within(point.x() * len(self._months) // max(1, self.width()))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint bars, those that are not chosen quietly, and years where there is room."""
        painter, in_use, count = QPainter(self), theme(), len(self._months)
        painter.setFont(figures_font(self.font(), tokens.SMALL))
        first, last = sorted(self._range) if self._range is not None else (0, count)
        most, floor, free, year = max((n for _, n in self._months), default=1), self.height() - _YEARS, 0, ""
        for row, (month, photos) in enumerate(self._months):
            left, right = row * self.width() // count, (row + 1) * self.width() // count
            height = max(2, round((floor - 2) * (photos / most) ** 0.5))  # months with few photos stay visible
            colour = in_use.colour("accent" if first <= row <= last else "edge")
            painter.fillRect(QRect(left, floor - height, max(1, right - left - 1), height), colour)
            if month[:4] != year and free <= left <= self.width() - painter.fontMetrics().horizontalAdvance(month[:4]):
                painter.setPen(in_use.colour("quiet"))
                painter.drawText(left, floor, _YEAR_WIDTH, _YEARS, Qt.AlignmentFlag.AlignVCenter, month[:4])
                free = left + _YEAR_WIDTH
            year = month[:4]
        if self.hasFocus():
            painter.setPen(in_use.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin with a month; a click on the only chosen one chooses all again."""
        row = self._row_at(event.position().toPoint())
        self._set_range(None if self._range == (row, row) else (row, row))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the choice."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._range is not None:
            self._set_range((self._range[0], self._row_at(event.position().toPoint())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Report the choice."""
        self.chosen.emit(self.chosen_months())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose another month, or all."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is not None and self._months:
            row = (sorted(self._range)[0] + step) if self._range is not None else (0 if step > 0 else len(self._months))
            self.choose(row, row)
        elif event.key() == Qt.Key.Key_Escape and self._range is not None:
            self._set_range(None)
            self.chosen.emit([])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Name the month under the pointer, and claim Esc while months are chosen."""
        is_claim = event.type() == QEvent.Type.ShortcutOverride and self._range is not None
        if is_claim and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._months:
            month, photos = self._months[self._row_at(event.pos())]
            words = tr("{period} · {photos}", period=period_name(month), photos=counted(photos, "photo"))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
