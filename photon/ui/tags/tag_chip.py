"""One tag as a chip: solid where it is the person's, outlined with dashes where Photon suggests it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import Clicked, make_icon_button
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import dress, theme
from photon.ui.tags.tag_summary import SharedTag, chip_words, sureness

HEIGHT = 26
BUTTON = 18
LONGEST_NAME = 190  # pixels; the tooltip has the rest
DASHES = (3.0, 2.5)  # in widths of the pen


class TagChip(QWidget):
    """Name, and what can be done with it.

    Signals:
        pressed: Clicked, or Enter or Space: the suggestion is right, or the tag is looked for.
        dropped: The cross, Delete or Backspace: take it away, or the suggestion is wrong.
        spread: The plus was pressed, which gives the tag to all photos.
        moved: -1 or 1, to the chip before or after.
        quitted: Esc.
    """

    pressed = Signal()
    dropped = Signal()
    spread = Signal()
    moved = Signal(int)
    quitted = Signal()
    _keys = KeyFilter()  # Qt sends events while the parts are being made

    def __init__(self, tag: SharedTag, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = tag
        self.is_suggestion = tag.state == "suggested"
        self.setProperty("role", "tag")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.label = make_label(role="quiet" if self.is_suggestion else "", is_plain=True)
        self.label.setText(self.label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, LONGEST_NAME))
        self.share = make_label(tag.share, "small")
        self.tick = self._button("check", tr("Confirm “{tag}”", tag=name), self.pressed)
        self.plus = self._button(
            "plus", tr("Tag all {photos:,} photos “{tag}”", photos=tag.total, tag=name), self.spread
        )
        hint = tr("Reject “{tag}”", tag=name) if self.is_suggestion else tr("Remove “{tag}”", tag=name)
        self.cross = self._button("x", hint, self.dropped)
        self._keys = self._key_filter()
        self._compose()
        self.share.setVisible(bool(tag.share))
        self.plus.setVisible(bool(tag.share) and not self.is_suggestion)
        self._describe()
        self._show_buttons()
        theme().changed.connect(self.update)

    def _button(self, icon_name: str, hint: str, clicked: Clicked) -> QToolButton:
        button = make_icon_button(icon_name, hint, clicked, pixels=12)
        button.setParent(self)  # also the one that this chip does not show
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(BUTTON, BUTTON)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet("QToolButton { padding: 0; border: none; border-radius: 4px; }")
        return button

    def _compose(self) -> None:
        if self.is_suggestion:
            # The buttons have their room at both ends, also while they are not shown: a chip never changes its width.
            for button in (self.tick, self.cross):
                keeping = button.sizePolicy()
                keeping.setRetainSizeWhenHidden(True)
                button.setSizePolicy(keeping)
            hbox(self.tick, self.label, self.share, self.cross, to=self, margins=(3, 0), spacing=tokens.HAIR)
        else:
            self.tick.hide()
            hbox(self.label, self.share, self.plus, self.cross, to=self, margins=(9, 0, 4, 0), spacing=tokens.HAIR)

    def _describe(self) -> None:
        name = "/".join(self.tag.path)
        if self.is_suggestion:
            self.setToolTip(f"{chip_words(self.tag)}\n{tr('Click to confirm')}")
            self.setAccessibleName(", ".join([name, tr("suggested"), sureness(self.tag.certainty)]))
            self.setAccessibleDescription(tr("Enter to confirm, Delete to reject"))
        else:
            self.setToolTip(chip_words(self.tag))
            self.setAccessibleName(f"{name}, {self.tag.share}" if self.tag.share else name)
            self.setAccessibleDescription(
                tr("Enter to search, Delete to remove, + to add it to all")
                if self.tag.share
                else tr("Enter to search, Delete to remove")
            )

    # -- painting ------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        """The ground and the outline."""
        in_use, is_lit = theme(), self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = tokens.FOCUS_RING if self.hasFocus() else 1
        pen = QPen(in_use.colour("accent" if self.hasFocus() else "suggestion" if self.is_suggestion else "line"), ring)
        if self.is_suggestion and not self.hasFocus():
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        ground = "hover" if is_lit else "raised"
        painter.setBrush(Qt.BrushStyle.NoBrush if self.is_suggestion and not is_lit else in_use.colour(ground))
        edge = ring / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), tokens.RADIUS, tokens.RADIUS)

    def _show_buttons(self) -> None:
        if self.is_suggestion:
            is_meant = self.hasFocus() or self.underMouse()
            self.tick.setVisible(is_meant)
            self.cross.setVisible(is_meant)
            dress(self.label, "role", "" if is_meant else "quiet")
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tick and cross come."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """They go."""
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The same by keyboard."""
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The same by keyboard."""
        super().focusOutEvent(event)
        self._show_buttons()

    # -- keys and mouse ------------------------------------------------------------------------------

    def _key_filter(self) -> KeyFilter:
        keys: dict[str, Act] = {
            "Return Space": self.pressed.emit,
            "Del Backspace": self.dropped.emit,
            "Left Up": lambda: self.moved.emit(-1),
            "Right Down": lambda: self.moved.emit(1),
            "Esc": self.quitted.emit,
            "+": lambda: None if self.plus.isHidden() else self.spread.emit(),
        }
        return KeyFilter(keys, blocks_letters=False, ignores_shift=True)

    def event(self, event: QEvent) -> bool:
        """The chip's keys come before the window's shortcuts."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for on a chip."""
        if not self._keys.act(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It is the chip's."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click confirms a suggestion, and looks for a tag."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
