"""The film over the photo view, which it fills as the photo does, at any zoom."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from photon.language import tr
from photon.ui.films.film_player import FilmPlayback
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.theme import theme
from photon.ui.loupe.photo_view import PhotoView


class FilmPicture(QWidget):
    """Paints frames, and plays at a click; the view does everything else with the mouse.

    Attributes:
        keys: What keys do while the film has the focus.
    """

    def __init__(self, view: PhotoView, player: FilmPlayback, keys: KeyFilter) -> None:
        super().__init__(view)
        self._view, self._player, self.keys = view, player, keys
        self._image = QImage()
        self._pressed: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or the photo would be painted below each frame
        self.setAccessibleName(tr("Video"))
        view.placed.connect(self._place)
        player.framed.connect(self._show_frame)
        self.hide()

    def clear(self) -> None:
        """Hide until the next frame; until then, the view shows the poster."""
        self._image = QImage()
        self.hide()

    def _show_frame(self, image: QImage) -> None:
        self._image = image
        self.update()
        if self.isHidden():
            self._place()
            self.lower()  # what other features have over the photo stays over the film
            self.show()

    def _place(self) -> None:
        self.setGeometry(self._view.rect())
        photo = self._view.photo_rect()
        self._player.make_room(round(max(photo.width(), photo.height(), 1) * self.devicePixelRatioF()))
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Pause, because something else is shown."""
        super().hideEvent(event)
        self._player.pause()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the frame where the photo is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("photos"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._view.photo_rect(), self._image)
        self._view.paint_tint(painter)

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the film before the loupe does."""
        return self.keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Perform the action of a key; the loupe gets other keys."""
        if not self.keys.act(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click on a film that is shown as a whole; an enlarged one is moved."""
        is_click = event.button() == Qt.MouseButton.LeftButton and self._view.is_fitted
        self._pressed = event.position() if is_click else None
        event.setAccepted(is_click)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the film out."""
        event.ignore()
        away = (event.position() - self._pressed).manhattanLength() if self._pressed is not None else 0
        if away >= QApplication.startDragDistance():
            self._pressed = None
            self._view.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Play, or pause."""
        event.setAccepted(self._pressed is not None)
        if self._pressed is not None:
            self._pressed = None
            self._player.toggle()
