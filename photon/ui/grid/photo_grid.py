"""The grid of photos: paints the cells, reports the photos on the screen, and handles clicks and keys."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from photon.language import tr
from photon.ui.grid.cell_view import CellView
from photon.ui.grid.date_headings import DateHeadings
from photon.ui.grid.grid_layout import CAPTION, MARGIN, SECTION_LINE
from photon.ui.grid.photo_delegate import GridFrame, HoverButton, PhotoDelegate, check_rect
from photon.ui.grid.photo_grid_model import PhotoGridModel, Role
from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import figures_font, theme
from photon.ui.kit.timers import single_shot

OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
DRAG_HEIGHT = 80
SMOOTH = Qt.TransformationMode.SmoothTransformation
STILL_MS = 150  # time without scrolling after which the grid counts as still


class PhotoGrid(CellView):
    """Photos in square cells, or in rows that keep their shapes.

    Signals: ``opened`` brings a photo to open, ``seen`` the photos on the screen, ``rated``,
    ``favoured``, ``liked`` and ``stack_pressed`` what was clicked on a photo, ``menu_wanted`` the position of a context
    menu, ``drag_wanted`` the photos to be dragged out, ``tile_changed`` the side of the cells.
    """

    opened = Signal(int)
    seen = Signal(list)
    rated = Signal(list, int)
    favoured = Signal(list, bool)
    liked = Signal(int)
    stack_pressed = Signal(int)
    menu_wanted = Signal(QPoint)
    drag_wanted = Signal(list)
    tile_changed = Signal(int)

    def __init__(self, grid_model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(grid_model, parent)
        self.delegate = PhotoDelegate(grid_model)
        self.headings = DateHeadings(self)
        self.section_words: tuple[str, ...] = ()
        self._rubber: QRect | None = None
        self.setItemDelegate(self.delegate)
        self._set_behaviour()
        self._still = single_shot(self, STILL_MS, self._stand_still)
        self._fade = QTimer(self, interval=16)
        self._fade.timeout.connect(self._paint_fading)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.settled.connect(self._settle)
        self.doubleClicked.connect(lambda index: self.opened.emit(grid_model.ids[index.row()]))
        theme().changed.connect(self._take_theme)

    def _set_behaviour(self) -> None:
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always visible: if the bar appeared and disappeared, it would change the width and move every photo.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDragEnabled(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.viewport().setMouseTracking(True)
        # Widgets below need not be painted: this saves 28 of 55 ms when painting a window of 2560 × 1440.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Photos"))
        self.setObjectName("photos")

    # -- interface for the window ------------------------------------------------------------------

    def targets(self) -> list[int]:
        """Return the photos that a key acts on: the selection or, without one, the current photo."""
        current = self.current()
        return self.selected() or ([current] if current else [])

    def go_to(self, photo: int) -> None:
        """Make this photo the current and only selected one, and show it."""
        row = self.grid_model.row_of(photo)
        if row >= 0:
            index = self.grid_model.index(row)
            # Qt's own setCurrentIndex adds to the selection while Ctrl is held, for example on Ctrl+Enter.
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def come_back(self, photo: int) -> None:
        """Return from the loupe at this photo; position and selection are kept if it is still the current one.

        Another photo becomes the current one and is scrolled into view; it is also selected alone, unless it is
        part of the selection.
        """
        row = self.grid_model.row_of(photo)
        if row < 0 or (photo == self.current() and self.selectionModel().hasSelection()):
            return
        index = self.grid_model.index(row)
        if self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        else:
            self.go_to(photo)

    def to_top(self) -> None:
        """Scroll to the first photos and clear the selection."""
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
        self.verticalScrollBar().setValue(0)

    def set_tile(self, side: int) -> None:
        """Set the approximate side of the cells, in pixels."""
        side = max(tokens.TILE_LEAST, min(tokens.TILE_MOST, side))
        if side != self.tile:
            self.relay(lambda: setattr(self, "tile", side))
            self.tile_changed.emit(side)

    def set_filling(self, is_filling: bool) -> None:  # noqa: FBT001 - a switch
        """Crop photos to the square, or fit them."""
        self.relay(lambda: setattr(self.delegate, "is_filling", is_filling))

    def set_names(self, has_names: bool) -> None:  # noqa: FBT001 - a switch
        """Show or hide file names below the photos."""
        self.delegate.has_names = has_names
        self.relay(lambda: setattr(self, "caption", CAPTION if has_names else 0))

    def drag_picture(self) -> QPixmap | None:
        """Return the picture shown at the pointer while the current photo is dragged."""
        card = self.grid_model.cards.find(self.current())
        found = self.grid_model.thumbnails.find(card.id, card.version) if card else None
        return found.pixmap.scaledToHeight(DRAG_HEIGHT, SMOOTH) if found else None

    # -- photos on the screen ----------------------------------------------------------------------

    def updateGeometries(self) -> None:
        """Lay out the cells again, and request thumbnails that are sharp at the new size."""
        super().updateGeometries()
        # The long side of a cropped 3:2 photo must be one and a half times the side of its square.
        needed = self.cells.photo_side * self.devicePixelRatioF() * (1.5 if self.delegate.is_filling else 1)
        self.grid_model.thumbnails.show_at(round(needed))

    def _scrolled(self) -> None:
        self.delegate.fades = False
        self._settle()

    def _settle(self) -> None:
        self.delegate.hovered = -1
        self.grid_model.thumbnails.only(self.on_screen())
        self._still.start()

    def _stand_still(self) -> None:
        """Report the photos on the screen, and prepare the next page."""
        self.delegate.fades = True
        rows = self.visible_rows()
        self.seen.emit(self.on_screen())
        for row in range(rows.stop, min(rows.stop + len(rows), self.grid_model.rowCount())):
            self.grid_model.index(row).data(Role.PREVIEW)

    def _paint_fading(self) -> None:
        for photo in self.delegate.fading:
            row = self.grid_model.row_of(photo)
            if row >= 0:
                self.viewport().update(self.painted(row))
        if not self.delegate.fading:
            self._fade.stop()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:  # noqa: ARG002
        """Repaint what changed and is on the screen."""
        seen = self.visible_rows()
        changed = range(max(seen.start, first.row()), min(seen.stop - 1, last.row()) + 1)
        if changed == seen:  # joining the cells' rectangles takes longer than painting
            self.viewport().update()
            return
        for row in changed:
            self.viewport().update(self.painted(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in the event's region, and the lines between sections."""
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, theme().colour("photos"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        offset, ring = self.verticalOffset(), tokens.SELECTION_RING
        top = area.top() + offset
        rows = self.cells.rows_between(top - ring, top + area.height() + ring)
        frame = self._frame(rows, painter.device().devicePixelRatioF())
        for row in rows:
            cell = self.cells.cell(row)
            place = QRect(cell.left, cell.top - offset, cell.width, cell.height + self.cells.caption)
            self.delegate.paint_cell(painter, frame, row, place)
        if self.grid_model.spans:
            self.headings.paint(painter)
        else:
            self._paint_lines(painter)
        if self._rubber is not None:
            self._paint_rubber(painter, self._rubber)
        painter.end()
        if self.delegate.fading and not self._fade.isActive():
            self._fade.start()

    def _frame(self, rows: range, ratio: float) -> GridFrame:
        selection, selected = self.selectionModel(), frozenset[int]()
        if selection.hasSelection():
            selected = frozenset(row for row in rows if selection.isSelected(self.grid_model.index(row)))
        focused = self.currentIndex().row() if self.hasFocus() else -1
        return GridFrame(ratio, theme().fade_ms, theme().colour("panel"), selected, focused)

    def _paint_lines(self, painter: QPainter) -> None:
        for section in range(1, len(self.cells.sections)):
            top = self.cells.line_above(section) - self.verticalOffset()
            place = QRect(MARGIN, top, self.viewport().width() - 2 * MARGIN, SECTION_LINE)
            words = self.words_above(section)
            painter.setFont(figures_font(self.font(), tokens.TEXT))
            painter.setPen(theme().colour("quiet"))
            middle = Qt.AlignmentFlag.AlignVCenter
            text = painter.boundingRect(place, middle, words)
            painter.drawText(place, middle, words)
            painter.setPen(theme().colour("line"))
            level = place.center().y() + 1
            painter.drawLine(text.right() + 12 if words else place.left(), level, place.right(), level)

    def words_above(self, section: int) -> str:
        """Return the text of the line above a section; ``section`` counts sections that have photos."""
        number = [number for number, count in enumerate(self.grid_model.sections) if count][section]
        return self.section_words[number] if number < len(self.section_words) else ""

    def _paint_rubber(self, painter: QPainter, rubber: QRect) -> None:
        accent = theme().colour("accent")
        painter.setPen(accent)
        accent.setAlpha(40)
        painter.setBrush(accent)
        painter.drawRect(rubber.translated(0, -self.verticalOffset()))

    def _take_theme(self) -> None:
        self.viewport().update()

    # -- keys --------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Ignore typed letters, because keys set marks."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the photo on Enter or Space; handle all other keys as in every view."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in OPENING_KEYS and plain:
            photo = self.current() or next(iter(self.on_screen()), 0)
            if photo:
                self.opened.emit(photo)
            return
        super().keyPressEvent(event)

    # -- mouse -------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or change the size of the cells while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.set_tile(round(self.tile * 1.12**steps))
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Handle a click on a button of the hovered photo, or on the photo itself."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if self.headings.is_at(point):
            self.headings.press(point)
            return
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        button = self._button_at(point) if event.button() == Qt.MouseButton.LeftButton and is_plain else None
        if button is not None:
            if button.action == "deselect":
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Deselect)
            else:
                self._press(button, self.grid_model.ids[index.row()])
            return
        super().mousePressEvent(event)
        if not index.isValid() and is_plain:
            self.clearSelection()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat a double click on a button as two clicks; elsewhere, open the photo."""
        point = event.position().toPoint()
        if self.headings.is_at(point) or self._button_at(point) is not None:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the buttons of the photo under the pointer, or stretch the rubber band."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(point)
        if self.state() == self.State.DragSelectingState:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove the rubber band."""
        super().mouseReleaseEvent(event)
        if self._rubber is not None:
            self._rubber = None
            self.viewport().update()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select, and store the rubber band for painting."""
        if self.state() == self.State.DragSelectingState:
            self._rubber = rect.normalized().translated(0, self.verticalOffset())
        super().setSelection(rect, command)

    def viewportEvent(self, event: QEvent) -> bool:
        """Hide the buttons when the pointer leaves; describe a button when the pointer rests on it."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QPoint(-1, -1))
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._hint_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request the menu at the pointer or, from the keyboard, at the current photo."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.targets():
            self.menu_wanted.emit(place)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: ARG002 - photos are only ever copied
        """Request the files; the drag starts when their paths are known."""
        self.drag_wanted.emit(self.targets())

    def _hint_at(self, point: QPoint) -> str:
        if self.headings.is_at(point):
            return self.headings.hint_at(point)
        button = self._button_at(point)
        return button.words if button else ""

    def _hover(self, point: QPoint) -> None:
        is_on_heading = self.headings.is_at(point)
        row = -1 if is_on_heading else self.indexAt(point).row()
        before, self.delegate.hovered, self.delegate.pointer = self.delegate.hovered, row, point
        for changed in {before, row} - {-1}:
            if changed < self.cells.count:
                self.viewport().update(self.painted(changed))
        acts = self.headings.hint_at(point) if is_on_heading else self._button_at(point)
        shape = Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _button_at(self, point: QPoint) -> HoverButton | None:
        index = self.indexAt(point)
        card = self.grid_model.cards.find(self.grid_model.ids[index.row()]) if index.isValid() else None
        if card is None:
            return None
        square = self._square(index)
        check = check_rect(self.delegate.photo_rect(square, card))
        if self.selectionModel().isSelected(index) and check.contains(point):
            return HoverButton("deselect")
        return self.delegate.button_at(square, card, point)

    def _square(self, index: AnyIndex) -> QRect:
        return self.visualRect(index).adjusted(0, 0, 0, -self.caption)

    def _press(self, button: HoverButton, photo: int) -> None:
        """Press a button; on a selected photo, it acts on the whole selection."""
        selected = self.selected()
        photos = selected if photo in selected else [photo]
        card = self.grid_model.cards.find(photo)
        if button.action == "like":
            self.liked.emit(photo)
        elif button.action == "stack":
            self.stack_pressed.emit(photo)
        elif card is not None and button.action == "favour":
            self.favoured.emit(photos, not card.favourite)
        elif card is not None:
            self.rated.emit(photos, 0 if card.rating == button.value else button.value)
