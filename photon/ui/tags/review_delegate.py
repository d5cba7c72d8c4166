"""Paints a photo with a suggested tag: the certainty below it, yes and no buttons on it."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from photon.domain import Card
from photon.ui.grid import grid_layout
from photon.ui.grid.photo_delegate import PILL, HoverButton, PhotoDelegate
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.theme import figures_font, theme
from photon.ui.tags.tag_summary import sureness

BUTTON = 32
YES, NO = HoverButton("confirm"), HoverButton("reject")


class ReviewDelegate(PhotoDelegate):
    """The delegate of the grid with other texts and buttons.

    Attributes:
        certainties: Certainty of each photo, 0..1.
    """

    def __init__(self, grid_model: PhotoGridModel) -> None:
        super().__init__(grid_model)
        self.has_names = True
        self.certainties: dict[int, float] = {}

    def button_at(self, cell: QRect, card: Card, point: QPoint) -> HoverButton | None:
        """Return the button (yes or no) under the pointer, if any."""
        places = _places(self.photo_rect(cell, card))
        return next((button for button, place in places.items() if place.contains(point)), None)

    def _paint_marks(self, painter: QPainter, photo: QRect, card: Card) -> None:
        """Paint no marks, which do not matter in a review."""

    def _paint_buttons(self, painter: QPainter, photo: QRect, card: Card) -> None:  # noqa: ARG002 - as in every grid
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for button, place in _places(photo).items():
            is_lit = place.contains(self.pointer)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent") if is_lit else PILL)
            painter.drawEllipse(place)
            colour = theme().colours.on_accent if is_lit else "#ffffff"
            name = "check-bold" if button == YES else "x-bold"
            paint_icon_around(painter, QRectF(place).center(), 16, name, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_name(self, painter: QPainter, cell: QRect, card: Card) -> None:
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(QColor(theme().colours.quiet))
        line = QRect(cell.left(), cell.bottom() + 2, cell.width(), grid_layout.CAPTION - 2)
        certainty = self.certainties.get(card.id)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, "" if certainty is None else sureness(certainty))


def _places(photo: QRect) -> dict[HoverButton, QRect]:
    """Return the rectangles of yes at the lower left and no at the lower right."""
    top = photo.bottom() - BUTTON - 5
    return {
        YES: QRect(photo.left() + 6, top, BUTTON, BUTTON),
        NO: QRect(max(photo.right() - BUTTON - 5, photo.left() + BUTTON + 8), top, BUTTON, BUTTON),
    }
