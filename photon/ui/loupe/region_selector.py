"""A rectangle over the photo in the loupe, edited by mouse and keys, to search by that region."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from photon.domain import Like, Region
from photon.domain.photo.region import CENTRE, LEAST, held, moved, resized, spanned
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.icons import wear
from photon.ui.kit.theme import dress
from photon.ui.loupe.photo_view import PhotoView

KEY_STEP = 0.02  # share of the photo's width or height per press of an arrow key
HANDLE = 9  # side of a handle in pixels
REACH = 9  # distance in pixels from an edge at which it can be grabbed
DIM = 0.55  # opacity of the surroundings
_CTRL = Qt.KeyboardModifier.ControlModifier
_LEFT = Qt.MouseButton.LeftButton
_ARROWS = {
    Qt.Key.Key_Left: (-KEY_STEP, 0.0),
    Qt.Key.Key_Right: (KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_STEP),
    Qt.Key.Key_Down: (0.0, KEY_STEP),
}
_SEARCH = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class EdgeDrag:
    """The effect of a drag: the edges opposite to the grabbed ones stay in place.

    Attributes:
        x: The vertical edge that stays, as a share of the photo's width; None if the width does not change.
        y: The same for the horizontal edge and the height.
        before: The rectangle when the drag began.
        grabbed: Where the photo was grabbed, in shares; with neither ``x`` nor ``y`` the whole rectangle moves.
        least: Smallest width and height that it may become.
    """

    x: float | None
    y: float | None
    before: Region
    grabbed: QPointF
    least: float = LEAST

    @property
    def moves(self) -> bool:
        """Whether the rectangle keeps its size."""
        return self.x is None and self.y is None

    def to(self, at: QPointF) -> Region:
        """Return the rectangle when the pointer is at this point of the photo, in shares of it."""
        if self.moves:
            return moved(self.before, at.x() - self.grabbed.x(), at.y() - self.grabbed.y(), self.least)
        x, width = (self.before.x, self.before.width) if self.x is None else spanned(self.x, at.x(), self.least)
        y, height = (self.before.y, self.before.height) if self.y is None else spanned(self.y, at.y(), self.least)
        return Region(x, y, width, height)


class RegionSelector(QWidget):
    """Lies over the view while there is a rectangle; dragging with Ctrl over the photo draws one.

    The rectangle is stored in shares of the photo, so it follows the picture when that is zoomed or panned.

    Signals:
        searched: Brings the Like of the region to search by.
        began: A rectangle is shown or changed.
        ended: The rectangle was removed, and with it the widget that had the focus.
    """

    searched = Signal(object)
    began = Signal()
    ended = Signal()

    def __init__(self, view: PhotoView, current: Callable[[], int | None]) -> None:
        """Cover a view.

        Args:
            view: The view of the photo.
            current: Returns the photo in the view, None without one.
        """
        super().__init__(view)
        self._view = view
        self._current = current
        self.region: Region | None = None
        self._pull: EdgeDrag | None = None
        self._pressed: QPoint | None = None
        self.button = QPushButton(tr("Search for this"), self)
        self.button.setToolTip(tr("Find photos like this part (Enter)"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.search)
        self.offered: QPushButton | None = None
        self._offered_icon = ""
        self._least, self._is_offered = LEAST, False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._view.installEventFilter(self)
        self._view.placed.connect(self._place)
        self.hide()

    # -- actions --------------------------------------------------------------------------

    def offer(self, text: str, icon_name: str, act: Callable[[Region], object], *, least: float) -> None:
        """Offer something else to do with a part of the photo.

        Args:
            text: Text of the button.
            icon_name: Its icon.
            act: Called with the region.
            least: Smallest width and height of a part that makes sense for it, in shares of the photo.
        """
        self._least = min(self._least, least)
        self.offered = QPushButton(text, self)
        self.offered.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offered.clicked.connect(lambda: self._use(act))
        self._offered_icon = icon_name

    @property
    def _main_button(self) -> QPushButton:
        """The button that Enter presses."""
        return self.offered if self.offered is not None and self._is_offered else self.button

    def _use(self, act: Callable[[Region], object]) -> None:
        if (region := self.region) is not None:
            self.cancel()
            act(region)

    def begin(self, *, is_offered: bool = False) -> None:
        """Show a rectangle in the middle of the photo, which keys or the mouse can change.

        Args:
            is_offered: Whether Enter does what was offered instead of searching.
        """
        if self._current() is not None:
            self._is_offered = is_offered
            self._show(CENTRE)

    def cancel(self) -> None:
        """Remove the rectangle."""
        self._pull = self._pressed = None
        if self.region is not None:
            self.region, self._is_offered = None, False
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self.ended.emit()

    def search(self) -> None:
        """Search by the content of the rectangle."""
        region, photo = self.region, self._current()
        if region is not None and photo is not None:
            self.cancel()
            self.searched.emit(Like(photo=photo, region=Region(*(round(side, 4) for side in _sides(held(region))))))

    def _show(self, region: Region) -> None:
        self.region = held(region, self._least)
        self.setGeometry(self._view.rect())
        left, top, width, height = _sides(self.region)
        self.setAccessibleName(
            tr(
                "Part of the photo: {width:.0%} wide, {height:.0%} high, {left:.0%} from the left, "
                "{top:.0%} from the top. Arrow keys move it, Shift+arrow keys resize it, Enter: {act}.",
                width=width,
                height=height,
                left=left,
                top=top,
                act=self._main_button.text(),
            )
        )
        if self.isHidden():
            for button, sign in ((self.button, "magnifying-glass"), (self.offered, self._offered_icon)):
                if button is not None:
                    is_main = button is self._main_button
                    dress(button, "role", "primary" if is_main else "")
                    wear(button, sign, "on_accent" if is_main else "text")
            self.show()
            self.setFocus()
        self.began.emit()
        self.raise_()
        self._place()

    # -- coordinates ------------------------------------------------------------------------------------

    def rectangle(self) -> QRectF:
        """Return the rectangle in coordinates of the view; empty if there is none."""
        if self.region is None:
            return QRectF()
        photo = self._view.photo_rect()
        x, y, width, height = _sides(self.region)
        return QRectF(
            photo.x() + x * photo.width(),
            photo.y() + y * photo.height(),
            width * photo.width(),
            height * photo.height(),
        )

    def share(self, at: QPointF) -> QPointF:
        """Convert a point of the view to shares of the photo; points outside are below 0 or above 1."""
        photo = self._view.photo_rect()
        return QPointF((at.x() - photo.x()) / max(photo.width(), 1.0), (at.y() - photo.y()) / max(photo.height(), 1.0))

    def _place(self) -> None:
        if self.region is None:
            return
        rectangle = self.rectangle().intersected(QRectF(self.rect()))
        buttons = [button for button in (self.offered, self.button) if button is not None]
        widths = [button.sizeHint().width() + tokens.TIGHT for button in buttons]
        size = QSize(sum(widths) - tokens.TIGHT, self.button.sizeHint().height())
        below = rectangle.bottom() + tokens.TIGHT
        top = below if below + size.height() <= self.height() else rectangle.bottom() - size.height() - tokens.SPACE
        left = rectangle.right() - size.width()
        room = (max(0, self.width() - size.width()), max(0, self.height() - size.height()))
        at = QPoint(round(min(max(left, 0), room[0])), round(min(max(top, 0), room[1])))
        for button, width in zip(buttons, widths, strict=True):
            button.setGeometry(at.x(), at.y(), width - tokens.TIGHT, size.height())
            button.setVisible(self._pull is None)
            at += QPoint(width, 0)
        self.update()

    # -- pointer -----------------------------------------------------------------------------------

    def _pull_at(self, at: QPointF, *, fresh: bool) -> EdgeDrag | None:
        """Return the drag that a press here would start; with ``fresh``, it draws a new rectangle."""
        place = self.share(at)
        inside = QPointF(min(max(place.x(), 0.0), 1.0), min(max(place.y(), 0.0), 1.0))
        region, rectangle = self.region, self.rectangle()
        reach = rectangle.adjusted(-REACH, -REACH, REACH, REACH)
        if fresh or region is None or not reach.contains(at):
            if not fresh and self._view.is_pannable:
                return None  # the view pans the photo below the rectangle
            return EdgeDrag(inside.x(), inside.y(), Region(inside.x(), inside.y(), 0, 0), inside, self._least)
        x = _staying(at.x(), (rectangle.left(), rectangle.right()), (region.x, region.x + region.width))
        y = _staying(at.y(), (rectangle.top(), rectangle.bottom()), (region.y, region.y + region.height))
        return EdgeDrag(x, y, region, place, self._least)

    def _press(self, event: QMouseEvent) -> bool:
        fresh = bool(event.modifiers() & _CTRL)
        if event.button() != _LEFT or self._current() is None:
            return False
        self._pull = self._pull_at(event.position(), fresh=fresh)
        self._pressed = event.position().toPoint() if self._pull else None
        return self._pull is not None

    def _drag(self, event: QMouseEvent) -> bool:
        if self._pull is None:
            return False
        if self._pressed is not None:
            moved_by = (event.position().toPoint() - self._pressed).manhattanLength()
            if moved_by < QApplication.startDragDistance() // 2:
                return True
            self._pressed = None
        self._show(self._pull.to(self.share(event.position())))
        return True

    def _release(self) -> bool:
        was_pulled, self._pull = self._pull is not None, None
        self._pressed = None
        self._place()
        return was_pulled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw a rectangle when the view is dragged with Ctrl; follow the size of the view."""
        if event.type() == QEvent.Type.Resize and self.region is not None:
            self.setGeometry(self._view.rect())
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress:
            return bool(event.modifiers() & _CTRL) and self._press(event)
        if event.type() == QEvent.Type.MouseMove:
            return self._drag(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            return self._release()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab an edge, a corner or the whole rectangle, or draw a new one; otherwise the view gets the event."""
        event.setAccepted(self._press(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was grabbed; show what can be grabbed."""
        if not self._drag(event):
            event.ignore()
        self._show_cursor(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a drag."""
        event.setAccepted(self._release())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Search inside the rectangle; elsewhere, keep the loupe open."""
        if event.button() == _LEFT and self.rectangle().contains(event.position()):
            self.search()

    def _show_cursor(self, event: QMouseEvent) -> None:
        if self._pull is not None:
            return
        pull = self._pull_at(event.position(), fresh=bool(event.modifiers() & _CTRL))
        shapes = Qt.CursorShape
        if pull is None:
            self.setCursor(shapes.OpenHandCursor)
        elif pull.moves:
            self.setCursor(shapes.SizeAllCursor)
        elif not pull.before.width:
            self.setCursor(shapes.CrossCursor)
        elif pull.y is None:
            self.setCursor(shapes.SizeHorCursor)
        elif pull.x is None:
            self.setCursor(shapes.SizeVerCursor)
        else:
            is_falling = (pull.x > pull.before.x) == (pull.y > pull.before.y)
            self.setCursor(shapes.SizeFDiagCursor if is_falling else shapes.SizeBDiagCursor)

    # -- keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim its keys before the window's shortcuts and the loupe's keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with arrows, resize with Shift, search on Enter, cancel on Esc; the loupe gets other keys."""
        if not _is_own(event) or self.region is None:
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in _SEARCH:
            self._main_button.click()
        else:
            change = resized if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else moved
            self._show(change(self.region, *_ARROWS[Qt.Key(event.key())], self._least))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remove the rectangle when the photo is left."""
        super().hideEvent(event)
        self.cancel()

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the surroundings, and paint the frame and the handles of the rectangle."""
        rectangle = self.rectangle()
        if rectangle.isEmpty():
            return
        painter = QPainter(self)
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        around.addRect(rectangle)  # odd-even fill: the inside stays clear
        painter.setOpacity(DIM)
        painter.fillPath(around, Qt.GlobalColor.black)
        painter.setOpacity(1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dark around bright: one of the two is visible on any photo.
        accent = QColor(tokens.DARK.accent)  # in every scheme, because the surroundings are always dark
        for colour, grown in ((QColor(Qt.GlobalColor.black), 1.5), (accent, 0.0)):
            painter.setPen(colour)
            painter.drawRect(rectangle.adjusted(-grown, -grown, grown, grown))
        painter.setBrush(accent)
        painter.setPen(Qt.GlobalColor.black)
        for handle in self.handles():
            painter.drawRect(QRectF(handle.x() - HANDLE / 2, handle.y() - HANDLE / 2, HANDLE, HANDLE))

    def handles(self) -> list[QPointF]:
        """Return the corners and the midpoints of the edges, starting at the upper left."""
        rectangle = self.rectangle()
        across = (rectangle.left(), rectangle.center().x(), rectangle.right())
        down = (rectangle.top(), rectangle.center().y(), rectangle.bottom())
        return [QPointF(x, y) for y in down for x in across if (x, y) != (across[1], down[1])]


def _staying(at: float, ends: tuple[float, float], shares: tuple[float, float]) -> float | None:
    """Return the opposite end of the end that is near, which stays; None if neither is near."""
    reach = min(float(REACH), (ends[1] - ends[0]) / 3)  # so that a small rectangle can still be moved
    if at <= ends[0] + reach:
        return shares[1]
    return shares[0] if at >= ends[1] - reach else None


def _is_own(event: QKeyEvent) -> bool:
    allowed = Qt.KeyboardModifier.KeypadModifier
    if event.key() in _ARROWS:
        allowed |= Qt.KeyboardModifier.ShiftModifier
    is_known = event.key() in _ARROWS or event.key() in (*_SEARCH, Qt.Key.Key_Escape)
    return is_known and not event.modifiers() & ~allowed


def _sides(region: Region) -> tuple[float, float, float, float]:
    return region.x, region.y, region.width, region.height
