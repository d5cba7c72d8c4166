"""A tag as a chip: solid for the user's tags, with a dashed outline for suggestions."""

from functools import cached_property
from math import ceil
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QStyle, QToolButton, QWidget

from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import Clicked, make_icon_button, show_icon
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.theme import theme
from photon.ui.tags.tag_summary import SharedTag, chip_words, sureness

Button = Literal["tick", "plus", "cross"]
HEIGHT = 26
BUTTON = 18
ICON = 12
EDGE = 3  # beside a button of a suggestion
OWN_LEFT, OWN_RIGHT = 9, 4  # beside the name of a user's tag, and beside its cross
LONGEST_NAME = 190  # maximum width in pixels; the tooltip has the rest
DASHES = (3.0, 2.5)  # in widths of the pen
_ICONS: dict[Button, str] = {"tick": "check", "plus": "plus", "cross": "x"}


class TagChip(QWidget):
    """A chip with the name of a tag and buttons.

    The chip paints its text itself and creates its buttons when they are first needed, because labels, buttons and a
    layout take 5 ms per chip, and a photo can have eighty chips.

    Attributes:
        tag: The tag shown.
        text: Its name as it is painted.

    Signals:
        pressed: A click, Enter or Space: confirm the suggestion, or search for the tag.
        dropped: The cross, Delete or Backspace: remove the tag, or reject the suggestion.
        spread: The plus was pressed: give the tag to all photos.
        moved: Brings -1 or 1: the focus goes to the chip before or after.
        quitted: Esc was pressed.
    """

    pressed = Signal()
    dropped = Signal()
    spread = Signal()
    moved = Signal(int)
    quitted = Signal()

    def __init__(self, tag: SharedTag, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag, self._name, self._share, self.text = tag, "", "", ""
        self.is_suggestion = tag.state == "suggested"
        self._made: dict[Button, QToolButton] = {}
        self._held: SharedTag | None = None  # while the mouse button is down on it
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_tag(tag, name)
        theme().changed.connect(self.update)

    def show_tag(self, tag: SharedTag, name: str) -> None:
        """Show another tag; a suggestion can only be replaced by a suggestion, and a user's tag by a user's tag."""
        if (tag, name) == (self.tag, self._name):
            return
        self.tag, self._name, self._share = tag, name, tag.share
        self.text = self.fontMetrics().elidedText(line_written_out(name), Qt.TextElideMode.ElideMiddle, LONGEST_NAME)
        for which, button in self._made.items():
            show_icon(button, "", self._hint(which))
        self._describe()
        self.updateGeometry()
        self._show_buttons()

    def _describe(self) -> None:
        name = "/".join(self.tag.path)
        if self.is_suggestion:
            self.setToolTip(f"{chip_words(self.tag)}\n{tr('Click to confirm')}")
            self.setAccessibleName(", ".join([name, tr("suggested"), sureness(self.tag.certainty)]))
            self.setAccessibleDescription(tr("Enter to confirm, Delete to reject"))
        else:
            self.setToolTip(chip_words(self.tag))
            self.setAccessibleName(f"{name}, {self._share}" if self._share else name)
            self.setAccessibleDescription(
                tr("Enter to search, Delete to remove, + to add it to all")
                if self._share
                else tr("Enter to search, Delete to remove")
            )

    # -- the buttons ---------------------------------------------------------------------------------

    @property
    def tick(self) -> QToolButton:
        """The button that confirms a suggestion."""
        return self._button("tick", self.pressed)

    @property
    def plus(self) -> QToolButton:
        """The button that gives the tag to all photos."""
        return self._button("plus", self.spread)

    @property
    def cross(self) -> QToolButton:
        """The button that removes the tag or rejects the suggestion."""
        return self._button("cross", self.dropped)

    def _button(self, which: Button, clicked: Clicked) -> QToolButton:
        if which in self._made:
            return self._made[which]
        button = make_icon_button(_ICONS[which], self._hint(which), clicked, pixels=ICON)
        button.setProperty("role", "in-chip")
        button.setParent(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setGeometry(self._places()[which])
        self._made[which] = button
        return button

    def _hint(self, which: Button) -> str:
        if which == "tick":
            return tr("Confirm “{tag}”", tag=self._name)
        if which == "plus":
            return tr("Tag all {photos:,} photos “{tag}”", photos=self.tag.total, tag=self._name)
        return tr("Reject “{tag}”", tag=self._name) if self.is_suggestion else tr("Remove “{tag}”", tag=self._name)

    @property
    def _offered(self) -> list[Button]:
        """The buttons that this tag has, in order."""
        if self.is_suggestion:
            return ["tick", "cross"]
        return ["plus", "cross"] if self._share else ["cross"]

    @property
    def _is_meant(self) -> bool:
        return self.hasFocus() or self.underMouse()

    def _show_buttons(self) -> None:
        is_meant, offered = self._is_meant, self._offered
        if is_meant:
            buttons: list[QToolButton] = [getattr(self, which) for which in offered]
            for button in buttons:
                button.show()
        for which, button in self._made.items():
            button.setVisible(is_meant and which in offered)
        self.update()

    def _places(self) -> dict[Button, QRect]:
        """Return the rectangles of the buttons; those of a suggestion have space even while they are hidden."""
        top, right = (self.height() - BUTTON) // 2, EDGE if self.is_suggestion else OWN_RIGHT
        cross = self.width() - right - BUTTON
        places: dict[Button, int] = {"tick": EDGE, "plus": cross - tokens.HAIR - BUTTON, "cross": cross}
        return {which: self._mirrored(QRect(left, top, BUTTON, BUTTON)) for which, left in places.items()}

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the buttons to the ends."""
        super().resizeEvent(event)
        places = self._places()
        for which, button in self._made.items():
            button.setGeometry(places[which])

    # -- painting ------------------------------------------------------------------------------------

    @property
    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(tokens.SMALL)
        return font

    def _left(self) -> int:
        return EDGE + BUTTON + tokens.HAIR if self.is_suggestion else OWN_LEFT

    def _right(self) -> int:
        buttons = 1 if self.is_suggestion else len(self._offered)
        return (EDGE if self.is_suggestion else OWN_RIGHT) + buttons * (BUTTON + tokens.HAIR)

    def _widths(self) -> tuple[int, int]:
        """Return the widths of the name and the share in whole pixels."""
        name, share = QFontMetricsF(self.font()), QFontMetricsF(self._small)
        return ceil(name.horizontalAdvance(self.text)), ceil(share.horizontalAdvance(self._share))

    def sizeHint(self) -> QSize:
        """Return the size of text and buttons, including hidden buttons."""
        name, share = self._widths()
        return QSize(self._left() + name + (tokens.HAIR + share if share else 0) + self._right(), HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint background, outline and text, and pictures of a user's tag's buttons until those are needed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        if not self.is_suggestion and not self._is_meant:
            places = self._places()
            for which in self._offered:
                paint_icon_around(painter, QPointF(places[which].center()) + QPointF(0.5, 0.5), ICON, _ICONS[which])

    def _paint_ground(self, painter: QPainter) -> None:
        in_use, is_lit = theme(), self.underMouse()
        ring = tokens.FOCUS_RING if self.hasFocus() else 1
        pen = QPen(in_use.colour("accent" if self.hasFocus() else "suggestion" if self.is_suggestion else "line"), ring)
        if self.is_suggestion and not self.hasFocus():
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        ground = "hover" if is_lit else "raised"
        painter.setBrush(Qt.BrushStyle.NoBrush if self.is_suggestion and not is_lit else in_use.colour(ground))
        edge = ring / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), tokens.RADIUS, tokens.RADIUS)

    def _paint_words(self, painter: QPainter) -> None:
        in_use, left, (name, share) = theme(), self._left(), self._widths()
        room = self.width() - left - self._right() - (tokens.HAIR + share if share else 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine
        text = self.text
        if room < name:
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, room))
        painter.setPen(in_use.colour("quiet" if self.is_suggestion and not self._is_meant else "text"))
        painter.setFont(self.font())
        painter.drawText(self._mirrored(QRect(left, 0, max(0, room), self.height())), flags, text)
        if share:
            painter.setPen(in_use.colour("quiet"))
            painter.setFont(self._small)
            painter.drawText(
                self._mirrored(QRect(left + room + tokens.HAIR, 0, share, self.height())), flags, self._share
            )

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the buttons."""
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the buttons."""
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the buttons."""
        super().focusOutEvent(event)
        self._show_buttons()

    # -- keys and mouse ------------------------------------------------------------------------------

    @cached_property
    def _keys(self) -> KeyFilter:
        keys: dict[str, Act] = {
            "Return Space": self.pressed.emit,
            "Del Backspace": self.dropped.emit,
            "Left Up": lambda: self.moved.emit(-1),
            "Right Down": lambda: self.moved.emit(1),
            "Esc": self.quitted.emit,
            "+": lambda: self.spread.emit() if "plus" in self._offered else None,
        }
        return KeyFilter(keys, blocks_letters=False, ignores_shift=True)

    def event(self, event: QEvent) -> bool:
        """Claim the chip's keys before they become shortcuts of the window."""
        is_claimed = event.type() == QEvent.Type.ShortcutOverride and self._keys.accept(event)
        return is_claimed or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Perform the action of a key."""
        if not self._keys.act(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Accept the press for the chip."""
        self._held = self.tag
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Confirm a suggestion or search for a tag, unless the tag changed since the press."""
        held, self._held = self._held, None
        is_left, place = event.button() == Qt.MouseButton.LeftButton, event.position().toPoint()
        if is_left and held == self.tag and self.rect().contains(place):
            self.pressed.emit()
