"""A chip: a part of the query other than plain words."""

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from photon.domain import Filter, Ignored, Part, Region
from photon.domain.query.filter_kinds.times import DATE, EVENT
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import dress
from photon.ui.search.chip_labels import face_of, weight_words

LONGEST_NAME = 170  # maximum width of a chip's text in pixels
LONGEST_TIP = 300  # characters; a pasted page must not fill the screen
HEIGHT = 30
CORNER = 4  # size of a picture in pixels
OPENING_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_F2,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Down,
)


class Chip(QFrame):
    """An icon or picture, a text and a close button; it can have the focus.

    Signals:
        removed: The close button was clicked.
        dropped: Delete or Backspace was pressed.
        moved: Brings -1 or 1: the focus goes to the chip before or after.
        typed: Brings a QKeyEvent that belongs to the text.
        selected_all: Ctrl+A was pressed.
        quitted: Esc was pressed.
    """

    removed = Signal()
    dropped = Signal()
    moved = Signal(int)
    typed = Signal(object)
    selected_all = Signal()
    quitted = Signal()

    _cut = Qt.TextElideMode.ElideMiddle  # a name of a file ends with its kind

    def __init__(self, text: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._text = text
        self.minus: QLabel = IconLabel("minus-circle", 16, "danger", self)
        self.minus.hide()
        self.picture = IconLabel(icon_name or "image", tokens.ICON, "quiet", self)
        self.picture.setFixedSize(22, 22)
        self.picture.setVisible(bool(icon_name))
        self.label, self.weight = make_label(is_plain=True), make_label(role="small")
        self.weight.hide()
        self.warning: QLabel = IconLabel("warning", 16, "warning", self)
        self.warning.hide()
        self.cross = make_icon_button("x", tr("Remove"), self.removed, pixels=12)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parts = (self.minus, self.picture, self.label, self.weight, self.warning, self.cross)
        hbox(*parts, to=self, margins=(3, 0), spacing=tokens.HAIR)
        self._say(text)

    @property
    def text(self) -> str:
        """The text of the chip."""
        return self._text

    def _say(self, text: str) -> None:
        self._text = text
        half = LONGEST_TIP // 2
        cut = text if len(text) <= LONGEST_TIP else f"{text[:half]}…{text[-half:]}"  # measuring a page takes 10 ms
        self.label.setText(self.label.fontMetrics().elidedText(cut, self._cut, LONGEST_NAME))
        self.setToolTip(text[:LONGEST_TIP])
        self.cross.setAccessibleName(tr("Remove {thing}", thing=text[:LONGEST_TIP]))
        self.label.setContentsMargins(
            0 if self.picture.isVisibleTo(self) or self.minus.isVisibleTo(self) else 5, 0, 0, 0
        )

    # -- keys --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the chip or move to its neighbours; letters go to the text."""
        key, keys = event.key(), Qt.Key
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selected_all.emit()
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            if not event.isAutoRepeat():  # a key that is held must not empty the bar
                self.dropped.emit()
        elif key in (keys.Key_Left, keys.Key_Right):
            self.moved.emit(-1 if key == keys.Key_Left else 1)
        elif key == keys.Key_Escape:
            self.quitted.emit()
        elif event.text().isprintable() and event.text():
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim the chip's keys before they become shortcuts of the window, but not those that act on the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_claimed(event):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        dress(self, "current", "true")
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        dress(self, "current", "")
        super().focusOutEvent(event)


def _is_claimed(event: QKeyEvent) -> bool:
    """Return whether a key stays with the chip: what types, moves or erases, but not Alt+Left or Ctrl+F."""
    if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or event.matches(QKeySequence.StandardKey.SelectAll):
        return True
    return not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)


