"""The lines of text over the photo in the loupe: what a search found in them is marked, and they can be selected."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from photon.domain.photo.page_text import Corners, PageText
from photon.domain.text.text_selection import Spot, line_at, part_of, selected_text, spot_at
from photon.ui.kit.theme import theme
from photon.ui.loupe.photo_view import PhotoView

_MARK, _SELECTED, _HOVERED, _BOX = 110, 120, 40, 255  # opacity
_COPY = QKeySequence.StandardKey.Copy


class TextOverlay(QWidget):
    """Lies over the view; takes the mouse only while boxes are shown, and only over lines.

    Signals:
        menu_wanted: A line or the selection was clicked with the right button; brings the text and the place.

    Attributes:
        is_on: Whether boxes are shown.
        page: The text of the photo.
    """

    menu_wanted = Signal(str, QPoint)

    def __init__(self, view: PhotoView) -> None:
        super().__init__(view)
        self._view = view
        self.is_on = self._is_pulled = False
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        view.placed.connect(self._place)
        self.page = PageText()
        self._marks: Sequence[Sequence[tuple[int, int]]] = ()
        self._ends: tuple[Spot, Spot] | None = None  # of the selection: where it began, where the pointer is
        self._place()

    def show_page(self, page: PageText, marks: Sequence[Sequence[tuple[int, int]]] = ()) -> None:
        """Show the text of a photo, with marks as spans of characters for each line; what is shown already stays."""
        if (page, marks) == (self.page, self._marks):
            return
        self.page, self._marks, self._hovered = page, marks, -1
        self._ends = None
        self._place()

    def toggle(self) -> None:
        """Show boxes, or hide them."""
        self.is_on, self._ends = not self.is_on, None
        self._place()

    @property
    def selected(self) -> str:
        """The selected text."""
        return selected_text(self.page.lines, self._ends) if self._ends else ""

    def _place(self) -> None:
        self.setGeometry(self._view.rect())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self.is_on)
        self.setVisible(bool(self.page.lines) and (self.is_on or any(self._marks)))
        self.update()

    def _share(self, at: QPointF) -> tuple[float, float]:
        """Return a place in the view as shares of the photo."""
        photo = self._view.photo_rect()
        return (at.x() - photo.x()) / max(photo.width(), 1.0), (at.y() - photo.y()) / max(photo.height(), 1.0)

    def shape(self, corners: Corners) -> QPolygonF:
        """Return where something in the photo is in the view."""
        photo = self._view.photo_rect()
        places = zip(corners[::2], corners[1::2], strict=True)
        return QPolygonF([QPointF(photo.x() + x * photo.width(), photo.y() + y * photo.height()) for x, y in places])

    # -- pointer and keys --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection on a line; elsewhere, end it, and leave the rest to the view."""
        place, is_left = self._share(event.position()), event.button() == Qt.MouseButton.LeftButton
        self._is_pulled = is_left and line_at(self.page.lines, *place) >= 0
        if is_left:
            self._ends = (spot_at(self.page.lines, *place),) * 2 if self._is_pulled else None
            self.update()
        event.setAccepted(self._is_pulled)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the pointer, or show the line under it."""
        place = self._share(event.position())
        if self._is_pulled and self._ends is not None:
            self._ends = (self._ends[0], spot_at(self.page.lines, *place))
        else:
            event.ignore()
        self._hovered = line_at(self.page.lines, *place)
        self.setCursor(Qt.CursorShape.ArrowCursor if self._hovered < 0 else Qt.CursorShape.IBeamCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a selection; a click selects nothing."""
        event.setAccepted(self._is_pulled)
        self._is_pulled = False
        self._ends = self._ends if self.selected else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the line; elsewhere, leave it to the view."""
        number = line_at(self.page.lines, *self._share(event.position()))
        event.setAccepted(number >= 0)
        if number >= 0:
            self._ends = ((number, 0), (number, len(self.page.lines[number].text)))
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection, or with the line."""
        number = line_at(self.page.lines, *self._share(QPointF(event.pos())))
        text = self.selected or (self.page.lines[number].text if number >= 0 else "")
        event.setAccepted(bool(text))
        if text:
            self.menu_wanted.emit(text, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Claim the keys of a selection before the loupe does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected, or end the selection; the loupe gets other keys."""
        if not self._is_own(event):
            event.ignore()
        elif event.matches(_COPY):
            QGuiApplication.clipboard().setText(self.selected)
        else:
            self._ends = None
            self.update()

    def _is_own(self, event: QKeyEvent) -> bool:
        return bool(self.selected) and (event.matches(_COPY) or event.key() == Qt.Key.Key_Escape)

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks, boxes and the selection."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        (first, start), (last, end) = sorted(self._ends) if self._ends else ((0, 0), (-1, 0))
        for number, line in enumerate(self.page.lines):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faint(_MARK))
            for span in self._marks[number] if self._marks else ():
                painter.drawPolygon(self.shape(part_of(line, *span)))
            if first <= number <= last:
                span = (start if number == first else 0, end if number == last else len(line.text))
                painter.setBrush(_faint(_SELECTED))
                painter.drawPolygon(self.shape(part_of(line, *span)))
            if self.is_on:
                painter.setPen(_faint(_BOX))
                painter.setBrush(_faint(_HOVERED if number == self._hovered else 0))
                painter.drawPolygon(self.shape(line.corners))


def _faint(opacity: int) -> QColor:
    colour = QColor(theme().colour("accent"))
    colour.setAlpha(opacity)
    return colour
