"""Themes as a map of pictures: what lies side by side is alike."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame

from photon.domain.arrays import Doubles
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr
from photon.ui.explore.card_list import paint_cover
from photon.ui.kit import tokens
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.theme import figures_font, theme
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in

_GAP, _EDGE = 4, 16  # pixels between pictures, and around the map
_CLOSEST = 280.0  # pixels of the largest picture
_STEP = 1.25  # of the zoom, for a key or a notch of the wheel
_LEAST, _WIDEST = 76, 190  # pixels of a picture that has room for its name, and of the name of a smaller one
_NOTCH = 120
_SHOWN_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class ThemeMap(QFrame):
    """Zoomed by the wheel and the keys + and -, dragged by the mouse; the arrow keys go from picture to picture.

    Signals:
        opened: Brings the ShelfCard that was clicked, or on which Enter was pressed.
        menu_wanted: Brings a ShelfCard, and a point on the screen.
        photo_dropped: Brings a photo, or 0 and the path of a file, whose place is asked for.

    Attributes:
        cards: The themes with a place.
        current: Number of the theme at the cursor; -1 for none.
        zoom: 1 where the whole map fits.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    photo_dropped = Signal(int, str)

    def __init__(self, covers: CoverPictures, keys: KeyFilter) -> None:
        super().__init__()
        self._covers, self._keys = covers, keys
        self.cards: Sequence[ShelfCard] = ()
        self.current, self.zoom, self._pitch = -1, 1.0, 1.0
        self._places: Doubles = np.zeros((0, 2))
        self._middle = np.array([0.5, 0.5])
        self._pressed: QPointF | None = None
        self._is_dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setProperty("role", "photos")
        self.setAccessibleName(tr("Map of themes"))
        covers.arrived.connect(self.update)

    def show_cards(self, cards: Sequence[ShelfCard]) -> None:
        """Show these themes from now on; what is shown of the map stays."""
        self.cards = [card for card in cards if card.place is not None]
        self._places, self._pitch = _fitted(np.array([card.place for card in self.cards], np.float64).reshape(-1, 2))
        self.current = min(self.current, len(self.cards) - 1)
        self.update()

    def light(self, key: str) -> ShelfCard | None:
        """Put the cursor on the theme with this key, and show it; return it, if there is one."""
        numbers = [number for number, card in enumerate(self.cards) if card.key == key]
        if not numbers:
            return None
        self._go_to(numbers[0])
        return self.cards[self.current]

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Zoom; the point of the map that is under a pixel stays there."""
        at = around or QPointF(self.rect().center())
        before = self._at(at)
        most = max(1.0, _CLOSEST / (self._pitch * self._scale(1.0)))
        self.zoom = min(max(self.zoom * factor, 1.0), most)
        self._look_at(self._middle + before - self._at(at))

    def rect_of(self, number: int) -> QRectF:
        """Return the place of a picture in the widget."""
        scale = self._scale(self.zoom)
        x, y = (self._places[number] - self._middle) * scale
        side = self._pitch * scale - _GAP
        return QRectF(self.width() / 2 + x - side / 2, self.height() / 2 + y - side / 2, side, side)

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures in view, then the names that have room, those of large themes first."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        seen = {at: place for at in range(len(self.cards)) if (place := self.rect_of(at)).intersects(self.rect())}
        for number, place in seen.items():
            paint_cover(painter, place, self._covers, self.cards[number].cover)
        if self.current in seen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("accent"), tokens.SELECTION_RING))
            painter.drawRoundedRect(seen[self.current], tokens.RADIUS, tokens.RADIUS)
        taken: list[QRectF] = []
        for number in sorted(seen, key=lambda one: (one != self.current, -self.cards[one].photos)):
            self._paint_name(painter, self.cards[number], seen[number], taken)
        painter.end()

    def _paint_name(self, painter: QPainter, card: ShelfCard, place: QRectF, taken: list[QRectF]) -> None:
        painter.setFont(figures_font(self.font(), tokens.SMALL))
        metrics = painter.fontMetrics()
        width = place.width() - 2 * tokens.HAIR if place.width() >= _LEAST else _WIDEST
        text = metrics.elidedText(line_written_out(card.name), Qt.TextElideMode.ElideRight, round(width))
        room = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * tokens.HAIR, metrics.height() + 2)
        room.moveCenter(QPointF(place.center().x(), place.bottom() - room.height()))
        if any(room.intersects(other) for other in taken):
            return
        taken.append(room)
        ground = theme().colour("panel")
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(room, tokens.HAIR, tokens.HAIR)
        painter.setPen(theme().colour("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    # -- the view ----------------------------------------------------------------------------------

    def _scale(self, zoom: float) -> float:
        return (min(self.width(), self.height()) - 2 * _EDGE) * zoom

    def _at(self, point: QPointF) -> Doubles:
        """Return the point of the map under a pixel, float64 (2,)."""
        return self._middle + np.array([point.x() - self.width() / 2, point.y() - self.height() / 2]) / self._scale(
            self.zoom
        )

    def _look_at(self, middle: Doubles) -> None:
        half = np.array([self.width(), self.height()]) / 2 / self._scale(self.zoom)
        self._middle = np.where(half >= 0.5, 0.5, np.clip(middle, np.minimum(half, 0.5), np.maximum(1 - half, 0.5)))
        self.update()

    def _number_at(self, point: QPointF) -> int:
        return next((at for at in range(len(self.cards)) if self.rect_of(at).contains(point)), -1)

    def _go_to(self, number: int) -> None:
        self.current, card = number, self.cards[number]
        self.setAccessibleDescription(f"{line_written_out(card.name)}, {counted(card.photos, 'photo')}")
        if not QRectF(self.rect()).contains(self.rect_of(number)):
            self._look_at(self._places[number])
        self.update()

    def _step(self, direction: tuple[int, int]) -> None:
        """Go to the nearest theme in a direction."""
        if not self.cards:
            return
        if self.current < 0:
            self._go_to(int(np.abs(self._places - self._middle).sum(axis=1).argmin()))
            return
        away = self._places - self._places[self.current]
        along, aside = away @ np.array(direction), np.abs(away @ np.array(direction[::-1]))
        is_ahead = along > self._pitch / 2
        if is_ahead.any():
            self._go_to(int(np.where(is_ahead, along + 2 * aside, np.inf).argmin()))

    # -- input -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the page before they become shortcuts for photos."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom and open."""
        keys = Qt.Key
        if event.key() in _SHOWN_STEPS:
            self._step(_SHOWN_STEPS[Qt.Key(event.key())])
        elif event.text() in ("+", "="):
            self.zoom_by(_STEP)
        elif event.text() == "-":
            self.zoom_by(1 / _STEP)
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and self.current >= 0:
            self.opened.emit(self.cards[self.current])
        elif not self._keys.act(event):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.zoom_by(_STEP ** (event.angleDelta().y() / _NOTCH), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the map or to click a theme."""
        self._pressed, self._is_dragged = event.position(), False
        if (number := self._number_at(event.position())) >= 0:
            self._go_to(number)
            if event.button() == Qt.MouseButton.RightButton:
                self.menu_wanted.emit(self.cards[number], event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        moved = event.position() - self._pressed
        if self._is_dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._is_dragged, self._pressed = True, event.position()
            self._look_at(self._middle - np.array([moved.x(), moved.y()]) / self._scale(self.zoom))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the theme that was clicked."""
        is_click = event.button() == Qt.MouseButton.LeftButton and not self._is_dragged
        if is_click and (number := self._number_at(event.position())) >= 0:
            self.opened.emit(self.cards[number])
        self._pressed = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a photo or a file."""
        if event.mimeData().hasFormat(PHOTOS_MIME) or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask where a photo belongs."""
        event.acceptProposedAction()
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        self.photo_dropped.emit(next(iter(photos_in(event.mimeData())), 0), next(iter(files), ""))


def _fitted(places: Doubles) -> tuple[Doubles, float]:
    """Return places so that all pictures just fit, 0 to 1, float64 (n, 2), and the side of a picture.

    The nearest two are side by side: no picture covers another one.
    """
    apart = np.abs(places[:, None] - places[None]).max(axis=2, initial=0)
    np.fill_diagonal(apart, np.inf)
    pitch = float(np.clip(apart.min(initial=1.0), 0.01, 1.0))
    low, high = places.min(axis=0, initial=1) - pitch / 2, places.max(axis=0, initial=0) + pitch / 2
    side = max(float((high - low).max()), pitch)
    return (places - (low + high) / 2) / side + 0.5, pitch / side