class PartChip(Chip):
    """A chip for a part of the query; clicking it opens its settings.

    Signals: ``opened`` is emitted on a click and on Enter, Space, F2, Down or the menu key.
    """

    opened = Signal()

    def __init__(self, part: Part, name: str = "", parent: QWidget | None = None) -> None:
        face = face_of(part, name)
        super().__init__(face.words, face.icon, parent)
        self.part = part
        self.name = name
        self._jpeg = b""
        self._trouble: Ignored | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.show_part(part)

    def show_part(self, part: Part) -> None:
        """Show this part, which has the same content with another weight or sign."""
        self.part = part
        face = face_of(part, self.name)
        self.minus.setVisible(part.unwanted)
        weighs = not isinstance(part, Filter) and part.weight != 1
        self.weight.setText("" if isinstance(part, Filter) else weight_words(part.weight))
        self.weight.setVisible(weighs)
        if face.kind == "concept":
            self.picture.show_icon(face.icon, "accent")
        dress(self, "kind", "unwanted" if part.unwanted else face.kind)
        if DATE.is_kind_of(part) or EVENT.is_kind_of(part):
            self._cut = Qt.TextElideMode.ElideRight  # the day is first
        self._say(face.words)
        self._stand()
        self._describe()

    def _stand(self) -> None:
        """Set the margins so that a picture fills its end of the chip."""
        is_edge = self.label.isHidden() and self.minus.isHidden()
        self.layout().setContentsMargins(1 if is_edge else 4, 0, 3, 0)  # type: ignore[union-attr]

    def show_name(self, name: str) -> None:
        """Show the name of the example picture."""
        self.name = name
        self.show_part(self.part)

    def show_picture(self, jpeg: bytes) -> None:
        """Show this preview, or the searched region of it, instead of the icon and the name."""
        pixmap = QPixmap()
        if not pixmap.loadFromData(QByteArray(jpeg)):
            return
        region = getattr(self.part, "region", None)
        if isinstance(region, Region):
            seen = _pixels(region, pixmap.size())
            pixmap = pixmap if seen.isEmpty() else pixmap.copy(seen)
        self.picture.setFixedSize(tokens.CHIP_PICTURE, tokens.CHIP_PICTURE)
        self.picture.show_instead(_square(pixmap, tokens.CHIP_PICTURE, self.devicePixelRatioF()))
        self.label.setHidden(not getattr(self.part, "is_style", False))  # else it would look like an example
        self._stand()

    def show_trouble(self, trouble: Ignored | None) -> None:
        """Show that this part could not be used; empty if it could."""
        if trouble == self._trouble:
            return
        self._trouble = trouble
        self.warning.setVisible(trouble is not None)
        dress(self, "trouble", "" if trouble is None else "true")
        self._describe()

    def _describe(self) -> None:
        face = face_of(self.part, self.name)
        sentences = [self.text if face.kind == "photo" and face.spoken == face.words else _capital(face.spoken)]
        if self._trouble is not None:
            sentences += [self._trouble.message, self._trouble.hint]
        sentences = [sentence[:LONGEST_TIP] for sentence in sentences if sentence]
        self.setAccessibleName(". ".join(sentences))
        hint = [tr("Click for weight and more")] if face.kind == "photo" else []
        self.setToolTip("\n".join(sentences + hint))
        self.setAccessibleDescription(tr("Press Enter for options, Delete to remove"))

    # -- keys and mouse ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chip on its keys."""
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if is_plain and event.key() in OPENING_KEYS:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Accept the press, so that the widget behind the chip does not get it."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the chip."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the chip."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.opened.emit()
        event.accept()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pixels(region: Region, size: QSize) -> QRect:
    left, top = round(region.x * size.width()), round(region.y * size.height())
    width, height = round(region.width * size.width()), round(region.height * size.height())
    return QRect(left, top, max(1, width), max(1, height)) & QRect(0, 0, size.width(), size.height())


def _square(pixmap: QPixmap, side: int, ratio: float) -> QPixmap:
    """Return the central square of a picture, scaled for a screen with this pixel ratio."""
    pixel = round(side * ratio)
    fitted = pixmap.scaled(
        QSize(pixel, pixel),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    middle = QPoint((fitted.width() - pixel) // 2, (fitted.height() - pixel) // 2)
    square = QPixmap(pixel, pixel)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(fitted.copy(QRect(middle, square.size()))))
    painter.drawRoundedRect(square.rect(), CORNER * ratio, CORNER * ratio)
    painter.end()
    square.setDevicePixelRatio(ratio)
    return square
