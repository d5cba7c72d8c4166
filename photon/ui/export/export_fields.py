"""Rows of the export dialog: a name, a field, and below it what is wrong or what comes of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from photon.ui.kit import tokens
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.settings import remembered_number, remembered_switch, remembered_word, settings

NAMES_WIDTH = 112
LONGEST = 260  # characters of a path or a template that are remembered


_LINE = 30
_MARGIN = 6


class FieldRows(QWidget):
    """Fields below each other, with their names in a column at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.WIDE)
        self._grid.setVerticalSpacing(tokens.SPACE)
        self._grid.setColumnMinimumWidth(0, NAMES_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, *fields: QWidget, below: QWidget | None = None) -> QWidget:
        """Add a row; what stands ``below`` the fields belongs to them. The result can be hidden as a whole."""
        row, label = self._grid.rowCount(), QLabel(name)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.HAIR)
        line = QHBoxLayout()
        line.setSpacing(tokens.TIGHT)
        for field in fields:
            line.addWidget(field, 1 if isinstance(field, _WIDE) else 0)
        if not any(isinstance(field, _WIDE) for field in fields):
            line.addStretch(1)
        column.addLayout(line)
        if below is not None:
            column.addWidget(below)
        label.setBuddy(fields[0])
        label.setFixedHeight(_LINE)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(holder, row, 1)
        holder.setProperty("label", label)
        return holder


def show_row(row: QWidget, shown: bool) -> None:  # noqa: FBT001 - what is set
    """Show or hide a row with its name."""
    row.setVisible(shown)
    label = row.property("label")
    if isinstance(label, QLabel):
        label.setVisible(shown)


class Note(QLabel):
    """A line below a field: quiet, or what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.say("")

    def say(self, words: str, *, is_bad: bool = False) -> None:
        """Show a sentence; an empty one leaves no gap."""
        self.setProperty("role", "danger" if is_bad else "quiet")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setText(words)
        self.setVisible(bool(words))


class PlaceField(QWidget):
    """Where to: a line to type in, and a button that lets choose. ``changed`` tells that it is another place."""

    changed = Signal()

    def __init__(self, key: str, usual: str, *, is_file: bool = False) -> None:
        super().__init__()
        self._key, self._is_file = key, is_file
        self.line, self.button, self.note = QLineEdit(), QPushButton("Choose…"), Note()
        self.line.setText(str(settings().value(key, usual))[:LONGEST] or usual)
        self.line.setAccessibleName("File" if is_file else "Folder")
        row = hbox((self.line, 1), self.button, spacing=tokens.TIGHT)
        vbox(row, self.note, to=self, margins=0, spacing=tokens.HAIR)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.button.clicked.connect(self._choose)

    @property
    def place(self) -> str:
        """As it is typed."""
        return self.line.text().strip()

    def remember(self) -> None:
        """Remember it for the next time."""
        settings().setValue(self._key, self.place)

    def _choose(self) -> None:
        if self._is_file:
            found, _ = QFileDialog.getSaveFileName(
                self, "A file for the table", self.place, options=QFileDialog.Option.DontConfirmOverwrite
            )
        else:
            there = self.place if Path(self.place).is_dir() else str(Path.home())
            found = QFileDialog.getExistingDirectory(self, "A folder for the copies", there)
        if found:
            self.line.setText(found)


_WIDE = (QLineEdit, PlaceField)


class ChoiceField(QComboBox):
    """A box of words; what was chosen is remembered."""

    def __init__(self, key: str, words: dict[str, str], name: str) -> None:
        super().__init__()
        self._key = key
        for value, shown in words.items():
            self.addItem(shown, value)
        self.setAccessibleName(name)
        self.setCurrentIndex(self.findData(remembered_word(key, next(iter(words)), tuple(words))))

    @property
    def value(self) -> str:
        """The chosen one."""
        return str(self.currentData())

    def remember(self) -> None:
        """Remember it for the next time."""
        settings().setValue(self._key, self.value)


class CheckField(QCheckBox):
    """A yes or no that is remembered."""

    def __init__(self, key: str, words: str, *, usual: bool) -> None:
        super().__init__(words)
        self._key = key
        self.setChecked(remembered_switch(key, usual=usual))

    def remember(self) -> None:
        """Remember it for the next time."""
        settings().setValue(self._key, self.isChecked())


class NumberField(QSpinBox):
    """A whole number that is remembered."""

    def __init__(self, key: str, usual: int, least: int, most: int, *, unit: str = "") -> None:
        super().__init__()
        self._key = key
        self.setRange(least, most)
        self.setSuffix(unit)
        self.setValue(remembered_number(key, usual))
        self.setMinimumWidth(88)
        self.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)

    def remember(self) -> None:
        """Remember it for the next time."""
        settings().setValue(self._key, self.value())
