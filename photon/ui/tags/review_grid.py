"""The photos with a suggested tag, most certain first, with a movable line across them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from photon.language import tr, tr_n
from photon.ui.grid.grid_layout import CAPTION, MARGIN, SECTION_LINE, SquareLayout
from photon.ui.grid.photo_delegate import HoverButton
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.key_filter import Act, KeyFilter, is_key_of
from photon.ui.kit.theme import figures_font, theme
from photon.ui.tags.review_delegate import ReviewDelegate
from photon.ui.tags.review_state import ReviewState

REACH = 9  # distance in pixels from the line at which it can be grabbed
HANDLE = 26
EDGE, SCROLL = 28, 14  # distance from an edge at which a dragged line scrolls, and pixels per step


class ReviewGrid(PhotoGrid):
    """A grid for deciding about suggestions.

    Signals: ``confirmed`` and ``rejected`` bring photos, ``line_moved`` brings how many are above the line;
    ``all_confirmed`` and ``undone`` are emitted by keys.
    """

    confirmed = Signal(list)
    rejected = Signal(list)
    line_moved = Signal(int)
    all_confirmed = Signal()
    undone = Signal()
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, grid_model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(grid_model, parent)
        self.delegate: ReviewDelegate = ReviewDelegate(grid_model)
        self.setItemDelegate(self.delegate)
        self.caption = CAPTION
        self.above = 0
        self._dragged_at: int | None = None
        self._scrolling = QTimer(self, interval=30)
        self._scrolling.timeout.connect(self._scroll_on)
        self.setObjectName("photos")
        self.setAccessibleName(tr("Photos with this suggested tag"))
        commands: dict[str, Act] = {
            "review.yes": lambda: self.confirmed.emit(self.targets()),
            "review.no": lambda: self.rejected.emit(self.targets()),
            "review.undo": self.undone.emit,
            "review.here": self._line_below_current,
            "review.up": lambda: self._move_line_by(-1),
            "review.down": lambda: self._move_line_by(1),
            "review.all": self.all_confirmed.emit,
            "all": self.selectAll,
            "none": self.clearSelection,
        }
        self._keys = KeyFilter(commands=commands, blocks_letters=False, ignores_shift=True)

    def show_state(self, state: ReviewState) -> None:
        """Show the photos and the line of a review, keeping the scroll position."""
        self.above = state.above
        self.delegate.certainties = state.certainties
        self.grid_model.show_photos(list(state.ids), state.sections)
        self.viewport().update()

    def show_photo(self, photo: int) -> None:
        """Scroll until this photo is in the middle; the cursor stays."""
        index = self.grid_model.index(self.grid_model.row_of(photo))
        self.scrollTo(index, self.ScrollHint.PositionAtCenter)

    # -- the line ------------------------------------------------------------------------------------

    @property
    def _is_between(self) -> bool:
        return 0 < self.above < self.cells.count

    @property
    def line_at(self) -> int:
        """Position of the line in pixels of the viewport; -1 without photos."""
        if not self.cells.count:
            return -1
        if self._is_between:
            top = self.cells.line_above(1) + SECTION_LINE // 2
        else:
            top = MARGIN // 2 if self.above == 0 else self.cells.height - MARGIN // 2
        return top - self.verticalOffset()

    def _is_on_line(self, point: QPoint) -> bool:
        reach = SECTION_LINE // 2 - 2 if self._is_between else REACH
        return self.cells.count > 0 and abs(point.y() - self.line_at) <= reach

    @property
    def _columns(self) -> int:
        """Number of photos side by side; a review always shows squares, because the line stands between them."""
        return self.cells.columns if isinstance(self.cells, SquareLayout) else 1

    def _line_to(self, height: int) -> None:
        """Put the line between the two rows of photos nearest to this pixel of the viewport."""
        beyond = height + self.verticalOffset() - MARGIN - (SECTION_LINE // 2 if self._is_between else 0)
        self._put_line(max(0, round(beyond / self.cells.step)) * self._columns)

    def _move_line_by(self, lines: int) -> None:
        columns = self._columns
        place = self.above // columns + 1 if lines > 0 else (self.above - 1) // columns
        self._put_line(place * columns)
        self._show_line()

    def _line_below_current(self) -> None:
        if self.currentIndex().isValid():
            self._put_line(self.currentIndex().row() + 1)

    def _put_line(self, above: int) -> None:
        above = max(0, min(self.cells.count, above))
        if above != self.above:
            self.line_moved.emit(above)

    def _show_line(self) -> None:
        """Scroll until the line is visible."""
        bar, place = self.verticalScrollBar(), self.line_at
        if place < SECTION_LINE:
            bar.setValue(bar.value() + place - self.viewport().height() // 3)
        elif place > self.viewport().height() - SECTION_LINE:
            bar.setValue(bar.value() + place - 2 * self.viewport().height() // 3)

    def _scroll_on(self) -> None:
        place, height = self._dragged_at, self.viewport().height()
        if place is not None and not EDGE <= place <= height - EDGE:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (SCROLL if place > EDGE else -SCROLL))
            self._line_to(place)

    def _paint_lines(self, painter: QPainter) -> None:
        level = self.line_at
        if level < 0 and not self.cells.count:
            return
        in_use = theme()
        accent = in_use.colour("accent")
        wide = self.viewport().width() - 2 * MARGIN
        painter.fillRect(QRect(MARGIN, level - 1, wide, 2), accent)
        if not self._is_between:
            painter.fillRect(QRect(MARGIN + wide // 2 - 30, level - 3, 60, 6), accent)
            return
        words = tr_n("Above the cut-off: {count:,} photo", "Above the cut-off: {count:,} photos", self.above)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(figures_font(self.font(), tokens.TEXT))
        room = painter.fontMetrics().horizontalAdvance(words) + 46
        pill = QRectF(MARGIN + (wide - room) / 2, level - HANDLE / 2, room, HANDLE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(pill, HANDLE / 2, HANDLE / 2)
        middle = QPointF(pill.left() + 18, level)
        paint_icon_around(painter, middle, tokens.ICON, "arrows-down-up", in_use.colours.on_accent)
        painter.setPen(in_use.colour("on_accent"))
        painter.drawText(pill.adjusted(30, 0, -12, 0), Qt.AlignmentFlag.AlignCenter, words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    # -- mouse ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the line, or do what the grid does."""
        point = event.position().toPoint()
        is_free = self._button_at(point) is None
        if event.button() == Qt.MouseButton.LeftButton and is_free and self._is_on_line(point):
            self._dragged_at = point.y()
            self._scrolling.start()
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line, or do what the grid does."""
        point = event.position().toPoint()
        if self._dragged_at is not None:
            self._dragged_at = point.y()
            self._line_to(point.y())
            event.accept()
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton and self._button_at(point) is None and self._is_on_line(point):
            self.viewport().setCursor(Qt.CursorShape.SplitVCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Release the line."""
        if self._dragged_at is not None:
            self._dragged_at = None
            self._scrolling.stop()
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def _press(self, button: HoverButton, photo: int) -> None:
        """Decide yes or no; pressing a selected photo decides about the whole selection."""
        selected = self.selected()
        photos = selected if photo in selected else [photo]
        (self.confirmed if button.action == "confirm" else self.rejected).emit(photos)

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim keys that have another meaning here than in the window."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide, move the line, or do what the grid does."""
        action = self._keys.action_for(event)
        if action is None:
            super().keyPressEvent(event)
        elif self.grid_model.ids or is_key_of("review.undo", event):
            action()
