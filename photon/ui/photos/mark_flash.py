"""A brief message over the photo that shows the mark it was given, or its zoom."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon
from photon.ui.kit.theme import figures_font, theme
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.stars import STARS, paint_stars

SHOWN_MS = 900
SIZE = 28
HEART = 40


class MarkFlash(QWidget):
    """Stars, a heart or text on a rounded background in the middle of its parent's lower third."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._stars: int | None = None
        self._favourite, self._words = False, ""
        self._icon: tuple[str, str] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._end = single_shot(self, SHOWN_MS, self.hide)
        self.hide()

    def show_stars(self, stars: int) -> None:
        """Show the photo's new number of stars."""
        self._stars, self._words, self._icon = stars, "", None
        self.setAccessibleName(tr("Rated {stars}", stars=stars))
        self._appear(QSize(STARS * (SIZE + 4) + 2 * tokens.WIDE, SIZE + 2 * tokens.SPACE))

    def show_favourite(self, *, favourite: bool) -> None:
        """Show that the photo was added to the favourites, or removed."""
        self._stars, self._words, self._icon = None, "", None
        self._favourite = favourite
        self.setAccessibleName(tr("Favourite") if favourite else tr("Removed from favourites"))
        self._appear(QSize(HEART + 2 * tokens.WIDE, HEART + 2 * tokens.SPACE))

    def show_words(self, words: str) -> None:
        """Show a text or a number."""
        self._words, self._icon = words, None
        self.setAccessibleName(words)
        self.setFont(figures_font(self.font(), tokens.HEADING))
        text = self.fontMetrics()
        self._appear(QSize(text.horizontalAdvance(words) + 2 * tokens.WIDE, text.height() + 2 * tokens.TIGHT))

    def show_icon(self, icon: tuple[str, str], words: str) -> None:
        """Show a mark by its glyph and colour; the text is for screen readers."""
        self._stars, self._words, self._icon = None, "", icon
        self.setAccessibleName(words)
        self._appear(QSize(HEART + 2 * tokens.WIDE, HEART + 2 * tokens.SPACE))

    def _appear(self, size: QSize) -> None:
        room = self._ground.size()
        at = QPoint((room.width() - size.width()) // 2, round(room.height() * 0.72) - size.height() // 2)
        self.setGeometry(QRect(at, size))
        self.show()
        self.raise_()
        self.update()
        self._end.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the message on its background."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground())
        painter.drawRoundedRect(self.rect(), tokens.SPACE, tokens.SPACE)
        if self._words:
            painter.setPen(theme().colour("text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        if self._stars is not None:
            paint_stars(painter, QPoint(tokens.WIDE + 2, tokens.SPACE), SIZE, self._stars)
            return
        place = QRect(tokens.WIDE, tokens.SPACE, HEART, HEART)
        heart = ("heart-fill", "accent") if self._favourite else ("heart", "quiet")
        paint_icon(painter, place, *(self._icon or heart))


def ground() -> QColor:
    """Return the translucent panel colour of widgets over a photo."""
    colour = theme().colour("panel")
    colour.setAlphaF(0.88)
    return colour
