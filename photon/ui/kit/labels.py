"""Labels in the roles of the stylesheet, and names of fields."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTextEdit

from photon.domain.unseen_characters import written_out
from photon.ui.kit.theme import dress

F = TypeVar("F", bound=QLineEdit | QPlainTextEdit | QTextEdit)


class TextLabel(QLabel):
    """A label that shows characters of names and texts that would turn round or hide others written out."""

    def __init__(self, text: str = "") -> None:
        super().__init__(written_out(text))

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(written_out(text))


def make_label(
    text: str = "", role: str = "", *, wraps: bool = False, is_plain: bool = False, is_selectable: bool = False
) -> QLabel:
    """Make a label.

    Args:
        text: What it shows.
        role: Its role in the stylesheet, such as ``quiet`` or ``heading``.
        wraps: Whether long text continues on the next line.
        is_plain: Whether the text is never read as rich text. Set it for names and texts of users.
        is_selectable: Whether the text can be selected with the mouse.

    Returns:
        The label.
    """
    made = TextLabel(text)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    if is_plain:
        made.setTextFormat(Qt.TextFormat.PlainText)
    if is_selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def show_text(target: QLabel | QAbstractButton, text: str, role: str | None = None) -> None:
    """Show a text in a label or a button, or hide it if the text is empty.

    Args:
        target: The label or button. It must have a parent; otherwise it would open as a window.
        text: The text.
        role: Its new role in the stylesheet; None leaves the role as it is.
    """
    if role is not None:
        dress(target, "role", role)
    target.setText(text)
    target.setVisible(bool(text))


def name_field(field: F, name: str, hint: str | None = None) -> F:
    """Give a field its name for screen readers, and the hint that it shows while it is empty.

    Args:
        field: The field.
        name: Its name.
        hint: The hint; None for the name.

    Returns:
        The field.
    """
    field.setAccessibleName(name)
    field.setPlaceholderText(name if hint is None else hint)
    return field
