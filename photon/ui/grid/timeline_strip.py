"""The timeline beside the grid: years and months from top to bottom; a click or drag scrolls the grid to them."""

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photon.language import counted, tr
from photon.ui.grid.grid_layout import SECTION_LINE
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit import tokens
from photon.ui.kit.formatting import period_name
from photon.ui.kit.theme import figures_font, theme

WIDTH = 48
LEAST_SCREENS = 2  # a grid of fewer screens needs no timeline
_YEAR_HEIGHT = 20
_TICK = 6
_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 12, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -12}


class TimelineStrip(QWidget):
    """Shows the position of the grid in time, and scrolls it; hidden if the photos are not divided by date."""

    def __init__(self, grid: PhotoGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._months: list[tuple[str, int, int]] = []  # month, its first section, number of photos
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Timeline"))
        self.setAccessibleDescription(tr("Arrow keys go to the next or previous month."))
        grid.grid_model.settled.connect(self._renew)
        grid.verticalScrollBar().valueChanged.connect(self._follow)
        grid.verticalScrollBar().rangeChanged.connect(self._appear_where_needed)
        theme().changed.connect(self._follow)
        self._renew()

    def sizeHint(self) -> QSize:
        """Return the height of the grid."""
        return QSize(WIDTH, 200)

    def current_month(self) -> int:
        """Return the number of the month at the top of the grid."""
        section = self._grid.cells.section_at(self._grid.verticalOffset())
        return max(0, bisect_right(self._months, section, key=lambda month: month[1]) - 1)

    def go_to_month(self, number: int) -> None:
        """Scroll the grid to a month; numbers out of range mean the first and last."""
        if self._months:
            section = self._months[max(0, min(len(self._months) - 1, number))][1]
            self._grid.verticalScrollBar().setValue(self._grid.cells.line_above(section))

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint years, ticks of months, and the range on the screen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("photos"))
        painter.fillRect(self._screen(), theme().colour("hover"))
        painter.setPen(theme().colour("edge"))
        for number in range(len(self._months)):
            level = self._level(number)
            painter.drawLine(self.width() - _TICK, level, self.width() - 1, level)
        painter.setFont(figures_font(self.font(), tokens.SMALL))
        painter.setPen(theme().colour("quiet"))
        for year, level in self._years():
            place = QRect(0, level, self.width() - _TICK - 4, _YEAR_HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, year)
        if self.hasFocus():
            painter.setPen(theme().colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _years(self) -> Iterator[tuple[str, int]]:
        """Yield years with the pixels where they start; those without space are omitted."""
        last, below, end = "", -_YEAR_HEIGHT, self.height()
        if self._has_undated:
            end = self._level(len(self._months) - 1)
            yield period_name(""), end
        for number, (month, _, _) in enumerate(self._months):
            year, level = month[:4], self._level(number)
            if year not in ("", last) and level >= below and level + _YEAR_HEIGHT <= end:
                yield year, level
                below = level + _YEAR_HEIGHT
            last = year

    def _level(self, number: int) -> int:
        """Return the pixel where a month starts; for undated photos, which come last, there is always space."""
        month, section, _ = self._months[number]
        level = self._scaled(self._grid.cells.line_above(section))
        return level if month else min(level, self.height() - _YEAR_HEIGHT)

    @property
    def _has_undated(self) -> bool:
        return bool(self._months) and not self._months[-1][0]

    def _is_at_undated(self, point: QPoint) -> bool:
        """Return whether a point is where the undated photos are named, above their share of the height."""
        number = len(self._months) - 1
        if not self._has_undated or point.y() < self._level(number):
            return False
        return point.y() <= self._scaled(self._grid.cells.line_above(self._months[number][1]))

    def _screen(self) -> QRect:
        top = self._grid.verticalOffset()
        bottom = top + self._grid.viewport().height()
        return QRect(0, self._scaled(top), self.width(), max(3, self._scaled(bottom) - self._scaled(top)))

    def _scaled(self, pixel: int) -> int:
        """Convert a pixel of the grid's content to one of the strip."""
        return round(pixel * self.height() / max(1, self._grid.cells.height))

    def _renew(self, *_: object) -> None:
        """Show the months of the grid's current content."""
        months: list[tuple[str, int, int]] = []
        for section, span in enumerate(self._grid.grid_model.spans):
            month = span.start[:7]
            if months and months[-1][0] == month:
                months[-1] = (month, months[-1][1], months[-1][2] + span.count)
            else:
                months.append((month, section, span.count))
        self._months = months
        words = QFontMetrics(figures_font(self.font(), tokens.SMALL)).horizontalAdvance(period_name(""))
        self.setFixedWidth(max(WIDTH, words + _TICK + 8) if self._has_undated else WIDTH)
        self.setVisible(self._is_needed())
        self.update()

    def _follow(self, *_: object) -> None:
        self.update()

    def _appear_where_needed(self, *_: object) -> None:
        """Only appear, never disappear: without the strip, the grid is wider and may need it again, in a loop."""
        if self._is_needed():
            self.show()

    def _is_needed(self) -> bool:
        screen = max(1, self._grid.viewport().height())
        return len(self._months) > 1 and self._grid.cells.height >= LEAST_SCREENS * screen

    # -- mouse and keys ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scroll to the clicked position."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the month under the pointer, and scroll there while the button is down."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(point)
        QToolTip.showText(event.globalPosition().toPoint(), self.hint_at(point), self)

    def event(self, event: QEvent) -> bool:
        """Show the month where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint_at(event.pos()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a month or a year; to the first and last with Home and End."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.go_to_month(self.current_month() + _KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to_month(0 if key == Qt.Key.Key_Home else len(self._months) - 1)
        else:
            super().keyPressEvent(event)

    def hint_at(self, point: QPoint) -> str:
        """Return the month at this point and its number of photos."""
        content = point.y() * self._grid.cells.height / max(1, self.height())
        section = self._grid.cells.section_at(round(content))
        number = bisect_right(self._months, section, key=lambda month: month[1]) - 1
        if self._is_at_undated(point):
            number = len(self._months) - 1
        if not 0 <= number < len(self._months):
            return ""
        month, _, count = self._months[number]
        return tr("{period} · {photos}", period=period_name(month), photos=counted(count, "photo"))

    def _go_to(self, point: QPoint) -> None:
        """Scroll the content at the same share of its height to the top, or the undated photos where they are named."""
        if self._is_at_undated(point):
            self.go_to_month(len(self._months) - 1)
            return
        share = min(1.0, max(0.0, point.y() / max(1, self.height() - 1)))
        bar = self._grid.verticalScrollBar()
        bar.setValue(round(share * self._grid.cells.height) - SECTION_LINE)
