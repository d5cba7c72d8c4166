"""Cards of a shelf side by side, or in lines that fill the width."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QWheelEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.unseen_characters import line_written_out
from photon.language import counted
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.theme import figures_font, theme
from photon.ui.map.cover_pictures import CoverPictures

PICTURE = QSize(176, 132)
_INSET, _TEXT = 5, 19  # pixels around a card, and of a line of text
CARD = QSize(PICTURE.width() + 2 * _INSET, PICTURE.height() + 2 * _INSET + 2 * _TEXT)
_NONE = QModelIndex()


class CardRows(QAbstractListModel):
    """The cards.

    Attributes:
        cards: The cards, in order.
    """

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.cards: Sequence[ShelfCard] = ()

    def show_cards(self, cards: Sequence[ShelfCard]) -> None:
        """Show other cards, unless they are the same."""
        if self.cards != cards:
            self.beginResetModel()
            self.cards = cards
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """Return the number of cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return the texts of a card."""
        card = self.cards[index.row()]
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.AccessibleTextRole):
            return f"{line_written_out(card.name)}, {counted(card.photos, 'photo')}"
        return card.why if role in (roles.ToolTipRole, roles.AccessibleDescriptionRole) else None


class CardDelegate(QStyledItemDelegate):
    """Paints cards: a picture, a name, a number of photos."""

    def __init__(self, rows: CardRows, covers: CoverPictures, view: QListView) -> None:
        super().__init__(view)
        self._rows, self._covers, self._view = rows, covers, view

    def sizeHint(self, _: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return the size of all cards."""
        return CARD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a card."""
        card, in_use = self._rows.cards[index.row()], theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        place = QRectF(rect.topLeft() + QPoint(_INSET, _INSET), PICTURE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(0.45 if card.state == "hidden" else 1.0)
        paint_cover(painter, place, self._covers, card.cover)
        painter.setOpacity(1.0)
        if card.state:
            middle = place.topRight() + QPoint(-16, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(in_use.colour("panel"))
            painter.drawEllipse(middle, 12, 12)
            paint_icon_around(painter, middle, 16, "push-pin" if card.state == "pinned" else "eye-slash", "text")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        states = QStyle.StateFlag
        if state & states.State_HasFocus or state & states.State_MouseOver:
            has_focus = bool(state & states.State_HasFocus)
            width = tokens.SELECTION_RING if has_focus else 1
            painter.setPen(QPen(in_use.colour("accent" if has_focus else "suggestion"), width))
            painter.drawRoundedRect(place, tokens.RADIUS, tokens.RADIUS)
        self._paint_texts(painter, card, QRect(rect.left() + _INSET, round(place.bottom()) + 3, PICTURE.width(), _TEXT))
        painter.restore()

    def _paint_texts(self, painter: QPainter, card: ShelfCard, line: QRect) -> None:
        for text, role, size in (
            (card.name, "text", tokens.TEXT), (counted(card.photos, "photo"), "quiet", tokens.SMALL),
        ):  # fmt: skip
            painter.setFont(figures_font(self._view.font(), size))
            painter.setPen(theme().colour(role))
            shown = painter.fontMetrics().elidedText(line_written_out(text), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
            line = line.translated(0, _TEXT - 1)


class CardList(QListView):
    """A shelf's cards: in one line that scrolls sideways, or in lines that fill the width.

    Signals:
        opened: Brings the ShelfCard that was clicked, or on which Enter was pressed.
        menu_wanted: Brings the ShelfCard, and a point on the screen.
        passed: The cursor goes up (-1) or down (1) to another shelf.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    passed = Signal(int)

    def __init__(self, title: str, covers: CoverPictures, keys: KeyFilter, *, is_strip: bool) -> None:
        super().__init__()
        self._keys, self._is_strip = keys, is_strip
        self.rows = CardRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(CardDelegate(self.rows, covers, self))
        self.setAccessibleName(title)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(not is_strip)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        if is_strip:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setFixedHeight(CARD.height() + self.horizontalScrollBar().sizeHint().height() + 2)
        covers.arrived.connect(self.viewport().update)

    @property
    def current(self) -> ShelfCard | None:
        """The card at the cursor."""
        row = self.currentIndex().row()
        return self.rows.cards[row] if 0 <= row < len(self.rows.cards) else None

    def show_cards(self, cards: Sequence[ShelfCard]) -> None:
        """Show cards; the cursor stays on its card or, if that is gone, where it was."""
        row, at, was = self.currentIndex().row(), self.horizontalScrollBar().value(), self.current
        self.rows.show_cards(cards)
        if was is not None and self.current is None and cards:
            same = (number for number, card in enumerate(cards) if card.same_as(was))
            self.setCurrentIndex(self.rows.index(next(same, min(row, len(cards) - 1))))
            self.horizontalScrollBar().setValue(at)

    def go_to(self, row: int) -> None:
        """Put the cursor on a card, and give the list the keyboard."""
        self.setFocus()
        self.setCurrentIndex(self.rows.index(max(0, min(row, len(self.rows.cards) - 1))))

    def _ask_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.setCurrentIndex(index)
        if self.current is not None:
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(at))

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the page before they become shortcuts for photos."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a card on Enter, go to another shelf, or move the cursor."""
        keys, steps = Qt.Key, {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif self._is_strip and event.key() in steps:
            self.passed.emit(steps[Qt.Key(event.key())])
        elif not self._keys.act(event):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card that is clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave turns of the wheel to the page, unless they are sideways."""
        if self._is_strip and not event.angleDelta().x() and not event.modifiers():
            event.ignore()
        else:
            super().wheelEvent(event)


def paint_cover(painter: QPainter, place: QRectF, covers: CoverPictures, photo: int) -> None:
    """Paint the picture of a photo so that it fills a place with round corners."""
    shape = QPainterPath()
    shape.addRoundedRect(place, tokens.RADIUS, tokens.RADIUS)
    painter.fillPath(shape, theme().colour("raised"))
    if (thumbnail := covers.find(photo)) is not None:
        ratio = painter.device().devicePixelRatioF()
        fitted = thumbnail.fit(round(place.width()), round(place.height()), ratio, is_filling=True)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(place, fitted, QRectF(fitted.rect()))
        painter.restore()
