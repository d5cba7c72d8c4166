"""Two text fields: a title of one line, and a caption that grows with its text."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from photon.language import tr
from photon.ui.kit import tokens

FEWEST_LINES, MOST_LINES = 3, 14
MIXED = tr("Mixed")
_PASTED: Final = 10_000  # characters of a title; longer ones are pasted by mistake and rejected on saving
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TitleLine(QLineEdit):
    """A text field of one line.

    Signals: ``saved`` (Enter), ``given_up`` (Esc), ``left`` (the focus moved on).
    """

    saved = Signal()
    given_up = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_PASTED)
        self.setAccessibleName(tr("Title"))

    @property
    def words(self) -> str:
        """The text in the field."""
        return self.text()

    @property
    def is_typed(self) -> bool:
        """Whether the user changed the text since it was last shown."""
        return self.isModified()

    def show_text(self, text: str, placeholder: str = "") -> None:
        """Show this text; showing the same again does not move the cursor."""
        self.setPlaceholderText(placeholder or self.accessibleName())
        if text != self.text() or self.isModified():
            self.setText(text)
            self.setCursorPosition(0)  # the start of a long title says more than its end

    def fill(self, text: str) -> None:
        """Show a text as if the user had typed it."""
        self.setText(text)
        self.setModified(True)

    def go_to_end(self) -> None:
        """Move the cursor to the end of the text."""
        self.end(False)  # noqa: FBT003 - Qt's signature

    def event(self, event: QEvent) -> bool:
        """Claim its own keys before they become shortcuts of the window."""
        return True if _is_own_override(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Enter, give up on Esc."""
        if event.key() in _ENTER:
            self.saved.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit ``left``, so that the text is saved when the focus moves on."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class CaptionText(QPlainTextEdit):
    """A text field of several lines whose height follows the text within limits; Tab goes to the next field.

    Attributes:
        is_replaced: Whether the user typed over the text of ``show_text``, or emptied the field first.

    Signals: ``saved`` (Ctrl+Enter), ``given_up`` (Esc), ``left`` (the keyboard went elsewhere).
    """

    saved = Signal()
    given_up = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Caption"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)  # aligned with the title
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self.document().contentsChange.connect(self._follow_change)
        self.document().modificationChanged.connect(self._follow_state)
        self._length = 0
        self.is_replaced = False
        self._fit()

    @property
    def words(self) -> str:
        """The text in the field."""
        return self.toPlainText()

    @property
    def is_typed(self) -> bool:
        """Whether the user changed the text since it was last shown."""
        return self.document().isModified()

    def show_text(self, text: str, placeholder: str = "") -> None:
        """Show this text; showing the same again does not move the cursor."""
        self.setPlaceholderText(placeholder or self.accessibleName())
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)
        self.is_replaced = False

    def fill(self, text: str) -> None:
        """Show a text as if the user had typed it."""
        self.setPlainText(text)
        self.document().setModified(True)
        self.is_replaced = False

    def go_to_end(self) -> None:
        """Move the cursor to the end of the text."""
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """Return the height of the text."""
        return QSize(120, self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adjust the height to the new width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Claim its own keys before they become shortcuts of the window."""
        return True if _is_own_override(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Ctrl+Enter, give up on Esc, start a new line on Enter."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit ``left``, so that the text is saved when the focus moves on."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _follow_change(self, at: int, removed: int, added: int) -> None:
        """Note when the whole text is removed at once; deleting single letters does not count."""
        before, self._length = self._length, len(self.toPlainText())
        self.is_replaced |= at == 0 and added >= self._length and removed >= before > 0

    def _follow_state(self, is_typed: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Reset the note when Ctrl+Z restores the text."""
        self.is_replaced &= is_typed

    def _fit(self) -> None:
        lines = round(self.document().documentLayout().documentSize().height())  # the height of plain text is in lines
        shown = min(max(lines, FEWEST_LINES), MOST_LINES)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines > MOST_LINES else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + 2 * tokens.HAIR + 8)


Field = TitleLine | CaptionText


def _is_own_override(event: QEvent) -> bool:
    """Return whether a shortcut of the window would take a key that the fields need.

    Qt itself claims the keys that edit text.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.key() in (Qt.Key.Key_Escape, *_ENTER):
        event.accept()
        return True
    return False
