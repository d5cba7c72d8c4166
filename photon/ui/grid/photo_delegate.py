"""Paints one photo of the grid; there is no widget per photo, and painting reads no files."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate

from photon.domain import Card
from photon.domain.photo.marks import REJECTED
from photon.language import counted, tr
from photon.quick_dataclass import dataclass
from photon.ui.grid import grid_layout
from photon.ui.grid.film_badge import film_words, paint_film_badge
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.grid.stacks import stack_hint
from photon.ui.keys.key_texts import KeyedText, with_key
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.theme import figures_font, theme
from photon.ui.photos.mark_icons import FADED, mark_icons
from photon.ui.photos.thumbnails import Thumbnail
from photon.ui.widgets.stars import favourite_hint

HOVER_LEAST = 128  # a smaller cell has no space for the buttons
BUTTON = 20
STAR_STEP = 16  # between stars, for marks and buttons alike, so that each stays in place when the pointer arrives
HEART_PLACE = 5  # in these steps, after five stars
STRIP = 32
CURRENT_RING = 2
LEAST_SIDE = 4  # pixels of the short side of a very long photo
AWAY = 0.45  # opacity of a photo whose drive is not connected
ROUNDING = 2  # pixels by which a cell differs from the shape of its photo
STAR = "#f2c14e"
HEART = "#ff6b7d"
PILL = QColor(0, 0, 0, 165)
STACK_HEIGHT, STACK_LINE = 22, 3
_WORDS = {
    "like": KeyedText(tr("More like this"), "like"),
    "confirm": KeyedText(tr("Yes"), "review.yes"),
    "reject": KeyedText(tr("No"), "review.no"),
    "deselect": tr("Deselect this photo"),
}
STACK_GLYPH_LEAST = 120  # a narrower photo shows only the number, because more would cover half of it


@dataclass(frozen=True, slots=True)
class HoverButton:
    """A clickable area in a hovered cell.

    Attributes:
        action: ``rate``, ``favour``, ``like``, ``stack`` or ``deselect``; in a review ``confirm`` or ``reject``.
        value: Stars, for ``rate``; number of photos behind, for ``stack``; 1 for a favourite, for ``favour``.
        matching: How many photos of a user-made stack are among the photos shown.
    """

    action: str
    value: int = 0
    matching: int = 0

    @property
    def words(self) -> str:
        """Its description, for a tooltip."""
        if self.action == "rate":
            return with_key(KeyedText(counted(self.value, "star"), f"rate-{self.value}"))
        if self.action == "stack":
            return stack_hint(self.value, self.matching)
        if self.action == "favour":
            return with_key(favourite_hint(is_favourite=bool(self.value)))
        return with_key(_WORDS[self.action])


@dataclass(frozen=True, slots=True)
class GridFrame:
    """What all cells of one repaint share; asking for it per cell took a third of the repaint.

    Attributes:
        ratio: Device pixels per pixel of the window.
        fade_ms: Duration of fades, in milliseconds.
        panel: Colour of the background of a photo in its cell.
        selected: Rows that are selected, of those on the screen.
        focused: Row of the current photo if the grid has the focus, otherwise -1.
    """

    ratio: float
    fade_ms: int
    panel: QColor
    selected: frozenset[int]
    focused: int


class PhotoDelegate(QStyledItemDelegate):
    """Paints the photo, its placeholder and marks, the selection, and the buttons under the pointer.

    Attributes:
        is_filling: Crop photos to the square instead of fitting them.
        has_names: Show the file name below.
        fades: Fade in arriving thumbnails; off while scrolling.
        hovered: Row under the pointer, or -1.
        pointer: Position of the pointer in the viewport, for the button under it.
    """

    def __init__(self, grid_model: PhotoGridModel) -> None:
        super().__init__(grid_model)
        self._model = grid_model
        self.is_filling = False
        self.has_names = False
        self.fades = True
        self.hovered = -1
        self.pointer = QPoint(-1, -1)
        self.fading: set[int] = set()

    def paint_cell(self, painter: QPainter, frame: GridFrame, row: int, cell: QRect) -> None:
        """Paint a photo of the grid.

        Args:
            painter: Painter of the viewport.
            frame: What all cells of this repaint share.
            row: Row number of the photo.
            cell: Its cell, with the caption below it.
        """
        square = QRect(cell)
        caption = grid_layout.CAPTION if self.has_names else 0
        square.setHeight(cell.height() - caption)
        card = self._model.card_at(row)
        photo = self.photo_rect(square, card)
        self._paint_photo(painter, frame, square, photo, card)
        is_selected = row in frame.selected
        if is_selected:
            self._ring(painter, photo, "accent", tokens.SELECTION_RING, 0)
        if row == frame.focused:
            self._ring(painter, photo, "text", CURRENT_RING, CURRENT_RING if is_selected else 0)
        if card is None:
            return
        self._paint_over(painter, square, photo, card, is_hovered=row == self.hovered)
        if card.missing:
            count = self._model.stacks.count(card.id)
            taken = _stack_rect(photo, count).width() + 8 if count else 0
            _paint_missing(painter, photo, photo.right() - taken, aside=is_selected)
        if is_selected:
            self._paint_check(painter, photo)
        if caption:
            self._paint_name(painter, square, card)

    def button_at(self, cell: QRect, card: Card, point: QPoint) -> HoverButton | None:
        """Return the button of a hovered cell at this point, if any."""
        photo = self.photo_rect(cell, card)
        count = self._model.stacks.count(card.id)
        if count and _stack_rect(photo, count).contains(point):
            return HoverButton("stack", count, self._model.stacks.matching.get(card.id, 0))
        if cell.width() < HOVER_LEAST:
            return None
        return next((button for button, place in _buttons(photo, card).items() if place.contains(point)), None)

    def photo_rect(self, cell: QRect, card: Card | None) -> QRect:
        """Return the rectangle of the photo in its square cell."""
        if card is None or self.is_filling or card.width <= 0 or card.height <= 0:
            return cell
        most_wide, most_high = cell.width(), cell.height()
        width, height = most_high * card.width // card.height, most_high
        if width > most_wide:
            width, height = most_wide, most_wide * card.height // card.width
        width, height = max(width, LEAST_SIDE), max(height, LEAST_SIDE)
        if most_wide - width <= ROUNDING and most_high - height <= ROUNDING:
            return cell  # a cell of a row that keeps the shape
        return QRect(cell.left() + (most_wide - width) // 2, cell.top() + (most_high - height) // 2, width, height)

    # -- the photo ---------------------------------------------------------------------------------

    def _paint_photo(self, painter: QPainter, frame: GridFrame, cell: QRect, photo: QRect, card: Card | None) -> None:
        if card is None:
            painter.fillRect(cell, frame.panel)
            return
        if photo != cell:
            # Without a background, a line of wide photos leaves an empty band that looks like a heading without text.
            _fill_around(painter, cell, photo, frame.panel)
        thumbnail = self._model.thumbnails.find(card.id, card.version)
        opacity = self._opacity(thumbnail, card.id, frame.fade_ms) if thumbnail is not None else 0.0
        if opacity < 1:
            painter.fillRect(photo, QColor.fromRgb(card.colour))
        if thumbnail is None:
            return
        opacity *= AWAY if card.is_away else FADED if card.flag == REJECTED else 1
        if opacity < 1:
            painter.setOpacity(opacity)
        fitted = thumbnail.fit(photo.width(), photo.height(), frame.ratio, is_filling=self.is_filling)
        painter.drawPixmap(photo.topLeft(), fitted)
        if opacity < 1:
            painter.setOpacity(1)

    def _opacity(self, thumbnail: Thumbnail, photo: int, fade_ms: int) -> float:
        share = thumbnail.age() * 1000 / fade_ms if self.fades and fade_ms else 1.0
        if share >= 1:
            self.fading.discard(photo)
            return 1.0
        self.fading.add(photo)
        return max(0.0, share)

    def _ring(self, painter: QPainter, photo: QRect, colour: str, width: int, away: int) -> None:
        pen = QPen(theme().colour(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2 - away
        painter.drawRect(QRectF(photo).adjusted(inset, inset, -inset, -inset))

    # -- over the photo ----------------------------------------------------------------------------

    def _paint_over(self, painter: QPainter, cell: QRect, photo: QRect, card: Card, *, is_hovered: bool) -> None:
        if is_hovered and cell.width() >= HOVER_LEAST:
            self._paint_buttons(painter, photo, card)
        else:
            words = film_words(card, self._model.thumbnails.moments.get(card.id))
            taken = paint_film_badge(painter, photo, words, PILL)
            self._paint_marks(painter, photo.adjusted(0, 0, -taken, 0), card)
        if self._model.stacks.behind:
            self._paint_stack(painter, photo, card.id, is_hovered=is_hovered)

    def _paint_check(self, painter: QPainter, photo: QRect) -> None:
        disc = QRectF(check_rect(photo))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent"))
        painter.drawEllipse(disc)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_icon_around(painter, disc.center(), 14, "check-bold", theme().colours.on_accent)

    def _paint_marks(self, painter: QPainter, photo: QRect, card: Card) -> None:
        """Paint one row at the lower left: stars, heart, flag, label, problems; the heart is where its button is."""
        if not (card.rating or card.favourite or card.flag or card.label or card.offline or card.damaged):
            return
        others = [("heart-fill", HEART)] if card.favourite else []
        others += mark_icons(card)
        others += [("link-break", "#ffffff")] if card.offline else []
        others += [("warning", "#ffd166")] if card.damaged else []
        stars = [("star-fill", STAR)] * card.rating
        if card.favourite and card.rating < HEART_PLACE and _has_buttons(photo):
            _paint_pill(painter, photo, 0, stars)
            _paint_pill(painter, photo, HEART_PLACE, others)
        else:
            room = max(1, (photo.width() - 16) // STAR_STEP)
            _paint_pill(painter, photo, 0, (stars + others)[:room])

    def _paint_stack(self, painter: QPainter, photo: QRect, shown: int, *, is_hovered: bool) -> None:
        """Paint the number of photos behind, at the upper right; it is a button and therefore always shown."""
        stacks = self._model.stacks
        accent = theme().colour("accent")
        if stacks.is_open(shown):
            painter.fillRect(QRect(photo.topLeft(), QSize(photo.width(), STACK_LINE)), accent)
        count = stacks.count(shown)
        if not count:
            return
        is_open = shown in stacks.unfolded
        place = _stack_rect(photo, count)
        is_lit = is_open or (is_hovered and place.contains(self.pointer))
        colour = theme().colours.on_accent if is_lit else "#ffffff"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent if is_lit else PILL)
        painter.drawRoundedRect(place, STACK_HEIGHT / 2, STACK_HEIGHT / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        has_glyph = photo.width() >= STACK_GLYPH_LEAST
        if has_glyph:
            paint_icon_around(painter, QPointF(place.left() + 14, place.center().y() + 1), 14, "stack", colour)
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(QColor(colour))
        words = place.adjusted(24 if has_glyph else 4, 0, -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{'−' if is_open else '+'}{count}")

    def _paint_buttons(self, painter: QPainter, photo: QRect, card: Card) -> None:
        """Paint stars, heart and "more like this" along the lower edge of the hovered photo."""
        strip = QRect(photo.left(), photo.bottom() - STRIP - 15, photo.width(), STRIP + 16)
        strip = strip.intersected(photo)
        shade = QLinearGradient(QPointF(strip.topLeft()), QPointF(strip.bottomLeft()))
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(1, QColor(0, 0, 0, 190))
        painter.fillRect(strip, shade)
        places = _buttons(photo, card)
        under = next((button for button, place in places.items() if place.contains(self.pointer)), None)
        for button, place in places.items():
            name, colour = _face(button, under, card)
            size = 16 if button == under else 14
            paint_icon_around(painter, QRectF(place).center(), size, name, colour)

    def _paint_name(self, painter: QPainter, cell: QRect, card: Card) -> None:
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(theme().colour("quiet"))
        line = QRect(cell.left(), cell.bottom() + 2, cell.width(), grid_layout.CAPTION - 2)
        text = QFontMetrics(painter.font()).elidedText(card.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


def _fill_around(painter: QPainter, cell: QRect, photo: QRect, colour: QColor) -> None:
    """Fill what a photo leaves free of its cell: filling all of it under the photo took twice as long."""
    x, y, wide, high = cell.x(), cell.y(), cell.width(), cell.height()
    left, above = photo.x() - x, photo.y() - y
    right, below = wide - left - photo.width(), high - above - photo.height()
    if above > 0:
        painter.fillRect(x, y, wide, above, colour)
    if below > 0:
        painter.fillRect(x, y + high - below, wide, below, colour)
    if left > 0:
        painter.fillRect(x, y + above, left, photo.height(), colour)
    if right > 0:
        painter.fillRect(x + wide - right, y + above, right, photo.height(), colour)


def _paint_missing(painter: QPainter, photo: QRect, end: int, *, aside: bool) -> None:
    """Paint at the upper left that a photo's file is missing.

    Args:
        painter: The painter.
        photo: The photo's place.
        end: Where the space ends to the right.
        aside: Whether the check mark of a selected photo is there, too.
    """
    words = tr("Missing")
    painter.setFont(figures_font(painter.font(), tokens.SMALL))
    wide = 30 + painter.fontMetrics().horizontalAdvance(words)
    left = photo.left() + (check_rect(photo).width() + 12 if aside else 6)
    has_words = left + wide < end
    place = QRect(left, photo.top() + 7, wide if has_words else STACK_HEIGHT, STACK_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(place, STACK_HEIGHT / 2, STACK_HEIGHT / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    paint_icon_around(painter, QPointF(place.left() + 11, place.center().y() + 1), 14, "file-x", "#ffffff")
    if has_words:
        painter.setPen(QColor("#ffffff"))
        painter.drawText(place.adjusted(20, 0, -4, 0), Qt.AlignmentFlag.AlignCenter, words)


def _stack_rect(photo: QRect, count: int) -> QRect:
    """Return the rectangle of the number of photos behind: at the upper right, within a narrow photo."""
    width = (50 if photo.width() >= STACK_GLYPH_LEAST else 30) + 8 * (len(str(count)) - 1)
    left = max(photo.right() - width - 5, photo.left())
    return QRect(left, photo.top() + 6, width, STACK_HEIGHT)


def check_rect(photo: QRect) -> QRect:
    """Return the rectangle of the check mark of a selected photo."""
    return QRect(photo.left() + 8, photo.top() + 8, 20, 20)


def _mark_place(photo: QRect, place: int) -> QRect:
    """Return the rectangle of a star or the heart, counted from the left, as a mark and as a button."""
    gap = 4 if place >= HEART_PLACE else 0  # so that a click near the fifth star does not hit the heart
    return QRect(photo.left() + 11 + place * STAR_STEP + gap, photo.bottom() - 25, STAR_STEP, BUTTON)


def _paint_pill(painter: QPainter, photo: QRect, first: int, marks: list[tuple[str, str]]) -> None:
    """Paint marks side by side, starting at this place; paint nothing without marks."""
    if not marks:
        return
    places = [_mark_place(photo, first + number) for number in range(len(marks))]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(places[0].united(places[-1]).adjusted(-5, 0, 5, 0), BUTTON / 2, BUTTON / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for place, (name, colour) in zip(places, marks, strict=True):
        paint_icon_around(painter, QRectF(place).center(), 12, name, colour)


def _has_buttons(photo: QRect) -> bool:
    """Return whether stars and heart fit next to the button for similar photos."""
    return photo.width() >= (HEART_PLACE + 1) * STAR_STEP + BUTTON + 24


def _buttons(photo: QRect, card: Card) -> dict[HoverButton, QRect]:
    """Return the rectangles of the buttons of a hovered photo; buttons that do not fit are omitted."""
    like = QRect(photo.right() - BUTTON - 3, photo.bottom() - 25, BUTTON, BUTTON)
    places = {HoverButton("like"): like}
    if _has_buttons(photo):
        for stars in range(1, HEART_PLACE + 1):
            places[HoverButton("rate", stars)] = _mark_place(photo, stars - 1)
        places[HoverButton("favour", int(card.favourite))] = _mark_place(photo, HEART_PLACE)
    return places


def _face(button: HoverButton, under: HoverButton | None, card: Card) -> tuple[str, str]:
    """Return the glyph and colour of a button, given the button under the pointer."""
    if button.action == "like":
        return "cards", STAR if button == under else "#ffffff"
    if button.action == "favour":
        is_on = card.favourite
        return ("heart-fill" if is_on else "heart"), HEART if is_on or button == under else "#ffffff"
    shown = under.value if under is not None and under.action == "rate" else card.rating
    is_on = button.value <= shown
    return ("star-fill" if is_on else "star"), STAR if is_on else "#ffffff"
