"""The frame that dialogs share: title, parts from the top, and two buttons at the lower right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QPushButton

from photon.ui.kit import tokens
from photon.ui.kit.layouts import Item, hbox, vbox


def frame_dialog(dialog: QDialog, title: str, parts: Sequence[Item], buttons: tuple[QPushButton, QPushButton]) -> None:
    """Put a dialog together; it is deleted once it is closed.

    Args:
        dialog: The dialog, without a layout.
        title: Its title.
        parts: From the top, as for ``vbox``.
        buttons: The one that leaves everything as it is, and the one that goes on, which Enter presses where
            the keyboard is on neither.
    """
    leave, go = buttons
    go.setDefault(True)
    dialog.setWindowTitle(title)
    foot = hbox(None, leave, go, spacing=tokens.TIGHT)
    vbox(*parts, foot, to=dialog, margins=tokens.LOOSE, spacing=tokens.SPACE)
    dialog.finished.connect(dialog.deleteLater)
