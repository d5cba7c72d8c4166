"""A dialog with a long text to read and copy, such as a report or licences."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox


class TextDialog(QDialog):
    """Shows a text below a sentence about it. It deletes itself when it is closed."""

    def __init__(self, parent: QWidget, title: str, about: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.about = make_label(about, "quiet", wraps=True, is_selectable=True)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(title)
        self.copy_button = make_button(tr("Copy"), clicked=self.copy, icon_name="copy")
        self.close_button = make_button(tr("Close"), clicked=self.close)
        buttons = hbox(None, self.copy_button, self.close_button, spacing=tokens.TIGHT)
        vbox(self.about, (self.text, 1), buttons, to=self, margins=tokens.LOOSE, spacing=tokens.SPACE)
        self.resize(760, 520)
        self.finished.connect(self.deleteLater)

    def copy(self) -> None:
        """Copy the text to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
