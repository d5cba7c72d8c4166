"""The frame of the forms in the export dialog: rows of a name, fields, and a note below."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, make_form, vbox
from photon.ui.widgets.setting_fields import LineField, SettingField

NAMES_WIDTH = 112
_LINE = 30


def make_note() -> QLabel:
    """Make the line below a field that describes its error or its effect."""
    note = make_label(role="quiet", wraps=True, is_plain=True)
    note.hide()
    return note


class PlaceField(QWidget, SettingField):
    """A destination: a line to type in, and a button that opens a dialog to choose."""

    def __init__(self, key: str, usual: str, *, is_file: bool = False) -> None:
        super().__init__()
        self._is_file = is_file
        self.line, self.note = LineField(key, tr("File") if is_file else tr("Folder"), usual), make_note()
        self.edited = self.line.edited
        row = hbox((self.line, 1), make_button(tr("Choose…"), clicked=self._choose), spacing=tokens.TIGHT)
        vbox(row, self.note, to=self, margins=0, spacing=tokens.HAIR)
        self.setFocusProxy(self.line)

    @property
    def place(self) -> str:
        """The path as typed."""
        return self.line.text().strip()

    def remember(self) -> None:
        """Store the path for the next start."""
        self.line.remember()

    def _choose(self) -> None:
        if self._is_file:
            found, _ = QFileDialog.getSaveFileName(
                self, tr("Save table as"), self.place, options=QFileDialog.Option.DontConfirmOverwrite
            )
        else:
            there = self.place if Path(self.place).is_dir() else str(Path.home())
            found = QFileDialog.getExistingDirectory(self, tr("Choose a folder for the copies"), there)
        if found:
            self.line.setText(found)


_WIDE = (QLineEdit, PlaceField)


class ExportForm(QWidget):
    """Rows of fields whose values are stored; ``changed`` is emitted when a value changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: tuple[SettingField, ...] = ()
        self._rows = make_form(spacing=(tokens.WIDE, tokens.SPACE))
        vbox(self._rows, None, to=self, margins=0)

    def remember(self) -> None:
        """Store the choices for the next start."""
        for field in self._fields:
            field.remember()

    def _set_fields(self, *fields: SettingField) -> None:
        """Store the values of these fields, and follow their changes."""
        self._fields = fields
        for field in fields:
            field.edited.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Update the fields after a change."""
        self.changed.emit()

    def _add_row(self, name: str, *fields: QWidget, below: QWidget | None = None) -> QVBoxLayout:
        """Add a row.

        Args:
            name: Its name, in the left column.
            fields: Its fields. Lines of text share the width; other fields are as wide as they need.
            below: A widget below the fields.

        Returns:
            The layout of the fields, for hiding the row.
        """
        label = QLabel(name)
        label.setBuddy(fields[0])
        label.setFixedHeight(_LINE)
        label.setMinimumWidth(NAMES_WIDTH)
        line = hbox(*((field, int(isinstance(field, _WIDE))) for field in fields), spacing=tokens.TIGHT)
        if not any(isinstance(field, _WIDE) for field in fields):
            line.addStretch(1)
        row = vbox(line, *([below] if below is not None else []), spacing=tokens.HAIR)
        self._rows.addRow(label, row)
        return row


def show_note(note: QLabel, text: str, *, is_bad: bool = False) -> None:
    """Show a note below a field; an empty text leaves no gap."""
    show_text(note, text, "danger" if is_bad else "quiet")
