"""The headings of months, days or events above the photos of a grid; the current one stays at the top."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from photon.domain.photo.date_span import DateSpan
from photon.language import counted, number, tr
from photon.ui.grid.cell_view import CellView
from photon.ui.grid.grid_layout import HEADING, MARGIN, SECTION_LINE
from photon.ui.kit import tokens
from photon.ui.kit.formatting import event_name, period_name
from photon.ui.kit.theme import figures_font, theme

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class DateHeadings:
    """Paints the headings of a grid whose photos are divided by date, and finds the heading at a point."""

    def __init__(self, grid: CellView) -> None:
        self._grid = grid
        self._trips: Mapping[str, str] = {}

    def name_trips(self, trips: Mapping[str, str]) -> None:
        """Put the names of trips, by ``DateSpan.start`` of their events, before the dates of these."""
        self._trips = trips
        self._grid.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """Paint the headings on the screen; the one that stays at the top comes last, because it covers photos."""
        *lines, last = self._places()
        for section, place in lines:
            self._paint_words(painter, section, place)
        section, place = last
        painter.fillRect(place, theme().colour("photos"))
        self._paint_words(painter, section, place)
        painter.setPen(theme().colour("line"))
        if self._grid.verticalOffset() > 0:
            painter.drawLine(place.bottomLeft(), place.bottomRight())

    def section_at(self, point: QPoint) -> int:
        """Return the number of the section whose heading text is at this point of the viewport, or -1."""
        return self._section_at(point, list(self._places()))

    def is_at(self, point: QPoint) -> bool:
        """Return whether a heading, not a photo, is at this point of the viewport."""
        if not self._grid.grid_model.spans:
            return False
        places = list(self._places())
        return point.y() < places[-1][1].bottom() or self._section_at(point, places) >= 0

    def press(self, point: QPoint) -> None:
        """Select the photos of the month or day whose heading text is at this point."""
        section = self.section_at(point)
        if section >= 0:
            first = self._grid.cells.firsts[section]
            self._grid.select_rows(first, first + self._grid.cells.sections[section] - 1)

    def hint_at(self, point: QPoint) -> str:
        """Describe the effect of a click at this point; empty if it has none."""
        section = self.section_at(point)
        if section < 0:
            return ""
        span = self._grid.grid_model.spans[section]
        if not (span.start or span.name):
            return tr("Select all undated photos (only their file dates are known)")
        return tr("Select all photos of {period}", period=self._name(span))

    def _section_at(self, point: QPoint, places: Sequence[tuple[int, QRect]]) -> int:
        for section, place in reversed(places):
            if place.contains(point):
                return section if point.x() <= MARGIN + self._width(section) else -1
        return -1

    def _places(self) -> Iterator[tuple[int, QRect]]:
        """Yield the sections whose headings are on the screen, with their rectangles; the one that stays comes last."""
        grid, cells, offset = self._grid, self._grid.cells, self._grid.verticalOffset()
        width, height = grid.viewport().width(), grid.viewport().height()
        for section in cells.sections_between(offset, offset + height):
            yield section, QRect(0, cells.line_above(section) - offset, width, SECTION_LINE)
        current = cells.section_at(offset)
        top, scrolled = 0, offset - cells.line_above(current)
        if current + 1 < len(cells.sections):  # the next heading pushes it off the screen
            top = min(0, cells.line_above(current + 1) - offset - HEADING)
        yield current, QRect(0, top, width, max(HEADING, SECTION_LINE - scrolled))

    def _paint_words(self, painter: QPainter, section: int, place: QRect) -> None:
        name, count = self._words(section)
        at = place.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.setFont(self._font(is_name=True))
        painter.setPen(theme().colour("text"))
        painter.drawText(at, _MIDDLE, name)
        at.setLeft(at.left() + painter.fontMetrics().horizontalAdvance(name) + tokens.SPACE)
        painter.setFont(self._font(is_name=False))
        painter.setPen(theme().colour("quiet"))
        painter.drawText(at, _MIDDLE, count)

    def _words(self, section: int) -> tuple[str, str]:
        """Return name and number of photos as far as there is room, of which there is little beside the map."""
        span, room = self._grid.grid_model.spans[section], self._grid.viewport().width() - 2 * MARGIN
        names, numbers = (QFontMetrics(self._font(is_name=is_name)) for is_name in (True, False))
        name = names.elidedText(self._name(span), Qt.TextElideMode.ElideRight, room)
        room -= names.horizontalAdvance(name) + tokens.SPACE
        counts = (counted(span.count, "photo"), number(span.count))
        return name, next((one for one in counts if numbers.horizontalAdvance(one) <= room), "")

    def _width(self, section: int) -> int:
        name, count = self._words(section)
        widths = (
            QFontMetrics(self._font(is_name=is_name)).horizontalAdvance(words)
            for is_name, words in ((True, name), (False, count))
        )
        return sum(widths) + tokens.SPACE

    def _font(self, *, is_name: bool) -> QFont:
        font = figures_font(self._grid.font(), tokens.TEXT)
        font.setWeight(QFont.Weight.DemiBold if is_name else QFont.Weight.Normal)
        return font

    def _name(self, span: DateSpan) -> str:
        event = event_name(span.start, span.last) if span.last else ""
        names = (self._trips.get(span.start, ""), event) if event else (span.name,)
        return ", ".join(filter(None, names)) or period_name(span.start)
