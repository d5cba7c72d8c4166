"""Stills of a film side by side with their times: where it is, and a way to each of them."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from photon.domain.bounded_cache import BoundedCache
from photon.domain.films.film import Frame
from photon.domain.films.play_time import play_time
from photon.language import tr
from photon.ui.films.film_player import Span
from photon.ui.kit import tokens
from photon.ui.kit.theme import figures_font, theme
from photon.ui.photos.jpeg_picture import jpeg_picture
from photon.ui.photos.picture_cache import MEGABYTE

_STILL = QSize(96, 54)
_STEP = _STILL.width() + tokens.HAIR
_TIME = 16  # height of the line with the time, in pixels
_VEIL, _WHITE = QColor(0, 0, 0, 150), QColor("#ffffff")
DOT, _RADIUS = QPoint(-10, 10), 5  # of the mark, from the corner of the still


class Storyboard(QWidget):
    """A strip that scrolls along with the film.

    Signals:
        chosen: Brings the time of a still that was clicked, in seconds.

    Attributes:
        found: Times of the moments that match the search, ascending; their stills are marked.
    """

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._frames: Sequence[Frame] = ()
        self._times: list[float] = []
        self.found: Sequence[float] = ()
        self._current, self._left = -1, 0
        self._pictures: BoundedCache[int, QImage] = BoundedCache(8 * MEGABYTE, QImage.sizeInBytes)
        self.setFixedHeight(_STILL.height() + 2 * tokens.HAIR)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys of the film lead from still to still
        self.setAccessibleName(tr("Scenes"))
        self.hide()

    def show_frames(self, frames: Sequence[Frame]) -> None:
        """Show the stills of a film, in order; fewer than two are not shown."""
        self._frames, self._times = frames, [one.seconds for one in frames]
        self._current, self._left = -1, 0
        self._pictures.clear()
        self.setVisible(len(frames) > 1)

    def follow(self, seconds: float) -> None:
        """Mark the still that is shown at a time, and scroll to it when it is another one."""
        current = bisect_right(self._times, seconds + 0.001) - 1
        if current != self._current:
            self._current = current
            self._scroll_to(current * _STEP - (self.width() - _STEP) // 2)

    def span(self, seconds: float, length: float) -> Span:
        """Return the moment around a time: from its still to the next; without stills, five seconds of the film."""
        at = bisect_right(self._times, seconds + 0.001)
        if not self._times:
            start = max(0.0, min(seconds, length - 5))
            return start, min(start + 5, length)
        return self._times[at - 1] if at else 0.0, self._times[at] if at < len(self._times) else length

    def beside(self, seconds: float, step: int, *, is_found: bool = False) -> float | None:
        """Return the time of the next or previous still, or of one that is marked; None if there is none."""
        times = self.found if is_found else self._times
        at = bisect_right(times, seconds + 0.001) if step > 0 else bisect_right(times, seconds - 1) - 1
        return times[at] if 0 <= at < len(times) else None

    def _scroll_to(self, left: int) -> None:
        self._left = max(0, min(left, len(self._frames) * _STEP - self.width()))
        self.update()

    def place(self, number: int) -> QRect:
        """Return where a still is."""
        return QRect(QPoint(number * _STEP - self._left, tokens.HAIR), _STILL)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the stills in view; their pictures are decoded the first time."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setFont(figures_font(self.font(), tokens.SMALL))
        marked = {bisect_right(self._times, moment + 0.001) - 1 for moment in self.found}
        last = min(len(self._frames), (self._left + self.width()) // _STEP + 1)
        for number in range(self._left // _STEP, last):
            self._paint_still(painter, number)
            painter.setPen(QPen(theme().colour("accent"), 2))
            if number == self._current:
                painter.drawRect(self.place(number).adjusted(1, 1, -1, -1))
            if number in marked:
                painter.setBrush(theme().colour("accent"))
                painter.setPen(_WHITE)
                painter.drawEllipse(self.place(number).topRight() + DOT, _RADIUS, _RADIUS)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_still(self, painter: QPainter, number: int) -> None:
        place, image, words = self.place(number), self._picture(number), play_time(self._times[number])
        painter.fillRect(place, theme().colour("photos"))
        shown = QRect(QPoint(), image.size().scaled(_STILL, Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(place.center())
        painter.drawImage(shown, image)
        line = QRect(0, 0, painter.fontMetrics().horizontalAdvance(words) + 8, _TIME)
        line.moveBottomLeft(place.bottomLeft())
        painter.fillRect(line, _VEIL)
        painter.setPen(_WHITE)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _picture(self, number: int) -> QImage:
        image = self._pictures.get(number)
        if image is None:
            image = jpeg_picture(self._frames[number].jpeg, _STILL * self.devicePixelRatio())
            self._pictures.store(number, image)
        return image

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a still."""
        number = (round(event.position().x()) + self._left) // _STEP
        if event.button() == Qt.MouseButton.LeftButton and number < len(self._frames):
            self.chosen.emit(self._times[number])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the strip."""
        turned = event.angleDelta()
        self._scroll_to(self._left - (turned.y() or turned.x()) * _STEP // 120)
        event.accept()
