"""What a cell of the grid says of a video: how long it is, or the moment that was found."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from photon.domain import Card
from photon.domain.films.play_time import play_time
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.theme import figures_font

_HEIGHT = 20


def moment_words(seconds: float) -> str:
    """Return the text for a moment: ``at 1:23``."""
    return tr("at {time}", time=play_time(seconds))


def film_words(card: Card, moment: float | None) -> str:
    """Return what a cell says of moving pictures: the moment that was found, a length, or ``Live``; empty for none."""
    if moment is not None:
        return moment_words(moment)
    if card.seconds is not None:
        return play_time(card.seconds)
    return tr("Live") if card.is_live else ""


def paint_film_badge(painter: QPainter, photo: QRect, words: str, ground: QColor) -> int:
    """Paint words at the lower right of a photo, if there is room; return how many pixels they take from its width."""
    painter.setFont(figures_font(painter.font(), tokens.SMALL))
    wide = painter.fontMetrics().horizontalAdvance(words) + 12
    place = QRect(photo.right() - wide - 5, photo.bottom() - 25, wide, _HEIGHT)
    if not words or place.left() < photo.left():
        return 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, _HEIGHT / 2, _HEIGHT / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
    return wide + 5
