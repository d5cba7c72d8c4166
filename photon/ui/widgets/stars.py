"""Rating stars and the heart of favourites, painted and clickable."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from photon.language import counted, tr
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_texts import KeyedText, key_of
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon
from photon.ui.kit.theme import theme

STARS = 5
MIXED = -1
"""Several photos with different marks."""


class StarRow(QWidget):
    """Five stars; a click rates, and a click on the last lit star removes the rating.

    ``chosen`` brings the chosen number of stars, 0..5. The widget shows only what :meth:`set_stars` sets,
    so an undone or rejected rating does not stay on the screen.
    """

    chosen = Signal(int)

    def __init__(self, size: int = tokens.ICON, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._stars = 0
        self._hovered = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self.set_stars(0)
        theme().changed.connect(self.update)

    @property
    def stars(self) -> int:
        """The rating shown: 0..5, or MIXED."""
        return self._stars

    def set_stars(self, stars: int) -> None:
        """Show this rating: 0..5, or MIXED."""
        self._stars = stars
        hint = tr("Mixed ratings") if stars == MIXED else _counted(stars)
        self.setAccessibleName(tr("Rating: {stars}", stars=hint))
        current_keys().follow(self, "tip", partial(_show_hint, hint))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of five stars with space for the focus ring."""
        return QSize(STARS * (self._size + 4) + 4, self._size + 8)

    def star_rect(self, number: int) -> QRect:
        """Return the rectangle of star 1..5."""
        left = 4 + (number - 1) * (self._size + 4)
        return QRect(left, (self.height() - self._size) // 2, self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stars and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_stars(painter, self.star_rect(1).topLeft(), self._size, self._hovered or self._stars)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), tokens.FOCUS_RING))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), tokens.HAIR, tokens.HAIR)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the rating that a click would give."""
        self._hover(self._star_at(event.position().toPoint()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Show the actual rating."""
        self._hover(0)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Preview the rating that a click would give."""
        self._hover(self._star_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rate."""
        if event.button() == Qt.MouseButton.LeftButton:
            star = self._star_at(event.position().toPoint())
            self.chosen.emit(0 if star == self._stars else star)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the rating by one with Left and Right; set it with digits."""
        key = event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        if key in steps:
            self.chosen.emit(min(max(max(self._stars, 0) + steps[Qt.Key(key)], 0), STARS))
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            self.chosen.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        super().focusOutEvent(event)
        self.update()

    def _star_at(self, at: QPoint) -> int:
        return min(max((at.x() - 2) // (self._size + 4) + 1, 1), STARS)

    def _hover(self, star: int) -> None:
        if star != self._hovered:
            self._hovered = star
            self.update()


def paint_stars(painter: QPainter, at: QPoint, size: int, stars: int) -> None:
    """Paint five stars of ``size`` pixels, starting at ``at``, with ``stars`` of them lit; MIXED lights none."""
    for number in range(STARS):
        lit = number < stars
        rect = QRect(at.x() + number * (size + 4), at.y(), size, size)
        paint_icon(painter, rect, "star-fill" if lit else "star", "accent" if lit else "quiet")


def _show_hint(hint: str, row: StarRow) -> None:
    least, most, none = key_of("rate-1"), key_of("rate-5"), key_of("rate-0")
    if least and most and none:
        hint = tr(
            "{stars}. Press {least} to {most} to rate, {none} to remove the rating.",
            stars=hint, least=least, most=most, none=none,
        )  # fmt: skip
    row.setToolTip(hint)


def _counted(stars: int) -> str:
    return counted(stars, "star") if stars else tr("No rating")


def favourite_hint(*, is_favourite: bool) -> str:
    """Return the tooltip of the heart: what a click does."""
    words = tr("Remove from favourites") if is_favourite else tr("Mark as favourite")
    return KeyedText(words, "favourite")
